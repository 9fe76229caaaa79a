/** Reviews 资格审查 and visits 实地评估: a person decides once, by link or signed in. */

import { stepOf } from '#actions/candidacy/moving.ts';
import { endCandidacy, passStep, returnForAmendment } from '#actions/candidacy/phase.ts';
import { stepFiles, useFiles } from '#actions/files/step-files.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { levelRank } from '#domain/level.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, invalid, refuseIf, text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { checkEligibility, type Finding, fieldLabels } from '#domain/review/eligibility-check.ts';
import { type ReviewOutcome, reviewFaults, reviewResult } from '#domain/review/review.ts';
import { type ChecklistAnswer, visitFaults } from '#domain/review/visit.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import { findRound, getCandidacy, getRevision, type HeldHonour, honoursHeld } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { demandEverAsked } from './asked-before.ts';

/** Every eligibility rule of programme and stage, judged on the present form and the ledger of honours. */
export async function findingsFor(
  deps: Deps,
  programme: Programme,
  nomination: Nomination,
  candidacy: Candidacy,
): Promise<readonly Finding[]> {
  const revision = await getRevision(deps.table, nomination.id, candidacy.revision);
  const { answers } = await openAnswers(deps, revision);
  const held = await Promise.all(nomination.identities.map((identity) => honoursHeld(deps.table, identity)));
  const stage = programme.stages[candidacy.stage]!;
  const round = await findRound(deps.table, candidacy.round);
  // What this very edition grants here or above does not stop it; what it granted below may be asked for
  // (docs/rules/levels.md#lower-honour).
  const isOwnGrant = (honour: HeldHonour): boolean =>
    honour.edition === programme.edition &&
    honour.code === programme.code &&
    levelRank(honour.level) >= levelRank(stage.level);
  return checkEligibility([...programme.eligibility, ...stage.eligibility], {
    answers,
    channel: nomination.channel,
    stageLevel: stage.level,
    programmeCode: programme.code,
    asOf: shanghaiDate(round?.settings.opensAt ?? nomination.submittedAt),
    honours: held.flatMap((page) => page.items).filter((honour) => !isOwnGrant(honour)),
    labels: fieldLabels(programme.form),
  });
}

export interface ReviewInput {
  readonly round: string;
  readonly nomination: string;
  readonly step: string;
  readonly outcome: string | undefined;
  readonly reason: string;
  /** Of a visit: the lines of the programme's checklist, and ids of the photographs uploaded before. */
  readonly checklist?: readonly ChecklistAnswer[];
  readonly photos?: readonly string[];
  /** Version of the candidacy that the page showed; the loser gets her text back. */
  readonly version?: number;
}

/** A review or visit as it is kept beside the nomination. */
export interface ActRecord {
  readonly stage: number;
  readonly step: string;
  readonly kind: string;
  readonly attempt: number;
  readonly member: string;
  readonly org: string;
  readonly outcome: string;
  readonly reason: string;
  readonly at: string;
  readonly department?: string;
  readonly checklist?: readonly ChecklistAnswer[];
  /** Stamped reply, photographs of a visit. */
  readonly files?: readonly Attachment[];
}

/** Writes the lasting record of what a person decided. */
export function keepAct(write: Writing, nomination: string, act: ActRecord): void {
  const n = act.attempt;
  const who = act.department === undefined ? act.member : `${act.member}#${act.department}`;
  write.op({ put: { ...keys.review(nomination, act.stage, act.step, n, who), ...act }, ifAbsent: true });
}

const alreadyDecided = (candidacy: Candidacy, answer: string | undefined) =>
  conflict(
    'already-decided',
    answer === undefined
      ? '这项待办已经办结或已转给他人，您的意见没有提交。'
      : '您已经提交过意见，不能更改；如需更正，请联系本级管理员。',
    answer === undefined
      ? 'This task is finished or was passed on; your decision was not recorded.'
      : 'You have decided already; ask your administrator for a correction.',
    [{ field: 'outcome', code: candidacy.state, text: text('当前状态已变化', 'The state has changed') }],
  );

/**
 * Decides a review or visit. The same decision sent twice is one; another one afterwards is refused. Approval is refused
 * while an eligibility rule fails (资格审查). Throws Problem `invalid`, `forbidden` or `conflict`.
 */
