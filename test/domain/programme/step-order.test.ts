/** Any order of steps that keeps the invariants (docs/rules/steps.md#invariants). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { isPerCandidacy, nameSteps, type Step, stepPhases, stepSchema } from '#domain/programme/step.ts';
import type { StepKind } from '#domain/step-kinds.ts';
import { changed, type Document, faultsOf, preset } from './presets.ts';

const step = (kind: string, id?: string): Step =>
  stepSchema.parse(id === undefined ? { kind } : { kind, id });

/** 最美家庭 as a district programme of one stage that feeds another one's. */
function districtOf(
  kinds: readonly string[],
  flags: { honour?: boolean; recommend?: boolean; kind?: string },
) {
  const { honour = true, recommend = true, kind = 'seeking' } = flags;
  return changed('zmjt', (d) => {
    d.kind = kind;
    d.stages = [
      {
        ...d.stages[2],
        honour,
        recommend,
        lowerHonourRequired: false,
        steps: kinds.map((one) => ({ kind: one })),
      },
    ];
    if (recommend) d.stages[0].upward = { programme: 'ZMJT', level: 'city' };
  });
}
test('who may go up only with the honour of her level needs the list published first', () => {
  const of = (kinds: readonly string[], lowerHonourRequired: boolean) => {
    const document = districtOf(kinds, {});
    document.stages[0].lowerHonourRequired = lowerHonourRequired;
    return faultsOf(() => parseProgramme(document));
  };
  const upFirst = moved('recommend', 'publish');
  expect(of(upFirst, false)).toEqual([]);
  expect(of(whole, true)).toEqual([]);
  const [fault, ...rest] = of(upFirst, true);
  expect([fault?.field, fault?.code, rest]).toEqual(['stages.0.steps', 'publish-before-recommend', []]);
  expect(fault?.text.zh).toContain('发布表彰名单必须先于推荐上报');
});

const codesOf = (document: Document) => faultsOf(() => parseProgramme(document)).map((fault) => fault.code);

const whole = ['review', 'opinions', 'panel', 'shortlist', 'notice', 'decision', 'publish', 'recommend'];
const moved = (kind: string, before: string) => {
  const rest = whole.filter((one) => one !== kind);
  rest.splice(rest.indexOf(before), 0, kind);
  return rest;
};

