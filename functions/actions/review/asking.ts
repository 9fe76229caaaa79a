/** Who is asked in a per-candidacy step, until when, and the one letter a person, step and day that says so. */

import { originRead } from '#actions/candidacy/tie-check.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { addWorkingDays, type Calendar } from '#domain/calendar.ts';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { tieOf } from '#domain/candidacy/ties.ts';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { newLetter } from '#domain/letter/new-letter.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Role } from '#domain/people/roles.ts';
import { Problem, type Text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { NomineeStep } from '#domain/programme/step.ts';
import { departmentsFor } from '#domain/review/opinion.ts';
import { jointOf, peopleOf } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys, shardOf } from '#store/keys.ts';
import { membersOf } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { isConflict } from '#store/table.ts';
import type { Due } from '#store/writing.ts';

/**
 * When an answer is due: end of office on the n-th working day. A reminder must not stop a nomination, so in
 * a year whose schedule is not loaded it counts calendar days instead; notices never do
 * (docs/rules/calendar.md#unknown-year).
 */
export function dueOf(calendar: Calendar, count: number, now: string): string {
  const today = shanghaiDate(now);
  const known = counted.get(calendar) ?? new Map<string, string>();
  counted.set(calendar, known);
  const name = `${today}+${count}`;
  const due = known.get(name) ?? instantAt(dayAfter(calendar, today, count), '17:30');
  known.set(name, due);
  return due;
}

/** Working days are counted once a day and length, not once a nomination. */
const counted = new WeakMap<Calendar, Map<string, string>>();

function dayAfter(calendar: Calendar, today: string, count: number): string {
  try {
    return addWorkingDays(calendar, today, count);
  } catch (error) {
    if (error instanceof Problem && error.code === 'calendar-not-loaded') return addDays(today, count);
    throw error;
  }
}

/** Members who can take a step on a candidacy, in an order that is stable for the nomination and spreads the work. */
function spread(members: readonly Member[], nomination: string): Member[] {
  const start = members.length === 0 ? 0 : shardOf(nomination, members.length);
  return [...members.slice(start), ...members.slice(0, start)];
}

interface Asking {
  readonly asked: readonly Asked[];
  /** Who is wanting: a department that nobody can answer for, or the role, once for each person that is too few. */
  readonly missing: readonly string[];
}

/**
 * Who is asked. A review goes to as many reviewers of the organisation as it needs, a visit to as many visitors, topped
 * up by its administrators, and to one person of each co-host that takes part; opinions to each department's contact, or to the administrators where it has none. Nobody is
 * asked who has a tie to the nominee. Whom there is nobody for is said as `missing`: the step then waits for it (docs/rules/steps.md#enough-people).
 * `before` were asked already, and stay.
 */
export async function whoIsAsked(
  deps: Deps,
  {
    programme,
    step,
    candidacy,
    nomination,
    before,
  }: {
    readonly programme: Programme;
    readonly step: NomineeStep;
    readonly candidacy: Candidacy;
    readonly nomination: Nomination;
    readonly before: readonly Asked[];
  },
  due: string,
): Promise<Asking> {
  const origin = await originRead(deps, candidacy, nomination);
  const able = async (role: Role, department?: string) =>
    (await membersOf(deps.table, candidacy.org, role, department)).filter(
      (member) => tieOf(member, origin) === undefined,
    );
  const { role } = stepRows[step.kind];
  const asked: Asked[] = [];
  const missing: string[] = [];
  if (role === 'department') {
    const cls = String(candidacy.facts[programme.form.classField ?? ''] ?? '') || undefined;
    for (const department of departmentsFor(programme.departments, cls)) {
      if (before.some((each) => each.department === department)) continue;
      const contact = (await able(role, department))[0] ?? (await able('administrator'))[0];
      if (contact === undefined) missing.push(department);
      else asked.push({ member: contact.id, department, due });
    }
    return { asked, missing };
  }
  // A co-host speaks through a person of its own: nobody of the organisation stands in for it.
  const jointWith = jointOf(step);
  for (const coHost of jointWith) {
    if (before.some((each) => each.department === coHost)) continue;
    const speaker = (await able('department', coHost)).find(({ id }) =>
      [...before, ...asked].every(({ member }) => member !== id),
    );
    if (speaker === undefined) missing.push(coHost);
    else asked.push({ member: speaker.id, department: coHost, due });
  }
  const own = [...before, ...asked].filter(({ department }) => department === undefined);
  const count = peopleOf(step) - jointWith.length - own.length;
  const people = [role, 'administrator'] as const;
  const lists = await Promise.all(people.map(async (each) => spread(await able(each), candidacy.nomination)));
  const fresh = [...new Set(lists.flat().map(({ id }) => id))]
    .filter((id) => [...before, ...asked].every(({ member }) => member !== id))
    .slice(0, Math.max(0, count));
  return {
    asked: [...fresh.map((member) => ({ member, due })), ...asked],
    missing: [...Array.from({ length: Math.max(0, count - fresh.length) }, () => role), ...missing],
  };
}

/** Letters known to be waiting, so that the thousandth task of a day costs no write. */
const waiting = new WeakMap<Deps['table'], Map<string, string>>();

/**
 * Makes sure that a letter tells the person of this step: one a person, step and day, sent ten minutes after the first
 * task so that it lists the tasks together; tasks that come after it was sent go into the next morning's. With it stands
 * that she was asked, for those who look for whom a round waits for.
 */
export async function tellOfWork(
  deps: Deps,
  member: string,
  round: string,
  step: string,
  title: Text,
  programme: Text,
): Promise<void> {
  const now = instantOf(deps);
  const today = shanghaiDate(now);
  const known = waiting.get(deps.table) ?? new Map<string, string>();
  waiting.set(deps.table, known);
  for (const [date, dueAt] of [
    [today, new Date(deps.clock() + 600_000).toISOString()],
    [addDays(today, 1), instantAt(addDays(today, 1), '08:30')],
  ] as const) {
    const key = `work-${member}-${round}-${step}-${date}`;
    if ((known.get(key) ?? '') > now) return;
    const letter = newLetter(now, {
      key,
      template: 'worklist',
      to: member,
      params: { stepZh: title.zh, stepEn: title.en, programmeZh: programme.zh, programmeEn: programme.en },
      opens: { kind: 'worklist', scope: `${round}#${step}#` },
      dueAt,
    });
    const what: Due = { due: 'letter', letter: key };
    // First, and by itself: whoever was asked stands there before she is told, and half as dear as in the transaction.
    await deps.table.put({ ...keys.askedOf(round, step, member), member, step });
    try {
      await deps.table.together([
        { put: rows.letter(letter), when: rowAbsent },
        { put: { ...keys.due(`letter-${key}`, dueAt), at: dueAt, what } },
      ]);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const there = await find<Letter>(deps.table, keys.letter(key));
      if (there?.sentAt !== undefined) continue;
    }
    if (known.size > 1_000) known.clear();
    known.set(key, dueAt);
    return;
  }
}
