/** 整改 after a visit: told with a last day, reminded before it, and visited again once it is over (docs/rules/steps.md#mending). */
import { type Change, letterToOwner, move, stepOf } from '#actions/candidacy/moving.ts';
import { endCandidacy, returnForAmendment } from '#actions/candidacy/phase.ts';
import { signalOn } from '#actions/candidacy/resuming.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import { isMending, type MendRule, mayMend, mendedIn, mendingTimes } from '#domain/review/mending.ts';
import { getCandidacy, getNomination } from '#store/reads.ts';
import type { Due, Writing } from '#store/writing.ts';
import { dueOf } from './asking.ts';

type MendingDue = Extract<Due, { readonly due: 'mending' }>;

/** The reminder, where there is time for one, and the end. */
function lookLater(write: Writing, what: MendingDue, until: string): void {
  const { reminder, again: end } = mendingTimes(until);
  const name = `mending-${what.round}-${what.nomination}-${what.step}-${what.attempt}`;
  if (reminder > write.now) write.due(reminder, `${name}-soon`, what);
  write.due(end, name, what);
}

/** Sends a nominee back to put right what the visit found; one time more than the programme allows is 不通过. */
export async function sendToMend(
  deps: Deps,
  actor: Actor,
  { candidacy, step }: { readonly candidacy: Candidacy; readonly step: MendRule & { readonly id: string } },
  change: Change & { readonly note: string },
): Promise<Candidacy> {
  const { round, nomination } = candidacy;
  const times = mendedIn(candidacy.mending, step.id);
  if (!mayMend(step, times))
    return endCandidacy(deps, actor, candidacy, 'failedVisit', {
      ...change,
      details: { ...change.details, mended: times },
    });
  const days = step.mendDays;
  const until =
    days === undefined ? undefined : shanghaiDate(dueOf(await deps.calendar(), days, instantOf(deps)));
  const mending = { step: step.id, times: times + 1, ...(until !== undefined && { until }) };
  const { attempt } = candidacy.step!;
  return returnForAmendment(deps, actor, candidacy, {
    ...change,
    patch: { ...change.patch, mending },
    details: { ...change.details, ...(until !== undefined && { until }) },
    letter: { template: 'toMend', params: { until: until ?? '' } },
    add: (write) => {
      change.add?.(write);
      if (until !== undefined)
        lookLater(write, { due: 'mending', round, nomination, step: step.id, attempt }, until);
    },
  });
}

/** Reminds the nominator, or has the visit taken again when the time is over; nothing where she sent it again meanwhile. Safe to repeat. */
export function lookAtMending(deps: Deps, due: MendingDue): Promise<void> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, due.round, due.nomination);
    const { mending, step } = candidacy;
    const until = mending?.until;
    const isSame = step?.id === due.step && step.attempt === due.attempt && isMending(candidacy);
    if (!isSame || until === undefined) return;
    const write = begin(deps, systemActor);
    if (write.now < mendingTimes(until).again) {
      const nomination = await getNomination(deps.table, due.nomination);
      write.save('candidacy', candidacy, {}, 'visit.remind', { step: step.id, until });
      write.letter(letterToOwner(nomination, 'mendSoon', `${due.step}-${due.attempt}`, { until }));
    } else {
      const taken = (await stepOf(deps, candidacy)).step;
      if (taken === undefined) return;
      const after = await move(deps, write, candidacy, nextState('returned', 'resubmit', taken.kind), {
        action: 'visit.again',
        details: { step: step.id },
        patch: { asked: [], step: { ...step, attempt: step.attempt + 1 } },
      });
      await signalOn(deps, write, after);
    }
    await finish(deps, write);
  });
}
