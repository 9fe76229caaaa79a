/** What the actions on programmes take. A document is checked by the domain, whose faults name the place and the broken rule. */
import * as z from 'zod';
import { id, version } from '#domain/input.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import { programmeEditSchema } from '#domain/programme/programme-edit.ts';
import { startSchema } from '#domain/programme/starting-programme.ts';

const document = z.record(z.string(), z.unknown());

export const programmeDraft = z.strictObject({
  org: organisationSchema.shape.id,
  /** Made from code, edition and organisation when left out. */
  id: id.optional(),
  document,
});
export const programmeRevising = z.strictObject({ document, version });
/** Small changes, made one after the other and judged together. */
export const programmeEditing = z.strictObject({
  edits: z.array(programmeEditSchema).min(1).max(100),
  version,
});
export const programmeStart = startSchema.extend({ org: organisationSchema.shape.id });
/** The next edition, a year later unless it is given. */
export const programmeCopying = z.strictObject({ edition: startSchema.shape.edition.optional() });
