/** Stage settings stay inside the programme's bounds (docs/rules/deadlines.md#changing-a-round). */
import { describe, expect, test } from 'vitest';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { resolveStage } from '#domain/programme/resolved-stage.ts';
import { changeSettings } from '#domain/programme/settings-change.ts';
import { parseStageSettings } from '#domain/programme/settings-reading.ts';
import { changed, faultsOf, preset } from './presets.ts';

const programme = parseProgramme(preset('sbqs'));
const district = 3;
const given = {
  opensAt: '2027-01-04T09:00:00+08:00',
  closesAt: '2027-01-29T17:30:00+08:00',
  phaseEnds: { review: '2027-02-05', panel: '2027-02-20' },
  places: 8,
  shares: [
    { organisation: 'chaoyang', places: 2 },
    { organisation: 'huoxing', places: 1 },
  ],
  ceremony: '2027-03-05',
  contact: {
    office: '区妇联组宣部',
    phone: '0731-84683333',
    email: 'fl@furong.example',
    hours: '8:30–17:30',
  },
  certificate: { wording: '授予 {name} {title}称号', bodies: ['芙蓉区妇女联合会'] },
};
const settings = parseStageSettings(programme, district, given);
const refused = (more: object, document = programme) =>
  faultsOf(() => parseStageSettings(document, district, { ...given, ...more })).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe('reading settings', () => {
  test('phases and fields are called as the clerk sees them, never by their codes', () => {
    const said = (more: object) =>
      faultsOf(() => parseStageSettings(programme, district, { ...given, ...more })).map(
        ({ text }) => text.zh,
      );
    expect(said({ phaseEnds: { review: '2027-02-05', panel: '2027-02-04' } }).join()).toContain(
      '不能早于阶段“资格审查、征求意见”的截止日（2027-02-05）',
    );
    const passed = faultsOf(() =>
      changeSettings(
        { programme, stage: district, settings, decided: 0, used: {} },
        { phaseEnds: { review: '2027-02-09' } },
        '延长审查时间',
        '2027-02-10T02:00:00Z',
      ),
    ).map(({ text }) => text.zh);
    expect(passed.join()).toContain('阶段“资格审查、征求意见”的截止日不能早于今天');
    const fixed = faultsOf(() =>
      changeSettings(
        { programme, stage: district, settings, decided: 0, used: {} },
        { quota: { reserves: 5 } },
        '调整名额',
        '2027-01-20T02:00:00Z',
      ),
    ).map(({ text }) => text.zh);
    expect(fixed.join()).toContain('申报开始后不能再更改“名额规则”');
  });
  test('a wording may name grade, group and batch as the form says', () => {
    expect(refused({ certificate: { wording: '{name} {group} {grade} {batch}' } })).toEqual([]);
  });
  test('a wording is typed with its places by name and kept by id', () => {
    const typed = { ...given, certificate: { wording: '授予【获奖者姓名】［荣誉名称］称号' } };
    expect(parseStageSettings(programme, district, typed).certificate.wording).toBe('授予{name}{title}称号');
    expect(refused({ certificate: { wording: '授予【姓名】称号' } })).toEqual([
      'certificate.wording unknown-word',
    ]);
  });
  test('instants are kept in UTC, and reading the result again gives the same', () => {
    expect(settings.opensAt).toBe('2027-01-04T01:00:00.000Z');
    expect(settings.closesAt).toBe('2027-01-29T09:30:00.000Z');
    expect(parseStageSettings(programme, district, settings)).toEqual(settings);
  });

  test.each([
    ['a window that closes before it opens', { closesAt: '2027-01-03T09:00:00Z' }, 'closesAt window-order'],
    ['a time without zone', { opensAt: '2027-01-04T09:00' }, 'opensAt format'],
    ['a phase that does not exist', { phaseEnds: { visit: '2027-02-05' } }, 'phaseEnds.visit unknown-phase'],
    [
      'a phase end before the window closes',
      { phaseEnds: { review: '2027-01-28' } },
      'phaseEnds.review phase-order',
    ],
    [
      'phase ends that fall',
      { phaseEnds: { review: '2027-02-05', panel: '2027-02-04' } },
      'phaseEnds.panel phase-order',
    ],
    ['a ceremony too early', { ceremony: '2027-02-19' }, 'ceremony ceremony-early'],
    ['no places, where a cap is a share of them', { places: undefined }, 'places places-needed'],
    ['a share twice', { shares: [given.shares[0], given.shares[0]] }, 'shares.1 id-twice'],
    [
      'a word that certificates do not know',
      { certificate: { wording: '{nmae}' } },
      'certificate.wording unknown-word',
    ],
    ['negative places', { places: -1 }, 'places too-small'],
    ['a misspelt key', { ceremoney: '2027-03-05' }, 'ceremoney unknown-key'],
    ['a change of kind that the programme keeps', { kind: 'seeking' }, 'kind not-changeable'],
    ['a change of steps that the programme keeps', { steps: [{ kind: 'review' }] }, 'steps not-changeable'],
    ['a shorter notice', { notice: { days: 4 } }, 'notice.days notice-shorter'],
    [
      'a notice that counts one day less',
      { notice: { days: 6, mode: 'calendar' } },
      'notice.days notice-shorter',
    ],
    [
      'a looser cap',
      {
        quota: {
          groups: [
            {
              title: '处级及以上',
              field: 'rank',
              values: ['副处级', '正处级', '副厅局级', '正厅局级'],
              atMost: '21%',
            },
          ],
        },
      },
      'quota.groups.0 group-looser',
    ],
    [
      'a group over nothing',
      { quota: { groups: [{ title: '新', field: 'nobody', values: ['x'], atMost: '21%' }] } },
      'quota.groups.4.field unknown-field',
    ],
  ])('%s is refused', (_, more, expected) => {
    expect(refused(more)).toContain(expected);
  });

  test('the last day of the window may be the end of the first phase, and the last phase end the ceremony', () => {
    expect(refused({ phaseEnds: { review: '2027-01-29', panel: '2027-03-05' } })).toEqual([]);
  });

  test('what equals the programme is no change', () => {
    expect(refused({ kind: 'commendation', steps: programme.stages[district]!.steps })).toEqual([]);
  });

  test('a longer or as long notice is welcome', () => {
    expect(refused({ notice: { days: 7, mode: 'calendar' } })).toEqual([]);
    expect(refused({ notice: { days: 5, countPostingDay: false } })).toEqual([]);
  });
});

