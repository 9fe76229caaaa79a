import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAttachment } from '#actions/files/attachments.ts';
import { importNominations } from '#actions/nomination/draft-import.ts';
import { discardDraft, getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { listOwned } from '#actions/nomination/owned.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { submit } from '#actions/nomination/submit.ts';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { getRevision } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { family, idNumber, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

let world: World;
let clerk: Actor;
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

const input = (answers: Readonly<Record<string, unknown>>) => ({
  programme: world.programme,
  org: street(1),
  channel: 'organisation' as const,
  answers,
});

describe('a draft', () => {
  it('keeps what was typed, unfinished or too long, and encrypts what is personal', async () => {
    const answers = {
      familyName: '罗步芳家庭',
      address: '芙蓉区 1 号',
      phone: '139',
      brief: '长'.repeat(400),
    };
    const saved = await saveDraft(world.deps, clerk, {
      ...input({ ...answers, odd: 1 }),
      consentEmail: 'a@example.org',
    });
    expect([saved.version, saved.faults.map((one) => one.field)]).toEqual([1, ['odd']]);
    const opened = await getDraft(world.deps, clerk, saved.id);
    expect([opened.answers, opened.consentEmail]).toEqual([answers, 'a@example.org']);
    const row = JSON.stringify(await world.deps.table.get(keys.draft(saved.id), { consistent: true }));
    expect(['芙蓉区 1 号', '"139"', 'a@example.org'].filter((secret) => row.includes(secret))).toEqual([]);
  });

  it('saved on an old version is a conflict that names what differs; the newer text stays', async () => {
    const { id } = await saveDraft(world.deps, clerk, input({ familyName: '甲', motto: '勤俭' }));
    await saveDraft(world.deps, clerk, { ...input({ familyName: '乙', motto: '勤俭' }), id, version: 1 });
    const problem = await problemOf(
      saveDraft(world.deps, clerk, { ...input({ familyName: '丙', motto: '勤俭' }), id, version: 1 }),
    );
    expect([problem?.kind, problem?.code, problem?.faults.map((one) => one.field)]).toEqual([
      'conflict',
      'draft-changed',
      ['familyName'],
    ]);
    expect((await getDraft(world.deps, clerk, id)).answers.familyName).toBe('乙');
  });

  it('saved twice at once is saved by one', async () => {
    const { id } = await saveDraft(world.deps, clerk, input({ familyName: '甲' }));
    const both = await Promise.all(
      ['乙', '丙'].map((familyName) =>
        codeOf(saveDraft(world.deps, clerk, { ...input({ familyName }), id, version: 1 })),
      ),
    );
    expect(both.toSorted()).toEqual(['draft-changed', undefined]);
  });

  it('belongs to the clerks of its organisation, or to the person who nominates', async () => {
    const { id } = await saveDraft(world.deps, clerk, input({ familyName: '甲' }));
    const stranger = await world.as('clerk', street(2));
    expect(await codeOf(getDraft(world.deps, stranger, id))).toBe('draft-unknown');
    expect(await codeOf(saveDraft(world.deps, stranger, { ...input({}), id, version: 1 }))).toBe(
      'draft-unknown',
    );
    expect((await getDraft(world.deps, await world.as('administrator', street(1)), id)).draft.id).toBe(id);
    const person = await world.person('mother@example.org');
    expect(await codeOf(saveDraft(world.deps, person, input({})))).toBe('not-allowed');
    const own = await saveDraft(world.deps, person, { ...input({}), channel: 'self' });
    expect(await codeOf(getDraft(world.deps, clerk, own.id))).toBe(undefined);
    expect(await codeOf(getDraft(world.deps, stranger, own.id))).toBe('draft-unknown');
  });

  it('becomes the nomination under its id and key, and is gone then', async () => {
    const prepared = await world.prepared(clerk, { answers: family(1) });
    const { nomination } = await submit(world.deps, clerk, prepared);
    expect(nomination.id).toBe(prepared.id);
    expect(
      (await openAnswers(world.deps, await getRevision(world.deps.table, nomination.id, 1))).answers,
    ).toEqual(family(1));
    expect(await codeOf(getDraft(world.deps, clerk, nomination.id))).toBe('draft-unknown');
    const { consentText: _, sensitive: __, ...draft } = prepared;
    expect(await codeOf(saveDraft(world.deps, clerk, { ...draft, version: 3 }))).toBe('already-submitted');
    expect(await codeOf(saveDraft(world.deps, clerk, { ...draft, version: 0 }))).toBe('already-submitted');
    expect((await submit(world.deps, clerk, prepared)).nomination).toEqual(nomination);
  });

  it('submitted by nobody but its own', async () => {
    const prepared = await world.prepared(clerk, { answers: family(2) });
    const stranger = await world.as('clerk', street(2));
    expect(await codeOf(submit(world.deps, stranger, { ...prepared, org: street(2) }))).toBe('draft-unknown');
    expect(
      await codeOf(submit(world.deps, await world.person('x@example.org'), { ...prepared, id: 'fresh1' })),
    ).toBe('not-allowed');
  });

  it('discarded leaves neither text nor key nor file', async () => {
    const { id } = await saveDraft(world.deps, clerk, input({ address: '秘密' }));
    const { attachment } = await addAttachment(world.deps, clerk, id, 'photos', jpeg(), '全家福.jpg');
    const sealed = await sealer(world.deps).seal(id, 'x');
    await discardDraft(world.deps, clerk, id);
    await discardDraft(world.deps, clerk, id);
    expect((await sealer(world.deps).open(id, sealed)).kind).toBe('erased');
    expect([world.stored.has(attachment.id), await world.deps.table.get(keys.draft(id))]).toEqual([
      false,
      undefined,
    ]);
    expect(await codeOf(saveDraft(world.deps, clerk, { ...input({}), id, version: 2 }))).toBe(
      'draft-unknown',
    );
  });

  it('too large to store is refused', async () => {
    const tags = Array.from({ length: 12 }, (_, n) => ({ relation: `${n}`, work: '长'.repeat(10_000) }));
    expect((await problemOf(saveDraft(world.deps, clerk, input({ members: tags }))))?.kind).toBe('toolarge');
  });

  it('is listed with the nominations of its owner, newest first', async () => {
    const person = await world.person('self@example.org');
    const draft = await saveDraft(world.deps, person, { ...input({ familyName: '甲' }), channel: 'self' });
    world.at('2021-04-02T02:00:00.000Z');
    const { nomination } = await world.nominate(person, {
      channel: 'self',
      org: '430102001001',
      answers: family(3),
    });
    const { items } = await listOwned(world.deps, person);
    expect(items.map(({ kind, id, name }) => [kind, id, name])).toEqual([
      ['nomination', nomination.id, '罗步芳3家庭'],
      ['draft', draft.id, '甲'],
    ]);
  });
});

describe('an import from a sheet', () => {
  const row = (n: number, changes = {}) => ({
    '家庭称谓*': `第${n}家庭`,
    家庭代表姓名: '罗步芳',
    所在社区: '甲社区',
    居住年数: 3,
    residenceYears: 3,
    联系电话: 13900001234,
    家庭特色: '孝老爱亲、清廉',
    家庭成员1称谓: '本人',
    家庭成员1姓名: '罗步芳',
    家庭成员1出生日期: new Date('1971-03-05T00:00:00Z'),
    'members.1.idNumber': idNumber('1971-03-05', 500 + n),
    ...changes,
  });
  const rows = (...all: Record<string, unknown>[]) =>
    all.map(
      ({ 居住年数: _, 所在社区: community, ...rest }): Record<string, unknown> => ({
        ...rest,
        '所在社区（村）': community,
      }),
    );
  const load = (sheet: Record<string, unknown>[], actor = clerk) =>
    importNominations(world.deps, actor, { programme: world.programme, org: street(1), rows: sheet });

  it('makes a draft of each good row and tells the bad ones by row and field', async () => {
    const sheet = rows(
      row(1),
      row(2, { 'members.1.idNumber': Number('430102197103050014') }),
      row(3, { 家庭特色: '勤劳' }),
      row(4, { '家庭称谓*': '' }),
      {},
    );
    const answer = await load(sheet);
    expect(answer.saved.map(({ row, name }) => [row, name])).toEqual([[2, '第1家庭']]);
    expect(answer.faulty.map(({ row, faults }) => [row, faults.map((one) => one.code)])).toEqual([
      [3, ['digits-lost']],
      [4, ['not-an-option']],
      [5, ['required']],
    ]);
    expect((await getDraft(world.deps, clerk, answer.saved[0]!.id)).answers).toMatchObject({
      familyName: '第1家庭',
      phone: '13900001234',
      tags: ['孝老爱亲', '清廉'],
      members: [
        { relation: '本人', name: '罗步芳', birthDate: '1971-03-05', idNumber: idNumber('1971-03-05', 501) },
      ],
    });
  });

  it('done again makes nothing twice', async () => {
    const sheet = rows(row(10), row(11));
    expect((await load(sheet)).saved).toHaveLength(2);
    expect(await load(sheet)).toEqual({ saved: [], known: [2, 3], faulty: [] });
  });

  it('refuses unknown columns, endless sheets and strangers', async () => {
    expect(await codeOf(load([{ 家庭称谓: '甲', 门牌: '1' }]))).toBe('unknown-column');
    expect(await codeOf(load(Array.from({ length: 501 }, () => ({ 家庭称谓: '甲' }))))).toBe('too-many-rows');
    expect(await codeOf(load([], await world.as('clerk', street(2))))).toBe('not-allowed');
  });
});
