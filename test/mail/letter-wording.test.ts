import { describe, expect, test } from 'vitest';
import { text } from '#domain/problem.ts';
import { neededPlaces, placesOfLetter } from '#mail/letter-places.ts';
import { listsTasks, renderLetter, standardOf, templateNames } from '#mail/letters.tsx';

const now = '2027-03-05T01:00:00.000Z';
const params = {
  ...{
    name: '罗步芳家庭',
    programmeZh: '2027年最美家庭',
    programmeEn: 'Families 2027',
    stepZh: '审查',
    stepEn: 'Review',
  },
  ...{
    title: '最美家庭',
    org: '芙蓉区妇联',
    by: '长沙市妇联',
    code: 'ZMJT',
    count: 3,
    receipt: 'ZMJT-2027-0001',
  },
  ...{
    state: 'honoured',
    how: 'revoked',
    until: '2027-04-01',
    actZh: '撤销',
    actEn: 'revocation',
    rolesZh: '审核员',
  },
  ...{
    whatZh: '截止时间',
    whatEn: 'the end',
    from: '2027-03-01',
    to: '2027-03-09',
    number: '第1号',
    decision: '〔2027〕1号',
  },
};

describe('the words of a letter, taken apart into text and places and put together again, are the same letter', () => {
  test.each(templateNames)('%s', (template) => {
    for (const language of ['zh', 'en'] as const) {
      const as = {
        ...{ template, language, params, now, link: 'https://x/w/1' },
        site: { url: 'https://x', name: text('红榜', 'Hongbang'), rehearsal: false },
        ...(listsTasks(template) && {
          tasks: {
            items: [{ name: '𠮷', title: text('审查', 'Review'), due: '2027-03-04T00:00:00.000Z' }],
            count: 1,
            atLeast: false,
          },
        }),
      };
      expect(renderLetter({ ...as, wording: standardOf(template) })).toEqual(renderLetter(as));
    }
    const standard = standardOf(template);
    const places = placesOfLetter(standard);
    const used = [standard.subject, standard.lead].flatMap(({ zh, en }) => [
      ...`${zh}${en}`.matchAll(/\{(\w+)\}/g),
    ]);
    expect(used.filter(([, id = '']) => !Object.hasOwn(places, id))).toEqual([]);
  });

  test('who it is about and what came of it cannot be left out', () => {
    expect(neededPlaces(placesOfLetter(standardOf('resultAbove')))).toEqual(['name', 'result']);
    expect(neededPlaces(placesOfLetter(standardOf('worklist')))).toEqual([]);
  });
});
