/**
 * One PDF of many: each piece is a whole PDF whose objects are numbered on and laid behind the others with a table of its
 * own, as an incremental update (ISO 32000-1, 7.5.6). So a list of any length is made with one piece in memory.
 */

/** Between two pieces; JSON. */
export interface PdfPlace {
  /** The next free number of an object; 1 and 2 are the catalogue and the root of the pages. */
  readonly next: number;
  /** Bytes so far. */
  readonly bytes: number;
  /** Where the last table begins. */
  readonly table: number;
  /** The root of the pages of each piece, and how many they are. */
  readonly roots: readonly { readonly id: number; readonly pages: number }[];
}

/** What stands before the pieces. */
export const pdfFront: Uint8Array = Buffer.from('%PDF-1.7\n%\xff\xff\xff\xff\n', 'latin1');

export const pdfBegin: PdfPlace = { next: 3, bytes: pdfFront.length, table: 0, roots: [] };

interface Read {
  /** Of each object but the free one, by its number from 1. */
  readonly offsets: readonly number[];
  readonly table: number;
  readonly text: string;
}

/** The table of a PDF as pdfkit writes it: one section. */
function readTable(pdf: Uint8Array): Read {
  const text = Buffer.from(pdf).toString('latin1');
  const table = Number(/startxref\s+(\d+)\s+%%EOF\s*$/u.exec(text)?.[1]);
  const head = /^xref\s+0 (\d+)\s+/u.exec(text.slice(table, table + 40));
  if (head === null) throw new RangeError('a PDF without its table');
  const first = table + head[0].length;
  const offsets = Array.from({ length: Number(head[1]) - 1 }, (_, n) =>
    Number(text.slice(first + 20 * (n + 1), first + 20 * (n + 1) + 10)),
  );
  return { offsets, table, text };
}

/** What a name in the dictionary of an object refers to. */
const refersTo = (object: string, name: string): number =>
  Number(new RegExp(`/${name} (\\d+) 0 R`, 'u').exec(object)?.[1]);

const tenDigits = (n: number): string => String(n).padStart(10, '0');
const section = (first: number, offsets: readonly number[]): string =>
  `${first} ${offsets.length}\n${offsets.map((offset) => `${tenDigits(offset)} 00000 n \n`).join('')}`;

/** The end of an update: its table, and the way to the one before it. */
const closing = (sections: readonly string[], size: number, table: number, at: number): string =>
  `xref\n${sections.join('')}trailer\n<< /Size ${size} /Root 1 0 R${table === 0 ? '' : ` /Prev ${table}`} >>\nstartxref\n${at}\n%%EOF\n`;

/** Lays a PDF behind what there is. Its references are moved by what came before; streams hold none. */
export function pdfPiece(
  pdf: Uint8Array,
  place: PdfPlace,
): { readonly bytes: Uint8Array; readonly place: PdfPlace } {
  const { offsets, table, text } = readTable(pdf);
  const shift = place.next - 1;
  const inOrder = [...offsets.keys()].toSorted((a, b) => offsets[a]! - offsets[b]!);
  const ends = new Map(inOrder.map((n, at) => [n, offsets[inOrder[at + 1] ?? -1] ?? table]));
  const objectAt = (n: number): string => text.slice(offsets[n - 1], ends.get(n - 1));
  const catalogue = refersTo(text.slice(table), 'Root');
  const root = refersTo(objectAt(catalogue), 'Pages');
  const pages = Number(/\/Count (\d+)/u.exec(objectAt(root))?.[1]);
  const moved: number[] = Array.from({ length: offsets.length }, () => 0);
  const parts: Uint8Array[] = [];
  let bytes = place.bytes;
  for (const n of inOrder) {
    const object = text.slice(offsets[n], ends.get(n));
    const stream = object.indexOf('\nstream\n');
    const head = (stream === -1 ? object : object.slice(0, stream))
      .replace(/\b(\d+) 0 (R|obj)\b/gu, (_, id: string, word: string) => `${Number(id) + shift} 0 ${word}`)
      .replace(/\/Type \/Pages\b/u, (all) => (n + 1 === root ? `${all}\n/Parent 2 0 R` : all));
    const part = Buffer.from(stream === -1 ? head : head + object.slice(stream), 'latin1');
    moved[n] = bytes;
    bytes += part.length;
    parts.push(part);
  }
  const next = place.next + offsets.length;
  const end = Buffer.from(closing([section(place.next, moved)], next, place.table, bytes), 'latin1');
  return {
    bytes: Buffer.concat([...parts, end]),
    place: {
      next,
      bytes: bytes + end.length,
      table: bytes,
      roots: [...place.roots, { id: root + shift, pages }],
    },
  };
}

/** What stands behind the pieces: the catalogue, and the pages of them all. */
export function pdfBack({ next, bytes, table, roots }: PdfPlace): Uint8Array {
  const count = roots.reduce((sum, { pages }) => sum + pages, 0);
  const catalogue = '1 0 obj\n<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) >>\nendobj\n';
  const kids = roots.map(({ id }) => `${id} 0 R`).join(' ');
  const root = `2 0 obj\n<< /Type /Pages /Count ${count} /Kids [${kids}] >>\nendobj\n`;
  const at = bytes + catalogue.length + root.length;
  const free = '0 1\n0000000000 65535 f \n';
  return Buffer.from(
    catalogue + root + closing([free, section(1, [bytes, bytes + catalogue.length])], next, table, at),
    'latin1',
  );
}
