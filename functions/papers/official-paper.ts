/** A text of a round, notice, decision or report, as a paper: its first lines are the heading, its last the signature (GB/T 9704). */
import type { Paper, PaperBlock } from './paper.ts';

const isHeading = (line: string): boolean => /^[一二三四五六七八九十]+、/u.test(line) && line.length <= 24;
const isList = (line: string): boolean => /^(\d+．|【|附件：)/u.test(line);

function blockOf(line: string): PaperBlock {
  if (isHeading(line)) return { kind: 'heading', text: line };
  return {
    kind: isList(line) ? 'paragraph' : /：$/u.test(line) && line.length <= 30 ? 'plain' : 'paragraph',
    text: line,
  };
}

/** The text by its layout: perhaps 【演练】, the title, perhaps its number, an empty line, paragraphs, an empty line, who signs and the day. */
export function officialPaper(text: string): Paper {
  const lines = text
    .replace(/^\ufeff/u, '')
    .trimEnd()
    .split('\n');
  const mark = lines[0]?.startsWith('【演练】') === true ? lines.shift() : undefined;
  const [title = '', ...rest] = lines;
  const number = rest[0] !== undefined && rest[0] !== '' ? rest.shift() : undefined;
  const end = rest.lastIndexOf('');
  return {
    title,
    layout: 'document',
    blocks: [
      ...(mark === undefined ? [] : [{ kind: 'mark' as const, text: mark }]),
      { kind: 'title', text: title },
      ...(number === undefined ? [] : [{ kind: 'number' as const, text: number }]),
      ...rest.slice(0, end).flatMap((line) => (line === '' ? [] : [blockOf(line)])),
      { kind: 'sign', lines: rest.slice(end + 1) },
    ],
  };
}
