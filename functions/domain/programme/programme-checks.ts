/** What a schema cannot say of a programme: references that must exist, levels in order, bounds that make sense. */

import { faultAt } from '#domain/faults.ts';
import { addExact, compareExact, exact, type Fraction, fraction } from '#domain/fraction.ts';
import { levelRank } from '#domain/level.ts';
import { isOneOf } from '#domain/members.ts';
import { type Fault, text } from '#domain/problem.ts';
import { checkConditions } from './condition-checks.ts';
import type { Rule } from './eligibility.ts';
import { checkForm, type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import { checkGrades } from './grade-checks.ts';
import { isGroupField } from './group-limits.ts';
import { checkIdentity } from './identity-checks.ts';
import { checkJoint } from './joint-checks.ts';
import { checkListBy, checkLists } from './list-checks.ts';
import { checkPanel } from './panel-checks.ts';
import type { Programme, Stage } from './programme.ts';
import { checkChecked, checkQuestions } from './question-checks.ts';
import { checkRecheck } from './recheck-checks.ts';
import { ruleFaults } from './rule-checks.ts';
import { fieldWords } from './said-parts.ts';
import type { GroupRule } from './stage-rules.ts';
import { stepFaults } from './step-order.ts';

type Path = readonly PropertyKey[];

function checkLevels(stages: readonly Stage[], refuse: Refuse): void {
  stages.forEach((stage, i) => {
    const below = stages[i - 1];
    if (below !== undefined && levelRank(stage.level) <= levelRank(below.level))
      refuse(
        ['stages', i, 'level'],
        'levels-ascend',
        text('层级必须自下而上、逐级升高且不重复', 'levels must rise from stage to stage, without repeats'),
      );
    const isTop = i === stages.length - 1;
    if (stage.upward === undefined) {
      if (isTop && stage.recommend)
        refuse(
          ['stages', i, 'recommend'],
          'top-cannot-recommend',
          text(
            '最高层级不能再向上推荐，除非写明上级活动（upward）',
            'the top stage cannot recommend, unless `upward` names the programme above',
          ),
        );
      return;
    }
    if (!isTop || !stage.recommend || levelRank(stage.upward.level) <= levelRank(stage.level))
      refuse(
        ['stages', i, 'upward'],
        'upward',
        text(
          '上级活动只能写在最高层级，该层级须向上推荐，且上级活动的层级须更高',
          '`upward` stands at the top stage only, which must recommend, and to a higher level',
        ),
      );
  });
}

function checkQuota(quota: Stage['quota'], programme: Programme, path: Path, refuse: Refuse): void {
  if ((quota.mode === 'differential') !== (quota.ratio !== undefined))
    refuse(
      [...path, 'ratio'],
      'ratio',
      text(
        '差额（differential）须写比例 ratio，等额（equal）不写',
        'differential needs a ratio, equal has none',
      ),
    );
  refuseRepeats(
    quota.groups.map((group) => group.title),
    [...path, 'groups'],
    refuse,
  );
  quota.groups.forEach((group, i) => {
    checkGroup(group, programme, [...path, 'groups', i], refuse);
  });
  checkFloors(quota, programme, [...path, 'groups'], refuse);
}

/** A group looks at an open choice and at options that it has, and its bounds leave something. */
function checkGroup(group: GroupRule, programme: Programme, at: Path, refuse: Refuse): void {
  const fields = programme.form.fields.filter(isGroupField);
  const values =
    group.field === 'channel'
      ? programme.channels.map((channel) => channel.id)
      : fields.find((field) => field.id === group.field)?.options?.map((one) => one.value);
  if (programme.form.fields.some((field) => field.id === group.field && (field.personal || field.sensitive)))
    refuse(
      [...at, 'field'],
      'personal-field',
      text(
        '名额分组不能按个人信息计算，请改选公开的选择字段',
        'groups are not counted by personal data; choose an open choice field',
      ),
    );
  else if (values === undefined)
    refuse(
      [...at, 'field'],
      'unknown-field',
      unknownReference(text('选择字段', 'choice field'), group.field, [
        'channel',
        ...fields.map((field) => field.id),
      ]),
    );
  else
    group.values.forEach((value, v) => {
      if (!isOneOf<string>(values, value))
        refuse(
          [...at, 'values', v],
          'unknown-option',
          unknownReference(text('选项', 'option'), value, values),
        );
    });
  const { atLeast, atMost, atLeastCount, atMostCount } = group;
  if (
    atLeast === undefined &&
    atMost === undefined &&
    atLeastCount === undefined &&
    atMostCount === undefined
  )
    refuse(at, 'bounds', text('须写明上限或下限', 'needs an upper or a lower bound'));
  for (const [key, share] of [
    ['atLeast', atLeast],
    ['atMost', atMost],
  ] as const)
    if (share !== undefined && compareExact(exact(share), exact('100%')) > 0)
      refuse([...at, key], 'ratio', text('比例不能超过 100%', 'a ratio cannot be above 100%'));
  if (
    (atLeast !== undefined && atMost !== undefined && compareExact(exact(atLeast), exact(atMost)) > 0) ||
    (atLeastCount !== undefined && atMostCount !== undefined && atLeastCount > atMostCount)
  )
    refuse(at, 'bounds', text('下限大于上限', 'the lower bound is above the upper one'));
}

/** Floors of one field add up, as far as no nominee belongs to two of its groups. */
function checkFloors({ groups }: Stage['quota'], programme: Programme, path: Path, refuse: Refuse): void {
  const one = new Set(programme.form.fields.filter(({ type }) => type === 'choice').map(({ id }) => id));
  const floors = new Map<string, { readonly sum: Fraction; readonly values: readonly string[] }>();
  for (const { field, atLeast, values } of groups) {
    const counted = floors.get(field) ?? { sum: fraction(0n), values: [] };
    if (atLeast === undefined || !(one.has(field) || field === 'channel')) continue;
    if (values.some((value) => counted.values.includes(value))) continue;
    floors.set(field, {
      sum: addExact(counted.sum, exact(atLeast)),
      values: [...counted.values, ...values],
    });
  }
  for (const [field, { sum }] of floors)
    if (compareExact(sum, fraction(1n)) > 0)
      refuse(
        path,
        'ratio',
        text(
          `“${fieldWords(programme.form, field).zh}”各组下限合计超过 100%`,
          `the floors over "${fieldWords(programme.form, field).en}" add up to more than 100%`,
        ),
      );
}

const rulesIn = (rules: readonly Rule[], programme: Programme, path: Path, refuse: Refuse): void => {
  for (const found of ruleFaults(rules, programme)) refuse([...path, ...found.path], found.code, found.words);
};

/** Faults of one stage in its programme, `stage` being the effective one; paths start at `stages.{index}`. */
export function stageFaults(programme: Programme, stage: Stage, index: number): Fault[] {
  const faults: Fault[] = stepFaults(stage, index, stage.kind ?? programme.kind);
  const document = { ...programme, stages: programme.stages.map((one, i) => (i === index ? stage : one)) };
  const refuse: Refuse = (path, code, words) => faults.push(faultAt(path, document, code, words));
  const path = ['stages', index];
  checkQuota(stage.quota, programme, [...path, 'quota'], refuse);
  checkGrades(programme, stage, path, refuse);
  checkListBy(programme, stage, path, refuse);
  checkLists(programme, stage, path, refuse);
  rulesIn(stage.eligibility, programme, [...path, 'eligibility'], refuse);
  stage.systems.forEach(({ system }, i) => {
    if (stage.systems.findIndex((one) => one.system === system) < i)
      refuse(
        [...path, 'systems', i],
        'system-twice',
        system === undefined
          ? text('“其他各系统”只能写一次', '“each other system” can stand only once')
          : text(`“${system}”系统写了两次`, `the system "${system}" stands twice`),
      );
  });
  const channels = programme.channels.map((channel) => channel.id);
  stage.direct?.forEach((id, i) => {
    if (!isOneOf<string>(channels, id))
      refuse(
        [...path, 'direct', i],
        'unknown-channel',
        unknownReference(text('推荐渠道', 'channel'), id, channels),
      );
  });
  stage.steps.forEach((step, i) => {
    if (step.kind === 'opinions') {
      checkQuestions(step.questions, programme, [...path, 'steps', i, 'questions'], refuse);
      checkChecked(step.checks ?? [], programme, [...path, 'steps', i, 'checks'], refuse);
    }
    if ((step.kind === 'review' || step.kind === 'panel') && step.jointWith !== undefined)
      checkJoint(
        step.jointWith,
        stage.coHosts.length > 0 ? stage.coHosts : programme.coHosts,
        [...path, 'steps', i, 'jointWith'],
        refuse,
      );
    if (step.kind === 'panel') checkPanel(step, programme, [...path, 'steps', i], refuse);
  });
  if (stage.lowerHonourRequired && !stage.honour)
    refuse(
      [...path, 'lowerHonourRequired'],
      'lower-honour',
      text(
        '要求获本级荣誉方可上报，但本级不授予荣誉',
        'wants the honour of this level for going up, but grants none',
      ),
    );
  if (stage.termYears !== undefined && !stage.honour)
    refuse(
      [...path, 'termYears'],
      'term-without-honour',
      text('填写了届期，但本级不授予荣誉', 'gives a term, but this level grants no honour'),
    );
  if (stage.batches && !stage.honour)
    refuse(
      [...path, 'batches'],
      'batches-without-honour',
      text(
        '名单按批次编号，但本级不授予荣誉',
        'counts its lists in batches, but this level grants no honour',
      ),
    );
  checkRecheck(stage, [...path, 'recheck'], refuse);
  return faults;
}

/** All faults that a well-formed programme can still have; empty when it may be used. */
export function programmeFaults(programme: Programme): Fault[] {
  const faults: Fault[] = [];
  const refuse: Refuse = (path, code, words) => faults.push(faultAt(path, programme, code, words));
  refuseRepeats(
    programme.channels.map((channel) => channel.id),
    ['channels'],
    refuse,
  );
  checkForm(programme, refuse);
  rulesIn(programme.eligibility, programme, ['eligibility'], refuse);
  checkIdentity(programme, refuse);
  checkConditions(programme, refuse);
  checkLevels(programme.stages, refuse);
  return [...faults, ...programme.stages.flatMap((stage, i) => stageFaults(programme, stage, i))];
}
