/** 补报: one unit may hand in after the window, so many, until then, for a reason (docs/rules/deadlines.md#late-entries). */

import type * as z from 'zod';
import { keepChange, reasonDigest } from '#actions/kept-change.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Input } from '#domain/input.ts';
import { readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import { changedTo, type LateCount } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { atMost, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, membersOf } from '#store/people.ts';
import { getRound, listPage, programmeRevision } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import type { Writing } from '#store/writing.ts';
import { lateEntry } from './round-input.ts';

type LateInput = z.output<typeof lateEntry>;

/** How many of their places after the window the units have used. */
export const lateEntriesOf = async (
  deps: Pick<Deps, 'table'>,
  round: string,
): Promise<readonly LateCount[]> =>
  (
    await listPage<LateCount>(deps.table, {
      pk: keys.round(round).pk,
      prefix: keys.lateEntryPrefix,
      limit: 200,
    })
  ).items;

/** What stands against a late entry as it was sent. */
function lateFaults(
  round: Round,
  { until, places }: LateInput,
  {
    org,
    used = 0,
    now,
  }: { readonly org: Organisation | undefined; readonly used: number | undefined; readonly now: string },
): readonly Fault[] {
  const faults: Fault[] = [];
  if (org === undefined || !org.path.includes(round.org))
    faults.push(
      fault(
        'organisation',
        'not-below',
        '请填写本单位或下级单位的编号',
        'Give the code of this organisation or of one below it',
      ),
    );
  if (until <= now)
    faults.push(fault('until', 'already-passed', '补报截止时间须晚于现在', 'It must be later than now'));
  if (places < used)
    faults.push(
      fault('places', 'below-used', `已补报 ${used} 份，不能少于此数`, `${used} came already; not fewer`),
    );
  return faults;
}

/** A letter to the unit's clerks and administrators: until when, how many, why. */
async function tellUnit(
  deps: Deps,
  write: Writing,
  round: Round,
  { organisation, until, places, reason }: LateInput,
): Promise<void> {
  const { title } = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const [clerks, heads] = await Promise.all([
    membersOf(deps.table, organisation, 'clerk'),
    membersOf(deps.table, organisation, 'administrator'),
  ]);
  for (const member of new Set([...clerks, ...heads].map((each) => each.id)))
    write.letter({
      key: `lateEntry-${member}-${round.id}-${round.version}`,
      template: 'lateEntry',
      to: member,
      params: {
        programmeZh: title.zh,
        programmeEn: title.en ?? title.zh,
        until: shownAt(until),
        places: String(places),
        reason,
      },
      opens: { kind: 'page', scope: '/nominations' },
    });
}

/**
 * Lets a unit hand in after the window; given again, the new date and number stand. Its administrators and clerks are told.
 * @throws Problem `invalid` with faults; conflict `window-still-open`, `list-confirmed`, `round-changed`; forbidden.
 */
export function allowLateEntry(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof lateEntry>,
): Promise<Round> {
  return again(async () => {
    const round = await getRound(deps.table, id);
    demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
    const input = readInput(lateEntry, sent);
    const { organisation, until, places, reason, version } = input;
    if (round.version !== version) throw staleRound(round);
    if (round.status !== 'selecting')
      throw conflict(
        'window-still-open',
        '申报截止后、名单确认前才能准予补报；申报期内请直接延长截止时间。',
        'Only after the window and before the list is confirmed; while the window is open extend it.',
      );
    if ((await findShortlist(deps.table, id))?.confirmedAt !== undefined)
      throw conflict(
        'list-confirmed',
        '拟推荐名单已经确认，不能再补报。',
        'The shortlist is confirmed; nobody can hand in any more.',
      );
    const org = await findOrganisation(deps.table, organisation);
    const used = (await lateEntriesOf(deps, id)).find((each) => each.org === organisation)?.used;
    refuseIf(lateFaults(round, input, { org, used, now: instantOf(deps) }));
    const write = begin(deps, actor);
    const entry = { org: organisation, until, places, reason, by: actor.id, at: write.now };
    const late = [...(round.late ?? []).filter((each) => each.org !== organisation), entry];
    const next = write.save('round', round, { late }, 'round.late-entry', {
      org: organisation,
      until,
      places,
      reason: reasonDigest({ at: write.now, reason }),
    });
    write.op(
      used === undefined
        ? {
            put: { ...keys.lateEntry(id, organisation), org: organisation, places, used: 0 },
            when: rowAbsent,
          }
        : {
            update: keys.lateEntry(id, organisation),
            change: { set: { places } },
            when: atMost('used', places),
          },
    );
    const said = (late: { readonly until: string; readonly places: number }) =>
      text(
        `至 ${shownAt(late.until)}，最多 ${late.places} 份`,
        `until ${shownAt(late.until)}, ${late.places} at most`,
      );
    const before = round.late?.find((each) => each.org === organisation);
    const label = text(`${org!.name}补报`, `${org!.name} after the window`);
    keepChange(write, actor, next, {
      kind: 'late',
      reason,
      changes: [changedTo('late', label, before && said(before), said(entry))],
    });
    await tellUnit(deps, write, round, input);
    await finish(deps, write);
    return { ...round, late };
  });
}
