/** A programme's text is edited place by place; comments and everything else stay as they were written. */
import { describe, expect, test } from 'vitest';
import { edited } from '#actions/programme/programme-edits.ts';
import { programmeFromYaml } from '#actions/programme/programme-text.ts';
import { stageSchema } from '#domain/programme/programme.ts';
import type { ProgrammeEdit } from '#domain/programme/programme-edit.ts';
import { categories, programmeKinds } from '#domain/programme/programme-kinds.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { levelAdded, levelRemoved, stepEdits } from '#domain/programme/stage-edits.ts';
import { startingProgramme } from '#domain/programme/starting-programme.ts';
import { presetNames, presetYaml } from '#web/programme/presets.ts';

const start = (more: Partial<Parameters<typeof startingProgramme>[0]> = {}) =>
  startingProgramme({
    title: '最美巾帼奋斗者',
    code: 'ZMFDZ',
    edition: '2027',
    category: 'individual',
    kind: 'seeking',
    levels: ['city', 'street', 'district'],
    honours: [],
    ...more,
  });

/** The faults of a text, by line and words. */
function faultsOf(yaml: string): readonly string[] {
  try {
    programmeFromYaml(yaml);
    return [];
  } catch (error) {
    return (error as { faults: { field: string; text: { zh: string } }[] }).faults.map(
      ({ field, text }) => `${field} ${text.zh}`,
    );
  }
}

