/** A workbook of one sheet, written some rows at a time, so that no more than those are in memory (ECMA-376). */
import { type Growing, growBy, nothingYet, zipAround } from './zip.ts';

/** How a cell looks; `number` may be followed by a unit, which is printed behind it while it stays a number. */
export type CellLook = 'title' | 'across' | 'head' | 'text' | 'number';
export interface Cell {
  readonly value: string | number;
  readonly look: CellLook;
  readonly unit?: string | undefined;
  /** How many columns it takes. */
  readonly span?: number;
}
export interface SheetRow {
  readonly cells: readonly Cell[];
  /** In points. */
  readonly height?: number;
}

export interface SheetFrame {
  readonly name: string;
  /** Widths of the columns, in characters of the font. */
  readonly widths: readonly number[];
  /** Rows that stay in sight. */
  readonly sticky: number;
  readonly landscape?: boolean;
  /** Is printed on A3. */
  readonly large?: boolean;
  /** Units that cells may have. */
  readonly units: readonly string[];
}

/** Where a sheet stands: what is kept between two parts of it. */
export interface SheetPlace {
  readonly file: Growing;
  readonly rows: number;
  /** Cells that take several columns, as `A1:D1`. */
  readonly merged: readonly string[];
}
export const emptySheet: SheetPlace = { file: nothingYet, rows: 0, merged: [] };

const looks: readonly CellLook[] = ['title', 'across', 'head', 'text', 'number'];
/** Numbers of own formats begin here. */
const firstFormat = 164;

const utf8 = (written: string): Uint8Array => Buffer.from(written, 'utf8');
const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const packaging = 'http://schemas.openxmlformats.org/package/2006';

/** Text as XML holds it: what XML cannot say is left out, and what Excel would read as an escape is written as one. */
const xml = (written: string): string =>
  written
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A column by its letters, from 0: A, B, … Z, AA. */
const lettersOf = (n: number): string =>
  n < 26 ? String.fromCharCode(65 + n) : lettersOf(Math.floor(n / 26) - 1) + lettersOf(n % 26);

/** Style of a cell: by its look, a number with a unit by that. */
const styleOf = ({ look, unit }: Cell, units: readonly string[]): number =>
  look === 'number' && unit !== undefined && units.includes(unit)
    ? 1 + looks.length + units.indexOf(unit)
    : 1 + looks.indexOf(look);

const border = (side: string): string => `<${side} style="thin"><color rgb="FF808080"/></${side}>`;

function styles(units: readonly string[]): string {
  const font = (size: number, isBold: boolean) =>
    `<font>${isBold ? '<b/>' : ''}<sz val="${size}"/><name val="宋体"/></font>`;
  const format = (id: number, font: number, fill: number, borders: number, align: string) =>
    `<xf numFmtId="${id}" fontId="${font}" fillId="${fill}" borderId="${borders}" xfId="0" applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment vertical="center"${align}/></xf>`;
  const centred = ' horizontal="center"';
  const formats = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    format(0, 1, 0, 0, centred),
    format(0, 0, 0, 0, ''),
    format(49, 2, 2, 1, `${centred} wrapText="1"`),
    // 49 is text, so that nothing that a clerk typed can become a formula
    format(49, 0, 0, 1, ' wrapText="1"'),
    format(0, 0, 0, 1, centred),
    ...units.map((_, n) => format(firstFormat + n, 0, 0, 1, centred)),
  ];
  // A quotation mark would end the text of the format.
  const own = units.map(
    (unit, n) =>
      `<numFmt numFmtId="${firstFormat + n}" formatCode="${xml(`General" ${unit.replaceAll('"', '')}"`)}"/>`,
  );
  return `${xmlHead}<styleSheet xmlns="${main}">${own.length === 0 ? '' : `<numFmts count="${own.length}">${own.join('')}</numFmts>`}<fonts count="3">${font(11, false)}${font(18, true)}${font(11, true)}</fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFF3EBDD"/></patternFill></fill></fills><borders count="2"><border/><border>${['left', 'right', 'top', 'bottom'].map(border).join('')}</border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="${formats.length}">${formats.join('')}</cellXfs></styleSheet>`;
}

