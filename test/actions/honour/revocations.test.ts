import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { proposeEditionAnnulment, proposeListAnnulment } from '#actions/honour/annulling.ts';
import { checkCertificate, listEntries, readList } from '#actions/honour/honour-roll.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { yearReport } from '#actions/honour/ledger-reading.ts';
import { correctHonour, setHonourStatus } from '#actions/honour/revocations.ts';
import {
  confirmRevocations,
  listProposals,
  proposeRevocation,
  withdrawRevocations,
} from '#actions/honour/revoking.ts';
import type { Actor } from '#domain/people/people.ts';
import { readEvents, verifyChain } from '#store/chain.ts';
import { honoursHeld } from '#store/reads.ts';
import { city, district, street } from '../../furong.ts';
import { openPublished, type Published } from '../../web/honour/published.ts';
import { codeOf, problemOf } from '../../world.ts';

let published: Published;
let administrator: Actor;
/** Of the city: where an organisation has one administrator, another above it confirms. */
let second: Actor;
const number = (n: number) => `430102-ZMJT-2021-000${n}`;
const ruling = {
  grounds: '获奖后被判处刑罚',
  decisionNumber: '芙妇〔2021〕20号',
  date: '2021-06-01',
  body: '党组会',
};
const deps = () => published.world.deps;
const statusOf = async (n: number) => (await checkCertificate(deps(), number(n), 'here')).entry;
const version = async (n: number) => (await honourByNumber(deps(), number(n))).honour.version;

beforeAll(async () => {
  published = await openPublished(['罗步芳家庭', '周雅兰家庭', '陈玉梅家庭']);
  await published.post();
  await published.publish();
  published.world.at('2021-06-02T02:00:00.000Z');
  administrator = await published.world.as('administrator', district);
  second = await published.world.as('administrator', city);
});
afterAll(() => published.world.close());

describe('publishing', () => {
  it('is told on the list’s own chain, from the making to the last honour', async () => {
    const { events } = await readEvents(deps().table, `list:${published.list}`);
    expect(events.map(({ action }) => action)).toEqual(['list.make', 'list.number', 'honour.publish']);
    const { list } = await readList(deps(), published.list);
    expect(verifyChain(`list:${published.list}`, events, list.head)).toEqual([]);
  });
});

