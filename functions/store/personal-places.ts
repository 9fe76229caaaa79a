/** Every place in the tables where personal data may stand, read off the schemas of the rows: for the report, never in a request. */
import * as z from 'zod';
import { type PersonalPlace, personalOf } from '#domain/personal-place.ts';
import { rowKinds } from './row-kinds.ts';

/** A field of a kind of row, such as `NOM# META` and `identities[]`. */
export interface StoredPlace extends PersonalPlace {
  readonly row: string;
  readonly path: string;
}

interface Met {
  readonly path: string;
  readonly place: PersonalPlace;
}

/** Fields under a schema that are marked, by their paths: `a.b`, `list[]`, `map{}`. What is marked is not looked into. */
function marked(schema: z.core.$ZodType, path: string): readonly Met[] {
  const place = personalOf(schema);
  if (place !== undefined) return [{ path, place }];
  if (schema instanceof z.ZodObject)
    return Object.entries<z.core.$ZodType>(schema.shape).flatMap(([name, member]) =>
      marked(member, path === '' ? name : `${path}.${name}`),
    );
  if (schema instanceof z.ZodArray) return marked(schema.element, `${path}[]`);
  if (schema instanceof z.ZodRecord) return marked(schema.valueType, `${path}{}`);
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option: z.core.$ZodType) => marked(option, path));
  if (schema instanceof z.ZodPipe) return marked(schema.out, path);
  // What refers to itself is a condition of a programme.
  if (schema instanceof z.ZodLazy) return [];
  if ('unwrap' in schema && typeof schema.unwrap === 'function') return marked(schema.unwrap(), path);
  return [];
}

/** What a row is found by where it holds a name: a search by the beginning of a name reads these. */
const inKeys: readonly StoredPlace[] = ['gsi1pk', 'gsi1sk'].map((path) => ({
  row: 'NOM# META',
  path,
  holds: 'nominee',
  ends: 'masked',
}));

/** All of them, in the order of `rowKinds`. */
export function storedPlaces(): readonly StoredPlace[] {
  const found = rowKinds.flatMap(({ pk, sk, schema }) =>
    marked(schema(), '').map(({ path, place }) => ({ row: `${pk} ${sk}`, path, ...place })),
  );
  const once = new Map([...found, ...inKeys].map((place) => [`${place.row} ${place.path}`, place]));
  return [...once.values()];
}