export function decideReview(deps: Deps, actor: Actor, input: ReviewInput): Promise<Candidacy> {
  refuseIf(reviewFaults(input));
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, input.round, input.nomination);
    const { nomination, programme, step, steps } = await stepOf(deps, candidacy);
    const asked = candidacy.asked.find((each) => each.member === actor.id);
    if (asked?.answer !== undefined && asked.answer === input.outcome) return candidacy;
    if (
      candidacy.step?.id !== input.step ||
      candidacy.step.kind !== candidacy.state ||
      step === undefined ||
      asked === undefined ||
      asked.answer !== undefined
    ) {
      const mine = await deps.table.get(
        keys.review(input.nomination, candidacy.stage, input.step, candidacy.step?.attempt ?? 1, actor.id),
        { consistent: true },
      );
      if (mine?.outcome === input.outcome && candidacy.step?.id !== input.step) return candidacy;
      const isVisit = steps.find(({ id }) => id === input.step)?.kind === 'visit';
      const { owner } = nomination;
      const action = isVisit ? 'visit.record' : 'review.decide';
      await demandEverAsked(deps, actor, candidacy, { action, step: input.step, owner });
      throw alreadyDecided(candidacy, asked?.answer ?? (mine?.outcome as string | undefined));
    }
    const org = await knownOrganisation(deps.table, candidacy.org);
    demand(actor, step.kind === 'visit' ? 'visit.record' : 'review.decide', {
      orgPath: org.path,
      owner: nomination.owner,
      assigned: asked.member,
      state: candidacy.state,
      worklist: `${candidacy.round}#${step.id}#`,
    });
    const outcome = input.outcome as ReviewOutcome;
    if (outcome === 'approve' && step.kind === 'review') {
      const failing = (await findingsFor(deps, programme, nomination, candidacy)).filter(
        (finding) => !finding.ok,
      );
      if (failing.length > 0)
        throw invalid(
          'not-eligible',
          `不符合申报条件，不能通过：${failing.map((f) => f.text.zh).join('；')}。可以“退回修改”或“不通过”。`,
          `The conditions are not met: ${failing.map((f) => f.text.en).join('; ')}. Return it or reject it.`,
          failing.map((f) => ({ field: f.field ?? 'outcome', code: `rule-${f.rule}`, text: f.text })),
        );
    }
    const { checklist = [], photos = [] } = input;
    const files =
      step.kind === 'visit'
        ? await stepFiles(
            deps,
            actor.id,
            { round: input.round, step: step.id, nomination: input.nomination },
            photos,
          )
        : [];
    if (step.kind === 'visit') refuseIf(visitFaults(step, { checklist, photos: files.length }));
    const now = instantOf(deps);
    const answers: Asked[] = candidacy.asked.map((each) =>
      each.member === actor.id ? { ...each, answer: outcome, answeredAt: now, late: each.due < now } : each,
    );
    const votes = answers.flatMap((each) =>
      each.answer === undefined ? [] : [{ member: each.member, outcome: each.answer as ReviewOutcome }],
    );
    const needed = step.kind === 'review' ? Math.min(step.needed, answers.length) : answers.length;
    const result = reviewResult(votes, needed);
    const attempt = candidacy.step.attempt;
    const act = {
      action: `${step.kind}.${outcome}`,
      details: { step: step.id, attempt },
      patch: { asked: answers },
      add: (write: Writing) => {
        write.op(...useFiles(files));
        keepAct(write, nomination.id, {
          stage: candidacy.stage,
          step: step.id,
          kind: step.kind,
          attempt,
          member: actor.id,
          org: candidacy.org,
          outcome,
          reason: input.reason.trim(),
          at: now,
          ...(step.kind === 'visit' && { checklist, files }),
        });
      },
    };
    switch (result.state) {
      case 'approve':
        return passStep(deps, actor, candidacy, act);
      case 'reject':
        return endCandidacy(deps, actor, candidacy, step.kind === 'visit' ? 'failedVisit' : 'ineligible', {
          ...act,
          note: input.reason.trim(),
        });
      case 'return':
        return returnForAmendment(deps, actor, candidacy, { ...act, note: input.reason.trim() });
      case 'waiting': {
        const write = begin(deps, actor);
        const after = write.save('candidacy', candidacy, act.patch, act.action, act.details);
        act.add(write);
        write.op({ remove: keys.todo(actor.id, candidacy.round, step.id, nomination.id) });
        await finish(deps, write);
        return after;
      }
    }
  });
}
