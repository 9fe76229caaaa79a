/** Holiday schedules 放假安排: an administrator loads a year with its source; what has passed is never rewritten. */

import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { parseSchedule, parseScheduleCsv, type Schedule } from '#domain/calendar.ts';
import { builtInYears, makeCalendar } from '#domain/calendar-years.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, fault, refuseIf } from '#domain/problem.ts';
import type { LoadedSchedule } from '#domain/programme/schedule-record.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, listChildren, organisationEventOps } from '#store/people.ts';
import { listPage } from '#store/reads.ts';

export type ScheduleInput = {
  /** Needed when the year is known already, built in or loaded. */
  readonly reason?: string | undefined;
  /** Version of the loaded year that the page showed; 0 when there was none. */
  readonly version?: number | undefined;
} & (
  | { readonly schedule: unknown }
  | { readonly csv: string; readonly year: number; readonly source: string }
);

/** The root organisation that the actor administers; the calendar is the whole system's. */
async function rootOf(deps: Deps, actor: Actor): Promise<Organisation> {
  const roots = (await listChildren(deps.table, undefined)).items;
  const own = roots.find((root) => may(actor, 'calendar.load', { orgPath: root.path })) ?? roots[0];
  demand(actor, 'calendar.load', { orgPath: own?.path ?? [] });
  if (own === undefined)
    throw conflict(
      'no-root',
      '系统中还没有单位，请先新建根单位。',
      'There is no organisation yet; make the root first.',
    );
  return own;
}

const loadedYears = async (deps: Deps): Promise<readonly LoadedSchedule[]> =>
  (await listPage<LoadedSchedule>(deps.table, { pk: keys.schedulePartition, limit: 100 })).items;

/** Dates that a schedule would change in a year known before, up to today: notices were counted by them. */
function pastChanges(loaded: readonly Schedule[], next: Schedule, today: string): readonly string[] {
  const before = makeCalendar(loaded);
  const after = makeCalendar([...loaded.filter(({ year }) => year !== next.year), next]);
  const changed = new Set<string>();
  for (const kind of ['holidays', 'makeUpDays'] as const)
    for (const date of before[kind].symmetricDifference(after[kind])) changed.add(date);
  return [...changed]
    .filter((date) => date <= today && before.years.has(Number(date.slice(0, 4))))
    .toSorted();
}

/**
 * Loads the holiday schedule of a year, from structured data or a clerk's CSV. A year that is known already, built in or
 * loaded, is replaced with a reason, and only in days to come.
 * @throws Problem `invalid` with faults by entry or line; conflict `schedule-passed` naming the days, `schedule-changed`;
 * forbidden for others than administrators of the root organisation.
 */
export async function loadSchedule(deps: Deps, actor: Actor, input: ScheduleInput): Promise<LoadedSchedule> {
  const root = await rootOf(deps, actor);
  const schedule =
    'csv' in input
      ? parseScheduleCsv(input.csv, { year: input.year, source: input.source })
      : parseSchedule(input.schedule);
  const reason = (input.reason ?? '').trim();
  return again(async () => {
    const loaded = await loadedYears(deps);
    const known = loaded.find(({ year }) => year === schedule.year);
    if ((known?.version ?? 0) !== (input.version ?? 0))
      throw conflict(
        'schedule-changed',
        '该年度的放假安排刚被别人更新，请刷新后再试。',
        'Somebody has just changed the schedule of that year; reload and try again.',
      );
    const isKnown = known !== undefined || builtInYears.includes(schedule.year);
    if (isKnown && [...reason].length < 2)
      refuseIf([
        fault(
          'reason',
          'reason-needed',
          `${schedule.year} 年的放假安排已经载入，更换须写明理由`,
          `The schedule of ${schedule.year} is there already; give the reason for replacing it`,
        ),
      ]);
    const passed = pastChanges(loaded, schedule, shanghaiDate(instantOf(deps)));
    if (passed.length > 0)
      throw conflict(
        'schedule-passed',
        `不能更改已经过去的日期：${passed.join('、')}。请只调整今天以后的安排。`,
        `Days that have passed cannot change: ${passed.join(', ')}. Change only what is still to come.`,
        passed.map((date) => fault('schedule', 'schedule-passed', `${date} 已过`, `${date} has passed`)),
      );
    const write = begin(deps, actor);
    const before = { source: known?.source ?? 'chinese-days', at: write.now, by: actor.id, reason };
    const next: LoadedSchedule = {
      ...schedule,
      loadedAt: write.now,
      by: actor.id,
      version: (known?.version ?? 0) + 1,
      replaced: isKnown ? [...(known?.replaced ?? []), before] : [],
    };
    write.op({
      put: { ...next, ...keys.schedule(schedule.year) },
      when: known === undefined ? rowAbsent : versionIs(known.version),
    });
    const details = { year: schedule.year, version: next.version };
    const happened = {
      at: write.now,
      actor: actor.id,
      via: actor.via,
      action: 'calendar.load' as const,
      details,
    };
    write.op(...organisationEventOps(await getOrganisation(deps.table, root.id), happened));
    await finish(deps, write);
    return next;
  });
}

/** Every year that the system can count working days in: loaded ones with their source, and those built in. */
export async function listSchedules(
  deps: Deps,
): Promise<
  readonly (
    | { readonly year: number; readonly kind: 'builtIn' }
    | (LoadedSchedule & { readonly kind: 'loaded' })
  )[]
> {
  const loaded = await loadedYears(deps);
  const years = new Set(loaded.map(({ year }) => year));
  return [
    ...builtInYears.filter((year) => !years.has(year)).map((year) => ({ year, kind: 'builtIn' as const })),
    ...loaded.map((schedule) => ({ ...schedule, kind: 'loaded' as const })),
  ].toSorted((a, b) => b.year - a.year);
}
