/** The dates of a round counted back from the day of its ceremony, by working days (docs/rules/calendar.md#counted-back). */
import { addWorkingDays, type Calendar } from '#domain/calendar.ts';
import { addDays, instantAt, plainDate } from '#domain/instant.ts';
import { daysOf, type StepKind } from '#domain/step-kinds.ts';
import type { Stage } from './programme.ts';
import type { StageSettings } from './stage-settings.ts';
import { type Phase, stepPhases } from './step.ts';

/** 8 March, the day of women, and 15 May, that of families. */
export const festivals = ['03-08', '05-15'] as const;
export type Festival = (typeof festivals)[number];

export type ProposedDates = Required<Pick<StageSettings, 'opensAt' | 'closesAt' | 'phaseEnds' | 'ceremony'>>;

/** Working days of the window, and the fewest that are left when a round begins late. */
const window = { usual: 20, least: 5 } as const;
/** Working days that what a whole batch passes takes, the notice apart, which has its own. */
const batchDays: Readonly<Partial<Record<StepKind, number>>> = { panel: 5, decision: 3, publish: 5 };
const otherDays = 2;

/** The last day before a phase begins, from the last day that it has. */
function before(stage: Pick<Stage, 'notice'>, phase: Phase, last: string, calendar: Calendar): string {
  if (phase.kind === 'candidacies') {
    const days = phase.steps.map(daysOf);
    return addWorkingDays(calendar, last, -days.reduce((sum, each) => sum + each, 0));
  }
  const { kind } = phase.steps[0];
  if (kind !== 'notice') return addWorkingDays(calendar, last, -(batchDays[kind] ?? otherDays));
  const { mode, days } = stage.notice;
  // One day more on either side: a notice is posted on a working day, and decided on after its end.
  const full = mode === 'working' ? addWorkingDays(calendar, last, -days) : addDays(last, -days);
  return addWorkingDays(calendar, full, -2);
}

/**
 * Window, ends of phases and ceremony of a stage, so that its list is out on `ceremony`. Throws Problem
 * `calendar-not-loaded` where the count reaches a year without a schedule: nothing is guessed.
 */
export function datesBackFrom(
  stage: Pick<Stage, 'notice' | 'steps'>,
  ceremony: string,
  calendar: Calendar,
): ProposedDates {
  const phases = stepPhases(stage);
  const published = phases.findIndex((phase) => phase.kind === 'batch' && phase.steps[0].kind === 'publish');
  const counted = published === -1 ? phases : phases.slice(0, published + 1);
  let last = addWorkingDays(calendar, ceremony, -1);
  const phaseEnds: Record<string, string> = {};
  for (const phase of counted.toReversed()) {
    if (phase.kind === 'candidacies' || phase.steps[0].kind === 'panel') phaseEnds[phase.id] = last;
    last = before(stage, phase, last, calendar);
  }
  return {
    opensAt: instantAt(addWorkingDays(calendar, last, 1 - window.usual), '09:00'),
    closesAt: instantAt(last, '17:30'),
    phaseEnds,
    ceremony,
  };
}

/**
 * The dates for the next such festival that leaves a window: this year's when at least five working days are left, then
 * opening today, else the year after. `year` alone says whose schedule is not loaded.
 */
export function proposedDates(
  stage: Pick<Stage, 'notice' | 'steps'>,
  festival: Festival,
  now: { readonly today: string; readonly instant: string },
  calendar: Calendar,
): { readonly year: number; readonly dates?: ProposedDates } {
  const { year } = plainDate(now.today);
  for (const next of [year, year + 1]) {
    if (![next - 1, next].every((each) => calendar.years.has(each))) return { year: next };
    const ceremony = `${next}-${festival}`;
    if (ceremony <= now.today) continue;
    const dates = datesBackFrom(stage, ceremony, calendar);
    if (dates.opensAt >= now.instant) return { year: next, dates };
    if (addDays(now.today, 1) <= dates.closesAt.slice(0, 10)) {
      const soonest = instantAt(addWorkingDays(calendar, now.today, window.least), '17:30');
      if (soonest <= dates.closesAt) return { year: next, dates: { ...dates, opensAt: now.instant } };
    }
  }
  return { year: year + 1 };
}
