import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queueLetter, queueSignIn } from '#actions/letter/letters.ts';
import { listOutbox, openAsRecipient, retryLetter } from '#actions/letter/outbox.ts';
import { openLink } from '#actions/people/links.ts';
import type { Actor } from '#domain/people/people.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { codeOf } from '../people/people-deps.ts';
import { type LetterTest, openLetterTest } from './letter-deps.ts';

let test: LetterTest;
let root: Actor;
let member: string;
beforeAll(async () => {
  // 23:30 in Shanghai, so that the letters below stand on both sides of midnight there, and on one UTC date.
  test = await openLetterTest('2021-03-01T15:30:00.000Z');
  root = await test.administrator('city');
  member = (await test.invite('wang@example.cn', 'reviewer')).id;
  await test.todo(member, '李家');
});
afterAll(() => test.embedded.close());

describe('the outbox', () => {
  it('is for administrators of the root organisation', async () => {
    const below = await test.administrator('east');
    const reviewer: Actor = { ...root, grants: [{ org: 'city', role: 'reviewer' }] };
    for (const actor of [below, reviewer]) {
      expect(await codeOf(listOutbox(test.deps, actor, '2021-03-01'))).toBe('not-allowed');
      expect(await codeOf(openAsRecipient(test.deps, actor, 'x'))).toBe('not-allowed');
    }
  });

  it('lists the letters of a day in Shanghai, newest first, in pages', async () => {
    await queueLetter(test.deps, test.letter({ key: 'evening', to: member }));
    test.pass(3_600);
    for (let i = 0; i < 55; i++) {
      test.pass(1);
      await queueLetter(test.deps, test.letter({ key: `night-${i}`, to: member }));
    }
    test.pass(9 * 3_600);
    await queueLetter(test.deps, test.letter({ key: 'morning', to: member }));
    const all = async (date: string) => {
      const found: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listOutbox(test.deps, root, date, cursor);
        found.push(...page.items.map((entry) => entry.key));
        cursor = page.cursor;
      } while (cursor !== undefined);
      return found;
    };
    expect(await all('2021-03-01')).toEqual(['evening']);
    expect(await all('2021-03-02')).toEqual([
      'morning',
      ...Array.from({ length: 55 }, (_, i) => `night-${54 - i}`),
    ]);
    const { items } = await listOutbox(test.deps, root, '2021-03-01');
    expect(items).toMatchObject([{ title: { zh: '待办通知' }, recipient: '王芳', state: 'outbox' }]);
  });

  it('shows a letter as its recipient gets it, with the link that works, and logs who looked', async () => {
    const { rendered, link } = await openAsRecipient(test.deps, root, 'morning');
    expect(rendered?.text).toContain('李家');
    expect(rendered?.html).toContain(link);
    expect((await openLink(test.deps, link!.split('/w/')[1]!)).actor.id).toBe(member);
    expect(test.logged.at(-1)).toEqual({
      code: 'outbox-opened',
      fields: JSON.stringify({ letter: 'morning', by: root.id }),
    });
    expect(await codeOf(openAsRecipient(test.deps, root, 'none'))).toBe('letter-unknown');
  });

  it('is opened by a session alone, never by a token, and the chain of the root says who did', async () => {
    const token: Actor = { ...root, via: 'token', scopes: ['read', 'write', 'admin'] };
    expect((await listOutbox(test.deps, token, '2021-03-02')).items.length).toBeGreaterThan(0);
    expect(await codeOf(openAsRecipient(test.deps, token, 'morning'))).toBe('session-needed');
    const { events } = await readEvents(test.deps.table, 'organisation:city', { limit: 100 });
    expect(events.filter((event) => event.action === 'outbox.open')).toMatchObject([
      { actor: root.id, details: { letter: 'morning' } },
    ]);
  });

  it('shows a sign-in letter until it expires, and masks the address', async () => {
    const expiresAt = new Date(test.deps.clock() + 900_000).toISOString();
    const asked = {
      to: 'new@example.cn',
      language: 'en',
      path: '/sign-in/abc',
      code: '012345',
      expiresAt,
    } as const;
    await queueSignIn(test.deps, 'nominateConfirm')(asked);
    const { items } = await listOutbox(test.deps, root, '2021-03-02');
    expect(items[0]).toMatchObject({ recipient: 'n***@example.cn', title: { zh: '邮箱确认' } });
    const { rendered, link } = await openAsRecipient(test.deps, root, items[0]!.key);
    expect(link).toBe('https://hongbang.example.cn/sign-in/abc');
    expect(rendered?.text).toContain('Code: 012345');
    test.pass(900);
    expect(await openAsRecipient(test.deps, root, items[0]!.key)).toMatchObject({
      rendered: undefined,
      link: undefined,
    });
  });

  it('tries a failed letter again from the first try on, and no other', async () => {
    await test.deps.table.update(keys.letter('morning'), {
      set: { failed: 'EENVELOPE 550', lastError: 'EENVELOPE 550', attempts: 8 },
      remove: ['sentAt', 'via'],
    });
    const { items } = await listOutbox(test.deps, root, '2021-03-02');
    expect(items.find(({ key }) => key === 'morning')).toMatchObject({
      state: 'failed',
      error: 'EENVELOPE 550',
    });
    await retryLetter(test.deps, root, { key: 'morning' });
    expect(await test.stored('morning')).toMatchObject({ via: 'outbox', attempts: 0, sentAt: test.now() });
    expect(await codeOf(retryLetter(test.deps, root, { key: 'morning' }))).toBe('letter-not-failed');
  });
});
