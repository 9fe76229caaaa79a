/** The condition of a write as data: rendered for DynamoDB by expression.ts, asked of a stored row by predicate.ts. */

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** What a field is compared with: a value, or another field of the same row. */
export type Operand = { readonly value: unknown } | { readonly field: string };

/** A condition on the row that stands at a key. A field may lie inside maps: `counts.open`. */
export type Guard =
  | { readonly kind: 'has' | 'lacks'; readonly field: string }
  | { readonly kind: 'compare'; readonly field: string; readonly by: Comparison; readonly to: Operand }
  | { readonly kind: 'all' | 'any'; readonly guards: readonly Guard[] };

/** The row has the field. */
export const has = (field: string): Guard => ({ kind: 'has', field });
/** The row has no such field, or there is no row. */
export const lacks = (field: string): Guard => ({ kind: 'lacks', field });
/** A row stands there. */
export const rowThere: Guard = has('pk');
/** No row stands there. */
export const rowAbsent: Guard = lacks('pk');

const compare =
  (by: Comparison) =>
  (field: string, value: unknown): Guard => ({ kind: 'compare', field, by, to: { value } });
/** The field has this value; like every comparison, it fails where the field is missing or of another type. */
export const is = compare('=');
export const below = compare('<');
export const atMost = compare('<=');
export const above = compare('>');
export const atLeast = compare('>=');
/** One field is less than another of the same row. */
export const belowField = (field: string, other: string): Guard => ({
  kind: 'compare',
  field,
  by: '<',
  to: { field: other },
});
/** The record still has the version that it was read with. */
export const versionIs = (version: number): Guard => is('version', version);

export const allOf = (...guards: readonly Guard[]): Guard => ({ kind: 'all', guards });
export const anyOf = (...guards: readonly Guard[]): Guard => ({ kind: 'any', guards });