/** What is printed: the whole table, and on each page its head again. */
function printed({ name, widths, sticky }: SheetFrame, rows: number): string {
  const sheet = `'${name.replaceAll("'", "''")}'!`;
  const area = `${sheet}$A$1:$${lettersOf(widths.length - 1)}$${rows}`;
  const define = (what: string, ref: string) =>
    `<definedName name="_xlnm.${what}" localSheetId="0">${xml(ref)}</definedName>`;
  return `<definedNames>${define('Print_Area', area)}${define('Print_Titles', `${sheet}$${sticky}:$${sticky}`)}</definedNames>`;
}

/** All files of the workbook but its sheet, of so many rows. */
const filesOf = (frame: SheetFrame, rows: number) =>
  [
    [
      '[Content_Types].xml',
      `${xmlHead}<Types xmlns="${packaging}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
    ],
    [
      '_rels/.rels',
      `${xmlHead}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      'xl/workbook.xml',
      `${xmlHead}<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="${xml(frame.name)}" sheetId="1" r:id="rId1"/></sheets>${printed(frame, rows)}</workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${xmlHead}<Relationships xmlns="${packaging}/relationships"><Relationship Id="rId1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', styles(frame.units)],
  ].map(([path = '', written = '']) => ({ path, bytes: utf8(written) }));

function sheetHead({ widths, sticky }: SheetFrame): string {
  const columns = widths.map(
    (width, n) => `<col min="${n + 1}" max="${n + 1}" width="${width}" customWidth="1"/>`,
  );
  return `${xmlHead}<worksheet xmlns="${main}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="${sticky}" topLeftCell="A${sticky + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>`;
}

function rowXml({ cells, height }: SheetRow, n: number, units: readonly string[]) {
  const merged: string[] = [];
  let column = 0;
  const written = cells.map((cell) => {
    const at = `${lettersOf(column)}${n}`;
    const { span = 1, value } = cell;
    if (span > 1) merged.push(`${at}:${lettersOf(column + span - 1)}${n}`);
    column += span;
    const style = styleOf(cell, units);
    return typeof value === 'number'
      ? `<c r="${at}" s="${style}"><v>${value}</v></c>`
      : value === ''
        ? `<c r="${at}" s="${style}"/>`
        : `<c r="${at}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${xml(value)}</t></is></c>`;
  });
  const high = height === undefined ? '' : ` ht="${height}" customHeight="1"`;
  return { xml: `<row r="${n}"${high}>${written.join('')}</row>`, merged };
}

/** The next rows of a sheet, as bytes of its file. */
export function sheetPart(
  frame: SheetFrame,
  place: SheetPlace,
  rows: readonly SheetRow[],
): { readonly bytes: Uint8Array; readonly place: SheetPlace } {
  const written = rows.map((row, n) => rowXml(row, place.rows + n + 1, frame.units));
  const head = place.rows === 0 ? sheetHead(frame) : '';
  const { bytes, file } = growBy(place.file, utf8(head + written.map((row) => row.xml).join('')));
  return {
    bytes,
    place: {
      file,
      rows: place.rows + rows.length,
      merged: [...place.merged, ...written.flatMap((row) => row.merged)],
    },
  };
}

/** What stands before and behind the parts of a sheet once all its rows are written. */
export function sheetAround(frame: SheetFrame, { file, merged, rows }: SheetPlace, at: string) {
  const merge =
    merged.length === 0
      ? ''
      : `<mergeCells count="${merged.length}">${merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('')}</mergeCells>`;
  const lies = frame.landscape === true ? 'landscape' : 'portrait';
  // As wide as a sheet of A4, or A3, over as many as it needs.
  const page = `<pageSetup paperSize="${frame.large === true ? 8 : 9}" fitToHeight="0" orientation="${lies}"/><headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>`;
  const last = growBy(file, utf8(`</sheetData>${merge}${page}</worksheet>`), true);
  const { front, back } = zipAround('xl/worksheets/sheet1.xml', last.file, filesOf(frame, rows), at);
  return { front, back: Buffer.concat([last.bytes, back]) };
}

/** Excel counts a Chinese character as about two of its widths. */
export const widthOf = (written: string | number): number =>
  [...String(written)].reduce((n, character) => n + (character.charCodeAt(0) > 255 ? 2 : 1), 0);
