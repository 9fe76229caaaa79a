/** Texts as people paste them, through every door of a nomination: kept, found again, and never lost without a word. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { getDraft } from '#actions/nomination/drafts.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Actor } from '#domain/people/people.ts';
import { district, family, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, fields, hiddenIn, openBrowser, photo, type Sent } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
let actor: Actor;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  actor = await world.as('clerk', street(1));
  await clerk.signIn(actor);
});
afterAll(() => world.close());

const json = { accept: 'application/json' };
async function start(): Promise<string> {
  const page = await clerk.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
  const begun = await clerk.post('/nominations/new', {
    ...hiddenIn(page.html),
    org: street(1),
    channel: 'organisation',
  });
  return /\/nominations\/([^/]+)\/edit/.exec(begun.to)![1]!;
}
const stamp = async (id: string) => hiddenIn((await clerk.get(`/nominations/${id}/edit`)).html)._version!;
const autosave = async (id: string, sent: Sent) =>
  clerk.post(`/nominations/${id}/draft`, { _version: await stamp(id), ...sent }, json);
const answersOf = async (id: string) => (await getDraft(world.deps, actor, id)).answers;

describe('a text that is saved by itself', () => {
  it.each([
    ['the line break of Word', '一\v二', '一\n二'],
    ['a form feed', '一\f二', '一\n二'],
    ['the next line of EBCDIC', '一\u0085二', '一\n二'],
    ['the mark of a table cell', '一\u0007二', '一二'],
    ['a zero-width space', '一\u200b二', '一二'],
    ['a sign that turns the way of writing', '一\u202e二', '一二'],
  ])('keeps what stands around %s', async (_, typed, kept) => {
    const id = await start();
    const saved = await autosave(id, { brief: typed });
    expect([saved.status, JSON.parse(saved.html).faults]).toEqual([200, []]);
    expect((await answersOf(id)).brief).toBe(kept);
  });

  it('that is too long to store leaves the one saved before, and is told beside its field', async () => {
    const id = await start();
    await autosave(id, { brief: '先前的简介', 'members.0.name': '罗步芳' });
    const saved = await autosave(id, {
      brief: '长'.repeat(20_001),
      'members.0.name': '长'.repeat(20_001),
      'members.0.relation': '本人',
      community: '朝阳社区',
    });
    expect(saved.status).toBe(200);
    expect(JSON.parse(saved.html).faults).toEqual([
      { id: 'f-members-0-name', text: expect.stringContaining('过长') },
      { id: 'f-brief', text: expect.stringContaining('过长') },
    ]);
    expect(await answersOf(id)).toMatchObject({
      brief: '先前的简介',
      community: '朝阳社区',
      members: [{ name: '罗步芳', relation: '本人' }],
    });
  });
});

describe('a name', () => {
  it.each([
    ['𠮷', '𠮷野家'],
    ['𬱖', '王𬱖'],
    ['a middle dot', '阿依古丽·买买提'],
    ['thirty characters', '𠮷'.repeat(30)],
  ])('with %s is submitted, found by its beginning and shown in full', async (_, name) => {
    const n = [...name].length + (name.codePointAt(0)! % 100);
    const id = await start();
    const sent = fields(family(n, { familyName: name }));
    await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version: await stamp(id),
      ...sent,
      'attachments.photos': photo(1),
    });
    await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version: await stamp(id),
      ...sent,
      'attachments.photos': photo(2),
    });
    expect((await findDraft(world.deps.table, id))?.name).toBe(name);
    const submitted = await clerk.post(`/nominations/${id}/submit`, {
      consentText: consentVersion,
      sensitive: 'true',
    });
    expect([submitted.status, submitted.to]).toEqual([303, `/nominations/${id}/submitted`]);
    const desk = openBrowser(world.deps);
    await desk.signIn(await world.as('administrator', district));
    const first = [...name][0]!;
    const found = await desk.get(
      `/rounds/${encodeURIComponent(world.round)}/inbox?q=${encodeURIComponent(first)}`,
    );
    expect([found.status, found.text.includes(name)]).toEqual([200, true]);
  });
});
