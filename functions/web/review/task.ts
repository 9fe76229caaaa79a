/** One task as its person opens it: what is asked, or what was recorded already. */

import { consentStep } from '#actions/nomination/consent-asking.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { missing } from '#domain/problem.ts';
import type { NamedStep } from '#domain/programme/step.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import { actsOn } from './acts.ts';
import { getStep } from './task-step.ts';
import type { Reader } from './worklist-reader.ts';

export type Task =
  | {
      readonly kind: 'open';
      readonly todo: Todo;
      readonly nomination: Nomination;
      readonly candidacy: Candidacy;
      /** The programme's step; undefined for a consent. */
      readonly step: NamedStep | undefined;
    }
  /** Decided by this person before: her own words, without the nomination itself. */
  | {
      readonly kind: 'recorded';
      readonly ref: TaskRef;
      readonly name: string;
      readonly acts: readonly ActRecord[];
    }
  | {
      readonly kind: 'consented';
      readonly ref: TaskRef;
      readonly name: string;
      readonly agreed: boolean;
      readonly at: string;
    };

/** What was done before. */
export type Recorded = Exclude<Task, { kind: 'open' }>;

const gone = () =>
  missing(
    'task-gone',
    '这项待办已经办结、已转给他人，或不属于您。没有需要您办理的内容。',
    'This task is finished, was passed on, or is not yours. There is nothing for you to do.',
  );

/** The task of an address. Throws Problem `missing` `task-gone` when it is not, and was not, this person's. */
export async function taskOf(deps: Deps, who: Reader, ref: TaskRef): Promise<Task> {
  const { id } = who.actor;
  const [todo, nomination, candidacy] = await Promise.all([
    find<Todo>(deps.table, keys.todo(id, ref.round, ref.step, ref.nomination)),
    findNomination(deps.table, ref.nomination),
    find<Candidacy>(deps.table, keys.candidacy(ref.round, ref.nomination)),
  ]);
  if (nomination === undefined || candidacy === undefined) throw gone();
  if (todo !== undefined)
    return {
      kind: 'open',
      todo,
      nomination,
      candidacy,
      step: await getStep(deps, candidacy, ref.step),
    };
  const { consent, name } = nomination;
  if (ref.step === consentStep) {
    if (consent?.by !== id || consent.state === 'pending' || consent.at === undefined) throw gone();
    return { kind: 'consented', ref, name, agreed: consent.state === 'given', at: consent.at };
  }
  const acts = (await actsOn(deps, nomination.id)).filter(
    (act) =>
      act.member === id &&
      act.step === ref.step &&
      act.stage === candidacy.stage &&
      act.org === candidacy.org,
  );
  if (acts.length === 0) throw gone();
  return { kind: 'recorded', ref, name, acts };
}
