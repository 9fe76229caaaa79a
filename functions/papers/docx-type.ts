/** The types of a Word file, by name, with what stands for each where it is not installed; and lines set in them. */
import type { IParagraphOptions, IRunOptions, Paragraph, TextRun } from 'docx';
import type { Paper } from './paper.ts';

export type Docx = typeof import('docx');

/** Those of official documents (GB/T 9704). */
export const faces = {
  title: { name: '方正小标宋简体', instead: '小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC' },
  text: {
    name: '仿宋_GB2312',
    instead: '仿宋,FangSong,华文仿宋,STFangsong,朱雀仿宋,宋体,SimSun,Noto Serif CJK SC',
  },
  strong: { name: '黑体', instead: 'SimHei,华文黑体,STHeiti,微软雅黑,Noto Sans CJK SC' },
} as const;

export interface Type {
  readonly face: keyof typeof faces;
  /** Points. */
  readonly size: number;
  readonly align?: 'center' | 'right';
  /** Characters by which the first line begins later. */
  readonly indent?: number;
  readonly color?: string;
}

/** The type of each kind of block. */
export const typesOf = (layout: Paper['layout']) => {
  const size = layout === 'document' ? 16 : 10.5;
  return {
    mark: { face: 'strong', size: 14, align: 'center', color: 'B3261E' },
    title: { face: 'title', size: 22, align: 'center' },
    number: { face: 'text', size, align: 'center' },
    heading: { face: 'strong', size, indent: layout === 'document' ? 2 : 0 },
    annex: { face: 'strong', size },
    paragraph: { face: 'text', size, indent: 2 },
    plain: { face: 'text', size },
    note: { face: 'text', size: layout === 'document' ? 12 : 9 },
  } as const satisfies Readonly<Record<string, Type>>;
};

/** Letters in a type. */
export function runOf(docx: Docx, text: string, type: Type, more: IRunOptions = {}): TextRun {
  const { name } = faces[type.face];
  return new docx.TextRun({
    text,
    font: { ascii: name, hAnsi: name, eastAsia: name, cs: name, hint: 'eastAsia' },
    size: type.size * 2,
    ...(type.color !== undefined && { color: type.color }),
    ...more,
  });
}

/** A paragraph in a type; several texts are lines of it. */
export function lineOf(
  docx: Docx,
  text: string | readonly string[],
  type: Type,
  more: IParagraphOptions = {},
): Paragraph {
  const { CENTER, LEFT, RIGHT } = docx.AlignmentType;
  return new docx.Paragraph({
    alignment: { center: CENTER, right: RIGHT, left: LEFT }[type.align ?? 'left'],
    ...((type.indent ?? 0) > 0 && { indent: { firstLine: type.indent! * type.size * 20 } }),
    children: [text].flat().map((line, n) => runOf(docx, line, type, n === 0 ? {} : { break: 1 })),
    ...more,
  });
}