describe('each broken invariant is refused by its name', () => {
  test.each([
    ['review-before-panel', moved('panel', 'review'), '资格审查必须先于评审'],
    ['panel-before-shortlist', moved('shortlist', 'panel'), '评审必须先于拟推荐名单'],
    ['shortlist-before-notice', moved('notice', 'shortlist'), '拟推荐名单必须先于公示'],
    ['panel-before-notice', moved('notice', 'panel'), '评审必须先于公示'],
    ['notice-before-decision', moved('decision', 'notice'), '公示必须先于审定'],
    ['notice-before-recommend', moved('recommend', 'notice'), '公示必须先于推荐上报'],
    ['decision-before-recommend', moved('recommend', 'decision'), '审定必须先于推荐上报'],
    ['decision-before-publish', moved('publish', 'decision'), '审定必须先于发布表彰名单'],
    ['notice-before-publish', moved('publish', 'notice'), '公示必须先于发布表彰名单'],
  ])('%s', (name, kinds, words) => {
    const faults = faultsOf(() => parseProgramme(districtOf(kinds, {})));
    const fault = faults.find((one) => one.code === name);
    expect(fault?.field).toBe('stages.0.steps');
    expect(fault?.text.zh).toContain(words);
    expect(fault?.text.zh).toContain('第 1 层级（区县）');
  });

  test.each([
    ['panel-before-decision', ['decision', 'panel', 'publish'], true],
    ['panel-before-publish', ['publish', 'panel'], true],
    ['panel-before-recommend', ['recommend', 'panel'], false],
    ['shortlist-before-decision', ['decision', 'shortlist', 'publish'], true],
    ['shortlist-before-publish', ['publish', 'shortlist'], true],
    ['shortlist-before-recommend', ['recommend', 'shortlist'], false],
  ])('%s, where fewer steps are needed', (name, kinds, honour) => {
    expect(codesOf(districtOf(kinds, { honour, recommend: !honour, kind: 'contest' }))).toEqual([name]);
  });

  test.each([
    ['review-needed', whole.filter((one) => one !== 'review'), {}],
    ['notice-needed', whole.filter((one) => one !== 'notice'), {}],
    ['decision-needed', whole.filter((one) => one !== 'decision'), { kind: 'commendation' }],
    ['decision-needed', whole.filter((one) => one !== 'decision'), { kind: 'naming' }],
    ['honour-needs-publish', whole.filter((one) => one !== 'publish'), {}],
    ['publish-needs-honour', whole, { honour: false }],
    ['recommend-needs-step', whole.filter((one) => one !== 'recommend'), {}],
    ['recommend-step-needs-flag', whole, { recommend: false }],
    ['step-twice', [...whole.slice(0, 5), ...whole.slice(4)], {}],
    ['stage-without-steps', [], { honour: false }],
  ])('%s', (name, kinds, flags) => {
    expect(codesOf(districtOf(kinds, flags))).toEqual([name]);
  });

  test('step-id-twice, also with an id that another step has by default', () => {
    const withIds = (first?: string, second?: string) =>
      changed('zmjt', (d) => {
        d.stages[0].steps = [
          { kind: 'review', id: first },
          { kind: 'review', id: second },
        ];
      });
    expect(codesOf(withIds('a', 'a'))).toEqual(['step-id-twice']);
    expect(codesOf(withIds(undefined, 'review'))).toEqual(['step-id-twice']);
    expect(codesOf(withIds('review-2', undefined))).toEqual(['step-id-twice']);
    expect(codesOf(withIds())).toEqual([]);
  });

  test('external-has-no-steps', () => {
    expect(
      codesOf(
        changed('zmjt', (d) => {
          d.stages[5].steps = [{ kind: 'review' }];
        }),
      ),
    ).toEqual(['external-has-no-steps']);
  });
});

describe('what may be left out', () => {
  test('a contest needs neither notice nor decision', () => {
    expect(codesOf(districtOf(['panel', 'publish'], { kind: 'contest', recommend: false }))).toEqual([]);
  });
  test('a stage without a title needs no decision, as 绿色家庭 of 芙蓉 had none', () => {
    expect(codesOf(districtOf(['review', 'opinions', 'notice', 'recommend'], { honour: false }))).toEqual([]);
  });
  test('a stage of per-candidacy steps goes up without a recommend step', () => {
    expect(codesOf(districtOf(['review'], { honour: false }))).toEqual([]);
    expect(codesOf(districtOf(['review', 'visit', 'review'], { honour: false }))).toEqual([]);
  });
  test('opinions and further reviews may come late: after the panel, after the notice', () => {
    const late = [
      'review',
      'panel',
      'opinions',
      'shortlist',
      'notice',
      'review',
      'decision',
      'publish',
      'recommend',
    ];
    expect(codesOf(districtOf(late, {}))).toEqual([]);
  });
});

