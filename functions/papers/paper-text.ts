/** A paper as plain text, one paragraph a line: for copying into a message, and for reading aloud. */
import type { Paper, PaperBlock, PaperRow } from './paper.ts';

const rowLine = ({ cells }: PaperRow): string =>
  cells.map(({ text, foot = [] }) => [text, ...foot].filter((line) => line !== '').join(' ')).join('\t');

function linesOf(block: PaperBlock): readonly string[] {
  switch (block.kind) {
    case 'gap':
      return [''];
    case 'page':
      return [];
    case 'sign':
      return ['', ...block.lines];
    case 'table':
      return block.rows.map(rowLine);
    default:
      return [block.text];
  }
}

/** The whole paper as lines; ends with a line break. */
export const paperText = ({ blocks }: Paper): string => `${blocks.flatMap(linesOf).join('\n')}\n`;
