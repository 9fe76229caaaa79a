/** What is said of a wrong field is said in words: by its label, without a pattern and without codes in Latin letters. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { gradeSettling } from '#actions/selection/selection-input.ts';
import { fieldsOf, saidOf, unwrapped } from '#domain/field-label.ts';
import { faultsIn } from '#domain/input.ts';
import { apiRoutes } from '#web/api/table.ts';

/** What a person or a program may send wrongly: nothing, blanks, too much, other types, what no list and no pattern has. */
const wrong: readonly unknown[] = [
  undefined,
  null,
  '',
  '　',
  '%',
  'zzz-',
  '𠮷'.repeat(5_000),
  '2027-13-45',
  '90 %',
  -1,
  1.5,
  1e9,
  true,
  [],
  [''],
  Array.from({ length: 3_000 }, () => 'zzz'),
  {},
  { kind: 'zzz' },
];
/** Names of formats, and codes of honours as examples. */
const known = /\b([A-Z]{2,8}|Excel|Word)\b/g;
/** Without what was sent, which is repeated in quotes. */
const said = (words: string): string => words.replace(/“[^”]*”/g, '').replace(known, '');

const fields = apiRoutes.flatMap((route) =>
  route.body instanceof z.ZodObject
    ? Object.entries(fieldsOf(route.body)).flatMap(([name, schema]) => {
        const label = saidOf(schema)?.label.zh;
        return label === undefined
          ? []
          : [{ name: `${route.id}.${name}`, field: name, label, body: route.body! }];
      })
    : [],
);

/** What only a program sends: how an edit of a document is said, and the version that was read. */
const ofPrograms = /^edits\.|\.(kind|version)$/;

/** The keys inside a field, and the label that a fault of each must bear. */
const inside = (
  schema: z.core.$ZodType,
  path: string,
): readonly { at: string; label: string | undefined }[] => {
  const inner = unwrapped(schema);
  if (inner instanceof z.ZodArray) return inside(inner.element as z.core.$ZodType, path);
  if (inner instanceof z.ZodUnion)
    return (inner.options as readonly z.core.$ZodType[]).flatMap((one) => inside(one, path));
  return Object.entries(fieldsOf(inner)).flatMap(([key, held]) => {
    const at = `${path}.${key}`;
    return [{ at, label: saidOf(held)?.label.zh }, ...inside(held, at)];
  });
};

test('a key inside a field is called by its own label too, with the entry that it stands in', () => {
  const bodies = apiRoutes.flatMap(({ body }) => (body instanceof z.ZodObject ? [body] : []));
  const keys = bodies.flatMap((body) =>
    Object.entries(fieldsOf(body)).flatMap(([name, schema]) =>
      name === 'document' ? [] : inside(schema, name),
    ),
  );
  expect(
    keys.filter(({ at, label }) => label === undefined && !ofPrograms.test(at)).map(({ at }) => at),
  ).toEqual([]);
  const wrongs = faultsIn(gradeSettling, {
    version: 1,
    nominees: [
      { nomination: 'a', grades: [] },
      { nomination: 'b', grades: 7 },
    ],
  });
  expect(wrongs.map(({ field, text }) => [field, text.zh])).toEqual([
    ['nominees.1.grades', '各对象的等次第 2 项的等次：应为列表，现为数字'],
  ]);
});

test('every field with a label is refused in words, whatever is sent for it', () => {
  expect(fields.length).toBeGreaterThan(150);
  const found = new Set<string>();
  for (const { name, field, body } of fields)
    for (const value of wrong)
      for (const { field: at, text } of faultsIn(body, { [field]: value }))
        if (at === field || at.startsWith(`${field}.`)) {
          const words = said(text.zh);
          if (/[A-Za-z]{2,}|[\\^$[\]{}|]/.test(words)) found.add(`${name}: ${text.zh}`);
          if (!/\p{Script=Han}/u.test(text.zh)) found.add(`${name}: no words`);
        }
  expect([...found]).toEqual([]);
});
