/** A review, opinion or visit as it is kept beside the nomination. */
import * as z from 'zod';
import { attachmentRecord } from '#domain/nomination/nomination-record.ts';
import { personal } from '#domain/personal-place.ts';
import { date, instant, lazily, type Stored } from '#domain/record.ts';

/** One line as the visitor answered it. */
export const checklistAnswerRecord = lazily(() => z.object({ item: z.string(), ok: z.boolean() }));
export type ChecklistAnswer = Stored<typeof checklistAnswerRecord>;

/** How a mass appraisal 群众评议 was held. */
const appraisalRecord = lazily(() =>
  z.object({
    heldOn: date,
    place: personal('words', 'removed', z.string()),
    present: z.int(),
    inFavour: z.int(),
    against: z.int(),
    abstained: z.int(),
  }),
);

/** A review or visit as it is kept beside the nomination. */
export const actRecord = lazily(() =>
  z.object({
    stage: z.int(),
    step: z.string(),
    kind: z.string(),
    attempt: z.int(),
    member: z.string(),
    org: z.string(),
    outcome: z.string(),
    reason: personal('words', 'removed', z.string()),
    at: instant,
    department: z.string().exactOptional(),
    checklist: z.array(checklistAnswerRecord()).exactOptional(),
    /** What a department was asked besides, and said. */
    answers: z
      .array(z.object({ question: z.string(), answer: personal('words', 'removed', z.string()) }))
      .exactOptional(),
    /** How a mass appraisal was held. */
    appraisal: appraisalRecord().exactOptional(),
    /** What the reviewer said yes or no to (`doubt.ts`): typed honours, credit codes with an odd check digit. */
    doubts: z.array(z.object({ id: z.string(), is: z.boolean() })).exactOptional(),
    /** Stamped reply, photographs of a visit, minutes of an appraisal. */
    files: z.array(attachmentRecord()).exactOptional(),
  }),
);
export type ActRecord = Stored<typeof actRecord>;
