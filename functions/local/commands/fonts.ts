/** Which fonts of the operator's own stand beside those of papers, what they add, and which file there is none. */
import { basename } from 'node:path';
import { text } from '#domain/problem.ts';
import { ownFontsIn } from '#local/own-fonts.ts';
import { isFontFile } from '#papers/fonts.ts';
import type { Finding } from './counters.ts';

/** CJK extension B. */
const rare = { from: 0x20000, to: 0x2a6df } as const;

async function findingOf(path: string): Promise<Finding> {
  const name = basename(path);
  const at = { area: 'fonts', ids: [name] } as const;
  if (!isFontFile(path))
    return {
      ...at,
      level: 'fault',
      text: text(
        `字体文件 ${name} 不是单个 TrueType 或 OpenType 字体，材料中不会使用；字体集合（ttc）请先拆开`,
        `${name} is no single TrueType or OpenType font, so no paper uses it; take a collection (ttc) apart first`,
      ),
    };
  const { openSync } = await import('fontkit');
  const font = openSync(path);
  const chars = 'characterSet' in font ? font.characterSet : [];
  const count = chars.filter((code) => code >= rare.from && code <= rare.to).length;
  return {
    ...at,
    level: 'note',
    text: text(
      `材料缺字时使用 ${name}（${chars.length} 字，其中扩展 B 区 ${count} 字）`,
      `papers take what their fonts lack from ${name} (${chars.length} characters, ${count} of them of extension B)`,
    ),
  };
}

/** A line for each file of the folder `fonts`. */
export const checkFonts = (data: string): Promise<readonly Finding[]> =>
  Promise.all(ownFontsIn(data).map(findingOf));
