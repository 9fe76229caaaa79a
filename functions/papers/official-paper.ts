/** A text of a round, notice, decision or report, as a paper: its first lines are the heading, behind the body stands who signs, then perhaps an annex on a page of its own (GB/T 9704). */
import type { Paper, PaperBlock } from './paper.ts';

/** The line over an annex, in the text and on its page. */
export const annexMark = '附件';

const isHeading = (line: string): boolean => /^[一二三四五六七八九十]+、/u.test(line) && line.length <= 24;
const isList = (line: string): boolean => /^(\d+．|【|附件：)/u.test(line);

function blocksOf(line: string): readonly PaperBlock[] {
  if (line === '') return [];
  if (isHeading(line)) return [{ kind: 'heading', text: line }];
  const kind = !isList(line) && /：$/u.test(line) && line.length <= 30 ? 'plain' : 'paragraph';
  // An empty line parts the body from what says its annexes.
  return [...(line.startsWith(`${annexMark}：`) ? [{ kind: 'gap' as const }] : []), { kind, text: line }];
}

/** On a page of its own: the mark, its heading, its lines. */
function annexBlocks([title = '', ...lines]: readonly string[]): readonly PaperBlock[] {
  return [
    { kind: 'page' },
    { kind: 'annex', text: annexMark },
    { kind: 'title', text: title },
    ...lines.flatMap(blocksOf),
  ];
}

/**
 * The text by its layout: perhaps 【演练】, the title, perhaps its number, an empty line, paragraphs, an empty line, who
 * signs and the day; behind them perhaps 附件 alone on its line, its heading and its lines.
 */
export function officialPaper(text: string): Paper {
  const lines = text
    .replace(/^\ufeff/u, '')
    .trimEnd()
    .split('\n');
  const mark = lines[0]?.startsWith('【演练】') === true ? lines.shift() : undefined;
  const [title = '', ...rest] = lines;
  const number = rest[0] !== undefined && rest[0] !== '' ? rest.shift() : undefined;
  const at = rest.indexOf(annexMark);
  const body = (at === -1 ? rest : rest.slice(0, at)).join('\n').trimEnd().split('\n');
  const end = body.lastIndexOf('');
  return {
    title,
    layout: 'document',
    blocks: [
      ...(mark === undefined ? [] : [{ kind: 'mark' as const, text: mark }]),
      { kind: 'title', text: title },
      ...(number === undefined ? [] : [{ kind: 'number' as const, text: number }]),
      ...body.slice(0, end).flatMap(blocksOf),
      { kind: 'sign', lines: body.slice(end + 1) },
      ...(at === -1 ? [] : annexBlocks(rest.slice(at + 1).filter((line) => line !== ''))),
    ],
  };
}
