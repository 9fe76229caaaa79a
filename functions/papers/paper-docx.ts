/** A paper as a Word file: in 仿宋 and 小标宋 by name, with what stands for them where they are not installed. */
import type { FileChild, IParagraphOptions, IRunOptions } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { Paper, PaperBlock, PaperCell, PaperPicture, PaperTable } from './paper.ts';

type Docx = typeof import('docx');
type Face = keyof typeof faces;

/** The types of official documents (GB/T 9704), each with others that a machine without it takes instead. */
const faces = {
  title: { name: '方正小标宋简体', instead: '小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC' },
  text: {
    name: '仿宋_GB2312',
    instead: '仿宋,FangSong,华文仿宋,STFangsong,朱雀仿宋,宋体,SimSun,Noto Serif CJK SC',
  },
  strong: { name: '黑体', instead: 'SimHei,华文黑体,STHeiti,微软雅黑,Noto Sans CJK SC' },
} as const;

/** A photograph of two inches, 35 by 49 mm, in the pixels by which the library counts. */
const photoBox = { width: 128, height: 180 };
function fitted({ width, height }: PaperPicture): { readonly width: number; readonly height: number } {
  const scale = Math.min(photoBox.width / width, photoBox.height / height);
  return { width: Math.round(width * scale), height: Math.round(height * scale) };
}

/** Twentieths of a point in a millimetre. */
const twips = 1440 / 25.4;
const margins = {
  document: { top: 37, bottom: 35, left: 28, right: 26 },
  form: { top: 18, bottom: 18, left: 20, right: 20 },
} as const;
const pageWidth = { upright: 210, wide: 297 } as const;

interface Type {
  readonly face: Face;
  /** Points. */
  readonly size: number;
  readonly align?: 'center' | 'right';
  /** Characters by which the first line begins later. */
  readonly indent?: number;
  readonly color?: string;
}

const typesOf = (layout: Paper['layout']) => {
  const size = layout === 'document' ? 16 : 10.5;
  return {
    mark: { face: 'strong', size: 14, align: 'center', color: 'B3261E' },
    title: { face: 'title', size: 22, align: 'center' },
    number: { face: 'text', size, align: 'center' },
    heading: { face: 'strong', size, indent: layout === 'document' ? 2 : 0 },
    paragraph: { face: 'text', size, indent: 2 },
    plain: { face: 'text', size },
    note: { face: 'text', size: layout === 'document' ? 12 : 9 },
  } as const satisfies Readonly<Record<string, Type>>;
};

