/** Routes of letters: mails to many, counted before they go, and the outbox. */
import * as z from 'zod';
import { confirmBulk, prepareBulk } from '#actions/letter/bulk-mail.ts';
import { bulkMail, countedMail, letterChoice, linkReissue } from '#actions/letter/letter-input.ts';
import { listOutbox, retryLetter, unsentOfRound } from '#actions/letter/outbox.ts';
import { reissueLink } from '#actions/letter/reissue.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, dateIn, instant, page, words } from '#web/api/schemas.ts';
import { job, jobIn } from '#web/running/jobs-api.ts';

const ofLetters = routesOf('letters');
const ofTasks = routesOf('tasks');

const letter = z.object({
  key: z.string(),
  title: words,
  channel: z.literal('sms').optional(),
  recipient: z.string(),
  state: z.string(),
  createdAt: instant,
  dueAt: instant,
  sentAt: instant.optional(),
  attempts: z.int(),
  error: z.string().optional(),
  answer: z.string().optional(),
  worded: z.boolean(),
});

const plan = z.object({
  id: z.string(),
  round: z.string(),
  audience: z.unknown(),
  template: z.string(),
  params: z.record(z.string(), z.string()),
  letters: z.int(),
  atLeast: z.boolean(),
});

export const letterRoutes = [
  ofLetters.post({
    path: '/api/rounds/{round}/letters/count',
    id: 'countLetters',
    needs: 'admin',
    summary: { zh: '群发前统计并预览，不发送', en: 'Count and preview a bulk mail; sends nothing' },
    body: bulkMail,
    example: { audience: { kind: 'asked' }, template: 'reminder' },
    answer: z.object({ plan, title: words, subject: words, preview: words }),
    handle: (deps, actor, { params: { round }, body }) => prepareBulk(deps, actor, round, body),
  }),
  ofLetters.post({
    path: '/api/rounds/{round}/letters',
    id: 'sendLetters',
    needs: 'admin',
    status: 202,
    summary: { zh: '按统计结果群发', en: 'Send what was counted, as a job' },
    body: countedMail,
    example: { id: 'job01', audience: { kind: 'asked' }, template: 'reminder', letters: 12 },
    answer: job,
    handle: async (deps, actor, { params: { round }, body, facts }) =>
      jobIn(facts.lang, await confirmBulk(deps, actor, round, body)),
  }),
  ofLetters.get({
    path: '/api/rounds/{round}/letters/unsent',
    id: 'listUnsentLetters',
    needs: 'read',
    summary: { zh: '本轮没有送达的信函', en: 'Letters of a round that did not arrive' },
    answer: z.object({ items: z.array(letter) }),
    handle: async (deps, actor, { params }) => ({
      items: await unsentOfRound(deps, actor, params.round),
    }),
  }),
  ofTasks.post({
    path: '/api/rounds/{round}/links/reissue',
    id: 'reissueLink',
    needs: 'admin',
    summary: {
      zh: '重发某人某环节的办理链接，原链接失效',
      en: 'Reissue the link of one step’s tasks to one member; the old link ends',
    },
    body: linkReissue,
    example: { member: 'm4e1f0a', step: 'review' },
    handle: (deps, actor, { params, body }) => reissueLink(deps, actor, { ...body, round: params.round }),
  }),
  ofLetters.get({
    path: '/api/outbox',
    id: 'listOutbox',
    needs: 'admin',
    summary: { zh: '某日的信函', en: 'Letters of a day' },
    query: z.strictObject({ date: dateIn, cursor }),
    answer: page(letter),
    handle: (deps, actor, { query }) => listOutbox(deps, actor, query.date, query.cursor),
  }),
  ofLetters.post({
    path: '/api/outbox/retry',
    id: 'retryLetter',
    needs: 'admin',
    summary: { zh: '重发失败的信函', en: 'Try a failed letter again' },
    body: letterChoice,
    example: { key: 'out-m1-nom1-2-5' },
    handle: (deps, actor, { body }) => retryLetter(deps, actor, body),
  }),
];
