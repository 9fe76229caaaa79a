/** A letter as data: what it says, before it becomes text or HTML. Both are written from the same sheet. */

export type Language = 'zh' | 'en';

/** A letter in one language, from top to bottom. */
export interface Sheet {
  readonly language: Language;
  readonly subject: string;
  /** Shown above everything in a rehearsal. */
  readonly banner?: string;
  readonly greeting: string;
  readonly lead: readonly string[];
  /** Short facts: a label and its value, such as a receipt number or a date. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly table?: SheetTable;
  /** What the reader does next: opens one address. */
  readonly action?: { readonly label: string; readonly url: string; readonly orCopy: string };
  readonly notes: readonly string[];
  /** Why she got this letter, and who sent it. */
  readonly footer: readonly string[];
}

export interface SheetTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Says how many there are besides those listed. */
  readonly more?: string;
}

/** A letter ready to go. */
export interface RenderedLetter {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
