/** Marks the fields of stored records in which personal data may stand: the report of all such places is made from these marks. */
import * as z from 'zod';

export interface PersonalPlace {
  /** What may stand there; `npm run personal-data` has the words. */
  readonly holds: 'nominee' | 'other' | 'contact' | 'words' | 'answers' | 'sealed' | 'digest' | 'file';
  /** What becomes of it. */
  readonly ends:
    | 'masked'
    | 'removed'
    | 'key'
    | 'counted'
    | 'done'
    | 'timed'
    | 'account'
    | 'honour'
    | 'office';
}

const places = z.registry<PersonalPlace>();

/** Says of a field of a record what personal data may stand there, and what becomes of them. */
export function personal<S extends z.ZodType>(
  holds: PersonalPlace['holds'],
  ends: PersonalPlace['ends'],
  schema: S,
): S {
  places.add(schema, { holds, ends });
  return schema;
}

/** What was said of a field; undefined when nothing was. */
export const personalOf = (schema: z.core.$ZodType): PersonalPlace | undefined => places.get(schema);