describe('the effective stage', () => {
  test('takes from the programme what the settings leave out', () => {
    const stage = resolveStage(programme, district, settings);
    expect(stage).toEqual({ ...programme.stages[district], kind: 'commendation' });
  });

  test('takes partial rules over the programme’s', () => {
    const own = parseStageSettings(programme, district, {
      ...given,
      notice: { days: 7 },
      objection: { letterDateRule: 'sending' },
      quota: {
        reserves: 1,
        groups: [{ title: '妇联干部', field: 'federationCadre', values: ['是'], atMost: '10%' }],
      },
      coHosts: ['区人社局'],
    });
    const stage = resolveStage(programme, district, own);
    expect(stage.notice).toEqual({ days: 7, mode: 'working', countPostingDay: true, closesAt: '17:30' });
    expect(stage.objection).toMatchObject({ letterDateRule: 'sending', investigationDays: 10 });
    expect(stage.quota.reserves).toBe(1);
    expect(stage.quota.groups.map((group) => [group.title, group.atMost])).toEqual([
      ['处级及以上', '20%'],
      ['一线职工和农民', undefined],
      ['妇联干部', '10%'],
      ['社会化推荐', '25%'],
    ]);
    expect(stage.coHosts).toEqual(['区人社局']);
  });

  test('is as strict as any stage where the programme lets steps change', () => {
    const open = parseProgramme(
      changed('sbqs', (d) => {
        d.levelMayChange = ['steps', 'kind'];
      }),
    );
    const steps = ['review', 'decision', 'notice', 'publish', 'recommend'].map((kind) => ({ kind }));
    expect(refused({ phaseEnds: {}, steps }, open)).toEqual(['steps notice-before-decision']);
    expect(refused({ phaseEnds: {}, kind: 'naming' }, open)).toEqual([]);
  });
});

