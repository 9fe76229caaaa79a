/** The tasks of the nomination machine: what comes next for a candidacy, and asking the people of its step. */

import { stepAt } from '#actions/candidacy/moving.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { secondsBetween } from '#domain/instant.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import { systemActor } from '#domain/people/people.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { NomineeStep } from '#domain/programme/step.ts';
import { longestWait, type Next } from '#domain/round/round.ts';
import { daysOf, isNomineeStep } from '#domain/step-kinds.ts';
import { keys } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';
import { getCandidacy } from '#store/reads.ts';
import type { Op } from '#store/table.ts';
import { dueOf } from './asking.ts';
import { askPeople, stepLetter, tellAsked } from './asking-step.ts';

export interface CandidacyRef {
  readonly round: string;
  readonly nomination: string;
  readonly phase: number;
}

/** How long until a silent person is reminded again, and until somebody is looked for whom the step still wants. */
const reminderSeconds = 3 * 86_400;
const searchSeconds = 86_400;

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
  const most = candidacy.missing === undefined ? longestWait : searchSeconds;
  const left = secondsBetween(now, due);
  return {
    kind: 'ask',
    step: step.id,
    attempt: candidacy.step?.attempt ?? 1,
    seconds: Math.ceil(left > 0 ? Math.min(left, most) : Math.min(reminderSeconds, most)),
  };
}

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
      return void (await askPeople(deps, systemActor, first, [waiting]));
    await deps.table.together([waiting]);
    const candidacy = await getCandidacy(deps.table, ref.round, ref.nomination);
    // Whatever ends the step has moved the candidacy on: while it stands here something is still waited for.
    if (!isAt(candidacy, ref.step)) {
      await deps.workflows.succeed(ref.token, {});
      return;
    }
    if (candidacy.step?.kind !== candidacy.state) return;
    if (candidacy.missing !== undefined && (await askPeople(deps, systemActor, candidacy, [])) > 0) return;
    const { programme, step } = await stepAt(deps, candidacy);
    if (step !== undefined) await remind(deps, programme, step, candidacy);
  });
}

const isAt = (candidacy: Candidacy, step: string): boolean =>
  candidacy.step?.id === step || candidacy.state === step;

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
  const letter = (to: string, template: string, opens: NonNullable<Letter['opens']>): NewLetter =>
    stepLetter(deps, { to, template, opens }, { candidacy, step, programme });
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
