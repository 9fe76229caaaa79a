/** What a part of a programme is in the editor: its blanks, its lists, the parts inside it. */
import type { Text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Blank, Option } from './editor-blanks.ts';

/** A list inside a part. */
export interface PartList {
  /** Its place in the part; '' for a part that is a list itself. */
  readonly at: string;
  readonly title: Text;
  readonly add: Text;
  /** What may be added, where there are several kinds. */
  readonly kinds?: (programme: Programme) => readonly Option[];
  readonly start: (kind: string, programme: Programme) => unknown;
  readonly said: (entry: unknown, programme: Programme) => Text;
  /** Its order says nothing, or is given: no moving. */
  readonly fixed?: true;
}
export interface Part {
  readonly title: (value: unknown, programme: Programme) => Text;
  readonly blanks: (value: unknown, programme: Programme) => readonly Blank[];
  readonly lists: (value: unknown) => readonly PartList[];
  /** Its lists are what people come for. */
  readonly listsFirst?: true;
  /** Parts of its own, each on a page. */
  readonly inner?: readonly { readonly at: string; readonly title: Text }[];
}

/** A part of blanks alone. */
export const plain = (title: Text, blanks: readonly Blank[]): Part => ({
  title: () => title,
  blanks: () => blanks,
  lists: () => [],
});
