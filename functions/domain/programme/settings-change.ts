/** Changing a round's settings, freely only before it opens (docs/rules/deadlines.md#changing-a-round). */
import { partWords } from '#domain/fault-path.ts';
import { isBefore, shanghaiDate } from '#domain/instant.ts';
import { hasMembers, keysOf } from '#domain/members.ts';
import { type Fault, fault, refuseIf, type Text, text } from '#domain/problem.ts';
import type { Programme } from './programme.ts';
import { resolveStage } from './resolved-stage.ts';
import { phaseWords } from './said-parts.ts';
import { isSame } from './settings-bounds.ts';
import { parseStageSettings } from './settings-reading.ts';
import type { StageSettings } from './stage-settings.ts';
import { stepPhases } from './step.ts';

/** What the change must not fall below. */
export interface SettingsInForce {
  readonly programme: Programme;
  /** Index of the stage. */
  readonly stage: number;
  readonly settings: StageSettings;
  /** Places already taken by decisions, over all tranches. */
  readonly decided: number;
  /** Places already used of the shares, by organisation. */
  readonly used: Readonly<Record<string, number>>;
  /** Names of those organisations, for what is said of them. */
  readonly names?: Readonly<Record<string, string>>;
}
export interface SettingsChange {
  readonly settings: StageSettings;
  readonly reason: string;
  /** One entry for each key that is different now; empty when nothing changed. */
  readonly changes: readonly { readonly field: string; readonly from: unknown; readonly to: unknown }[];
}

const changeableWhenOpen: readonly string[] = [
  'closesAt',
  'phaseEnds',
  'places',
  'shares',
  'ceremony',
  'contact',
  'certificate',
];

/** The settings with the patch laid over them: phase ends and contacts key by key, everything else whole; null removes. */
function patched(settings: StageSettings, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const next: Record<string, unknown> = { ...settings };
  for (const [key, value] of Object.entries(patch)) {
    const now = next[key];
    if (value === null) delete next[key];
    else if (['phaseEnds', 'contact', 'certificate'].includes(key) && hasMembers(value) && hasMembers(now))
      next[key] = Object.fromEntries(Object.entries({ ...now, ...value }).filter(([, one]) => one !== null));
    else next[key] = value;
  }
  return next;
}

function passedFaults(round: SettingsInForce, next: StageSettings, now: string): Fault[] {
  const { settings, decided, used, names = {} } = round;
  const today = shanghaiDate(now);
  const faults: Fault[] = [];
  const phases = stepPhases(resolveStage(round.programme, round.stage, next));
  const phaseOf = (id: string): Text => {
    const phase = phases.find((one) => one.id === id);
    return phase === undefined ? text(id, id) : phaseWords(phase);
  };
  const passed = (field: string, zh: string, en: string) =>
    faults.push(fault(field, 'already-passed', zh, en));
  if (next.closesAt !== settings.closesAt && isBefore(next.closesAt, now))
    passed('closesAt', '截止时间不能早于现在', 'The window cannot close before now');
  for (const id of new Set([...Object.keys(settings.phaseEnds), ...Object.keys(next.phaseEnds)])) {
    const [from, to] = [settings.phaseEnds[id], next.phaseEnds[id]];
    if (from !== to && (to ?? from ?? today) < today)
      passed(
        `phaseEnds.${id}`,
        `阶段“${phaseOf(id).zh}”的截止日不能早于今天（${today}），已过的截止日也不能删去`,
        `The phase "${phaseOf(id).en}" cannot end before today (${today}), and an end that has passed cannot be removed`,
      );
  }
  if (next.ceremony !== undefined && next.ceremony !== settings.ceremony && next.ceremony < today)
    passed('ceremony', `表彰日期不能早于今天（${today}）`, `The ceremony cannot be before today (${today})`);
  if (next.places !== undefined && next.places < decided)
    faults.push(
      fault(
        'places',
        'below-decided',
        `名额不能少于已审定的 ${decided}`,
        `The places cannot be fewer than the ${decided} already decided`,
      ),
    );
  for (const [organisation, count] of Object.entries(used)) {
    if (isSame(settings.shares, next.shares)) break;
    const share = next.shares.findIndex((one) => one.organisation === organisation);
    const name = names[organisation] ?? organisation;
    if (count > 0 && (next.shares[share]?.places ?? 0) < count)
      faults.push(
        fault(
          share < 0 ? 'shares' : `shares.${share}.places`,
          'below-used',
          `“${name}”已使用 ${count} 个名额，不能少于此数`,
          `"${name}" has used ${count} places; it cannot have fewer`,
        ),
      );
  }
  return faults;
}

/**
 * The settings after a change, with what changed for those concerned. Before the window opens every setting may
 * change; after that only dates, places, shares, contact and certificate wording, with a reason of 2 to 200
 * characters, and never below what has already passed. Rules and form are fixed by version.
 * @param patch keys to set; null removes a setting; phase ends, contact and certificate are laid over key by key.
 * @param now an instant.
 * @throws Problem `invalid` with all faults.
 */
export function changeSettings(
  round: SettingsInForce,
  patch: Readonly<Record<string, unknown>>,
  reason: string,
  now: string,
): SettingsChange {
  const { programme, stage, settings } = round;
  const next = parseStageSettings(programme, stage, patched(settings, patch));
  const changes = [...new Set([...keysOf(settings), ...keysOf(next)])]
    .filter((key) => !isSame(settings[key], next[key]))
    .map((key) => ({ field: key, from: settings[key], to: next[key] }));
  const why = reason.trim();
  const faults: Fault[] = [];
  if (changes.length > 0 && !isBefore(now, settings.opensAt)) {
    for (const { field } of changes)
      if (!changeableWhenOpen.includes(field))
        faults.push(
          fault(
            field,
            'fixed-when-open',
            `申报开始后不能再更改“${partWords(field).zh}”；只能更改日期、名额、联系方式和证书文字`,
            `"${partWords(field).en}" is fixed once the window has opened; only dates, places, contact and certificate wording may change`,
          ),
        );
    if ([...why].length < 2 || [...why].length > 200)
      faults.push(
        fault(
          'reason',
          'reason-needed',
          '申报开始后更改设置须写明理由（2 至 200 字），理由会告知相关人员',
          'A change after the opening needs a reason of 2 to 200 characters; those concerned will read it',
        ),
      );
  } else if (next.opensAt !== settings.opensAt && isBefore(next.opensAt, now))
    faults.push(
      fault('opensAt', 'already-passed', '开始时间不能早于现在', 'The window cannot open before now'),
    );
  refuseIf([...faults, ...passedFaults(round, next, now)]);
  return { settings: next, reason: why, changes };
}
