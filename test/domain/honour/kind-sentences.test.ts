import { describe, expect, it } from 'vitest';
import { certificateSaid, decidingSaid } from '#domain/honour/kind-sentences.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { passedBefore } from '#domain/programme/steps-passed.ts';
import { preset } from '../programme/presets.ts';

describe('what is decided', () => {
  it.each([
    ['commendation', '拟表彰', '授予甲“题”荣誉称号'],
    ['seeking', '拟推选', '推选甲为“题”'],
    ['naming', '拟命名', '命名甲为“题”'],
    ['recommendation', '拟入选', '确定甲入选“题”'],
    ['contest', '拟获奖', '确定甲在“题”中获奖'],
    ['call', '拟入选', '确定甲入选“题”'],
  ] as const)('by a programme of the kind %s is said as such', (kind, proposed, verdict) => {
    const said = decidingSaid(kind, true);
    expect([said.proposed, said.verdict('甲', '题')]).toEqual([proposed, verdict]);
    expect(certificateSaid(kind, { edition: '2022' }).includes('荣誉称号')).toBe(kind === 'commendation');
  });
  it.each([
    ['contest', '在2022年“{title}”中荣获{grade}，特发此证。'],
    ['naming', '被命名为2022年“{title}”（{grade}），特发此证。'],
    ['commendation', '荣获2022年“{title}”荣誉称号（{grade}），特发此证，以资鼓励。'],
  ] as const)('with a grade is certified with it: %s', (kind, wording) => {
    expect(certificateSaid(kind, { edition: '2022', grades: ['一等奖'] })).toBe(wording);
  });
  it('in batches is certified with the batch', () => {
    expect(certificateSaid('naming', { edition: '2022', batch: 2 })).toBe(
      '被命名为2022年{batch}“{title}”，特发此证。',
    );
  });
  it('where nothing is granted is a recommendation, whatever the kind', () => {
    expect(decidingSaid('contest', false).heading('题')).toBe('关于推荐题对象的审定意见');
  });
});

describe('what came before', () => {
  const programme = parseProgramme(preset('zmjt'));
  const stage = programme.stages.at(-1)!;
  const steps = (...kinds: readonly string[]) => ({
    steps: kinds.map((kind) => ({ ...stage.steps[0]!, kind, id: kind })) as unknown as typeof stage.steps,
  });
  it('has the steps of the stage, in its order, once each, and no others', () => {
    const all = steps('visit', 'review', 'panel', 'shortlist', 'review', 'notice', 'decision');
    expect(passedBefore(programme, all, 0, 'notice')).toBe('申报、实地评估、资格审查、评审');
    expect(passedBefore(programme, steps('shortlist', 'decision'), 0, 'decision')).toBe('申报');
    expect(passedBefore(programme, steps('review', 'notice', 'visit', 'decision'), 1, 'decision')).toBe(
      '申报、逐级推荐、资格审查、实地评估',
    );
  });
  it('has opinions only where there is a department to ask', () => {
    const asked = steps('opinions', 'notice');
    expect(passedBefore(programme, asked, 0, 'notice')).toBe('申报、征求意见');
    expect(passedBefore({ departments: [] }, asked, 0, 'notice')).toBe('申报');
  });
});
