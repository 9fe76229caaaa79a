/** 群众评议 is recorded: its votes decide, as the programme's share says (docs/rules/steps.md#appraisal). */

import { stepOf } from '#actions/candidacy/moving.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { missing } from '#domain/problem.ts';
import { appraisalOutcome, appraisalSaid } from '#domain/review/appraisal.ts';
import { getCandidacy } from '#store/reads.ts';
import { demandEverAsked } from './asked-before.ts';
import { type AppraisalInput, recordedAppraisal } from './review-input.ts';
import { decideReview } from './reviews.ts';

/**
 * Records how it was held; who is not carried is out, with the votes as the reason where none is written. The same sent
 * twice is one. Throws Problem `invalid`, `forbidden`, `conflict`, `missing` `no-appraisal`.
 */
export async function recordAppraisal(deps: Deps, actor: Actor, sent: AppraisalInput): Promise<Candidacy> {
  const {
    reason: written,
    step: id,
    round,
    nomination,
    version,
    revision,
    ...appraisal
  } = readInput(recordedAppraisal, sent);
  const candidacy = await getCandidacy(deps.table, round, nomination);
  const { steps, nomination: of } = await stepOf(deps, candidacy);
  const step = steps.find((each) => each.id === id);
  if (step?.kind !== 'appraisal') {
    const about = { action: 'review.decide', step: id, owner: of.owner } as const;
    await demandEverAsked(deps, actor, candidacy, about);
    throw missing('no-appraisal', '这个环节不是群众评议。', 'This step is no mass appraisal.');
  }
  const outcome = appraisalOutcome(step, appraisal);
  const reason = written !== '' || outcome === 'approve' ? written : appraisalSaid(appraisal, step).zh;
  return decideReview(deps, actor, {
    ...{ round, nomination, step: id, outcome, reason, version, revision },
    appraisal,
  });
}
