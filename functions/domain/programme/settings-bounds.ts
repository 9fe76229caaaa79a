/** The bounds that a programme sets to the settings of a level: which may change at all, and not to something looser. */
import { compareExact, exact } from '#domain/fraction.ts';
import { keysOf, memberOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Programme, Stage } from './programme.ts';
import type { GroupRule } from './stage-rules.ts';
import type { StageSettings } from './stage-settings.ts';

type Changeable = Programme['levelMayChange'][number];
interface BoundFault {
  readonly key: string;
  readonly code: string;
  readonly words: Text;
}

const changeableWords: Readonly<Record<Changeable, Text>> = {
  kind: text('性质', 'kind'),
  legalBasis: text('依据', 'legal basis'),
  coHosts: text('联合主办单位', 'co-hosts'),
  notice: text('公示设置', 'notice settings'),
  objection: text('异议设置', 'objection settings'),
  quota: text('名额规则', 'quota rules'),
  awards: text('奖励方式', 'awards'),
  direct: text('直接申报渠道', 'direct channels'),
  steps: text('环节', 'steps'),
};
const changeable = keysOf(changeableWords);

/** True when two plain values are the same whatever the order of their keys; absent and undefined are alike. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
    isSame(memberOf(a, key), memberOf(b, key)),
  );
}

/** The programme's own value of something that a level may or may not change. */
function ownValue(programme: Programme, stage: Stage, key: Changeable): unknown {
  switch (key) {
    case 'kind':
      return stage.kind ?? programme.kind;
    case 'legalBasis':
      return programme.legalBasis;
    case 'coHosts':
      return stage.coHosts.length > 0 ? stage.coHosts : programme.coHosts;
    default:
      return stage[key];
  }
}

/** A notice's least length in calendar days: five working days always reach over a weekend, so 5 counts as 7. */
const leastDays = ({ days, mode, countPostingDay }: Stage['notice']): number =>
  (mode === 'working' ? days + 2 * Math.floor(days / 5) : days) + (countPostingDay ? 0 : 1);

const lower = (own: string | undefined, base: string | undefined): boolean =>
  base !== undefined && (own === undefined || compareExact(exact(own), exact(base)) < 0);
const higher = (own: string | undefined, base: string | undefined): boolean =>
  base !== undefined && (own === undefined || compareExact(exact(own), exact(base)) > 0);
const isLooser = (own: GroupRule, base: GroupRule): boolean =>
  own.field !== base.field ||
  !isSame(own.values, base.values) ||
  own.base !== base.base ||
  higher(own.atMost, base.atMost) ||
  lower(own.atLeast, base.atLeast) ||
  higher(own.atMostCount?.toString(), base.atMostCount?.toString()) ||
  lower(own.atLeastCount?.toString(), base.atLeastCount?.toString());

/**
 * What of the settings oversteps the programme: a change to something the level may not change, a notice shorter than
 * the programme's, a quota group looser than the programme's of the same title.
 */
export function boundsFaults(programme: Programme, stage: Stage, settings: StageSettings): BoundFault[] {
  const faults: BoundFault[] = [];
  for (const key of changeable) {
    if (settings[key] === undefined || programme.levelMayChange.includes(key)) continue;
    if (isSame(settings[key], ownValue(programme, stage, key))) continue;
    const allowed = programme.levelMayChange.map((one) => changeableWords[one]);
    faults.push({
      key,
      code: 'not-changeable',
      words: text(
        `评选活动规定本级不得更改${changeableWords[key].zh}。可更改：${allowed.map((one) => one.zh).join('、') || '无'}`,
        `the programme does not let this level change the ${changeableWords[key].en}. It may change: ${allowed.map((one) => one.en).join(', ') || 'nothing'}`,
      ),
    });
  }
  if (settings.notice !== undefined && leastDays(settings.notice) < leastDays(stage.notice))
    faults.push({
      key: 'notice.days',
      code: 'notice-shorter',
      words: text(
        `公示不得短于评选活动规定的 ${stage.notice.days} ${stage.notice.mode === 'working' ? '个工作日' : '天'}`,
        `the notice must not be shorter than the programme's ${stage.notice.days} ${stage.notice.mode} days`,
      ),
    });
  settings.quota?.groups.forEach((group, i) => {
    const base = stage.quota.groups.find((one) => one.title === group.title);
    if (base !== undefined && isLooser(group, base))
      faults.push({
        key: `quota.groups.${i}`,
        code: 'group-looser',
        words: text(
          `“${group.title}”不得比评选活动的规定宽松；可以收紧，或另立新的分组`,
          `"${group.title}" must not be looser than in the programme; tighten it, or add another group`,
        ),
      });
  });
  return faults;
}
