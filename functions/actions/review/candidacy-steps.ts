/** The tasks of the nomination machine: what comes next for a candidacy, and asking the people of its step. */

import { stepAt } from '#actions/candidacy/moving.ts';
import { passStep } from '#actions/candidacy/phase.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { secondsBetween, shanghaiDate } from '#domain/instant.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { NomineeStep } from '#domain/programme/step.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { longestWait, type Next } from '#domain/round/round.ts';
import { daysOf, isNomineeStep } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import { keys } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';
import { getCandidacy } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Op } from '#store/table.ts';
import { dueOf, stepTitle, tellOfWork, whoIsAsked } from './asking.ts';

export interface CandidacyRef {
  readonly round: string;
  readonly nomination: string;
  readonly phase: number;
}

/** How long until a silent person is reminded again. */
const reminderSeconds = 3 * 86_400;

const answeredAll = (candidacy: Candidacy): boolean =>
  candidacy.asked.length > 0 && candidacy.asked.every((asked) => asked.answer !== undefined);

/** nomination.next */
export async function nextForCandidacy(deps: Deps, ref: CandidacyRef): Promise<Next | { kind: 'dropped' }> {
  const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
  const now = instantOf(deps);
  switch (candidacy.state) {
    case 'out':
    case 'withdrawn':
      return { kind: 'dropped' };
    case 'checking':
    case 'consent':
    case 'returned':
    case 'sentBack':
      return {
        kind: 'ask',
        step: candidacy.state,
        attempt: candidacy.step?.attempt ?? 1,
        seconds: longestWait,
      };
    default:
      return isNomineeStep(candidacy.state) ? nextInStep(deps, candidacy, now) : { kind: 'done' };
  }
}

/** The step is asked, until its first answer is due, or until the silent are reminded again. */
async function nextInStep(deps: Deps, candidacy: Candidacy, now: string): Promise<Next> {
  const { step } = await stepAt(deps, candidacy);
  if (step === undefined) return { kind: 'done' };
  const open = candidacy.asked.filter((asked) => asked.answer === undefined).map((asked) => asked.due);
  const due = open.toSorted()[0] ?? dueOf(await deps.calendar(), daysOf(step), now);
  const left = secondsBetween(now, due);
  return {
    kind: 'ask',
    step: step.id,
    attempt: candidacy.step?.attempt ?? 1,
    seconds: Math.ceil(left > 0 ? Math.min(left, longestWait) : reminderSeconds),
  };
}

const todoOf = (
  candidacy: Candidacy,
  step: NomineeStep,
  member: string,
  due: string,
  now: string,
  department?: string,
): Todo => ({
  member,
  kind: step.kind,
  round: candidacy.round,
  org: candidacy.org,
  nomination: candidacy.nomination,
  name: candidacy.name,
  step: step.id,
  attempt: candidacy.step?.attempt ?? 1,
  ...(department !== undefined && { department }),
  due,
  createdAt: now,
  title: stepTitle(step),
});

/** nomination.ask: keeps the token, asks the people of the step once, reminds and escalates when they are overdue. */
export async function askCandidacy(
  deps: Deps,
  ref: CandidacyRef & { readonly token: string; readonly step: string },
): Promise<void> {
  const waiting: Op = {
    put: {
      ...keys.wait('nomination', ref.round, ref.nomination),
      token: ref.token,
      ttl: Math.floor(deps.clock() / 1000) + 400 * 86_400,
    },
  };
  await again(async () => {
    const first = await getCandidacy(deps.table, ref.round, ref.nomination);
    if (isAt(first, ref.step) && first.step?.kind === first.state && first.asked.length === 0)
      // Nobody can have answered yet: the token and the asking are one write, refused if the candidacy moves meanwhile.
      return askFirst(deps, first, waiting);
    await deps.table.together([waiting]);
    const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
    if (!isAt(candidacy, ref.step) || (candidacy.step?.kind === candidacy.state && answeredAll(candidacy))) {
      await deps.workflows.succeed(ref.token, {});
      return;
    }
    if (candidacy.step?.kind !== candidacy.state) return;
    const { programme, step } = await stepAt(deps, candidacy);
    if (step !== undefined) await remind(deps, programme, step, candidacy);
  });
}

