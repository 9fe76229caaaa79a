/** Who judges with us is a co-host, and is named in the order of the co-hosts (docs/rules/steps.md#joint-review). */
import { describe, expect, it } from 'vitest';
import { bodiesFaults, jointHosts } from '#domain/programme/joint-hosts.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { stepSchema } from '#domain/programme/step.ts';
import { passedBefore } from '#domain/programme/steps-passed.ts';
import { changed, faultsOf, preset } from './presets.ts';

const stage = (jointWith: readonly string[], coHosts: readonly string[]) => ({
  coHosts,
  steps: [stepSchema.parse({ kind: 'review', jointWith }), stepSchema.parse({ kind: 'panel' })],
});
const codes = (jointWith: readonly string[], coHosts: readonly string[], bodies: readonly string[]) =>
  bodiesFaults(stage(jointWith, coHosts), bodies, 'bodies').map(({ code }) => code);

describe('co-hosts that take part', () => {
  it('stand in the order of the co-hosts, whatever the order of the step', () => {
    expect(jointHosts(stage(['文明办', '政法委'], ['区委政法委', '民政局', '文明办']))).toEqual([
      '政法委',
      '文明办',
    ]);
    expect(jointHosts({ coHosts: ['政法委'], steps: [stepSchema.parse({ kind: 'review' })] })).toEqual([]);
  });
  it.each([
    [['妇联', '政法委', '文明办'], []],
    [['妇联', '中共龙华区委政法委', '区文明办'], []],
    [['妇联', '文明办'], ['co-host-left-out']],
    [['妇联', '文明办', '政法委'], ['co-host-order']],
  ])('a list by %j has the faults %j', (bodies, found) => {
    expect(codes(['文明办', '政法委'], ['政法委', '民政局', '文明办'], bodies)).toEqual(found);
  });
  it('may be left out where they judge nothing', () => {
    expect(bodiesFaults({ ...stage(['政法委'], ['政法委']), steps: [] }, ['妇联'], 'bodies')).toEqual([]);
  });
  it('are named where papers say what the nominees have been through', () => {
    const { departments, stages } = parseProgramme(preset('pajt'));
    expect(passedBefore({ departments }, stages[2]!, 2, 'notice')).toBe(
      '申报、逐级推荐、资格审查、与政法委联合审查、征求意见、评审',
    );
  });
  it('are not forgotten when the co-hosts of a programme change', () => {
    const faults = (coHosts: readonly string[]) =>
      faultsOf(() =>
        parseProgramme(
          changed('pajt', (d) => {
            d.coHosts = coHosts;
          }),
        ),
      ).map(({ field, code }) => `${field} ${code}`);
    expect(faults(['区委政法委'])).toEqual([]);
    expect(faults(['文明办'])).toEqual(['stages.2.steps.1.jointWith.0 no-co-host']);
  });
});
