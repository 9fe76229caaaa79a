/** What is sent by those who judge a candidacy: a review, a visit, a department's opinion, what was verified, a task given up. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { type Input, id, line, needed, reasonWhy, verbatim, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

const reason = labelled(words(1_000).default(''), text('理由', 'Reason'));
const step = z.string().min(1).max(60);
/** Which outcomes there are, and when they need a reason, the rules of `domain/review` say. */
const outcome = z.string().max(20);

export const reviewConclusion = z.strictObject({
  step,
  outcome,
  reason,
  /** Version of the candidacy that the page showed; the loser gets her text back. */
  version: version.optional(),
  /** The form that was read: another one was handed in meanwhile. */
  revision: z.int().positive().optional(),
  /** What she says of typed honours that only resemble the one asked for, and of odd credit codes (`Finding.doubts`). */
  doubts: labelled(
    z
      .array(
        z.strictObject({
          id: labelled(verbatim(200), text('事项', 'What is asked')),
          is: labelled(z.boolean(), text('是否认可', 'Whether it is so')),
        }),
      )
      .max(50)
      .default([]),
    text('须确认的事项', 'What was asked'),
  ),
});
/** A visit besides has the lines of the programme's checklist, and ids of the photographs uploaded before. */
export const visitRecord = reviewConclusion.extend({
  checklist: labelled(
    z
      .array(
        z.strictObject({
          item: labelled(verbatim(200), text('项目', 'Line')),
          ok: labelled(z.boolean(), text('是否符合', 'Whether it is so')),
        }),
      )
      .max(100)
      .default([]),
    text('评估清单', 'Checklist'),
  ),
  photos: labelled(z.array(z.string().max(60)).max(9).default([]), text('照片', 'Photographs')),
});
const people = (zh: string, en: string) =>
  labelled(z.int().min(0), text(zh, en), { units: ['人', '票', '名'] });
/** How a mass appraisal was held, and the id of its minutes uploaded before. */
export const appraisalHeld = z.strictObject({
  heldOn: labelled(z.iso.date(), text('评议日期', 'Held on'), {
    missing: text('请填写评议日期', 'Say when it was held'),
  }),
  place: labelled(line(60), text('评议地点', 'Place'), {
    missing: text('请填写评议地点', 'Say where it was held'),
  }),
  present: labelled(z.int().positive(), text('到会人数', 'Present'), { units: ['人', '名'] }),
  inFavour: people('同意', 'In favour'),
  against: people('反对', 'Against'),
  abstained: people('弃权', 'Abstained'),
  minutes: labelled(z.string().max(60).optional(), text('评议记录', 'Minutes')),
});
export const appraisalRecord = appraisalHeld.extend(
  reviewConclusion.pick({ step: true, reason: true, version: true, revision: true }).shape,
);
export const departmentOpinion = z.strictObject({
  step,
  department: verbatim(30),
  outcome,
  reason,
  /** What it was asked besides, by the ids of the questions. */
  answers: labelled(
    z.record(z.string().max(60), words(500)).default({}),
    text('其他问题', 'What was asked besides'),
  ),
  /** The stamped reply, uploaded before: one may come with many answers. */
  reply: labelled(z.string().max(60).optional(), text('盖章回函', 'Stamped reply')),
});
export const verification = z.strictObject({
  verified: labelled(z.boolean(), text('核实后可以通过', 'It may go on'), {
    missing: text('请选择核实后是否通过', 'Say whether it may go on'),
  }),
  reason: labelled(needed(1_000), text('核实情况', 'What was found'), {
    missing: text('请写明核实的情况', 'Say what was found'),
    missingCode: 'reason-needed',
  }),
});

const place = { round: id, nomination: id };
export const decidedReview = visitRecord.extend({
  ...place,
  appraisal: labelled(appraisalHeld.optional(), text('群众评议', 'Mass appraisal')),
});
export const recordedAppraisal = appraisalRecord.extend(place);
export type AppraisalInput = Input<typeof recordedAppraisal>;
export const answeredOpinion = departmentOpinion.extend(place);
export type ReviewInput = Input<typeof decidedReview>;
export type OpinionInput = Input<typeof answeredOpinion>;

/** Who has a task from now on: a member's id or a registered address. */
export const taskPassedOn = z.strictObject({
  to: labelled(needed(120), text('转交给', 'Pass on to'), {
    missing: text('请选择转交给谁', 'Choose whom to pass it on to'),
  }),
});
export const taskGivenUp = z.strictObject({ reason: reasonWhy() });

/** A rejection is taken back: the step is taken again. */
export const reopenedReview = z.strictObject({ reason: reasonWhy(), version });

/** All tasks of a person go to another, of one round or of all, one page a call. */
export const reassignment = z.strictObject({
  from: labelled(id, text('原承办人', 'From'), {
    missing: text('请选择原承办人', 'Choose whose tasks they are'),
  }),
  to: labelled(id, text('新承办人', 'To'), {
    missing: text('请选择新承办人', 'Choose who has them from now on'),
  }),
  round: id.optional(),
  cursor: z.string().min(1).max(2_000).optional(),
});

/** What becomes of those who keep a phase open after its last day. */
export const stragglerFates = {
  out: text('逾期不再参评', 'Out'),
  carry: text('转入后续批次', 'Carried to a later tranche'),
} as const;
export const straggler = z.strictObject({
  nomination: labelled(id, text('对象', 'Nominee')),
  fate: labelled(z.enum(['out', 'carry']), text('处理方式', 'What becomes of it')),
});
/** At most so many in one call: each is a transaction of its own. */
export const mostStragglers = 50;
export const phaseClosing = z.strictObject({
  /** Whom there are none of, and who cannot be carried, the action says. */
  stragglers: labelled(z.array(straggler).max(mostStragglers), text('未办结的对象', 'Those not finished')),
  reason: reasonWhy(),
  tranche: z.int().positive().optional(),
  version,
});
