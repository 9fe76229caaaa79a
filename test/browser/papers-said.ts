/** What is said in a file that somebody downloads: its words line by line, whatever its format. */
import { unzipSync } from 'fflate';
import { readSheet } from 'read-excel-file/node';
import { readDocx, readPdf } from '../paper-reading.ts';
import { wrongIn } from './said.ts';

/** The lines of a paper by the end of its name; of an archive those of all that is in it, behind the names. */
export async function wordsOf(name: string, bytes: Uint8Array): Promise<readonly string[]> {
  switch (name.split('.').at(-1)) {
    case 'pdf': {
      const { pages, title = '' } = await readPdf(bytes);
      return [title, ...pages];
    }
    case 'docx': {
      const { paragraphs, tables } = readDocx(bytes);
      return [...paragraphs, ...tables.flat(2)];
    }
    case 'xlsx':
      return (await readSheet(Buffer.from(bytes))).flat().map((cell) => String(cell ?? ''));
    case 'zip': {
      const inside = Object.entries(unzipSync(bytes));
      const said = await Promise.all(inside.map(([path, each]) => wordsOf(path, each)));
      return [...inside.map(([path]) => path.replace(/\.\w+$/, '')), ...said.flat()];
    }
    case 'csv':
    case 'txt':
      return Buffer.from(bytes).toString('utf8').split('\n');
    default:
      return [];
  }
}

/** What may stand in Latin letters: addresses, numbers of certificates and receipts. */
const latin =
  /https?:\/\/\S+|[\w.-]+@[\w.-]+|(T-)?(\d{6}-)?[A-Z]{2,8}-\d{4}-\d{4}|\b[A-Z]{2,8}\b|U\+[0-9A-F]+|A[34]|\b(jpg|png|pdf|xlsx|docx|txt|csv)\b/g;

/** Lines of a Chinese paper with an id, a code, an empty value, an English word or a count of nothing. */
export const wrongInPaper = (lines: readonly string[]): readonly string[] => [
  ...wrongIn(lines.join('\n')),
  ...lines.filter(
    (line) => /[a-z]{2,}/i.test(line.replace(latin, '')) || /(?<![\d.])0\s*[项名户个件]/.test(line),
  ),
];