describe('revoking 撤销', () => {
  it('wants grounds, number, body and a date between award and today', async () => {
    const revoke = async (change: object) =>
      codeOf(
        proposeRevocation(deps(), administrator, {
          ...ruling,
          number: number(1),
          version: await version(1),
          ...change,
        }),
      );
    expect(await revoke({ grounds: ' ' })).toBe('ruling-incomplete');
    expect(await revoke({ date: '2021-06-03' })).toBe('ruling-future');
    expect(await revoke({ date: '2021-05-14' })).toBe('ruling-early');
    expect(await revoke({ date: '1 June' })).toBe('not-a-date');
    expect(await revoke({ version: 7 })).toBe('honour-changed');
  });

  it('is for an administrator of the granting organisation', async () => {
    for (const [role, org] of [
      ['clerk', street(1)],
      ['administrator', street(1)],
      ['auditor', district],
    ] as const)
      expect(
        await codeOf(
          proposeRevocation(deps(), await published.world.as(role, org), {
            ...ruling,
            number: number(1),
            version: await version(1),
          }),
        ),
      ).toBe('not-allowed');
  });

  it('keeps the row with the decision, takes the title from its holders and from the ledger below', async () => {
    const before = await version(1);
    const form = { ...ruling, number: number(1), version: before };
    const proposed = await proposeRevocation(deps(), administrator, form);
    expect([proposed.id, proposed.by, (await statusOf(1)).status]).toEqual([
      number(1),
      administrator.id,
      'valid',
    ]);
    await confirmRevocations(deps(), second, { org: district, titles: [number(1)] });
    const { honour: revoked } = await honourByNumber(deps(), number(1));
    expect([revoked.status, revoked.version]).toEqual(['revoked', before + 1]);
    expect(await statusOf(1)).toMatchObject({
      status: 'revoked',
      decision: '芙妇〔2021〕20号',
      decidedOn: '2021-06-01',
      name: '罗步芳家庭',
    });
    for (const identity of revoked.identities)
      expect((await honoursHeld(deps().table, identity)).items.map((held) => held.status)).toEqual([
        'revoked',
      ]);
    const clerk = await published.world.as('clerk', street(1));
    expect((await yearReport(deps(), clerk, street(1), 2021)).totals.total).toBe(2);
  });

  it('takes two persons: who proposed it cannot confirm it, and one refused is as if it had never been', async () => {
    const titles = [number(3)];
    const form = { ...ruling, number: number(3), version: await version(3) };
    const proposed = await proposeRevocation(deps(), administrator, form);
    expect((await proposeRevocation(deps(), administrator, form)).at).toBe(proposed.at);
    for (const other of [
      { decisionNumber: '另一号' },
      { grounds: '另一事由' },
      { date: '2021-06-02' },
      { body: '主席办公会' },
    ])
      expect(await codeOf(proposeRevocation(deps(), administrator, { ...form, ...other }))).toBe(
        'revocation-proposed',
      );
    expect(await codeOf(confirmRevocations(deps(), administrator, { org: district, titles }))).toBe(
      'second-person-needed',
    );
    const clerk = await published.world.as('administrator', street(1));
    expect(await codeOf(confirmRevocations(deps(), clerk, { org: district, titles }))).toBe('not-allowed');
    expect((await listProposals(deps(), second, district)).items.map(({ id }) => id)).toEqual(titles);
    const letters = await published.world.lettersTo(second.id);
    expect(letters.filter(({ template }) => template === 'revocationProposed').length).toBe(1);
    await withdrawRevocations(deps(), second, { org: district, titles, reason: '证据不足' });
    expect((await listProposals(deps(), second, district)).items).toEqual([]);
    expect((await statusOf(3)).status).toBe('valid');
  });

  it('revoked is for ever', async () => {
    const other = { ...ruling, number: number(1), version: await version(1) };
    expect(await codeOf(proposeRevocation(deps(), administrator, other))).toBe('honour-state');
    expect(await codeOf(confirmRevocations(deps(), second, { org: district, titles: [number(1)] }))).toBe(
      'proposal-unknown',
    );
    const back = { number: number(1), to: 'valid' as const, reason: '误撤', version: await version(1) };
    expect(await codeOf(setHonourStatus(deps(), administrator, back))).toBe('honour-state');
  });

  it('of two at once with the same form, one is told to look again', async () => {
    const form = { number: number(2), version: await version(2), reason: '接到反映' };
    const codes = await Promise.all([
      codeOf(setHonourStatus(deps(), administrator, { ...form, to: 'underReview' })),
      codeOf(setHonourStatus(deps(), administrator, { ...form, to: 'rectifying' })),
    ]);
    expect(codes.filter((code) => code === 'honour-changed')).toHaveLength(1);
    expect(codes.filter((code) => code === undefined)).toHaveLength(1);
  });

  it('the same status twice with the same reason is once; another reason is refused and told which stands', async () => {
    const { honour } = await honourByNumber(deps(), number(2));
    const to = honour.status === 'underReview' ? ('underReview' as const) : ('rectifying' as const);
    const form = { number: number(2), to, version: honour.version };
    const again = await setHonourStatus(deps(), administrator, { ...form, reason: '接到反映' });
    expect(again.version).toBe(honour.version);
    const other = await problemOf(setHonourStatus(deps(), administrator, { ...form, reason: '另有反映' }));
    expect([other?.code, other?.text.zh]).toEqual([
      'honour-state',
      expect.stringContaining('「原因（整改的写明期限）」已登记为：接到反映'),
    ]);
  });
});

describe('correcting 更正', () => {
  it('changes what is shown and keeps the old text', async () => {
    const input = { number: number(3), field: 'name', text: '陈玉梅家 庭', reason: '笔误' };
    await correctHonour(deps(), administrator, { ...input, version: await version(3) });
    const { honour } = await honourByNumber(deps(), number(3));
    expect([honour.name, honour.status, honour.history.at(-1)?.oldText]).toEqual([
      '陈玉梅家 庭',
      'valid',
      '陈玉梅家庭',
    ]);
    expect(await statusOf(3)).toMatchObject({ correctedOn: '2021-06-02' });
  });

  it('refuses what the roll does not show, and a text that is the same', async () => {
    const form = { number: number(3), reason: '笔误', version: await version(3) };
    expect(await codeOf(correctHonour(deps(), administrator, { ...form, field: '手机', text: '1' }))).toBe(
      'correct-unknown',
    );
    expect(
      await codeOf(
        correctHonour(deps(), administrator, { ...form, field: 'name', text: '陈玉梅家 庭', reason: '再改' }),
      ),
    ).toBe('correct-nothing');
  });

  it('leaves no free text in the audit trail', async () => {
    const { events } = await readEvents(deps().table, `list:${published.list}`);
    expect(JSON.stringify(events)).not.toMatch(/\p{Script=Han}/u);
    const { list } = await readList(deps(), published.list);
    expect(verifyChain(`list:${published.list}`, events, list.head)).toEqual([]);
  });
});

