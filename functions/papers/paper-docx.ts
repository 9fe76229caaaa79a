/** A paper as a Word file: in 仿宋 and 小标宋 by name, with what stands for them where they are not installed. */
import type { FileChild } from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { pictureOf, tableOf, twips } from './docx-table.ts';
import { type Docx, faces, lineOf, runOf, typesOf } from './docx-type.ts';
import { evenLines, roughWidth } from './line-breaks.ts';
import { emblemBox, type Paper, type PaperPicture, paperMargins } from './paper.ts';

/** What a block becomes: on a new page behind a break, and held to what follows where that is a signature or it is a heading. */
function blockOf(docx: Docx, { layout, blocks }: Paper, textWidth: number, n: number): readonly FileChild[] {
  const block = blocks[n]!;
  const before = blocks[n - 1]?.kind === 'page' ? { pageBreakBefore: true } : {};
  const isHeld = blocks[n + 1]?.kind === 'sign' || block.kind === 'heading' || block.kind === 'title';
  const types = typesOf(layout);
  const exact = layout === 'document' ? 28 : 17;
  const spaced = (points: number, after = 0) => ({
    spacing: { line: points * 20, lineRule: docx.LineRuleType.EXACT, after: after * 20 },
  });
  switch (block.kind) {
    case 'gap':
      return [lineOf(docx, '', types.plain, spaced(exact))];
    case 'page':
      return [];
    case 'sign': {
      const widest = Math.max(...block.lines.map(roughWidth));
      // Two characters from the edge, each line in the middle of the widest.
      const aside = (line: string) => ({
        ...spaced(exact),
        indent: { right: Math.round((2 + (widest - roughWidth(line)) / 2) * types.plain.size * 20) },
      });
      return [
        lineOf(docx, '', types.plain, { ...spaced(exact), keepNext: true }),
        ...block.lines.map((each, line) =>
          lineOf(
            docx,
            each,
            { ...types.plain, align: 'right' },
            { ...aside(each), keepNext: line < block.lines.length - 1 },
          ),
        ),
      ];
    }
    case 'table':
      return [tableOf(docx, block, textWidth, { size: layout === 'document' ? 12 : 10.5, isHeld })];
    case 'title':
      return [
        lineOf(docx, evenLines(block.text, textWidth / 20 / types.title.size, roughWidth), types.title, {
          ...spaced(34, 8),
          ...before,
          keepNext: true,
          heading: docx.HeadingLevel.TITLE,
        }),
      ];
    default:
      return block.text.split('\n').map((each, line) =>
        lineOf(docx, each, types[block.kind], {
          ...spaced(block.kind === 'note' ? exact * 0.75 : exact),
          ...(line === 0 && before),
          ...(isHeld && { keepNext: true, keepLines: true }),
        }),
      );
  }
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

/** The header of the first page: the emblem in its margin. */
function headerOf(docx: Docx, of: PaperPicture) {
  const height = Math.round((emblemBox.height / 25.4) * 96);
  const width = Math.round((height * of.width) / of.height);
  return new docx.Header({ children: [pictureOf(docx, of, { said: '徽标', width, height })] });
}

/** The number of the page, in the middle of its foot. */
function footerOf(docx: Docx) {
  const small = { face: 'text', size: 10.5 } as const;
  return new docx.Footer({
    children: [
      new docx.Paragraph({
        alignment: docx.AlignmentType.CENTER,
        children: [
          runOf(docx, '— ', small),
          runOf(docx, '', small, { children: [docx.PageNumber.CURRENT] }),
          runOf(docx, ' —', small),
        ],
      }),
    ],
  });
}

/** Makes the Word file. */
export async function paperDocx(paper: Paper): Promise<Uint8Array> {
  const docx = await import('docx');
  const side = paperMargins[paper.layout];
  const [width, height] = paper.wide === true ? ([297, 210] as const) : ([210, 297] as const);
  const textWidth = (width - side.left - side.right) * twips;
  const { emblem } = paper;
  const made = new docx.Document({
    title: paper.title,
    creator: 'Hongbang 红榜',
    styles: {
      default: {
        document: {
          run: {
            font: faces.text.name,
            size: typesOf(paper.layout).plain.size * 2,
            language: { value: 'zh-CN', eastAsia: 'zh-CN' },
          },
        },
      },
    },
    sections: [
      {
        properties: {
          titlePage: emblem !== undefined,
          page: {
            size: { width: width * twips, height: height * twips },
            margin: {
              top: side.top * twips,
              bottom: side.bottom * twips,
              left: side.left * twips,
              right: side.right * twips,
              header: emblemBox.top * twips,
            },
          },
        },
        // With an emblem the first page has a head of its own, and so a foot.
        ...(emblem !== undefined && { headers: { first: headerOf(docx, emblem) } }),
        footers: {
          default: footerOf(docx),
          ...(emblem !== undefined && { first: footerOf(docx) }),
        },
        children: paper.blocks.flatMap((_, n) => blockOf(docx, paper, textWidth, n)),
      },
    ],
  });
  return finished(await docx.Packer.toBuffer(made), paper.layout === 'form');
}
