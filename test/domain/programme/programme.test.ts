/** Presets parse, and all faults are said at once (docs/architecture.md#programmes-are-data). */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { changed, type Document, faultsOf, preset, presetNames } from './presets.ts';

const faultsAfter = (name: string, change: (document: Document) => void) =>
  faultsOf(() => parseProgramme(changed(name, change)));
const short = (name: string, change: (document: Document) => void) =>
  faultsAfter(name, change).map(({ field, code }) => `${field} ${code}`);

describe('the presets', () => {
  test('are those that the mission names', () => {
    expect(presetNames.toSorted()).toEqual(
      expect.arrayContaining(['jgwmg', 'lsjt', 'pajt', 'sbjt', 'sbqs', 'zmjt']),
    );
  });

  test.each(presetNames)('%s is a valid programme and parses to itself', (name) => {
    const programme = parseProgramme(preset(name));
    expect(parseProgramme(programme)).toEqual(programme);
    expect(parseProgramme(JSON.parse(JSON.stringify(programme)))).toEqual(programme);
  });

  test.each(presetNames)('%s has words in both languages for everything that a nominator reads', (name) => {
    const { form, channels, title } = parseProgramme(preset(name));
    const labels = [
      title,
      ...channels.map((one) => one.title),
      ...form.fields.flatMap((field) => [
        field.label,
        ...(field.help === undefined ? [] : [field.help]),
        ...(field.options ?? []).map((option) => option.label),
        ...(field.columns ?? []).flatMap((column) => [
          column.label,
          ...(column.options ?? []).map((option) => option.label),
        ]),
      ]),
      ...form.attachments.map((one) => one.label),
      ...form.declarations.map((one) => one.text),
    ];
    expect(labels.filter((label) => label.en === undefined)).toEqual([]);
    expect(form.fields.filter((field) => field.group === undefined)).toEqual([]);
  });

  test.each(presetNames)('%s keeps ID numbers, phones and addresses encrypted and out of notices', (name) => {
    const { form } = parseProgramme(preset(name));
    const cells = form.fields.flatMap((field) => [field, ...(field.columns ?? [])]);
    const open = cells.filter(
      (cell) => !cell.personal && ['idDocument', 'phone', 'email', 'date'].includes(cell.type),
    );
    expect(open.map((cell) => cell.id)).toEqual(name === 'sbqs' ? ['mainlandSince'] : []);
  });

  test('take another edition', () => {
    expect(presetToProgramme(preset('zmjt'), { edition: '2028-2' }).edition).toBe('2028-2');
    expect(faultsOf(() => presetToProgramme(preset('zmjt'), { edition: '28' }))).toMatchObject([
      { field: 'edition', code: 'format' },
    ]);
    expect(faultsOf(() => presetToProgramme(null, { edition: '2028' }))).toMatchObject([
      { field: '', code: 'type' },
    ]);
  });

  test('绿色家庭 goes up from the district without a title of its own (docs/rules/levels.md#two-acts)', () => {
    const district = parseProgramme(preset('lsjt')).stages.find((stage) => stage.level === 'district');
    expect(district).toMatchObject({ honour: false, recommend: true });
    expect(district?.steps.map((step) => step.kind)).not.toContain('publish');
  });
});

