import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openProgrammes } from '#actions/programme/open-programmes.ts';
import { programmeFromYaml } from '#actions/programme/programme-text.ts';
import {
  archiveProgramme,
  createProgramme,
  listProgrammes,
  publishProgramme,
  reviseProgramme,
} from '#actions/programme/programmes.ts';
import { readEvents } from '#store/chain.ts';
import { getRound, programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { presetNames } from '../../domain/programme/presets.ts';
import { readBy } from '../../reading.ts';
import { contest, type Office, openOffice, problemOf, session } from '../office.ts';
import { codeOf } from '../people/people-deps.ts';

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.test.embedded.close());

const draft = { ...contest, code: 'NEW' };
const make = (document: Record<string, unknown> = draft) =>
  createProgramme(office.deps, office.admin, { org: 'east', document });

describe('a programme', () => {
  it('is made as a draft named after code, edition and organisation, once', async () => {
    const { programme } = await make();
    expect(programme).toMatchObject({ id: 'new-2022-east', status: 'draft', revision: 1, owner: 'east' });
    expect(await programmeRevision(office.deps.table, programme.id, 1)).toEqual(programme.document);
    expect(await codeOf(make())).toBe('programme-exists');
  });

  it('is refused with every fault, and for others than administrators', async () => {
    const { faults } = await problemOf(make({ ...draft, code: 'x', category: 'person' }));
    expect(faults.map((each) => each.field)).toEqual(['code', 'category']);
    const clerk = session(await office.member('clerk@example.cn', 'clerk'));
    expect(await codeOf(createProgramme(office.deps, clerk, { org: 'east', document: draft }))).toBe(
      'not-allowed',
    );
  });

  it('comes with warnings, which forbid nothing', async () => {
    expect((await make()).warnings.map((each) => each.code)).toEqual(['basis-missing']);
  });

  it('is revised: earlier revisions stay as they were', async () => {
    const { programme } = await make();
    const next = { ...draft, title: { zh: '巾帼创业大赛' } };
    const revised = await reviseProgramme(office.deps, office.admin, {
      id: programme.id,
      document: next,
      version: 1,
    });
    expect(revised.programme).toMatchObject({ revision: 2, document: { title: { zh: '巾帼创业大赛' } } });
    expect((await programmeRevision(office.deps.table, programme.id, 1)).title.zh).toBe('巾帼创新大赛');
    const stale = reviseProgramme(office.deps, office.admin, {
      id: programme.id,
      document: draft,
      version: 1,
    });
    expect(await codeOf(stale)).toBe('programme-changed');
    const same = await reviseProgramme(office.deps, office.admin, {
      id: programme.id,
      document: next,
      version: 2,
    });
    expect(same.programme.revision).toBe(2);
    expect(
      (await readEvents(office.deps.table, `programme:${programme.id}`)).events.map((each) => each.action),
    ).toEqual(['programme.create', 'programme.revise']);
  });

  it('once published changes in its rules only, and names the rounds that keep what they opened with', async () => {
    const id = 'test-2022-east';
    const { faults } = await problemOf(
      reviseProgramme(office.deps, office.admin, {
        id,
        document: { ...contest, category: 'project' },
        version: 2,
      }),
    );
    expect(faults.map((each) => [each.field, each.code])).toEqual([['category', 'fixed-when-published']]);
    await office.move({ status: 'open' });
    const document = { ...contest, title: { zh: '新名称' } };
    expect(await reviseProgramme(office.deps, office.admin, { id, document, version: 2 })).toMatchObject({
      pinned: [office.round],
      programme: { revision: 2, status: 'published' },
    });
  });

  it('is published once, by an administrator of its own organisation in a session', async () => {
    const { programme } = await make();
    const press = { id: programme.id, version: 1 };
    expect(await codeOf(publishProgramme(office.deps, office.above, press))).toBe('not-allowed');
    expect((await publishProgramme(office.deps, office.admin, press)).programme.status).toBe('published');
    expect((await publishProgramme(office.deps, office.admin, press)).programme.version).toBe(2);
  });

  it('is archived when its rounds are over', async () => {
    const id = 'test-2022-east';
    expect(await codeOf(archiveProgramme(office.deps, office.admin, { id, version: 2 }))).toBe(
      'rounds-running',
    );
    await office.move({ status: 'settled' });
    expect(await archiveProgramme(office.deps, office.admin, { id, version: 2 })).toMatchObject({
      status: 'archived',
    });
    expect(await codeOf(publishProgramme(office.deps, office.admin, { id, version: 3 }))).toBe(
      'programme-archived',
    );
  });

  it('is archived and revised by all its rounds, however many: also by the one beyond the first page', async () => {
    const id = 'test-2022-east';
    const { table } = office.deps;
    const round = await getRound(table, office.round);
    await office.move({ status: 'settled' });
    const many = Array.from({ length: 450 }, (_, n) => {
      const last = n === 449;
      const org = `below-${String(n).padStart(3, '0')}`;
      return { ...round, id: `${id}#${org}`, org, status: last ? ('open' as const) : ('settled' as const) };
    });
    await table.batchPut(many.map((each) => rows.round(each)));
    expect(await codeOf(archiveProgramme(office.deps, office.admin, { id, version: 2 }))).toBe(
      'rounds-running',
    );
    const document = { ...contest, title: { zh: '新名称' } };
    const { pinned } = await reviseProgramme(office.deps, office.admin, { id, document, version: 2 });
    expect([pinned.length, pinned.includes(many[449]!.id)]).toEqual([451, true]);
    const read = await readBy(office.deps, async () => {
      await table.put(rows.round({ ...many[449]!, status: 'settled', version: round.version }));
      expect(await archiveProgramme(office.deps, office.admin, { id, version: 3 })).toMatchObject({
        status: 'archived',
      });
    });
    // The index tells which run; none that is over is read itself.
    expect(read.requests).toBeLessThan(20);
  });

  it('is listed by its organisation', async () => {
    await make();
    const { items } = await listProgrammes(office.deps, 'east');
    expect(items.map((each) => each.id)).toEqual(['test-2022-east', 'new-2022-east']);
  });
});

