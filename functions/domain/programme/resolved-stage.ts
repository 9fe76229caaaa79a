/** The stage of a programme as a round runs it: apart from its schema, which reading a round needs not. */
import type { Programme, Stage } from './programme.ts';
import type { GroupRule } from './stage-rules.ts';
import type { StageSettings } from './stage-settings.ts';

/** The stage of a programme by its index. @throws RangeError for an index outside, which is a defect of the caller. */
export function stageAt(programme: Programme, index: number): Stage {
  const stage = programme.stages[index];
  if (stage === undefined) throw new RangeError(`no stage ${index}`);
  return stage;
}

/** Groups of the programme stay; a group of the same title is replaced, others are added. */
const mergedGroups = (base: readonly GroupRule[], own: readonly GroupRule[]): GroupRule[] => [
  ...base.map((group) => own.find((one) => one.title === group.title) ?? group),
  ...own.filter((one) => !base.some((group) => group.title === one.title)),
];

/**
 * The stage as a round runs it: the programme's stage with the settings laid over it. What the settings leave out is
 * the programme's; quota groups of the programme can be tightened or added to, not dropped.
 */
export function resolveStage(programme: Programme, stageIndex: number, settings: StageSettings): Stage {
  const stage = stageAt(programme, stageIndex);
  return {
    ...stage,
    kind: settings.kind ?? stage.kind ?? programme.kind,
    coHosts: settings.coHosts ?? (stage.coHosts.length > 0 ? stage.coHosts : programme.coHosts),
    notice: settings.notice ?? stage.notice,
    objection: settings.objection ?? stage.objection,
    quota:
      settings.quota === undefined
        ? stage.quota
        : { ...settings.quota, groups: mergedGroups(stage.quota.groups, settings.quota.groups) },
    awards: settings.awards ?? stage.awards,
    steps: settings.steps ?? stage.steps,
    ...(settings.direct === undefined ? {} : { direct: settings.direct }),
  };
}
