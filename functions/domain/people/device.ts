/** From what somebody signed in, roughly: the family of a browser and of a system, so that she knows it again. */
import { type Text, text } from '#domain/problem.ts';

type Family = readonly [code: string, header: RegExp, words: Text];

/** The first that its header names: most call themselves by several names. */
const browsers: readonly Family[] = [
  ['wechat', /MicroMessenger/, text('微信', 'WeChat')],
  ['qq', /QQBrowser|\bQQ\//, text('QQ 浏览器', 'QQ Browser')],
  ['360', /360SE|360EE|QihooBrowser/, text('360 浏览器', '360 Browser')],
  ['edge', /Edg(e|A|iOS)?\//, text('Edge', 'Edge')],
  ['firefox', /Firefox\/|FxiOS/, text('Firefox', 'Firefox')],
  ['chrome', /Chrome\/|CriOS/, text('Chrome', 'Chrome')],
  ['safari', /Safari\//, text('Safari', 'Safari')],
];
const systems: readonly Family[] = [
  ['harmony', /HarmonyOS|OpenHarmony/, text('鸿蒙', 'HarmonyOS')],
  ['ios', /iPhone|iPad/, text('iPhone 或 iPad', 'iPhone or iPad')],
  ['android', /Android/, text('安卓', 'Android')],
  ['windows', /Windows/, text('Windows', 'Windows')],
  ['mac', /Macintosh/, text('Mac', 'Mac')],
  ['linux', /Linux|X11/, text('Linux', 'Linux')],
];

const first = (families: readonly Family[], header: string): string =>
  families.find(([, names]) => names.test(header))?.[0] ?? 'other';
const said = (families: readonly Family[], code: string | undefined): Text =>
  families.find(([known]) => known === code)?.[2] ?? text('其他', 'other');

/** Browser and system of a `User-Agent` header: `chrome windows`. No version, nothing that singles anybody out. */
export const deviceOf = (userAgent: string | undefined): string =>
  `${first(browsers, userAgent ?? '')} ${first(systems, userAgent ?? '')}`;

/** The same as people read it: Chrome（Windows）. */
export function deviceWords(device: string | undefined): Text {
  const [browser, system] = (device ?? '').split(' ');
  const [by, on] = [said(browsers, browser), said(systems, system)];
  return text(`${by.zh}（${on.zh}）`, `${by.en} (${on.en})`);
}
