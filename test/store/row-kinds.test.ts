import { describe, expect, test } from 'vitest';
import { keys } from '#store/keys.ts';
import { peopleKeys } from '#store/people.ts';
import { rowFaults, rowKindOf, rowKinds } from '#store/row-kinds.ts';
import { isItem } from '#store/table.ts';
import { read, sources } from '../source.ts';

/** What a maker of keys gives for any ids; nothing for the partition of an index or the beginning of a sort key. */
const madeBy = (make: unknown) => {
  const made: unknown = typeof make === 'function' ? make('a', 'b', 'c', 'd') : make;
  return isItem(made) ? [made] : [];
};

describe('every kind of row that is stored', () => {
  test.each(
    Object.entries({ ...keys, ...peopleKeys })
      .filter(([name]) => name !== 'draftsBelow') // the beginning of a sort key, from a path
      .flatMap(([name, make]) => madeBy(make).map((made) => [name, made] as const)),
  )('has a schema: %s', (_, made) => {
    expect(rowKindOf(made)).toBeDefined();
  });

  test('has a schema where its key is written in place', () => {
    const written = sources.flatMap((file) =>
      [...read(file).matchAll(/\bpk: [`']([A-Z]{2,}#?)/g)].map(([, prefix]) => prefix!),
    );
    const known = new Set(rowKinds.map(({ pk }) => pk));
    expect(written.length).toBeGreaterThan(10);
    expect([...new Set(written)].filter((prefix) => !known.has(prefix))).toEqual([]);
  });

  test('is known by one schema only', () => {
    const names = rowKinds.map(({ pk, sk }) => `${pk} ${sk}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('a row that does not fit its schema', () => {
  const todo = {
    ...keys.todo('m1', 'r1', 's1', 'n1'),
    ...{ member: 'm1', kind: 'review', round: 'r1', org: 'o1', nomination: 'n1', name: '李娜', step: 's1' },
    ...{ attempt: 1, due: '2021-04-02T01:00:00.000Z', createdAt: '2021-04-01T01:00:00.000Z' },
    title: { zh: '资格审查', en: 'Review' },
  };

  test('fits as it is written, index entries, an end and what is undefined aside', () => {
    expect(rowFaults({ ...todo, gsi1pk: 'A', gsi1sk: 'B', ttl: 7, departments: undefined })).toEqual([]);
  });

  test.each([
    ['a value outside of its list', { kind: '李娜' }, ['kind (invalid_value)']],
    ['another type', { attempt: '李娜' }, ['attempt (invalid_type)']],
    ['a field that is not there', { due: undefined }, ['due (invalid_type)']],
    ['a field that nobody described', { extra: '李娜' }, ['extra (unrecognized_keys)']],
    ['a fault deep inside', { title: { zh: '李娜' } }, ['title.en (invalid_type)']],
    ['a key of no kind', { pk: 'WORKS#m1' }, ['key']],
  ])('is named by field and code, never by what it says: %s', (_, other, faults) => {
    expect(rowFaults({ ...todo, ...other })).toEqual(faults);
  });
});
