/** The kinds of steps 环节 (docs/rules/steps.md#steps). */
import { type Text, text } from '#domain/problem.ts';

/** Every kind of step, those of a candidacy first. */
export const stepKinds = [
  'review',
  'opinions',
  'visit',
  'panel',
  'shortlist',
  'notice',
  'decision',
  'recommend',
  'publish',
] as const;
export type StepKind = (typeof stepKinds)[number];

/** Each kind of step, when the programme gives it no title of its own. */
export const stepWords: Readonly<Record<StepKind, Text>> = {
  review: text('资格审查', 'Review'),
  opinions: text('征求意见', 'Opinions'),
  visit: text('实地评估', 'Visit'),
  panel: text('评审', 'Panel'),
  shortlist: text('拟推荐名单', 'Shortlist'),
  notice: text('公示', 'Notice'),
  decision: text('审定', 'Decision'),
  recommend: text('推荐上报', 'Recommendation'),
  publish: text('发布表彰名单', 'Publication'),
};
