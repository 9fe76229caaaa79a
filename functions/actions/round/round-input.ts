/** What the actions on a round take, from its pages and its API. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, needed, reasonWhy, version, words } from '#domain/input.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import { text } from '#domain/problem.ts';
import { instantSchema } from '#domain/programme/stage-settings.ts';

const organisation = organisationSchema.shape.id;
const label = text('原因', 'Reason');
/** Checked by the programme's rules, whose faults name the place. */
const settings = z.record(z.string(), z.unknown());

export const roundSetUp = z.strictObject({
  programme: id,
  org: organisation,
  stage: z.int().nonnegative().optional(),
  settings,
});

export const roundChange = z.strictObject({
  patch: settings,
  /** Needed once the window is open. */
  reason: labelled(words(2_000).default(''), text('更改理由', 'Reason for the change')),
  version,
});

/** Who may hand in after the window, until when and how many. */
export const lateEntry = z.strictObject({
  organisation: labelled(organisation, text('补报单位编号', 'Code of the unit'), {
    missing: text('请填写补报单位的编号', 'Give the code of the unit'),
  }),
  until: labelled(instantSchema, text('补报截止时间', 'Until'), {
    missing: text('请填写补报截止时间', 'Say until when'),
  }),
  places: labelled(z.int().min(1).max(200), text('补报数量', 'How many'), {
    units: ['个', '名', '份'],
    missing: text('请填写最多补报几份', 'Say how many at most'),
  }),
  reason: reasonWhy(),
  version,
});

export const roundCancelling = z.strictObject({
  reason: labelled(needed(2_000), label, {
    missing: text('请写明取消的原因', 'Give the reason'),
  }),
});

export const roundEnding = z.strictObject({
  reason: labelled(needed(200), label, {
    missing: text('请写明原因（200 字以内）', 'Give the reason, at most 200 characters'),
  }),
  version,
});

export const furtherTranche = z.strictObject({ nominations: z.array(id).max(2_000), version });

const count = z.int().nonnegative();
export const placeWeights = z.strictObject({
  /** The round's own places when left out. */
  places: count.optional(),
  /** `base` and `floor` are the stage's when left out. */
  base: count.optional(),
  floor: count.optional(),
  weights: labelled(
    z
      .array(z.strictObject({ organisation, weight: labelled(count, text('权数', 'Weight')) }))
      .min(1)
      .max(500),
    text('各单位的权数', 'Weights of the organisations'),
  ),
});