describe('programmes open to an organisation', () => {
  it('are those with a round above it, until the window closes', async () => {
    const open = { programme: 'test-2022-east', round: office.round, orgName: '东区妇联' };
    expect(await openProgrammes(office.deps, 'lane')).toMatchObject([{ ...open, state: 'open' }]);
    expect(await openProgrammes(office.deps, 'west')).toEqual([]);
    office.at('2023-01-01T00:00:00.000Z');
    expect(await openProgrammes(office.deps, 'lane')).toEqual([]);
  });
});

describe('a programme in YAML', () => {
  it.each(presetNames)('reads the preset %s', async (name) => {
    const content = readFileSync(
      new URL(`../../../workflows/programmes/${name}.yaml`, import.meta.url),
      'utf8',
    );
    const { programme } = await make(programmeFromYaml(content));
    expect(programme.document.code.toLowerCase()).toBe(name);
  });

  it.each([
    ['code: A\n\ttitle: B', 'line.2', '制表符'],
    ['code: A\ntitle: {zh: "B', 'line.2', '缺少符号'],
    ['code: A\ncode: B', 'line.2', '相同的键'],
    ['stages:\n  - level: city\n honour: true', 'line.3', '缩进'],
    ['a: *b', 'line.1', '锚点'],
  ])('says where it is broken: %j', (content, field, words) => {
    let faults: readonly { readonly field: string; readonly text: { readonly zh: string } }[] = [];
    try {
      programmeFromYaml(content);
    } catch (error) {
      faults = (error as { faults: typeof faults }).faults;
    }
    expect(faults.some((each) => each.field === field && each.text.zh.includes(words))).toBe(true);
  });

  it('is refused when it is no group of settings, too large, or a bomb of aliases', () => {
    expect(() => programmeFromYaml('- a\n- b')).toThrow('yaml-shape');
    expect(() => programmeFromYaml('')).toThrow('yaml-shape');
    expect(() => programmeFromYaml('a'.repeat(200_001))).toThrow('yaml-large');
    const many = Array.from({ length: 51 }, () => '*a').join(', ');
    expect(() => programmeFromYaml(`a: &a x\nb: [${many}]`)).toThrow('yaml-aliases');
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x]'];
    for (let n = 1; n < 6; n++)
      bomb.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(', ')}]`);
    expect(() => programmeFromYaml(bomb.join('\n'))).toThrow('yaml-aliases');
  });
});
