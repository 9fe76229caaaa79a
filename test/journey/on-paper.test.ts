/** A nomination and its nominee's consent that came on paper, entered by a clerk with dates and scans (docs/rules/forms.md#on-paper). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { families } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import {
  type Answer,
  answerTask,
  done,
  hiddenFields,
  type Journey,
  openJourney,
  type Person,
  pictured,
  plainText,
  tasksOf,
} from './client.ts';
import { drawn } from './drawn.ts';
import { newcomer } from './driver.ts';
import {
  type Federation,
  openRound,
  plantClerks,
  plantFederation,
  plantFurong,
  preset,
  publish,
} from './furong.ts';

let journey: Journey;
let clerk: Person;
let district: Federation;
let round = '';
const place = { programme: 'zmjt-2021', org: streetId(0), channel: 'other' };
const faultsIn = ({ body }: Answer) =>
  body.faults.map((one: { field: string; code: string }) => `${one.field} ${one.code}`);

beforeAll(async () => {
  journey = await openJourney('2021-04-01 09:30');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { panel: 0 });
  [clerk = journey.root] = await plantClerks(journey, 1);
  const { stages, ...rest } = preset('zmjt', '2021');
  await publish(district.administrator, 'furong', place.programme, {
    ...rest,
    stages: stages
      .filter(({ level }) => level === 'district')
      .map((stage) => ({
        ...stage,
        recommend: false,
        lowerHonourRequired: false,
        steps: stage.steps.filter(({ kind }) => kind !== 'recommend'),
      })),
  });
  round = await openRound(district.administrator, place.programme, 'furong', {
    opens: '2021-04-01 09:00',
    closes: '2021-04-20 17:30',
    places: 5,
  });
});
afterAll(() => journey.close());

/** A draft of a family with its pictures and the scans of papers. */
async function drafted(who: Person, n: number, paper: object | undefined, scans: readonly string[]) {
  const typed = { ...place, answers: families[n]!.answers, ...(paper && { paper }) };
  const { id } = await done(who.post('/api/drafts', typed));
  const attachments: { readonly id: string; readonly rule: string }[] = [];
  for (const rule of ['photos', 'photos', ...scans]) attachments.push(await pictured(who, id, rule));
  return {
    id,
    send: () =>
      who.post('/api/nominations', {
        ...typed,
        id,
        attachments,
        consentText: consentVersion,
        sensitive: true,
      }),
  };
}

test('what a paper lacks is said beside each field', async () => {
  const { send } = await drafted(clerk, 0, { receivedOn: '2021年4月31日', consentOn: '2021-04-02' }, []);
  expect(faultsIn(await send())).toEqual([
    'attachments.paperForm too-few-files',
    'attachments.paperConsent too-few-files',
    'paper.receivedOn malformed',
    'paper.consentOn in-future',
  ]);
});

test('with dates as people write them and both scans it goes on to its review at once', async () => {
  const paper = { receivedOn: '２０２１年３月３１日', consentOn: '2021.3.30' };
  const { id, send } = await drafted(clerk, 1, paper, ['paperForm', 'paperConsent']);
  const list = plainText((await clerk.get('/nominations')).body);
  expect(list).toContain('草稿，可以提交');
  const page = plainText((await clerk.get(`/nominations/${id}/edit`)).body);
  await drawn(clerk, `/nominations/${id}/edit`, 'paper');
  for (const words of ['代为录入纸质申报', '纸质申报表扫描件', '本人签字的同意书扫描件'])
    expect(page).toContain(words);
  await done(send());
  expect(await done(clerk.get(`/api/nominations/${id}`))).toMatchObject({
    consent: { state: 'given', signedOn: '2021-03-30' },
    paper: { receivedOn: '2021-03-31' },
  });
  const record = plainText((await clerk.get(`/nominations/${id}`)).body);
  expect(record).toContain('已同意（纸质签字，2021-03-30）');
  expect(record).toContain('2021-03-31');
  const [reviewer] = district.reviewers;
  expect((await tasksOf(reviewer!, round)).map(({ nomination }) => nomination)).toContain(id);
});

test('returned, it is amended with its scans, by program and by the page', async () => {
  const paper = { receivedOn: '2021-03-31', consentOn: '2021-03-30' };
  const { id, send } = await drafted(clerk, 3, paper, ['paperForm', 'paperConsent']);
  await done(send());
  const [reviewer] = district.reviewers;
  const task = (await tasksOf(reviewer!, round)).find(({ nomination }) => nomination === id)!;
  await done(answerTask(reviewer!, task, { outcome: 'return', reason: '请补充简介' }));
  const found = await done(clerk.get(`/api/nominations/${id}?personal=shown`));
  expect(plainText((await clerk.get(`/nominations/${id}/edit`)).body)).toContain('纸质申报表扫描件');
  const { answers, attachments, version } = found;
  const files = attachments.map((file: { id: string; rule: string }) => ({ id: file.id, rule: file.rule }));
  const changed = { answers: { ...answers, brief: '补充后的简介' }, note: '已补充', version };
  const bare = files.filter(({ rule }: { rule: string }) => rule !== 'paperForm');
  const refused = await clerk.post(`/api/nominations/${id}/amendments`, { ...changed, attachments: bare });
  expect(faultsIn(refused)).toEqual(['attachments.paperForm too-few-files']);
  const amended = await done(
    clerk.post(`/api/nominations/${id}/amendments`, { ...changed, attachments: files }),
  );
  expect(amended.revision).toBe(2);
});

test('without script a scan goes with the form', async () => {
  const { id } = await drafted(clerk, 4, { receivedOn: '2021-03-31', consentOn: '' }, []);
  const page = hiddenFields((await clerk.get(`/nominations/${id}/edit`)).body);
  const form = new FormData();
  for (const name of ['_csrf', '_version']) form.set(name, page[name] ?? '');
  form.set('_go', 'save');
  form.set('paper.receivedOn', '2021-03-31');
  form.set(
    'attachments.paperForm',
    new File(['%PDF-1.4\n%%EOF\n'], '申报表.pdf', { type: 'application/pdf' }),
  );
  await clerk.call('POST', `/nominations/${id}/edit/attachments`, form);
  const after = await done(clerk.get(`/api/drafts/${id}`));
  expect(after.attachments.map(({ rule }: { rule: string }) => rule)).toContain('paperForm');
});

test('only a clerk of the unit enters papers; anyone else is asked as before', async () => {
  const browser = await newcomer(journey, '2021-04-01', 'neighbour@example.org');
  const page = plainText((await browser.get(`/nominations/new?${new URLSearchParams(place)}`)).body);
  expect(page).not.toContain('代为录入纸质申报');
  const paper = { receivedOn: '2021-03-31', consentOn: '2021-03-30' };
  const { send } = await drafted(browser, 2, paper, ['paperForm', 'paperConsent']);
  const refused = await send();
  expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('录入纸质申报')]);
  expect(journey.logged).toEqual([]);
});
