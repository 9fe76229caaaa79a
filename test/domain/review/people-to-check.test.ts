import { expect, it } from 'vitest';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { nameSteps } from '#domain/programme/step.ts';
import { peopleToCheck, ruleFor } from '#domain/review/people-to-check.ts';
import { preset } from '../programme/presets.ts';

const answers = {
  members: [
    { relation: '丈夫', name: '罗步芳', idNumber: '11010519491231002X', birthDate: '1949-12-31' },
    { relation: '女儿', name: '𠮷英' },
  ],
};
const opinionsOf = (programme: ReturnType<typeof presetToProgramme>) =>
  nameSteps(programme.stages.find(({ level }) => level === 'district')!.steps).find(
    ({ kind }) => kind === 'opinions',
  );

it('lists every member of a family with her number masked, and in full once it was opened', () => {
  const programme = presetToProgramme(preset('zmjt'), { edition: '2027' });
  const rule = ruleFor(programme, opinionsOf(programme), '公安')!;
  const closed = peopleToCheck(programme.form, rule, answers, false);
  expect(closed.columns.map(({ zh }) => zh)).toEqual(['姓名', '称谓', '证件号码']);
  expect(closed.people).toEqual([
    ['罗步芳', '丈夫', '**************002X'],
    ['𠮷英', '女儿', '—'],
  ]);
  expect(closed.personal).toEqual(['members.idNumber']);
  expect(peopleToCheck(programme.form, rule, answers, true).people[0]).toEqual([
    '罗步芳',
    '丈夫',
    '11010519491231002X',
  ]);
});

it("gives each department what the step's checks say for it, and nothing to one that has none", () => {
  const own = presetToProgramme(preset('zmjt'), { edition: '2027' });
  const checks = [{ departments: ['公安'], name: 'members.name', by: ['members.birthDate'] }];
  const step = { ...opinionsOf(own)!, checks };
  expect(ruleFor(own, step as never, '公安')?.by).toEqual(['members.birthDate']);
  expect(ruleFor(own, step as never, '文明办')).toBeUndefined();
  const rule = ruleFor(own, step as never, '公安')!;
  expect(peopleToCheck(own.form, rule, answers, false).people[0]).toEqual(['罗步芳', '****']);
});

it('an individual is checked by her number alone, and a form without one names nobody', () => {
  const woman = presetToProgramme(preset('sbqs'), { edition: '2027' });
  const [rule] = woman.stages.flatMap((stage) =>
    nameSteps(stage.steps).flatMap((step) => ruleFor(woman, step, '公安') ?? []),
  );
  expect(peopleToCheck(woman.form, rule!, { [rule!.by[0]!]: '11010519491231002X' }, false).people).toEqual([
    ['**************002X'],
  ]);
});
