/** A table of a Word file: boxes in the widths of the paper, tall cells, photographs. */
import type { Paragraph, Table, TableCell } from 'docx';
import { type Docx, lineOf, type Type } from './docx-type.ts';
import { evenLines, roughWidth } from './line-breaks.ts';
import type { PaperCell, PaperPicture, PaperTable } from './paper.ts';
import { columnsOf, edgesOf } from './table-grid.ts';

/** Twentieths of a point in a millimetre. */
export const twips = 1440 / 25.4;

/** A photograph of two inches, 35 by 49 mm, in the pixels by which the library counts. */
const photoBox = { width: 128, height: 180 };
function fitted({ width, height }: PaperPicture): { readonly width: number; readonly height: number } {
  const scale = Math.min(photoBox.width / width, photoBox.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** A picture in the middle of its line, in pixels of a 96th of an inch. */
export const pictureOf = (
  docx: Docx,
  of: PaperPicture,
  { said, width, height }: { readonly said: string; readonly width: number; readonly height: number },
): Paragraph =>
  new docx.Paragraph({
    alignment: docx.AlignmentType.CENTER,
    children: [
      new docx.ImageRun({
        type: of.type === 'image/png' ? 'png' : 'jpg',
        data: Buffer.from(of.bytes),
        transformation: { width, height },
        altText: { title: said, description: said, name: said },
      }),
    ],
  });

/** Twentieths of a point that stay free on both sides of a cell. */
const aside = 90;

function cellOf(
  docx: Docx,
  cell: PaperCell,
  width: number,
  { size, isHeld }: { readonly size: number; readonly isHeld: boolean },
): TableCell {
  const { text, foot = [], label = false, picture } = cell;
  const type: Type = { face: label ? 'strong' : 'text', size };
  const across: Type = label ? { ...type, align: 'center' } : type;
  // Word knows its fonts' widths, we only about: a label is parted so that no last character stands alone.
  const room = (width - 2 * aside) / 20 / size;
  const lines = text.split('\n').flatMap((each) => (label ? evenLines(each, room, roughWidth) : [each]));
  const children = [
    ...(picture === undefined ? [] : [pictureOf(docx, picture, { said: '照片', ...fitted(picture) })]),
    ...(text === '' ? [] : lines.map((each) => lineOf(docx, each, across, { keepNext: isHeld }))),
    ...foot.map((each) => lineOf(docx, each, { ...type, align: 'right' }, { keepNext: isHeld })),
  ];
  return new docx.TableCell({
    columnSpan: cell.across ?? 1,
    rowSpan: cell.down ?? 1,
    width: { size: Math.round(width), type: docx.WidthType.DXA },
    margins: { top: 60, bottom: 60, left: aside, right: aside },
    verticalAlign: foot.length > 0 ? docx.VerticalAlign.BOTTOM : docx.VerticalAlign.CENTER,
    children: children.length === 0 ? [lineOf(docx, '', type, { keepNext: isHeld })] : children,
  });
}

/** A table as wide as the text, `width` in twentieths of a point; its last row is held to what follows where `isHeld`. */
export function tableOf(
  docx: Docx,
  of: PaperTable,
  width: number,
  { size, isHeld }: { readonly size: number; readonly isHeld: boolean },
): Table {
  const edges = edgesOf(of).map((edge) => edge * width);
  const columns = columnsOf(of);
  return new docx.Table({
    width: { size: Math.round(width), type: docx.WidthType.DXA },
    columnWidths: of.widths.map((_, n) => Math.round(edges[n + 1]! - edges[n]!)),
    layout: docx.TableLayoutType.FIXED,
    rows: of.rows.map(
      ({ cells, least }, n) =>
        new docx.TableRow({
          tableHeader: n < (of.head ?? 0),
          // A box to be signed stays on one page, a long text goes over.
          cantSplit: cells.every(({ text }) => text.length < 300),
          ...(least !== undefined && {
            height: { value: Math.round(least * twips), rule: docx.HeightRule.ATLEAST },
          }),
          children: cells.map((cell, i) => {
            const { from = 0, end = 1 } = columns[n]?.[i] ?? {};
            return cellOf(docx, cell, edges[end]! - edges[from]!, {
              size,
              isHeld: isHeld && n === of.rows.length - 1,
            });
          }),
        }),
    ),
  });
}
