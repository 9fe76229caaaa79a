/** What an accepted objection sets in motion: its nominee held, and a task for each handler. */

import { move } from '#actions/candidacy/moving.ts';
import type { Deps } from '#deps';
import { canMove, nextState } from '#domain/candidacy/candidacy.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { instantAt, shanghaiDate } from '#domain/instant.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import { text } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import { leavesAtOnce, withoutEntry } from '#domain/round/tranche-entries.ts';
import { membersOf } from '#store/people.ts';
import { getCandidacy, getTranche } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Writing } from '#store/writing.ts';

/** Handlers that get a task each; a larger office passes it on. */
const mostHandlers = 5;

/** An accepted objection holds its nominee, off the notice's way (docs/rules/objections.md#hold). */
export async function holdNominee(deps: Deps, write: Writing, record: ObjectionRecord): Promise<void> {
  if (record.nomination === undefined) return;
  const candidacy: Candidacy = await getCandidacy(deps.table, record.round, record.nomination);
  // Entered in time but late into the system, she may be past the notice; the objection still counts against her.
  const to = canMove(candidacy.state, 'hold') ? nextState(candidacy.state, 'hold') : candidacy.state;
  const tranche = await getTranche(deps.table, record.round, record.tranche);
  const leaves = candidacy.tranche === tranche.n && leavesAtOnce(tranche, candidacy);
  if (leaves) write.op(replaced(rows.tranche, tranche, withoutEntry(tranche, candidacy.nomination)));
  await move(deps, write, candidacy, to, {
    action: 'objection.accept',
    details: { objection: record.id },
    patch: {
      openObjections: candidacy.openObjections + 1,
      ...(leaves && { tranche: undefined }),
    },
  });
}

/** A task and a letter for each handler, and a reminder on the last day that goes only while the task is open. */
export function tellHandlers(
  write: Writing,
  record: ObjectionRecord,
  members: readonly string[],
  isNew: boolean,
  titles: {
    readonly round: Pick<Round, 'title'>;
    readonly programme: { readonly zh: string; readonly en?: string | undefined };
  },
): void {
  const due = instantAt(record.due ?? shanghaiDate(write.now), '17:30');
  const title = text('异议核查', 'Objection inquiry');
  for (const member of members) {
    write.op({
      put: rows.todo({
        member,
        kind: 'objection',
        round: record.round,
        org: record.org,
        // An objection has a task of its own, even beside others against the same nominee.
        nomination: record.id,
        name: record.name ?? titles.round.title,
        step: 'objection',
        attempt: record.extensions + 1,
        due,
        createdAt: write.now,
        title,
      }),
    });
    const letter = (template: string, dueAt: string) =>
      write.letter({
        key: `objection-${template}-${member}-${record.id}-${record.extensions}`,
        template,
        to: member,
        params: {
          stepZh: title.zh,
          stepEn: title.en,
          programmeZh: titles.programme.zh,
          programmeEn: titles.programme.en ?? titles.programme.zh,
        },
        opens: { kind: 'worklist', scope: `${record.round}#objection#` },
        dueAt,
      });
    if (isNew) letter('worklist', write.now);
    if (record.due !== undefined) letter('reminder', instantAt(record.due, '08:30'));
  }
}

/** The members of an organisation who handle objections unless one is appointed. */
export const handlersOf = async (deps: Deps, org: string): Promise<readonly string[]> =>
  (await membersOf(deps.table, org, 'administrator')).slice(0, mostHandlers).map((member) => member.id);