describe('changing settings', () => {
  const round = { programme, stage: district, settings, decided: 6, used: { chaoyang: 2 } };
  const during = '2027-01-20T02:00:00.000Z';
  const before = '2027-01-03T02:00:00.000Z';
  const codes = (patch: Record<string, unknown>, reason = '因春节放假顺延', now = during) =>
    faultsOf(() => changeSettings(round, patch, reason, now)).map(({ field, code }) => `${field} ${code}`);

  test('a unit that has used more places than it would keep is named, not numbered', () => {
    const named = { ...round, names: { chaoyang: '朝阳区妇联' } };
    const patch = { shares: [{ organisation: 'chaoyang', places: 1 }] };
    expect(
      faultsOf(() => changeSettings(named, patch, '调整名额', during)).map(({ text }) => text.zh),
    ).toEqual(['“朝阳区妇联”已使用 2 个名额，不能少于此数']);
  });

  test('dates, places and contacts change with a reason, and the change is told', () => {
    const change = changeSettings(
      round,
      {
        closesAt: '2027-02-01T09:30:00.000Z',
        places: 10,
        contact: { phone: '0731-84684444' },
        phaseEnds: { panel: '2027-02-26' },
      },
      ' 因春节放假顺延 ',
      during,
    );
    expect(change.reason).toBe('因春节放假顺延');
    expect(change.changes.map((one) => one.field)).toEqual(['closesAt', 'phaseEnds', 'places', 'contact']);
    expect(change.settings.contact).toEqual({ ...given.contact, phone: '0731-84684444' });
    expect(change.settings.phaseEnds).toEqual({ review: '2027-02-05', panel: '2027-02-26' });
  });

  test.each([
    ['no reason', { places: 9 }, '', during, 'reason reason-needed'],
    [
      'a closing that has passed',
      { closesAt: '2027-01-20T01:59:59.999Z' },
      undefined,
      during,
      'closesAt already-passed',
    ],
    [
      'a phase end that has passed',
      { phaseEnds: { review: '2027-02-09' } },
      undefined,
      '2027-02-10T02:00:00Z',
      'phaseEnds.review already-passed',
    ],
    [
      'taking away a phase end that has passed',
      { phaseEnds: { review: null } },
      undefined,
      '2027-02-10T02:00:00Z',
      'phaseEnds.review already-passed',
    ],
    ['fewer places than decided', { places: 5 }, undefined, during, 'places below-decided'],
    [
      'a share below what is used',
      { shares: [{ organisation: 'chaoyang', places: 1 }] },
      undefined,
      during,
      'shares.0.places below-used',
    ],
    ['a share taken away that is used', { shares: [] }, undefined, during, 'shares below-used'],
    ['the opening', { opensAt: '2027-01-05T01:00:00Z' }, undefined, during, 'opensAt fixed-when-open'],
    ['the rules', { quota: { reserves: 5 } }, undefined, during, 'quota fixed-when-open'],
    ['the notice', { notice: { days: 7 } }, undefined, during, 'notice fixed-when-open'],
    [
      'an opening in the past, before the round opens',
      { opensAt: '2027-01-02T01:00:00Z' },
      undefined,
      before,
      'opensAt already-passed',
    ],
  ])('%s is refused', (_, patch, reason, now, expected) => {
    expect(codes(patch, reason, now)).toEqual([expected]);
  });

  test('exactly what has passed is not below it', () => {
    expect(codes({ places: 6, closesAt: during, ceremony: '2027-02-20' })).toEqual([]);
  });

  test('at the opening’s own instant the window is open', () => {
    expect(codes({ awards: ['证书'] }, '更正', settings.opensAt)).toEqual(['awards fixed-when-open']);
    expect(codes({ awards: ['证书'] }, '', before)).toEqual([]);
  });

  test('a form that sends everything back unchanged changes nothing', () => {
    expect(changeSettings(round, { ...settings }, '', during).changes).toEqual([]);
  });

  test('null takes a setting away', () => {
    expect(
      changeSettings(round, { ceremony: null, contact: null }, '取消仪式', during).settings,
    ).not.toHaveProperty('ceremony');
  });
});
