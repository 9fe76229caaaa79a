import { expect, it } from 'vitest';
import { oncePer } from '#domain/once-per.ts';

it('makes once of each document, however equal another is', () => {
  const made: number[] = [];
  const sizeOf = oncePer((of: { readonly n: number }) => {
    made.push(of.n);
    return { size: of.n };
  });
  const [first, equal] = [{ n: 1 }, { n: 1 }];
  expect(sizeOf(first)).toBe(sizeOf(first));
  expect(sizeOf(equal)).toEqual({ size: 1 });
  expect(made).toEqual([1, 1]);
});