describe('a programme is edited place by place', () => {
  const yaml =
    '# 本区的说明\ncode: SBQS # 不要改\ntitle: { zh: 三八红旗手 } # 名称\nlist:\n  - a # 第一\n  - b\n';

  test('a value is changed where it stands, with every comment kept', () => {
    expect(edited(yaml, [{ do: 'set', at: 'title.zh', value: '新名称' }])).toBe(
      '# 本区的说明\ncode: SBQS # 不要改\ntitle: { zh: 新名称 } # 名称\nlist:\n  - a # 第一\n  - b\n',
    );
  });
  test('an entry is added, moved with its comment, and removed', () => {
    expect(
      edited(yaml, [
        { do: 'add', at: 'list', value: 'c' },
        { do: 'move', at: 'list.0', to: 2 },
      ]),
    ).toContain('list:\n  - b\n  - c\n  - a # 第一\n');
    expect(edited(yaml, [{ do: 'remove', at: 'list.1' }])).toContain('list:\n  - a # 第一\n');
  });
  test('a group that is left empty goes with its last value', () => {
    expect(edited(yaml, [{ do: 'remove', at: 'title.zh' }])).not.toContain('title');
  });
  test('a place that is not there is refused, never made up', () => {
    for (const edit of [
      { do: 'remove', at: 'list.7' },
      { do: 'set', at: 'list.7', value: 'x' },
      { do: 'move', at: 'list.7', to: 0 },
      { do: 'remove', at: 'code.deeper' },
    ] satisfies readonly ProgrammeEdit[])
      expect(() => edited(yaml, [edit]), edit.at).toThrow(expect.objectContaining({ kind: 'invalid' }));
  });
  test('what shared an anchor is changed alone', () => {
    const shared = 'one: &steps\n  - { kind: review }\ntwo: *steps\n';
    expect(edited(shared, [{ do: 'set', at: 'two.0.kind', value: 'notice' }])).toBe(
      'one:\n  - { kind: review }\ntwo:\n  - { kind: notice }\n',
    );
  });
  test('every preset is the same programme after an edit that changes nothing', () => {
    for (const name of presetNames) {
      const before = presetYaml(name);
      const programme = parseProgramme(programmeFromYaml(before));
      const after = edited(before, [{ do: 'set', at: 'title.zh', value: programme.title.zh }]);
      expect(parseProgramme(programmeFromYaml(after)), name).toEqual(programme);
      expect(after.match(/#/g)?.length ?? 0, name).toBeGreaterThanOrEqual(before.match(/^#/gm)?.length ?? 0);
    }
  });
  test('a new field gets an id from its label, and no other has it', () => {
    const field = (label: object) =>
      ({ do: 'add', at: 'form.fields', value: { label, type: 'text' } }) as const;
    const after = edited('form:\n  fields: []\n', [
      field({ zh: '工作单位' }),
      field({ zh: '工作单位' }),
      field({ zh: '直播间', en: 'Live room (URL)' }),
      field({ zh: '粉丝数' }),
      field({ zh: '作品数' }),
    ]);
    expect([...after.matchAll(/id: (\w+)/g)].map(([, id]) => id)).toEqual([
      'workUnit',
      'workUnit2',
      'liveRoomUrl',
      'field',
      'field2',
    ]);
  });
});

describe('slips of people who write Chinese are named with their line', () => {
  test.each([
    ['code：SBQS\nedition: "2027"\n', 'line.1', '全角'],
    ['code: SBQS\nedition：2027\ncategory: family\n', 'line.2', '全角'],
    ['title: { zh：名称 }\n', 'line.1', '全角'],
    ['code: SBQS\ntitle: { zh: 名称，en: Name }\n', 'line.2', '全角的，请改为半角'],
    ['title: { zh: 好家庭, 好家风, en: Name }\n', 'line.1', '没有加引号'],
    ['code:SBQS\nedition: "2027"\n', 'line.1', '空一格'],
    ['stages:\n\t- level: city\n', 'line.2', 'Tab'],
  ])('%j', (yaml, line, words) => {
    const faults = faultsOf(yaml);
    expect(faults[0]).toContain(line);
    expect(faults[0]).toContain(words);
  });
});

describe('a programme from nothing', () => {
  test('can be published as it stands, whatever is honoured and at whichever levels', () => {
    for (const category of categories)
      for (const kind of programmeKinds)
        for (const levels of [['district'], ['unit', 'community'], ['street', 'district', 'city']] as const)
          expect(
            parseProgramme(start({ category, kind, levels: [...levels] })).stages.map(({ level }) => level),
            `${category} ${kind}`,
          ).toEqual(levels);
  });
  test('levels rise, the highest grants, those below recommend', () => {
    const { stages } = parseProgramme(start());
    expect(stages.map(({ level, honour, recommend }) => [level, honour, recommend])).toEqual([
      ['street', false, true],
      ['district', false, true],
      ['city', true, false],
    ]);
  });
});

describe('steps follow from what a level does', () => {
  const programme = parseProgramme(start());
  const yaml = edited(
    '',
    Object.entries(start()).map(([at, value]) => ({ do: 'set' as const, at, value })),
  );
  const changed = (edits: readonly ProgrammeEdit[]) => parseProgramme(programmeFromYaml(edited(yaml, edits)));

  test('a level that grants an honour gets its steps at their places, and loses them again', () => {
    const stage = programme.stages[1]!;
    const granted = changed([
      { do: 'set', at: 'stages.1.honour', value: true },
      ...stepEdits('stages.1', stage, { honour: true, recommend: true, external: false }),
    ]);
    expect(granted.stages[1]?.steps.map(({ kind }) => kind)).toEqual([
      'review',
      'shortlist',
      'notice',
      'decision',
      'publish',
      'recommend',
    ]);
    expect(
      stepEdits('stages.1', granted.stages[1]!, { honour: false, recommend: true, external: false }),
    ).toEqual([{ do: 'remove', at: 'stages.1.steps.4' }]);
  });
  test('a level put on top makes the one below recommend; taken away, that one is the highest again', () => {
    const province = stageSchema.parse({ ...programme.stages[2], level: 'province' });
    const higher = changed(levelAdded(programme, province));
    expect(higher.stages.map(({ level, recommend }) => [level, recommend])).toEqual([
      ['street', true],
      ['district', true],
      ['city', true],
      ['province', false],
    ]);
    const lower = changed(levelRemoved(programme, 2));
    expect(lower.stages.map(({ recommend }) => recommend)).toEqual([true, false]);
  });
});
