/** One person's answer in a step: she is marked as having answered, the lasting record is kept, others may still be asked. */

import type { Change } from '#actions/candidacy/moving.ts';
import { useFiles } from '#actions/files/step-files.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Writing } from '#store/writing.ts';

/** Writes the lasting record of what a person decided. */
function keepAct(write: Writing, nomination: string, act: ActRecord): void {
  const n = act.attempt;
  // A contact may answer for several departments; a co-host's person decides once like any reviewer.
  const who =
    act.kind === 'opinions' && act.department !== undefined ? `${act.member}#${act.department}` : act.member;
  write.op({ put: { ...keys.review(nomination, act.stage, act.step, n, who), ...act }, when: rowAbsent });
}

/** What she answered. */
interface Given
  extends Pick<
    ActRecord,
    'step' | 'kind' | 'outcome' | 'reason' | 'checklist' | 'doubts' | 'appraisal' | 'answers' | 'department'
  > {
  readonly action: EventName;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly files: readonly Attachment[];
}

/** Who has answered when she has, and the change that a move of the candidacy carries. */
export function answerOf(deps: Deps, actor: Actor, candidacy: Candidacy, mine: Asked, given: Given) {
  const { action, details, files, ...said } = given;
  const now = instantOf(deps);
  const { attempt } = candidacy.step!;
  const asked = candidacy.asked.map((each) =>
    each === mine ? { ...each, answer: said.outcome, answeredAt: now, late: each.due < now } : each,
  );
  const change = {
    action,
    details: { step: said.step, attempt, ...details },
    patch: { asked },
    add: (write: Writing) => {
      write.op(...useFiles(files));
      keepAct(write, candidacy.nomination, {
        ...said,
        stage: candidacy.stage,
        attempt,
        member: actor.id,
        org: candidacy.org,
        at: now,
        ...((said.kind === 'visit' || files.length > 0) && { files }),
      });
    },
  } satisfies Change;
  return { asked, change };
}

/** Writes an answer after which the step still waits for others; her task goes when she has nothing left to answer. */
export async function waitOn(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  { action, details, patch, add }: ReturnType<typeof answerOf>['change'],
): Promise<Candidacy> {
  const write = begin(deps, actor);
  const after = write.save('candidacy', candidacy, patch, action, details);
  add(write);
  const more = patch.asked.some((each) => each.member === actor.id && each.answer === undefined);
  const { round, nomination } = candidacy;
  if (!more) write.op({ remove: keys.todo(actor.id, round, details.step, nomination) });
  await finish(deps, write);
  return after;
}
