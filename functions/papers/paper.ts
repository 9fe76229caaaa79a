/** A paper as data: what stands on it in its order. A renderer each makes it a docx, a PDF, a page or a text (docs/how-to/paper.md). */

/** A picture that stands on a paper, as it was uploaded. */
export interface PaperPicture {
  readonly bytes: Uint8Array;
  readonly type: 'image/jpeg' | 'image/png';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface PaperCell {
  /** Lines are parted by line breaks. */
  readonly text: string;
  /** The name of what stands beside or below it: in the middle, in black type. */
  readonly label?: true;
  /** Columns and rows that it takes, one unless said. */
  readonly across?: number;
  readonly down?: number;
  readonly picture?: PaperPicture | undefined;
  /** Lines at the foot of a box, on its right: who signs, the seal, the day. */
  readonly foot?: readonly string[];
}

export interface PaperRow {
  readonly cells: readonly PaperCell[];
  /** Millimetres that it takes at least. */
  readonly least?: number;
}

export interface PaperTable {
  readonly kind: 'table';
  /** Parts of the width of the text. */
  readonly widths: readonly number[];
  readonly rows: readonly PaperRow[];
  /** Rows that stand again at the top of each further page. */
  readonly head?: number;
}

/** `title` is the big heading, `heading` that of a part 一、, `annex` the word 附件 over what follows a signature, `plain` a line without indent, `gap` an empty line. */
export type PaperBlock =
  | {
      readonly kind: 'mark' | 'title' | 'number' | 'heading' | 'annex' | 'paragraph' | 'plain' | 'note';
      readonly text: string;
    }
  | { readonly kind: 'sign'; readonly lines: readonly string[] }
  | { readonly kind: 'gap' }
  | { readonly kind: 'page' }
  | PaperTable;

export interface Paper {
  readonly title: string;
  /** A document 公文 has wide margins and large type, a form 表 small ones. */
  readonly layout: 'document' | 'form';
  readonly blocks: readonly PaperBlock[];
  /** The sheet lies on its side. */
  readonly wide?: boolean;
  /** The seal or logo of whoever signs, over the first page. */
  readonly emblem?: PaperPicture | undefined;
}

/** Millimetres: of a document those of GB/T 9704, of a form small ones. */
export const paperMargins = {
  document: { top: 37, bottom: 35, left: 28, right: 26 },
  form: { top: 18, bottom: 18, left: 20, right: 20 },
} as const;

/** Millimetres of the emblem: from the top of the sheet, and its height. */
export const emblemBox = { top: 12, height: 20 } as const;

export const mark = (text: string): PaperBlock => ({ kind: 'mark', text });
export const title = (text: string): PaperBlock => ({ kind: 'title', text });
export const plain = (text: string): PaperBlock => ({ kind: 'plain', text });

/** What a rehearsal's paper says at its top. */
export const rehearsalMark = (what: string, rehearsal: boolean): readonly PaperBlock[] =>
  rehearsal ? [mark(`【演练】${what}`)] : [];

/** The day of a signature that is still to be written by hand. */
export const openDay = '　　　　年　　月　　日';
