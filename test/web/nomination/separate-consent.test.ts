import type { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDraft } from '#actions/nomination/draft-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { readEvent } from '#store/chain.ts';
import { findNomination } from '#store/reads.ts';
import type { Env } from '#web/frame/context.ts';
import { family, province, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { byToken, type Caller } from '../api/api-caller.ts';
import { openBrowser } from '../people/account-browser.ts';

let world: World;
let clerk: Actor;
let program: Caller;
/** The same programme, with nothing sensitive on its form and no photograph needed. */
let plain: World;
const calling = async (at: World, actor: Actor) => {
  const app: Hono<Env> = serveApp({ deps: at.deps, root: province });
  return byToken(app, at.deps, actor, 'write');
};
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
  program = await calling(world, clerk);
  plain = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      form: {
        ...programme.form,
        fields: programme.form.fields.map((field) => ({
          ...field,
          sensitive: false,
          ...(field.columns && { columns: field.columns.map((one) => ({ ...one, sensitive: false })) }),
        })),
        attachments: programme.form.attachments.map((one) => ({ ...one, min: 0 })),
      },
    }),
  });
});
afterAll(async () => {
  await world.close();
  await plain.close();
});

const refused = (answer: {
  status: number;
  body: { faults?: readonly { field: string; code: string }[] };
}) => [answer.status, answer.body.faults?.map(({ field, code }) => [field, code])];
const ready = async (n: number) => {
  const { attachments = [], ...sent } = await world.prepared(clerk, { answers: family(n) });
  return { ...sent, attachments: attachments.map(({ id, rule }) => ({ id, rule })) };
};

describe('the separate consent for sensitive data', () => {
  it('is needed on the API as on the page: without it nothing is submitted, and the draft stays', async () => {
    const { sensitive: _, ...sent } = await ready(61);
    const wanted = [422, [['sensitive', 'separate-consent']]];
    expect(refused(await program.post('/api/nominations', sent))).toEqual(wanted);
    expect(refused(await program.post('/api/nominations', { ...sent, sensitive: false }))).toEqual(wanted);
    expect(refused(await program.post('/api/nominations', { ...sent, sensitive: 'yes' }))).toEqual([
      422,
      [['sensitive', 'type']],
    ]);
    const browser = openBrowser(world.deps);
    await browser.signIn(clerk);
    const page = await browser.post(`/nominations/${sent.id}/submit`, { consentText: sent.consentText });
    expect([page.status, page.html.includes('id="f-sensitive-error"')]).toEqual([422, true]);
    expect(await findNomination(world.deps.table, sent.id)).toBeUndefined();
    expect(await findDraft(world.deps.table, sent.id)).toBeDefined();
  });

  it('is kept with the text and the time, in the record and in the history, and shown with it', async () => {
    const [byApi, byPage] = [await ready(62), await ready(63)];
    expect((await program.post('/api/nominations', byApi)).status).toBe(201);
    const browser = openBrowser(world.deps);
    await browser.signIn(clerk);
    const { consentText } = byPage;
    const pressed = await browser.post(`/nominations/${byPage.id}/submit`, {
      consentText,
      sensitive: 'true',
    });
    expect(pressed.status).toBe(303);
    for (const { id } of [byApi, byPage]) {
      const { privacy, submittedAt } = (await findNomination(world.deps.table, id))!;
      expect(privacy).toEqual({ textVersion: consentText, sensitive: true, at: submittedAt });
      expect((await program.get(`/api/nominations/${id}`)).body.privacy).toEqual(privacy);
      const event = await readEvent(world.deps.table, `nomination:${id}`, 1);
      expect(event).toMatchObject({ action: 'nomination.submit', details: { consentText, sensitive: true } });
      expect((await browser.get(`/nominations/${id}`)).text).toContain(
        `并单独同意处理敏感个人信息（${consentText}）`,
      );
    }
  });

  it('is not asked where the form holds nothing sensitive, and is then not said to be given', async () => {
    const own = await plain.as('clerk', street(1));
    const { id, attachments: _, sensitive: __, ...sent } = await plain.prepared(own, { answers: family(64) });
    const caller = await calling(plain, own);
    expect((await caller.post('/api/nominations', { ...sent, id })).status).toBe(201);
    expect((await findNomination(plain.deps.table, id))?.privacy).toMatchObject({ sensitive: false });
    const browser = openBrowser(plain.deps);
    await browser.signIn(own);
    const { text } = await browser.get(`/nominations/${id}`);
    expect([text.includes('已同意告知'), text.includes('单独同意')]).toEqual([true, false]);
  });
});
