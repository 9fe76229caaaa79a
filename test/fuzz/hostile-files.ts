/** Files that are not what they seem: each by what it is called and what it holds. */
import { strToU8, type Zippable, zipSync } from 'fflate';
import { jpeg } from '../furong.ts';

export interface Hostile {
  readonly what: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

const joined = (...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : part)));
/** A JPEG with a comment in its head. */
const commented = (words: string): Uint8Array => {
  const [image, text] = [jpeg(), Buffer.from(words)];
  const head = Buffer.from([0xff, 0xfe, (text.length + 2) >> 8, (text.length + 2) & 0xff]);
  return joined(image.subarray(0, 2), head, text, image.subarray(2));
};
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const pdf = '%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const zip = zipSync({ 'a.class': strToU8('cafebabe') });

const types = (main: string) =>
  strToU8(
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${main}"/><Override PartName="/xl/workbook.xml" ContentType="${main}"/></Types>`,
  );
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml';
const office = (main: string, more: Zippable): Uint8Array =>
  zipSync({ '[Content_Types].xml': types(main), 'word/document.xml': strToU8('<w/>'), ...more });
/** Says of its last entry that it is small. */
function lying(archive: Uint8Array): Uint8Array {
  const bytes = Buffer.from(archive);
  const at = bytes.lastIndexOf('PK\x01\x02', bytes.length, 'latin1');
  bytes.writeUInt32LE(10, at + 24);
  return bytes;
}
const zeros = (megabytes: number) => new Uint8Array(megabytes * 1_048_576);

/** Built when they are asked for: some are large. */
export const hostileFiles = (): readonly Hostile[] => [
  { what: 'JPEG and ZIP', name: '照片.jpg', bytes: joined(jpeg(), zip) },
  { what: 'PNG and ZIP', name: '照片.png', bytes: joined(png, zip) },
  { what: 'PDF and ZIP', name: '材料.pdf', bytes: joined(pdf, zip) },
  { what: 'PDF, ZIP and JPEG', name: '材料.jpg', bytes: joined(commented(pdf), zip) },
  { what: 'JPEG and PDF', name: '照片.jpg', bytes: commented(pdf) },
  { what: 'GIFAR', name: '照片.gif', bytes: joined('GIF89a\x01\x00\x01\x00\x00\x00\x00;', zip) },
  {
    what: 'SVG called PNG',
    name: '照片.png',
    bytes: joined('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
  },
  { what: 'HTML called JPEG', name: '照片.jpg', bytes: joined('<!doctype html><script>alert(1)</script>') },
  {
    what: 'HTML in the head of a JPEG',
    name: '照片.jpg',
    bytes: commented('<script>alert(document.cookie)</script>'),
  },
  { what: 'PHP in the head of a JPEG', name: '照片.php.jpg', bytes: commented('<?php system($_GET[0]); ?>') },
  {
    what: 'docm',
    name: '材料.docm',
    bytes: office('application/vnd.ms-word.document.macroEnabled.main+xml', {}),
  },
  {
    what: 'docm called docx',
    name: '材料.docx',
    bytes: office('application/vnd.ms-word.document.macroEnabled.main+xml', {
      'word/vbaProject.bin': zeros(0),
    }),
  },
  {
    what: 'docx with macros in it',
    name: '材料.docx',
    bytes: office(word, { 'word/vbaProject.bin': strToU8('vba') }),
  },
  {
    what: 'xlsx with macros in it',
    name: '名单.xlsx',
    bytes: office(excel, { 'xl/vbaProject.bin': strToU8('vba') }),
  },
  {
    what: 'xls',
    name: '名单.xls',
    bytes: joined(Buffer.from('d0cf11e0a1b11ae1', 'hex'), zeros(0), new Uint8Array(600)),
  },
  {
    what: 'docx with a path up',
    name: '材料.docx',
    bytes: office(word, { '../../etc/cron.d/x': strToU8('x') }),
  },
  {
    what: 'docx with an absolute path',
    name: '材料.docx',
    bytes: office(word, { '/etc/passwd': strToU8('x') }),
  },
  {
    what: 'docx with a NUL in a name',
    name: '材料.docx',
    bytes: office(word, { 'a\u0000.xml': strToU8('x') }),
  },
  { what: 'zip bomb', name: '材料.docx', bytes: office(word, { 'word/media/a.bmp': zeros(101) }) },
  {
    what: 'zip bomb that lies',
    name: '材料.docx',
    bytes: lying(office(word, { 'word/media/a.bmp': zeros(30) })),
  },
  {
    what: 'archive of 3,000 entries',
    name: '材料.docx',
    bytes: office(
      word,
      Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`word/${n}`, new Uint8Array(0)])),
    ),
  },
  {
    what: 'bombs within bombs',
    name: '材料.zip',
    bytes: zipSync({ 'a.zip': zipSync({ 'b.zip': zipSync({ c: zeros(20) }) }) }),
  },
  { what: 'a program', name: '名单.xlsx', bytes: joined('MZ\x90\x00', new Uint8Array(200)) },
  {
    what: 'a name that turns round',
    name: '照片\u202egpj.exe',
    bytes: joined('MZ\x90\x00', new Uint8Array(200)),
  },
  { what: 'nothing', name: 'CON.jpg', bytes: new Uint8Array(0) },
];