/** What makes a paper of blocks, with the library at hand. */
function makers(docx: Docx, { layout, wide = false }: Paper) {
  const { AlignmentType, Paragraph, TextRun, VerticalAlign, WidthType } = docx;
  const types = typesOf(layout);
  const exact = layout === 'document' ? 28 : 17;
  const side = margins[layout];
  const textWidth = (pageWidth[wide ? 'wide' : 'upright'] - side.left - side.right) * twips;

  const run = (text: string, { face, size, color }: Type, more: IRunOptions = {}) => {
    const { name } = faces[face];
    return new TextRun({
      text,
      font: { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: 'eastAsia' },
      size: size * 2,
      ...(color !== undefined && { color }),
      ...more,
    });
  };
  const line = (text: string, type: Type, more: IParagraphOptions = {}) =>
    new Paragraph({
      alignment:
        type.align === 'center'
          ? AlignmentType.CENTER
          : type.align === 'right'
            ? AlignmentType.RIGHT
            : AlignmentType.LEFT,
      ...((type.indent ?? 0) > 0 && { indent: { firstLine: type.indent! * type.size * 20 } }),
      children: [run(text, type)],
      ...more,
    });
  const spaced = (points: number, after = 0) => ({
    spacing: { line: points * 20, lineRule: 'exact' as const, after: after * 20 },
  });
  const cellSize = layout === 'document' ? 12 : 10.5;
  const picture = ({ picture: of, text }: PaperCell) =>
    of === undefined
      ? []
      : [
          new Paragraph({
            alignment: AlignmentType.CENTER,
            children: [
              new docx.ImageRun({
                type: of.type === 'image/png' ? 'png' : 'jpg',
                data: Buffer.from(of.bytes),
                transformation: fitted(of),
                altText: { title: text, description: text, name: text },
              }),
            ],
          }),
        ];
  const cellOf = (cell: PaperCell, width: number) => {
    const isLabel = cell.label === true;
    const type: Type = {
      face: isLabel ? 'strong' : 'text',
      size: cellSize,
      ...(isLabel && { align: 'center' as const }),
    };
    const lines = cell.picture !== undefined || cell.text === '' ? [] : cell.text.split('\n');
    const foot = cell.foot ?? [];
    const children = [
      ...picture(cell),
      ...lines.map((each) => line(each, type)),
      ...foot.map((each) => line(each, { ...type, align: 'right' })),
    ];
    return new docx.TableCell({
      columnSpan: cell.across ?? 1,
      rowSpan: cell.down ?? 1,
      width: { size: Math.round(width), type: WidthType.DXA },
      margins: { top: 60, bottom: 60, left: 90, right: 90 },
      verticalAlign: foot.length > 0 ? VerticalAlign.BOTTOM : VerticalAlign.CENTER,
      children: children.length === 0 ? [line('', type)] : children,
    });
  };
  const table = ({ widths, rows, head = 0 }: PaperTable) => {
    const all = widths.reduce((sum, each) => sum + each, 0);
    const part = (columns: number) => (columns / all) * textWidth;
    return new docx.Table({
      width: { size: Math.round(textWidth), type: WidthType.DXA },
      columnWidths: widths.map((each) => Math.round(part(each))),
      layout: docx.TableLayoutType.FIXED,
      rows: rows.map(
        ({ cells, least }, n) =>
          new docx.TableRow({
            tableHeader: n < head,
            // a box to be signed stays on one page, a long text goes over
            cantSplit: cells.every(({ text }) => text.length < 300),
            ...(least !== undefined && {
              height: { value: Math.round(least * twips), rule: docx.HeightRule.ATLEAST },
            }),
            children: cells.map((cell) => cellOf(cell, part(cell.across ?? 1))),
          }),
      ),
    });
  };
  const blockOf = (block: PaperBlock): readonly FileChild[] => {
    switch (block.kind) {
      case 'gap':
        return [line('', types.plain, spaced(exact))];
      case 'page':
        return [new Paragraph({ children: [new docx.PageBreak()] })];
      case 'sign':
        return [
          line('', types.plain, spaced(exact)),
          ...block.lines.map((each) =>
            line(
              each,
              { ...types.plain, align: 'right' },
              { ...spaced(exact), keepNext: true, indent: { right: 2 * types.plain.size * 20 } },
            ),
          ),
        ];
      case 'table':
        return [table(block)];
      case 'title':
        return [line(block.text, types.title, { ...spaced(34, 8), heading: docx.HeadingLevel.TITLE })];
      default:
        return block.text
          .split('\n')
          .map((each) => line(each, types[block.kind], spaced(block.kind === 'note' ? exact * 0.75 : exact)));
    }
  };
  return { blockOf, run, types };
}

/** Fonts that stand for those that a machine lacks: a font table, which the library does not write. */
function fontTable(): string {
  const fonts = Object.values(faces).map(
    ({ name, instead }) =>
      `<w:font w:name="${name}"><w:altName w:val="${instead}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
  );
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">${fonts.join('')}</w:fonts>`;
}

/** Lays the font table in, and where a paper is a form the margins that change sides on the back. */
function finished(made: Uint8Array, duplex: boolean): Uint8Array {
  const files = unzipSync(made);
  files['word/fontTable.xml'] = strToU8(fontTable());
  const settings = strFromU8(files['word/settings.xml']!);
  if (duplex)
    files['word/settings.xml'] = strToU8(
      settings.replace('<w:displayBackgroundShape/>', (all) => `${all}<w:mirrorMargins/>`),
    );
  return zipSync(files, { level: 6 });
}

/** Makes the Word file. */
export async function paperDocx(paper: Paper): Promise<Uint8Array> {
  const docx = await import('docx');
  const { blockOf, run, types } = makers(docx, paper);
  const side = margins[paper.layout];
  const [width, height] = paper.wide === true ? [297, 210] : [210, 297];
  const made = new docx.Document({
    title: paper.title,
    creator: 'Hongbang 红榜',
    styles: {
      default: {
        document: {
          run: {
            font: faces.text.name,
            size: types.plain.size * 2,
            language: { value: 'zh-CN', eastAsia: 'zh-CN' },
          },
        },
      },
    },
    sections: [
      {
        properties: {
          page: {
            size: { width: width! * twips, height: height! * twips },
            margin: {
              top: side.top * twips,
              bottom: side.bottom * twips,
              left: side.left * twips,
              right: side.right * twips,
            },
          },
        },
        footers: {
          default: new docx.Footer({
            children: [
              new docx.Paragraph({
                alignment: docx.AlignmentType.CENTER,
                children: [
                  run('— ', { face: 'text', size: 10.5 }),
                  run('', { face: 'text', size: 10.5 }, { children: [docx.PageNumber.CURRENT] }),
                  run(' —', { face: 'text', size: 10.5 }),
                ],
              }),
            ],
          }),
        },
        children: paper.blocks.flatMap(blockOf),
      },
    ],
  });
  return finished(await docx.Packer.toBuffer(made), paper.layout === 'form');
}
