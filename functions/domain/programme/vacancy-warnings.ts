/** Warnings about places that will stay empty: reserves who can never be promoted, nothing to re-allocate, caps below the places (docs/rules/groups.md#vacancies). */
import { levelWords } from '#domain/level.ts';
import { type Fault, fault } from '#domain/problem.ts';
import { groupLimits } from './group-limits.ts';
import type { Programme, Stage } from './programme.ts';

/** Reserves who could never be promoted, and vacancies that the programme says are moved but can't be (docs/rules/groups.md#vacancies). */
export function vacancyWarnings({ vacancy }: Programme, stage: Stage, i: number): Fault[] {
  const { quota, steps, listBy, external } = stage;
  const { zh, en } = levelWords[stage.level];
  const [lead, leadEn] = [`第 ${i + 1} 层级（${zh}）`, `Stage ${i + 1} (${en})`];
  if (external) return [];
  const warnings: Fault[] = [];
  const promotes = vacancy === 'promote-reserve-with-new-notice';
  if (quota.reserves > 0 && !(promotes && steps.some(({ kind }) => kind === 'notice')))
    warnings.push(
      fault(
        `stages.${i}.quota.reserves`,
        'reserves-idle',
        promotes
          ? `${lead}：设了 ${quota.reserves} 个备选，但没有公示环节；备选递补须重新公示，永远无法递补`
          : `${lead}：设了 ${quota.reserves} 个备选，但空缺处理（vacancy）不是“备选递补，重新公示”，备选永远无法递补`,
        promotes
          ? `${leadEn}: ${quota.reserves} may stand by, but there is no notice; a promoted reserve needs one, so none can ever be`
          : `${leadEn}: ${quota.reserves} may stand by, but vacancies are not filled from reserves, so none can ever be promoted`,
      ),
    );
  const capped = quota.groups.some(
    ({ field, atMost, atMostCount }) => field === listBy && (atMost ?? atMostCount) !== undefined,
  );
  if (vacancy === 're-allocate' && steps.some(({ kind }) => kind === 'shortlist') && !capped)
    warnings.push(
      fault(
        `stages.${i}.quota.groups`,
        'nothing-to-move',
        `${lead}：空缺按总分调剂（re-allocate），但本级没有按名单分类（listBy）设上限的分组，无可调剂`,
        `${leadEn}: vacancies are re-allocated, but the stage has no capped groups over its listBy, so nothing can move`,
      ),
    );
  return warnings;
}

/** Places given to organisations below that do not add up to the round's (docs/rules/quotas.md#shape). */
export function shareSums(
  { quota }: Stage,
  places: number | undefined,
  shares: readonly { readonly places: number }[] = [],
): readonly Fault[] {
  const sum = shares.reduce((all, each) => all + each.places, 0);
  if (places === undefined || shares.length === 0 || quota.mode === 'differential' || sum === places)
    return [];
  const [zh, en] =
    sum > places
      ? [
          `多 ${sum - places} 个，会有报上来的对象落选`,
          `${sum - places} too many, so some who are sent up are not chosen`,
        ]
      : [`少 ${places - sum} 个，没有分配完`, `${places - sum} are given to nobody`];
  return [
    fault(
      'shares',
      'shares-sum',
      `分给下级的名额合计 ${sum} 个，与本轮名额 ${places} 个不符：${zh}`,
      `The places given below add up to ${sum} and the round has ${places}: ${en}`,
    ),
  ];
}

/** Caps of the groups of a list that leave places nobody can take. */
export function capSums({ quota, listBy }: Stage, places: number | undefined): readonly Fault[] {
  const own = quota.groups.filter(({ field }) => field === listBy);
  if (places === undefined || own.length === 0) return [];
  const caps = own.map((group) => groupLimits(group, places, places).atMost ?? places);
  const sum = caps.reduce((all, each) => all + each, 0);
  if (sum >= places) return [];
  return [
    fault(
      'places',
      'caps-below-places',
      `各类别上限合计 ${sum} 个，少于本轮名额 ${places} 个，会有 ${places - sum} 个名额空缺`,
      `The caps of the groups add up to ${sum} and the round has ${places} places; ${places - sum} will stay empty`,
    ),
  ];
}
