/** What the nominees of a stage have been through, as papers say it: only steps that this stage has, in its order. */
import { isNomineeStep, jointOf } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import type { Programme, Stage } from './programme.ts';

/**
 * What came before a step, joined by 、: 申报、资格审查、评审. Opinions only where the programme has departments to ask;
 * 逐级推荐 only above the first stage.
 */
export function passedBefore(
  { departments }: Pick<Programme, 'departments'>,
  { steps }: Pick<Stage, 'steps'>,
  index: number,
  kind: 'notice' | 'decision',
): string {
  const at = steps.findIndex((step) => step.kind === kind);
  const passed = steps
    .slice(0, at < 0 ? steps.length : at)
    .filter((step) => isNomineeStep(step.kind) || step.kind === 'panel')
    .filter((step) => step.kind !== 'opinions' || departments.length > 0)
    .map((step) => {
      const joint = jointOf(step);
      const { zh } = stepRows[step.kind].words;
      const done = step.kind === 'review' ? '审查' : zh;
      return joint.length === 0 ? zh : `与${joint.join('、')}联合${done}`;
    });
  return [...new Set(['申报', ...(index > 0 ? ['逐级推荐'] : []), ...passed])].join('、');
}
