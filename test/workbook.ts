/** Workbooks for tests, cell by cell, as programs other than ours write them. */
import { strToU8, zipSync } from 'fflate';
import { cellName } from '#domain/sheet.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const escaped = (value: string) => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** A cell's XML: a text, a number, or XML of its own that begins with `<c`. */
const cell = (value: string | number, ref: string) =>
  typeof value === 'number'
    ? `<c r="${ref}"><v>${value}</v></c>`
    : value.startsWith('<c')
      ? value.replace('<c', `<c r="${ref}"`)
      : value === ''
        ? ''
        : `<c r="${ref}" t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`;

/** Sheets by name, each with its rows and merged ranges. */
export function workbook(
  sheets: Readonly<
    Record<
      string,
      { readonly rows: readonly (readonly (string | number)[])[]; readonly merged?: readonly string[] }
    >
  >,
): File {
  const names = Object.keys(sheets);
  const xml = (body: string) => strToU8(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
  const files: Record<string, Uint8Array> = {
    'xl/workbook.xml': xml(
      `<workbook xmlns="${main}" xmlns:r="r"><sheets>${names
        .map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': xml(
      `<Relationships>${names
        .map((_, n) => `<Relationship Id="rId${n + 1}" Target="worksheets/sheet${n + 1}.xml"/>`)
        .join('')}</Relationships>`,
    ),
    'xl/styles.xml': xml(
      `<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    ),
  };
  for (const [n, name] of names.entries()) {
    const { rows, merged = [] } = sheets[name]!;
    const lines = rows.map(
      (row, r) => `<row r="${r + 1}">${row.map((value, c) => cell(value, cellName(r, c))).join('')}</row>`,
    );
    const merges = merged.map((ref) => `<mergeCell ref="${ref}"/>`).join('');
    files[`xl/worksheets/sheet${n + 1}.xml`] = xml(
      `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData>${merges === '' ? '' : `<mergeCells>${merges}</mergeCells>`}</worksheet>`,
    );
  }
  return new File([Uint8Array.from(zipSync(files))], '表.xlsx');
}
