/** Whom a contact of a department checks, nominee by nominee of her worklist; numbers in full for one view, which is recorded first. */

import { stepOf } from '#actions/candidacy/moving.ts';
import { recordReveal } from '#actions/nomination/reveal.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { missing } from '#domain/problem.ts';
import { type PeopleToCheck, peopleToCheck, ruleFor } from '#domain/review/people-to-check.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { keys } from '#store/keys.ts';
import { knownOrganisation } from '#store/people.ts';
import { find, getRevision, programmeRevision, worklistOf } from '#store/reads.ts';

/** The people of one nominee, and for which department. */
export interface PeopleAsked extends PeopleToCheck {
  readonly nomination: string;
  readonly name: string;
  readonly department: string;
  /** Her record was erased: there is nothing to check any more. */
  readonly erased: boolean;
}

/** The people of a candidacy as a department is asked about them; undefined where the programme names nobody. */
export async function peopleOf(
  deps: Deps,
  candidacy: Candidacy,
  department: string,
  opened = false,
): Promise<(PeopleToCheck & { readonly erased: boolean }) | undefined> {
  const { nomination, step } = await stepOf(deps, candidacy);
  const programme = await programmeRevision(deps.table, nomination.programme, nomination.programmeRevision);
  const rule = ruleFor(programme, step, department);
  if (rule === undefined) return undefined;
  const revision = await getRevision(deps.table, candidacy.nomination, candidacy.revision);
  const { answers, erased } = await openAnswers(deps, revision);
  return { ...peopleToCheck(programme.form, rule, answers, opened), erased };
}

async function ofTodo(
  deps: Deps,
  actor: Actor,
  todo: Todo,
  opened: boolean,
): Promise<readonly PeopleAsked[]> {
  const candidacy = await find<Candidacy>(deps.table, keys.candidacy(todo.round, todo.nomination));
  if (candidacy === undefined) return [];
  const found: PeopleAsked[] = [];
  for (const { member, answer, department } of candidacy.asked) {
    if (member !== actor.id || answer !== undefined || department === undefined) continue;
    const people = await peopleOf(deps, candidacy, department, opened);
    if (people === undefined) continue;
    if (opened) {
      const { path } = await knownOrganisation(deps.table, candidacy.org);
      demand(actor, 'opinion.numbers', {
        orgPath: path,
        assigned: member,
        owner: candidacy.owner,
        department,
      });
      if (!people.erased && people.personal.length > 0)
        await recordReveal(deps, actor, candidacy.nomination, people.personal);
    }
    found.push({ nomination: todo.nomination, name: todo.name, department, ...people });
  }
  return found;
}

/**
 * The people behind some of her tasks; `opened` with their numbers in full, which wants a session and leaves an event in
 * each nomination's history before anything is given.
 * @throws Problem forbidden `session-needed`, `not-allowed`.
 */
export async function peopleOfTasks(
  deps: Deps,
  actor: Actor,
  todos: readonly Todo[],
  opened = false,
): Promise<readonly PeopleAsked[]> {
  const found: PeopleAsked[] = [];
  // One after the other: each look into a record is an event of its own.
  for (const todo of todos) found.push(...(await ofTodo(deps, actor, todo, opened)));
  return found;
}

/** One page of the people of a step. @throws Problem forbidden; missing `no-tasks`. */
export async function peopleAsked(
  deps: Deps,
  actor: Actor,
  of: { readonly round: string; readonly step: string; readonly cursor?: string | undefined },
  opened = false,
): Promise<{ readonly items: readonly PeopleAsked[]; readonly cursor: string | undefined }> {
  const page = await worklistOf(deps.table, actor.id, keys.worklistPrefix(of.round, of.step), of.cursor);
  if (page.items.length === 0 && of.cursor === undefined)
    throw missing('no-tasks', '这一环节没有等您答复的对象。', 'Nobody waits for your opinion in this step.');
  return { items: await peopleOfTasks(deps, actor, page.items, opened), cursor: page.cursor };
}
