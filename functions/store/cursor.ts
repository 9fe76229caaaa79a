/** The opaque mark of where a page ended: the last row's key, in the same form over every database. */
import { hasMembers } from '#domain/members.ts';
import { invalid, type Problem } from '#domain/problem.ts';

/** Gives the mark of a key. */
export const encodeCursor = (key: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** Gives the key of a mark. @throws Problem invalid `cursor-broken` on what is none. */
export function decodeCursor(cursor: string): Readonly<Record<string, unknown>> {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (hasMembers(key)) return key;
  } catch {
    // falls through to the refusal
  }
  throw brokenCursor();
}

/** A mark that was made by hand, or is of another list. */
export const brokenCursor = (): Problem =>
  invalid(
    'cursor-broken',
    '翻页标记已失效，请从第一页重新打开列表。',
    'This page mark is broken; open the list from its first page.',
  );
