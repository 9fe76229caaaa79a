/** Addresses of a year of the ledger, and what they look for. */
import { ledgerFilter } from '#domain/honour/ledger-filter.ts';
import { missing } from '#domain/problem.ts';
import { asked } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';

export const pathOf = (org: string, year: string): string => `/ledger/${org}/${year}`;
export const yearIn = (value: string): number => {
  if (/^\d{4}$/.test(value)) return Number(value);
  throw missing('no-year', '没有这个年度。', 'There is no such year.');
};

/** What the address looks for. */
export const filterIn = (c: Ctx): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.keys(ledgerFilter.shape).flatMap((name) => {
      const value = asked(c, name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
export const queryOf = (
  filter: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): string => new URLSearchParams({ ...filter, ...more }).toString();
