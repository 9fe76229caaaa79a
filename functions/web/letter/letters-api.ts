/** Routes of letters: mails to many, counted before they go, and the outbox. */
import * as z from 'zod';
import { confirmBulk, prepareBulk } from '#actions/letter/bulk-mail.ts';
import { listOutbox, retryLetter } from '#actions/letter/outbox.ts';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { given } from '#web/api/given.ts';
import { route } from '#web/api/route.ts';
import { cursor, dateIn, id, instant, page, words } from '#web/api/schemas.ts';
import { job, jobIn } from '#web/running/jobs-api.ts';

const audience = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('nominators'), states: z.array(z.enum(candidacyStates)).optional() }),
  z.strictObject({ kind: z.literal('asked') }),
  z.strictObject({ kind: z.literal('below') }),
]);
type Audience = z.output<typeof audience>;
const audienceOf = (one: Audience) => (one.kind === 'nominators' ? { ...given(one), kind: one.kind } : one);

const template = z.enum(['reminder', 'deadlineChanged', 'noticePosted']);
const params = z.record(z.string(), z.string());
const plan = z.object({
  id: z.string(),
  round: z.string(),
  audience: z.unknown(),
  template,
  params,
  letters: z.int(),
  atLeast: z.boolean(),
});

export const letterRoutes = [
  route({
    method: 'post',
    path: '/api/rounds/{round}/letters/count',
    id: 'countLetters',
    tag: 'letters',
    needs: 'admin',
    summary: { zh: '群发前统计并预览，不发送', en: 'Count and preview a bulk mail; sends nothing' },
    body: z.strictObject({ audience, template, params: params.default({}) }),
    example: { audience: { kind: 'asked' }, template: 'reminder' },
    answer: z.object({ plan, title: words, subject: words }),
    handle: (deps, actor, { params: { round }, body }) =>
      prepareBulk(deps, actor, round, audienceOf(body.audience), body.template, body.params),
  }),
  route({
    method: 'post',
    path: '/api/rounds/{round}/letters',
    id: 'sendLetters',
    tag: 'letters',
    needs: 'admin',
    status: 202,
    summary: { zh: '按统计结果群发', en: 'Send what was counted, as a job' },
    body: z.strictObject({
      id,
      audience,
      template,
      params: params.default({}),
      letters: z.int().nonnegative(),
    }),
    example: { id: 'job01', audience: { kind: 'asked' }, template: 'reminder', letters: 12 },
    answer: job,
    handle: async (deps, actor, { params: { round }, body, facts }) => {
      const confirmed = { ...body, round, audience: audienceOf(body.audience), atLeast: false };
      return jobIn(facts.lang, await confirmBulk(deps, actor, confirmed));
    },
  }),
  route({
    method: 'get',
    path: '/api/outbox',
    id: 'listOutbox',
    tag: 'letters',
    needs: 'admin',
    summary: { zh: '某日的信函', en: 'Letters of a day' },
    query: z.strictObject({ date: dateIn, cursor }),
    answer: page(
      z.object({
        key: z.string(),
        title: words,
        recipient: z.string(),
        state: z.string(),
        createdAt: instant,
        dueAt: instant,
        sentAt: instant.optional(),
        attempts: z.int(),
        error: z.string().optional(),
      }),
    ),
    handle: (deps, actor, { query }) => listOutbox(deps, actor, query.date, query.cursor),
  }),
  route({
    method: 'post',
    path: '/api/outbox/retry',
    id: 'retryLetter',
    tag: 'letters',
    needs: 'admin',
    summary: { zh: '重发失败的信函', en: 'Try a failed letter again' },
    body: z.strictObject({ key: z.string().min(1).max(300) }),
    example: { key: 'out-m1-nom1-2-5' },
    handle: (deps, actor, { body }) => retryLetter(deps, actor, body.key),
  }),
];
