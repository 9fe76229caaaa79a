/** What a panellist reads of one nominee: the form that her panel may see, with her own ballot; by page and API. */
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { originOf, tieOf } from '#domain/candidacy/ties.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, forbidden, missing } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { blindView, nameForPanel } from '#domain/selection/blind.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find, getCandidacy, getNomination, getRevision, programmeRevision } from '#store/reads.ts';
import { type PanelSitting, panelSitting } from './panel.ts';

export interface PanelNominee {
  readonly sitting: PanelSitting;
  readonly nomination: Nomination;
  readonly candidacy: Candidacy;
  /** Her name, or the number of her receipt. */
  readonly name: string;
  /** What of the form may be read; personal answers are masked. */
  readonly form: Form;
  readonly answers: Answers;
  readonly own: BallotRecord | undefined;
  /** She has a tie to the nominee. */
  readonly barred: boolean;
}

/**
 * One nominee for a member of the panel, from her commitment on.
 * @throws Problem forbidden `not-on-panel`; conflict `commitment-first`; missing `not-before-panel`.
 */
export async function panelNominee(
  deps: Deps,
  actor: Actor,
  round: string,
  nominationId: string,
): Promise<PanelNominee> {
  const [sitting, seat] = await Promise.all([
    panelSitting(deps, round),
    find(deps.table, keys.panellist(round, actor.id)),
  ]);
  if (seat === undefined || seat.absent !== undefined) {
    demand(actor, 'round.read', { orgPath: sitting.round.orgPath });
    throw forbidden('not-on-panel', '您不在本次评审的评委名单中。', 'You are not on this panel.');
  }
  demand(actor, 'panel.score', {
    orgPath: sitting.round.orgPath,
    state: sitting.round.status,
    worklist: `${round}#${sitting.step.id}#`,
    assigned: actor.id,
  });
  if (seat.commitment === undefined) throw commitmentFirst();
  const [candidacy, nomination, own] = await Promise.all([
    getCandidacy(deps.table, round, nominationId),
    getNomination(deps.table, nominationId),
    find(deps.table, keys.scores(round, nominationId, actor.id)),
  ]);
  if (candidacy.state !== 'waiting' && candidacy.score === undefined)
    throw missing('not-before-panel', '该对象不在评审名单中。', 'This nominee is not before the panel.');
  const [{ form }, revision] = await Promise.all([
    programmeRevision(deps.table, nomination.programme, nomination.programmeRevision),
    getRevision(deps.table, nominationId, candidacy.revision),
  ]);
  const { answers } = await openAnswers(deps, revision);
  const { blind = [] } = sitting.step;
  return {
    sitting,
    nomination,
    candidacy,
    name: nameForPanel(form, blind, nomination),
    ...blindView(blind.length > 0 ? sitting.form : form, blind, { form, answers }),
    own,
    barred: tieOf(actor, originOf(candidacy, nomination)) !== undefined,
  };
}

/** What is said to who has not promised yet. */
export const commitmentFirst = () =>
  conflict(
    'commitment-first',
    '请先阅读并接受评审承诺，再评分。',
    'Accept the commitment first, then judge.',
  );
