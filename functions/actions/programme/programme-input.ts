/** What the actions on programmes take. A document is checked by the domain, whose faults name the place and the broken rule. */
import * as z from 'zod';
import { id, version } from '#domain/input.ts';
import { organisationSchema } from '#domain/people/organisation.ts';

const document = z.record(z.string(), z.unknown());

export const programmeDraft = z.strictObject({
  org: organisationSchema.shape.id,
  /** Made from code, edition and organisation when left out. */
  id: id.optional(),
  document,
});
export const programmeRevising = z.strictObject({ document, version });