describe('annulling a whole list 作废', () => {
  const annul = { ...ruling, grounds: '不属于表彰项目', decisionNumber: '芙妇〔2021〕21号' };
  const edition = { ...annul, code: 'ZMJT', edition: '2021' };
  let listVersion = 0;
  beforeEach(async () => {
    listVersion = (await readList(deps(), published.list)).list.version;
  });
  const propose = (change: object = {}, actor = administrator) =>
    proposeListAnnulment(deps(), actor, { ...annul, list: published.list, version: listVersion, ...change });
  const proposeEdition = (change: object = {}) =>
    proposeEditionAnnulment(deps(), administrator, { ...edition, org: district, ...change });
  const confirm = (actor: Actor, id: string) =>
    confirmRevocations(deps(), actor, { org: district, titles: [id] });
  const isAnnulled = async () => (await readList(deps(), published.list)).list.annulled !== undefined;

  it('refuses a form that is behind, a day before the award, a clerk and an unknown edition', async () => {
    expect(await codeOf(propose({ version: listVersion - 1 }))).toBe('list-changed');
    expect(await codeOf(propose({ date: '2021-05-14' }))).toBe('ruling-early');
    expect(await codeOf(propose({}, await published.world.as('clerk', street(1))))).toBe('not-allowed');
    expect(await codeOf(propose({}, second))).toBe('not-allowed');
    expect(await codeOf(proposeEdition({ edition: '2020' }))).toBe('edition-unknown');
    expect(await codeOf(proposeEdition({ date: '2021-05-14' }))).toBe('ruling-early');
  });

  it('takes two persons: the same again is one, another ruling is refused, who proposed it cannot confirm', async () => {
    const made = await propose();
    expect([made.id, made.lists]).toEqual([`list:${published.list}`, [published.list]]);
    expect(await propose({ version: 0 })).toMatchObject({ id: made.id, at: made.at });
    expect(await codeOf(propose({ decisionNumber: '另一号' }))).toBe('revocation-proposed');
    const alone = await problemOf(confirm(administrator, made.id));
    expect([alone?.code, alone?.text.zh]).toEqual([
      'second-person-needed',
      `作废荣誉须由两人办理：“${made.name}”的作废由您提出，请本单位另一名管理员或上级管理员确认。`,
    ]);
    expect(await isAnnulled()).toBe(false);
    const { items } = await listProposals(deps(), second, district);
    expect(items.map(({ id, whole }) => [id, whole])).toEqual([[made.id, 'list']]);
    await withdrawRevocations(deps(), second, { org: district, titles: [made.id], reason: '依据不足' });
    expect(await isAnnulled()).toBe(false);
    expect(await codeOf(confirm(second, made.id))).toBe('proposal-unknown');
  });

  it('annuls every honour but those revoked before, which keep their own decision', async () => {
    const { id } = await propose();
    await confirm(second, id);
    const { list } = await readList(deps(), published.list);
    const entries = await listEntries(deps(), list, 1);
    expect(entries.map((entry) => [entry.status, entry.decision])).toEqual([
      ['revoked', '芙妇〔2021〕20号'],
      ['annulled', '芙妇〔2021〕21号'],
      ['annulled', '芙妇〔2021〕21号'],
    ]);
    const { honour } = await honourByNumber(deps(), number(2));
    expect(honour.status).toBe('annulled');
    for (const identity of honour.identities)
      expect((await honoursHeld(deps().table, identity)).items.map((held) => held.status)).toEqual([
        'annulled',
      ]);
    const report = await yearReport(deps(), administrator, district, 2021);
    expect(report.totals.total).toBe(0);
    expect((await listProposals(deps(), second, district)).items).toEqual([]);
  });

  it('happens once: neither the list nor its edition is annulled again', async () => {
    expect(await codeOf(propose())).toBe('list-annulled');
    expect(await codeOf(proposeEdition())).toBe('edition-annulled');
    const { honour } = await honourByNumber(deps(), number(2));
    expect(honour.history.filter((line) => line.to === 'annulled')).toHaveLength(1);
  });
});
