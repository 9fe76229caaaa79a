/** What a panellist sends: her promise, her ballot, that she stands aside. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { type Input, id, reasonWhy, version, words } from '#domain/input.ts';
import { text } from '#domain/problem.ts';

/** The version of the commitment's text that she accepts. */
export const panelPromise = z.strictObject({ text: words(40) });
/** What the step asks for, marks or a vote, `domain/selection/panel.ts` judges. */
export const panelBallot = z.strictObject({
  /** Marks by criterion, as typed. */
  scores: labelled(
    z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    text('各项打分', 'Marks'),
  ),
  vote: labelled(z.string().max(20).optional(), text('投票', 'Vote')),
  /** Version of her own ballot that the page showed; 0 for the first. */
  version,
});
export const standingAside = z.strictObject({
  reason: reasonWhy(200, text('请写明回避的原因', 'Say why you stand aside')),
});

export const panelInvitation = z.strictObject({ members: z.array(id).min(1).max(25) });
export const panelAbsence = z.strictObject({
  reason: reasonWhy(2_000, text('请写明缺席的原因', 'Say why she is absent')),
});

/** Which nominee of which round. */
export const nominee = { round: id, nomination: id };
export const castBallot = panelBallot.extend(nominee);
export const declaredConflict = standingAside.extend(nominee);
export type BallotInput = Input<typeof castBallot>;

/** Marks that are kept until she confirms them. */
export const keptBallot = panelBallot.omit({ version: true });
export const keeping = keptBallot.extend(nominee);
/** The ballots that she confirms together, as they were shown to her. */
export const panelConfirmation = z.strictObject({
  ballots: labelled(
    z
      .array(panelBallot.extend({ nomination: labelled(id, text('对象', 'Nominee')) }))
      .min(1)
      .max(100),
    text('评审', 'Ballots'),
  ),
});