describe('a document that is wrong in its shape', () => {
  test.each([
    ['100%', []],
    ['100.0%', []],
    ['99.5%', []],
    ['100.5%', ['不超过 100% 的百分数']],
    ['150%', ['不超过 100% 的百分数']],
    ['600%', ['不超过 100% 的百分数']],
  ])('a share of %s of the places', (atMost, said) => {
    const faults = faultsAfter('zmjt', (d) => {
      const at = d.stages.findIndex((stage: { readonly honour: boolean }) => stage.honour === true);
      d.stages[at]!.quota = {
        groups: [{ title: '他荐', field: 'channel', values: ['other'], atMost }],
      };
    });
    expect(faults.map(({ text }) => /不超过 100% 的百分数/.exec(text.zh)?.[0])).toEqual(said);
  });

  test('a misspelt key is named with its nearest, and counts as that key for what follows', () => {
    const [fault, ...more] = faultsAfter('zmjt', (d) => {
      d.retension = { years: 5 };
    });
    expect(more).toEqual([]);
    expect(fault).toMatchObject({ field: 'retension', code: 'unknown-key' });
    expect(fault!.text.zh).toContain('是否应为“retention”');
    expect(fault!.text.en).toContain('Did you mean "retention"?');
  });

  test('a key inside a step is suggested from the keys of that kind of step', () => {
    const [fault] = faultsAfter('zmjt', (d) => {
      d.stages[2].steps[2].critera = d.stages[2].steps[2].criteria;
      delete d.stages[2].steps[2].criteria;
    });
    expect(fault).toMatchObject({ field: 'stages.2.steps.2.critera', code: 'unknown-key' });
    expect(fault!.text.zh).toContain('第 3 层级（区县） · 环节 3（评审）');
    expect(fault!.text.zh).toContain('“criteria”');
    expect(fault!.text.zh).not.toContain('deadlineDays');
  });

  test('a misspelt word is answered with the nearest and the whole list', () => {
    const [fault] = faultsAfter('zmjt', (d) => {
      d.stages[2].steps[4].kind = 'notise';
    });
    expect(fault).toMatchObject({ field: 'stages.2.steps.4.kind', code: 'choice' });
    expect(fault!.text.zh).toContain('是否应为“notice”');
    expect(fault!.text.zh).toContain('decision（审定）');
  });

  test('a Chinese word in place of a choice is answered with the choice', () => {
    const [fault] = faultsAfter('zmjt', (d) => {
      d.kind = '推选';
    });
    expect(fault!.text.en).toContain('Did you mean "seeking"?');
  });

  test('a rule is told apart by its kind, also inside other rules', () => {
    expect(
      short('sbqs', (d) => {
        d.eligibility[1].minimum = 18;
        d.eligibility[5].rules[0].kind = 'year';
        d.eligibility.push({ kind: 'any', of: [{ kind: 'ratio', part: 'rank', whole: 'rank', min: '60' }] });
      }),
    ).toEqual([
      'eligibility.1.minimum unknown-key',
      'eligibility.5.rules.0.kind choice',
      'eligibility.6.of.0.min format',
    ]);
  });

  test('missing fields, wrong types and bounds are all said at once', () => {
    const faults = faultsAfter('zmjt', (d) => {
      delete d.title;
      delete d.category;
      d.code = 'Z1';
      d.channels = [];
      d.stages[0].honour = 'yes';
      d.stages[2].notice.days = 0;
      d.stages[2].steps[0].days = 2.5;
      d.form.fields[0].label.zh = '';
    });
    expect(faults.map(({ field, code }) => `${field} ${code}`).toSorted()).toEqual([
      'category required',
      'channels too-few',
      'code format',
      'form.fields.0.label.zh too-short',
      'stages.0.honour type',
      'stages.2.notice.days too-small',
      'stages.2.steps.0.days type',
      'title required',
    ]);
    expect(faults.find(({ field }) => field === 'stages.0.honour')!.text.zh).toBe(
      '第 1 层级（社区） · 是否授予本级荣誉：应为是或否（true / false），现为文字',
    );
    expect(faults.every(({ text }) => text.zh !== '' && text.en !== '')).toBe(true);
  });

  test.each([null, undefined, 'x', 7, []])('%j is no programme, and said so', (input) => {
    expect(faultsOf(() => parseProgramme(input)).length).toBeGreaterThan(0);
  });

  test('a broken order is said beside a wrong word elsewhere', () => {
    expect(
      short('zmjt', (d) => {
        d.category = 'familly';
        d.stages[2].steps.reverse();
      }),
    ).toEqual(expect.arrayContaining(['category choice', 'stages.2.steps notice-before-decision']));
  });

  test('keys that every object inherits are no known keys', () => {
    const [fault] = faultsAfter('zmjt', (d) => {
      d.constructor = 1;
    });
    expect(fault).toMatchObject({ field: 'constructor', code: 'unknown-key' });
    expect(fault!.text.zh).toMatch(/^constructor：没有名为“constructor”的项/);
  });

  test('whatever is put in some place of a programme is either accepted or refused in words', () => {
    const junk = fc.constantFrom<unknown>(
      null,
      '',
      'x',
      '公示',
      0,
      -1,
      1.5,
      true,
      [],
      [null],
      {},
      [[]],
      'constructor',
      { kind: 'toString' },
    );
    const paths = (value: unknown, path: readonly (string | number)[] = []): (string | number)[][] =>
      typeof value !== 'object' || value === null
        ? [[...path]]
        : [
            [...path],
            ...Object.entries(value).flatMap(([key, one]) =>
              paths(one, [...path, Array.isArray(value) ? Number(key) : key]),
            ),
          ];
    const places = presetNames.flatMap((name) =>
      paths(preset(name))
        .slice(1)
        .map((path) => ({ name, path })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), junk, ({ name, path }, value) => {
        const faults = faultsAfter(name, (d) => {
          const holder = path.slice(0, -1).reduce((at, key) => at[key], d);
          holder[path.at(-1)!] = value;
        });
        for (const { text } of faults) expect(`${text.zh}${text.en}`).not.toMatch(/undefined|\[object|NaN/);
      }),
      { numRuns: 150 },
    );
  });
});