describe('any order of any steps', () => {
  /** Written from docs/rules/steps.md#invariants, apart from the code under test. */
  const pairs: readonly (readonly [StepKind, readonly StepKind[]])[] = [
    ['review', ['panel']],
    ['panel', ['shortlist', 'notice', 'decision', 'publish', 'recommend']],
    ['shortlist', ['notice', 'decision', 'publish', 'recommend']],
    ['notice', ['decision', 'publish', 'recommend']],
    ['decision', ['publish', 'recommend']],
  ];
  const allKinds = [...whole, 'visit'] as StepKind[];
  const single = allKinds.filter((kind) => !isPerCandidacy({ kind }));
  const isKept = (kinds: readonly StepKind[], honour: boolean, recommend: boolean, kind: string): boolean => {
    const ordered = pairs.every(([first, laters]) =>
      laters.every(
        (later) =>
          !kinds.includes(first) || !kinds.includes(later) || kinds.indexOf(first) < kinds.indexOf(later),
      ),
    );
    const once = single.every((one) => kinds.filter((other) => other === one).length <= 1);
    const batch = kinds.some((one) => single.includes(one));
    const strict = ['commendation', 'seeking', 'naming'].includes(kind);
    const complete =
      !honour || !strict || (['review', 'notice', 'decision'] as const).every((one) => kinds.includes(one));
    const flags =
      honour === kinds.includes('publish') &&
      (recommend ? kinds.includes('recommend') || !batch : !kinds.includes('recommend'));
    return ordered && once && complete && flags && kinds.length > 0;
  };
  const seen = { kept: 0, broken: 0 };

  test('is accepted exactly when it keeps the invariants', () => {
    const kinds = fc.constantFrom('commendation', 'seeking', 'naming', 'recommendation', 'contest', 'call');
    const orders = fc.oneof(
      fc.shuffledSubarray(allKinds),
      // Near the right order, so that many are kept.
      fc.subarray(allKinds.filter((one) => one !== 'visit')),
      fc.array(fc.constantFrom(...allKinds), { maxLength: 6 }),
      fc
        .tuple(fc.nat(whole.length - 1), fc.nat(whole.length - 1))
        .map(([i, j]) => whole.with(i, whole[j]!).with(j, whole[i]!) as StepKind[]),
    );
    // Mostly with the flags that the steps call for, so that the order alone decides.
    const flags = fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.record({ honour: fc.boolean(), recommend: fc.boolean() }) },
    );
    fc.assert(
      fc.property(orders, flags, kinds, (order, given, kind) => {
        const { honour, recommend } = given ?? {
          honour: order.includes('publish'),
          recommend: order.includes('recommend'),
        };
        const kept = isKept(order, honour, recommend, kind);
        seen[kept ? 'kept' : 'broken']++;
        expect(codesOf(districtOf(order, { honour, recommend, kind })).length === 0).toBe(kept);
      }),
      { numRuns: 200 },
    );
    expect(Math.min(seen.kept, seen.broken)).toBeGreaterThan(10);
  });
});

describe('phases', () => {
  test('a run of per-candidacy steps is one phase, each batch step is one (docs/rules/steps.md#phases)', () => {
    const district = parseProgramme(preset('jgwmg')).stages[3]!;
    expect(stepPhases(district).map((phase) => [phase.kind, phase.id, phase.steps.length])).toEqual([
      ['candidacies', 'review', 3],
      ['batch', 'panel', 1],
      ['batch', 'shortlist', 1],
      ['batch', 'notice', 1],
      ['batch', 'decision', 1],
      ['batch', 'publish', 1],
      ['batch', 'recommend', 1],
    ]);
  });

  test('a step without id is called by its kind, a later one of that kind with its number', () => {
    const steps = [step('review'), step('opinions'), step('review'), step('notice'), step('review', 'last')];
    expect(nameSteps(steps).map((one) => one.id)).toEqual([
      'review',
      'opinions',
      'review-2',
      'notice',
      'last',
    ]);
    expect(stepPhases({ steps }).map((phase) => phase.id)).toEqual(['review', 'notice', 'last']);
    expect(stepPhases({ steps: [] })).toEqual([]);
  });

  test('cutting loses and moves no step', () => {
    const kinds = fc.constantFrom(...(whole as StepKind[]), 'visit' as const);
    fc.assert(
      fc.property(fc.array(kinds, { maxLength: 12 }), (list) => {
        const steps = list.map((kind) => step(kind));
        const phases = stepPhases({ steps });
        expect(phases.flatMap((phase) => [...phase.steps])).toEqual(nameSteps(steps));
        const neighbours = phases.slice(1).map((phase, i) => [phases[i]!.kind, phase.kind]);
        expect(neighbours).not.toContainEqual(['candidacies', 'candidacies']);
      }),
    );
  });
});
