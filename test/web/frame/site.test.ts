import { readFileSync } from 'node:fs';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const folder = new URL('../../../functions/web/', import.meta.url);
const css = readFileSync(new URL('static/site.css', folder), 'utf8');
const js = readFileSync(new URL('static/site.js', folder), 'utf8');

test('a plain esbuild bundle holds both files whole, as ESM and as CommonJS', async () => {
  for (const format of ['esm', 'cjs'] as const) {
    const { outputFiles } = await build({
      entryPoints: [new URL('frame/assets.ts', folder).pathname],
      bundle: true,
      platform: 'node',
      format,
      charset: 'utf8',
      write: false,
    });
    const strings = outputFiles[0]!.text;
    expect(strings).toContain(css.split('\n')[0]!);
    expect(strings).toContain('navigator.clipboard');
    expect(strings).toContain('prefers-color-scheme: dark');
  }
});

/** Relative luminance and contrast as WCAG 2.2 defines them. */
const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
};

const tokens = css.slice(css.indexOf('@layer tokens {'), css.indexOf('@layer base {'));
const [lightBlock, darkBlock] = tokens.split('@media') as [string, string];
const colours = (block: string): Record<string, string> =>
  Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, value]) => [name!, value!]),
  );
const light = colours(lightBlock);
const schemes = { light, dark: { ...light, ...colours(darkBlock) } };

const grounds = ['paper', 'ground', 'tint'];
const pairs: readonly (readonly [string, string])[] = [
  ...['ink', 'muted', 'link', 'bad'].flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
  ['on-brand', 'brand'],
  ['on-brand', 'brand-deep'],
  ...['info', 'good', 'warn', 'bad'].map((tone) => [tone, `${tone}-tint`] as const),
  ['ink', 'warn-tint'],
  ['gold-ink', 'gold-tint'],
  ['ink', 'track'],
  ['paper', 'good'],
];

test.each(Object.entries(schemes))('texts have a contrast of at least 4.5 in the %s scheme', (_, scheme) => {
  const weak = pairs
    .map(([ink, ground]) => [ink, ground, contrast(scheme[ink]!, scheme[ground]!)] as const)
    .filter(([, , ratio]) => ratio < 4.5);
  expect(weak).toEqual([]);
});

test.each(Object.entries(schemes))(
  'edges of fields and graphics have at least 3 in the %s scheme',
  (_, scheme) => {
    const weak = ['field-line', 'info', 'good', 'bad', 'series-0']
      .map((edge) => [edge, contrast(scheme[edge]!, scheme.paper!)] as const)
      .filter(([, ratio]) => ratio < 3);
    expect(weak).toEqual([]);
  },
);

test('the client script stays small, since nothing needs it', () => {
  expect(js.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
});
