/** What binds where both of two steps stand (docs/rules/steps.md#invariants). */

import { choiceWords } from '#domain/fault-path.ts';
import { levelWords } from '#domain/level.ts';
import { demandOneOf } from '#domain/members.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import { type StepKind, stepKinds, stepWords } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import type { Stage } from './programme.ts';
import { isPerCandidacy, nameSteps } from './step.ts';

type Kind = NonNullable<Stage['kind']>;

/** What must come earlier than what; the fault's code is `before-before-after`. */
const orderInvariants = stepKinds.flatMap((before) =>
  stepRows[before].before.map((after) => ({ before, after: demandOneOf(stepKinds, after) })),
);

/** Kinds whose honour may not be granted without review, notice and decision (docs/rules/steps.md#needed). */
const strictKinds: readonly Kind[] = ['commendation', 'seeking', 'naming'];
const neededSteps = stepKinds.filter((kind) => 'isNeeded' in stepRows[kind]);

/** As it is said within a sentence. */
const wordsOf = (kind: StepKind): Text => {
  const { zh, en } = stepWords[kind];
  return text(zh, en.toLowerCase());
};

function orderFaults(steps: Stage['steps'], refuse: (code: string, words: Text) => void): void {
  const kinds = steps.map((step) => step.kind);
  for (const { before, after } of orderInvariants) {
    // Reviews may repeat; the first of them is the 资格审查 that must come before the panel.
    const [first, second] = [kinds.indexOf(before), kinds.indexOf(after)];
    if (first < 0 || second < 0 || first < second) continue;
    const [a, b] = [wordsOf(before), wordsOf(after)];
    refuse(
      `${before}-before-${after}`,
      text(
        `${a.zh}必须先于${b.zh}（现在${a.zh}排在第 ${first + 1}，${b.zh}排在第 ${second + 1}），请调整环节顺序`,
        `the ${a.en} must come before the ${b.en} (now they are steps ${first + 1} and ${second + 1}); reorder the steps`,
      ),
    );
  }
}

function repetitionFaults(steps: Stage['steps'], refuse: (code: string, words: Text) => void): void {
  const batch = steps.filter((step) => !isPerCandidacy(step)).map((step) => step.kind);
  for (const kind of new Set(batch)) {
    if (batch.indexOf(kind) === batch.lastIndexOf(kind)) continue;
    refuse(
      'step-twice',
      text(
        `${wordsOf(kind).zh}在一个层级只能有一次，请删去多余的环节`,
        `a stage can have only one ${wordsOf(kind).en} step; remove the others`,
      ),
    );
  }
  const ids = nameSteps(steps).map((step) => step.id);
  for (const id of new Set(ids.filter((one, i) => ids.indexOf(one) !== i)))
    refuse(
      'step-id-twice',
      text(
        `环节编号“${id}”重复，请为每个环节另取编号（id）`,
        `the step id "${id}" is used twice; give each step its own id`,
      ),
    );
}

function presenceFaults(stage: Stage, kind: Kind, refuse: (code: string, words: Text) => void): void {
  const has = (step: StepKind): boolean => stage.steps.some((one) => one.kind === step);
  if (stage.steps.length === 0) {
    refuse(
      'stage-without-steps',
      text('至少要有一个环节', 'needs at least one step, or `external: true` when it is handled elsewhere'),
    );
    return;
  }
  if (stage.honour && strictKinds.includes(kind)) {
    const missing = neededSteps.filter((step) => !has(step));
    for (const step of missing)
      refuse(
        `${step}-needed`,
        text(
          `${choiceWords[kind]!.zh}并授予本级荣誉，不能缺少${wordsOf(step).zh}环节`,
          `a ${choiceWords[kind]!.en} that grants an honour must have a ${wordsOf(step).en} step`,
        ),
      );
  }
  if (stage.honour && !has('publish'))
    refuse(
      'honour-needs-publish',
      text(
        '授予本级荣誉（honour: true）必须有发布表彰名单环节',
        'granting an honour (honour: true) needs a publish step',
      ),
    );
  if (!stage.honour && has('publish'))
    refuse(
      'publish-needs-honour',
      text(
        '有发布表彰名单环节，但本级不授予荣誉（honour: false）；请删去该环节或改为 honour: true',
        'has a publish step but grants no honour (honour: false); remove the step or set honour: true',
      ),
    );
  if (stage.recommend && !has('recommend') && !stage.steps.every(isPerCandidacy))
    refuse(
      'recommend-needs-step',
      text(
        '向上推荐（recommend: true）必须有推荐上报环节（只有逐件审核环节的层级除外）',
        'recommending upward (recommend: true) needs a recommend step, unless all steps are per candidacy',
      ),
    );
  if (!stage.recommend && has('recommend'))
    refuse(
      'recommend-step-needs-flag',
      text(
        '有推荐上报环节，但本级不向上推荐（recommend: false）；请删去该环节或改为 recommend: true',
        'has a recommend step but does not recommend (recommend: false); remove the step or set recommend: true',
      ),
    );
}

/** Who goes up holds this level's honour, so it is published first (docs/rules/levels.md#lower-honour). */
function lowerHonourFaults(stage: Stage, refuse: (code: string, words: Text) => void): void {
  if (!stage.lowerHonourRequired) return;
  const kinds = stage.steps.map((step) => step.kind);
  const [up, published] = [kinds.indexOf('recommend'), kinds.indexOf('publish')];
  if (up < 0 || published < 0 || published < up) return;
  const [a, b] = [wordsOf('publish'), wordsOf('recommend')];
  refuse(
    'publish-before-recommend',
    text(
      `要求获本级荣誉方可上报（lowerHonourRequired: true），${a.zh}必须先于${b.zh}（现在${b.zh}排在第 ${up + 1}，${a.zh}排在第 ${published + 1}），请调整环节顺序`,
      `only who holds the honour of this level may go up (lowerHonourRequired: true), so the ${a.en} must come before the ${b.en} (now they are steps ${published + 1} and ${up + 1}); reorder the steps`,
    ),
  );
}

/**
 * Faults of one stage's steps: order, repetition, and what its flags and kind need.
 * `index` is the stage's place in the programme; a fault's code is the name of the broken invariant.
 * An external stage is handled outside this system and has no steps.
 */
export function stepFaults(
  stage: Stage,
  index: number,
  kind: Kind,
  path: readonly PropertyKey[] = ['stages', index, 'steps'],
): Fault[] {
  const faults: Fault[] = [];
  const { zh, en } = levelWords[stage.level];
  const refuse = (code: string, words: Text) =>
    faults.push(
      fault(
        path.map(String).join('.'),
        code,
        `第 ${index + 1} 层级（${zh}）：${words.zh}`,
        `Stage ${index + 1} (${en}): ${words.en}`,
      ),
    );
  if (stage.external) {
    if (stage.steps.length > 0)
      refuse(
        'external-has-no-steps',
        text('系统外办理的层级不能设置环节', 'a stage handled outside this system has no steps'),
      );
    return faults;
  }
  orderFaults(stage.steps, refuse);
  repetitionFaults(stage.steps, refuse);
  presenceFaults(stage, kind, refuse);
  lowerHonourFaults(stage, refuse);
  return faults;
}
