/** The legality gate records and warns, and does not forbid (docs/rules/kinds.md#legal-basis). */
import { describe, expect, test } from 'vitest';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { basisNeeds, programmeWarnings, roundWarnings } from '#domain/programme/programme-warnings.ts';
import { resolveStage, stageAt } from '#domain/programme/resolved-stage.ts';
import { parseStageSettings } from '#domain/programme/settings-reading.ts';
import { changed, type Document } from './presets.ts';

const basis = {
  document: '省评组函〔2026〕3号',
  approvedBy: '省评比达标表彰工作协调小组',
  date: '2026-06-01',
};
const today = '2026-11-22';
const warned = (name: string, change: (d: Document) => void, on = today) =>
  programmeWarnings(parseProgramme(changed(name, change)), { today: on }).flatMap(({ field, code }) =>
    code === 'reserves-idle' ? [] : [`${field} ${code}`],
  );

test('a credit code without an attachment for its certificate is warned of', () => {
  const of = (name: string, change: (d: Document) => void = () => {}) =>
    warned(name, change).filter((each) => each.endsWith('certificate-unnamed'));
  expect(of('jgwmg')).toEqual([]);
  expect(
    of('jgwmg', (d) => {
      for (const field of d.form.fields) delete (field as { certificate?: string }).certificate;
    }),
  ).toEqual([expect.stringMatching(/^form\.fields\.\w+ certificate-unnamed$/)]);
});

describe('naming since 2022-04-20', () => {
  const naming = (edition: string) => (d: Document) => {
    d.kind = 'naming';
    d.edition = edition;
    d.legalBasis = basis;
  };
  test('is warned of at district and city, not at the province', () => {
    expect(warned('zmjt', naming('2027'))).toEqual([
      'stages.2.kind naming-restricted',
      'stages.3.kind naming-restricted',
    ]);
  });
  test.each([
    ['2022-04-19', '2022', 0],
    ['2022-04-20', '2022', 2],
    ['2026-11-22', '2021', 0], // an old edition entered later
    ['2026-11-22', '2022-2', 2],
  ])('on %s for the edition %s: %i warnings', (on, edition, count) => {
    expect(warned('zmjt', naming(edition), on)).toHaveLength(count);
  });
  test('is silent with a recorded exemption', () => {
    expect(
      warned('zmjt', (d) => {
        naming('2027')(d);
        d.legalBasis = { ...basis, exemption: '省妇联统一部署，见文号' };
      }),
    ).toEqual([]);
  });
});

test('a commendation by a district is warned of, and so are a missing basis, a high cap and a short cycle', () => {
  expect(warned('sbqs', () => {})).toEqual([
    'stages.3.kind commendation-restricted',
    'stages.3.legalBasis basis-missing',
    'stages.4.legalBasis basis-missing',
    'stages.5.legalBasis basis-missing',
  ]);
  expect(
    warned('sbqs', (d) => {
      d.legalBasis = { ...basis, quotaCap: 151, cycleYears: 4 };
    }),
  ).toEqual([
    'stages.3.kind commendation-restricted',
    'stages.3.legalBasis cap-high',
    'stages.3.legalBasis cycle-short',
    'stages.4.legalBasis cap-high',
  ]);
  expect(
    warned('sbqs', (d) => {
      d.legalBasis = { ...basis, quotaCap: 150, cycleYears: 5, exemption: '已批准' };
    }),
  ).toEqual([]);
});

test('an approved name has at most 25 characters and is the name used', () => {
  const named = (approvedName: string) =>
    warned('zmjt', (d) => {
      d.legalBasis = { ...basis, approvedName };
    });
  expect(named(`${'芙'.repeat(21)}最美家庭`)).toEqual([]);
  expect(named(`${'芙'.repeat(22)}最美家庭`)).toEqual(['legalBasis.approvedName approved-name-long']);
  expect(named('五好家庭')).toEqual(['legalBasis.approvedName approved-name-differs']);
});

test('全国 in a title needs an approval, and a stage that leads nowhere is noticed', () => {
  expect(
    warned('pajt', (d) => {
      d.legalBasis = basis;
      d.title.zh = '中国平安家庭';
    }),
  ).toEqual(['title national-word']);
  expect(
    warned('zmjt', (d) => {
      d.legalBasis = basis;
      d.stages[3].recommend = false;
      d.stages[3].steps.pop();
    }),
  ).toEqual(['stages.3.recommend dead-end']);
});

