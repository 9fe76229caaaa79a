/** Reads papers back as a reader's program would: the text of a PDF page by page, that of a Word file, and its tables. */
import { strFromU8, unzipSync } from 'fflate';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPdf {
  /** Text of each page, as it is copied. */
  readonly pages: readonly string[];
  /** Millimetres of the first page. */
  readonly size: readonly [number, number];
  readonly title: string | undefined;
}

/** Opens a PDF. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: Uint8Array.from(bytes), useSystemFonts: false, verbosity: 0 });
  const pdf = await task.promise;
  const pages: string[] = [];
  let size: readonly [number, number] = [0, 0];
  for (let n = 1; n <= pdf.numPages; n++) {
    const page = await pdf.getPage(n);
    const { items } = await page.getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(''));
    const [, , width = 0, height = 0] = page.view;
    if (n === 1) size = [Math.round((width / 72) * 25.4), Math.round((height / 72) * 25.4)];
    page.cleanup();
  }
  const { info } = (await pdf.getMetadata()) as { readonly info: { readonly Title?: string } };
  await task.destroy();
  return { pages, size, title: info.Title };
}

const textIn = (xml: string): string =>
  [...xml.matchAll(/<w:t[^>]*>([^<]*)<\/w:t>/gu)]
    .map(([, text = '']) => text)
    .join('')
    .replaceAll('&amp;', '&')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

export interface ReadDocx {
  readonly paragraphs: readonly string[];
  /** Cells of each row of each table. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly pictures: number;
  readonly fonts: string;
  readonly settings: string;
}

/** Opens a Word file. */
export function readDocx(bytes: Uint8Array): ReadDocx {
  const files = unzipSync(bytes);
  const xml = strFromU8(files['word/document.xml']!);
  const parts = (of: string, tag: string): readonly string[] =>
    of.match(new RegExp(`<w:${tag}[ >].*?</w:${tag}>`, 'gsu')) ?? [];
  return {
    paragraphs: parts(xml, 'p').map(textIn),
    tables: parts(xml, 'tbl').map((table) => parts(table, 'tr').map((row) => parts(row, 'tc').map(textIn))),
    pictures: Object.keys(files).filter((name) => name.startsWith('word/media/')).length,
    fonts: strFromU8(files['word/fontTable.xml']!),
    settings: strFromU8(files['word/settings.xml']!),
  };
}

/** A photograph that every program opens: 36 by 48 pixels. */
export const portrait: Uint8Array = Buffer.from(
  [
    '/9j/4AAQSkZJRgABAQEABAAEAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWG',
    'kJ6jq62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk',
    'pKSkpKSkpKSkpKSkpKT/wAARCAAwACQDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAA',
    'AgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6',
    'Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXG',
    'x8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREA',
    'AgECBAQDBAcFBAQAAQJ3AAECAxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5',
    'OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPE',
    'xcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq8vP09fb3+Pn6/9oADAMBAAIRAxEAPwDdnvYoJfKbeX2hsJGzcHOOgPoaiGoo6h4/',
    'NKMAQfs0hyPrisrXpYY9UHnGMZhTG9Qf4m9Ub+n41nW9xZiCMO0AYKAcouc4/wCuJ/mfqaAOiXUlfbtdjvG5cWspyPUcc9RU',
    '0eowtuBEzMpw222k47+noRXMLd2Z25MC7hk5RPl6cH9z1+nHFa+h3tnFDODdQRgzZALKuRtXthffsKANiCZJ4xJGSVJI5Ug5',
    'BweDz1FFQaYyvaF0YMrTSkEHII8xqKAIpLiODVJd/mfNDHjZGz/xP6A1kQSXpt7LYZysYBGEJCjYR/zy98dW6/iL+oOiao++',
    'SNMwpjfdtBn5n9Ov9PxrLtzcG2g26hYxqFHyteSqcY6EbuPwx0oAmka+aG8XFwfNzx5bfP8AIB/zy9sfw/1MhkvjcxyZuflR',
    'hko3GSvH+p9vTt1HeA/aiHH9qWA3dD9tl+Xjt83485p2bncD/aWn4AI2/bpcH3+9/nNAG1o5Y2Cl8ljJJnPXO9vYfyH0FFN0',
    'XP8AZqbmVjvkyysWB+duQTyR70UAEkrR6pLtt5Zswx/6sqMfM/XJFQ6fcyrp9sosbhgIkAYMmDwOfvVels4ZpfNbzA5UKSkr',
    'JkDOOhHqajXTrdFCIZ1VRgAXEgAH/fVADTdzD/mH3P8A32n/AMVThdznH/EvuMf70f8A8VS/YIf79z/4Eyf/ABVH2CH+/cf+',
    'BMn/AMVQAmmEtaElSpM0pKnGR+8bjiip4IUgjEcYIUEnliTknJ5PPU0UAf/Z',
  ].join(''),
  'base64',
);