const isAt = (candidacy: Candidacy, step: string): boolean =>
  candidacy.step?.id === step || candidacy.state === step;

async function askFirst(deps: Deps, candidacy: Candidacy, waiting: Op): Promise<void> {
  const { programme, step } = await stepAt(deps, candidacy);
  if (step === undefined) return;
  const now = instantOf(deps);
  const due = dueOf(await deps.calendar(), daysOf(step), now);
  const asked = await whoIsAsked(deps, programme, step, candidacy, candidacy.owner, due);
  if (asked.length === 0 && stepRows[step.kind].role === 'department') {
    // No department to ask for this class of nominee: the step passes by itself, and wakes the machine.
    await deps.table.together([waiting]);
    await passStep(deps, systemActor, candidacy, { action: 'opinions.none-needed' });
    return;
  }
  if (asked.length === 0)
    deps.log('nobody-to-ask', { round: candidacy.round, nomination: candidacy.nomination, step: step.id });
  const write = begin(deps, systemActor);
  write.save('candidacy', candidacy, { asked }, 'step.ask', {
    step: step.id,
    attempt: candidacy.step?.attempt ?? 1,
    asked: asked.map((a) => a.member),
  });
  for (const a of new Map(asked.map((each) => [each.member, each])).values())
    write.op({ put: rows.todo(todoOf(candidacy, step, a.member, a.due, now, a.department)) });
  write.op(waiting);
  await finish(deps, write);
  await tellAsked(deps, programme, step, candidacy, asked);
}

/** One letter a person, step and day; a crash between the tasks and the letter is made good when the step is asked again. */
async function tellAsked(
  deps: Deps,
  programme: Programme,
  step: NomineeStep,
  candidacy: Candidacy,
  asked: readonly Asked[],
): Promise<void> {
  const { zh, en = zh } = programme.title;
  for (const member of new Set(asked.map((each) => each.member)))
    await tellOfWork(deps, member, candidacy.round, step.id, stepTitle(step), { zh, en });
}

/** Reminds each overdue person once a day, and tells the administrators the first time. Silence is never consent. */
async function remind(
  deps: Deps,
  programme: Programme,
  step: NomineeStep,
  candidacy: Candidacy,
): Promise<void> {
  const now = instantOf(deps);
  const silent = candidacy.asked.filter((asked) => asked.answer === undefined);
  const overdue = silent.filter((asked) => asked.due <= now);
  if (overdue.length === 0) return tellAsked(deps, programme, step, candidacy, silent);
  const write = begin(deps, systemActor);
  const title = stepTitle(step);
  const params = {
    stepZh: title.zh,
    stepEn: title.en,
    programmeZh: programme.title.zh,
    programmeEn: programme.title.en ?? programme.title.zh,
  };
  const letter = (to: string, template: string, opens: NonNullable<Letter['opens']>): Letter => ({
    key: `${template}-${to}-${candidacy.round}-${step.id}-${shanghaiDate(now)}`,
    template,
    to,
    params,
    opens,
    createdAt: now,
    dueAt: now,
    attempts: 0,
  });
  const escalating = overdue.filter((asked) => asked.escalated !== true);
  if (escalating.length > 0) {
    const asked = candidacy.asked.map((a) => (overdue.includes(a) ? { ...a, escalated: true } : a));
    write.save('candidacy', candidacy, { asked }, 'step.escalate', {
      step: step.id,
      overdue: escalating.map((a) => a.member),
    });
    for (const administrator of await membersOf(deps.table, candidacy.org, 'administrator'))
      write.letter(
        letter(administrator.id, 'overdue', { kind: 'page', scope: `/rounds/${candidacy.round}` }),
      );
  }
  for (const member of new Set(overdue.map((a) => a.member)))
    write.letter(letter(member, 'reminder', { kind: 'worklist', scope: `${candidacy.round}#${step.id}#` }));
  await finish(deps, write);
}