test.each([
  ['district', 5, 'working', true],
  ['district', 4, 'working', false],
  ['district', 7, 'calendar', true],
  ['district', 6, 'calendar', false],
])('a notice at the %s of %i %s days: enough is %s', (_, days, mode, enough) => {
  const warnings = warned('zmjt', (d) => {
    d.legalBasis = basis;
    d.stages[2].notice = { days, mode };
  });
  expect(warnings).toEqual(enough ? [] : ['stages.2.notice.days notice-short']);
});

test('a round is warned by its own basis and places', () => {
  const programme = parseProgramme(changed('zmjt', () => {}));
  const settings = parseStageSettings(programme, 2, {
    opensAt: '2027-01-04T01:00:00Z',
    closesAt: '2027-02-01T09:30:00Z',
    legalBasis: { ...basis, quotaCap: 10 },
    places: 12,
  });
  const stage = resolveStage(programme, 2, settings);
  expect(roundWarnings(programme, 2, stage, settings, { today }).map((one) => one.code)).toEqual([
    'over-cap',
  ]);
});

describe('publishing the list of a level', () => {
  const needs = (name: string, change: (d: Document) => void, own?: typeof basis) => {
    const programme = parseProgramme(changed(name, change));
    const stage = programme.stages.find((each) => each.level === 'district')!;
    return basisNeeds(programme, stage, { ...(own !== undefined && { legalBasis: own }) }).map(
      ({ field, code }) => `${field} ${code}`,
    );
  };
  const bare = () => {};
  test('wants the basis of a commendation, of the programme or of the level, or an exemption', () => {
    expect(needs('sbqs', bare)).toEqual(['exemption basis-needed']);
    expect(needs('sbqs', bare, basis)).toEqual([]);
    expect(needs('sbqs', (d) => Object.assign(d, { legalBasis: basis }))).toEqual([]);
    expect(needs('zmjt', (d) => Object.assign(d, { kind: 'naming' }))).toEqual(['exemption basis-needed']);
  });
  test('wants a fresh approval for a changed name', () => {
    const other = { ...basis, approvedName: '十佳女性' };
    expect(needs('sbqs', bare, other)).toEqual(['exemption approved-name-differs']);
    expect(needs('sbqs', bare, { ...other, exemption: '见批复' } as typeof basis)).toEqual([]);
  });
  test('wants nothing of a seeking, or of a level that grants nothing', () => {
    expect(needs('zmjt', bare)).toEqual([]);
  });
});

describe('vacancies (docs/rules/groups.md#vacancies)', () => {
  const codes = (change: (d: Document) => void, places?: number) => {
    const programme = parseProgramme(changed('shbx', change));
    const stage = stageAt(programme, 1);
    return [
      ...programmeWarnings(programme, { today: '2027-03-01' }),
      ...roundWarnings(programme, 1, stage, { places }, { today: '2027-03-01' }),
    ].flatMap(({ code }) => (/reserves|move|caps/.test(code) ? [code] : []));
  };
  test('reserves who can never be promoted are warned of', () => {
    const reserves = (vacancy: string, steps = (kind: string) => kind !== '') =>
      codes((d) => {
        Object.assign(d, { vacancy, kind: 'contest' });
        d.stages[1].quota.reserves = 2;
        d.stages[1].steps = d.stages[1].steps.filter(({ kind }: { kind: string }) => steps(kind));
      });
    expect(reserves('leave-empty')).toEqual(['reserves-idle', 'reserves-idle']);
    expect(reserves('promote-reserve-with-new-notice')).toEqual([]);
    expect(reserves('promote-reserve-with-new-notice', (kind) => kind !== 'notice')).toEqual([
      'reserves-idle',
      'reserves-idle',
    ]);
  });
  test('re-allocation without capped groups is warned of, and so are caps below the places', () => {
    expect(
      codes((d) => {
        delete d.stages[1].listBy;
      }),
    ).toEqual(['nothing-to-move', 'nothing-to-move']);
    expect(codes(() => {}, 100)).toEqual([]);
    expect(codes(() => {}, 120)).toEqual(['caps-below-places']);
  });
});
