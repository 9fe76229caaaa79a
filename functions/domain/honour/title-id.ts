/** A title by one id, whether it was granted here or stands in a ledger from before: `430102-JGWMG-2021-0001`, `2019:led01`. */

export type TitleRef =
  | { readonly kind: 'honour'; readonly number: string }
  | { readonly kind: 'ledger'; readonly org: string; readonly year: number; readonly entry: string };

export const titleId = (ref: TitleRef): string =>
  ref.kind === 'honour' ? ref.number : `${ref.year}:${ref.entry}`;

/** The title that an id names; `org` is whose ledger is meant. */
export function titleRef(id: string, org: string): TitleRef {
  const [, year, entry] = /^(\d{4}):(.+)$/.exec(id) ?? [];
  return year === undefined || entry === undefined
    ? { kind: 'honour', number: id }
    : { kind: 'ledger', org, year: Number(year), entry };
}

/** The day of an award; where only the year is known its last day, so that nothing falls due too soon. */
export const awardedOn = (of: { readonly date?: string; readonly year: number }): string =>
  of.date ?? `${of.year}-12-31`;
