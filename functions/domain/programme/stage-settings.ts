/** Stage settings 层级设置, inside the programme's bounds (docs/rules/deadlines.md#changing-a-round). */

import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { needed } from '#domain/input.ts';
import { placesRead } from '#domain/named-places.ts';
import { personal } from '#domain/personal-place.ts';
import { text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import { email, telephone } from '#domain/typed-code.ts';
import { certificatePlaces } from './certificate-places.ts';
import { legalBasisSchema } from './programme.ts';
import { programmeKinds } from './programme-kinds.ts';
import { noticeSettingsSchema, objectionSettingsSchema, quotaRuleSchema } from './stage-rules.ts';
import { stepSchema } from './step.ts';

/** Any offset is accepted and kept as UTC with milliseconds, so that stored instants compare as text. */
export const instantSchema = z.iso
  .datetime({ offset: true })
  .transform((written) => new Date(written).toISOString());

export const stageSettingsSchema = z.strictObject({
  kind: z.enum(programmeKinds).optional(),
  legalBasis: legalBasisSchema.optional(),
  coHosts: z.array(z.string().min(1)).optional(),
  /** The window: first and last instant of nomination or of admission from below, both in time. */
  opensAt: instantSchema,
  closesAt: instantSchema,
  /** Last day of a phase, by the phase's id (docs/rules/steps.md#phases). */
  phaseEnds: z.record(z.string(), z.iso.date()).default({}),
  /** How many may be honoured or recommended here in all tranches; absent: not limited. */
  places: z.number().int().nonnegative().optional(),
  /** Places given to organisations below, for sending here. */
  shares: z
    .array(
      z.strictObject({
        organisation: labelled(z.string().min(1), text('单位', 'Organisation')),
        places: labelled(z.number().int().nonnegative(), text('名额', 'Places')),
      }),
    )
    .default([]),
  notice: noticeSettingsSchema.optional(),
  objection: objectionSettingsSchema.optional(),
  quota: quotaRuleSchema.optional(),
  awards: z.array(z.string().min(1)).optional(),
  /** Who may nominate directly into this stage: channel ids. */
  direct: z.array(z.string()).optional(),
  steps: z.array(stepSchema).min(1).optional(),
  ceremony: z.iso.date().optional(),
  /** Shown in notices and letters: where to ask, and where to object. */
  contact: z
    .strictObject({
      office: personal('other', 'office', needed(60)),
      phone: personal('contact', 'office', telephone(3)),
      email: personal('contact', 'office', email()),
      hours: needed(60),
      address: needed(100),
    })
    .partial()
    .default({}),
  /** Wording of the certificate, with named places such as 【获奖者姓名】; and the bodies that sign, in order. */
  certificate: z
    .strictObject({
      wording: needed(300)
        .overwrite((typed) => placesRead(certificatePlaces, typed))
        .optional(),
      bodies: z.array(z.string().min(1)).default([]),
    })
    .prefault({}),
});
export type StageSettings = Deep<z.infer<typeof stageSettingsSchema>>;
