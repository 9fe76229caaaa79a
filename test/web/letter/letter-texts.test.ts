/** 信函文字: worded anew by page and API, sent so, read back from the outbox, and restored. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inviteMember } from '#actions/people/people.ts';
import { systemActor } from '#domain/people/people.ts';
import { readEvents } from '#store/chain.ts';
import { district, emailOf, province, street } from '../../furong.ts';
import { openReviews, type ReviewWorld } from '../review/review-world.ts';
import type { Browser } from '../round/desk-world.ts';

let open: ReviewWorld;
let root: Browser;
const here = `/organisations/${district}/letters/worklist`;
const own = {
  subjectZh: '【待办】芙蓉区妇联请您办理【 环节 】（［评选活动］）',
  leadZh: '各位同志：\n请认真核对，共【待办项数】，𠮷日前办结。',
  subjectEn: 'Furong asks you: 【Step】',
  leadEn: 'Please see to 【Number of tasks】.',
};
const letterOf = async (n: number): Promise<string> => {
  await open.world.nominate(open.programme, street(1), n);
  const list = await root.get('/outbox');
  const paths = [...list.text.matchAll(/href="(\/outbox\/letter\?key=work[^"]+)"/g)].map(([, path]) => path!);
  return (await root.get(paths[0]!.replaceAll('&amp;', '&'))).text;
};
const api = async (method: string, path: string, body?: unknown) => {
  const answer = await open.world.app.request(`http://localhost/api${path}`, {
    method,
    headers: {
      cookie: `session=${open.world.cookies(open.admin)}; csrf=csrf-token-of-24-letters`,
      'x-csrf-token': 'csrf-token-of-24-letters',
      'content-type': 'application/json',
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
};

beforeAll(async () => {
  open = await openReviews(1);
  const { deps } = open.world.home;
  await inviteMember(deps, systemActor, {
    email: emailOf('administrator', province, 1),
    name: '根管理员',
    grants: [{ org: province, role: 'administrator' }],
  });
  root = await open.world.browser('administrator', province);
});
afterAll(async () => {
  expect(open.world.logged).toEqual([]);
  await open.world.close();
});

it('shows its places with examples, and refuses by the label of the field what is none or what must stay', async () => {
  const page = await open.admin.get(here);
  expect(page.text).toMatch(/data-example="资格审查"[^>]*>\s*【环节】/);
  expect(page.text.replaceAll('{n}', '')).not.toMatch(/[{}]/);
  const wrong = await open.admin.post(here, { ...own, leadZh: '请办理【环结】', version: '0' });
  expect([
    wrong.status,
    wrong.text.includes('「正文（中文）」里没有“环结”这个代入词。是否应为“【环节】”？'),
  ]).toEqual([422, true]);
  expect(wrong.text).toContain('请办理【环结】');
  const lost = await open.admin.post(`/organisations/${district}/letters/resultAbove`, {
    ...own,
    ...{ subjectZh: '结果', leadZh: '请查看。', subjectEn: 'Result', leadEn: 'Look.', version: '0' },
  });
  expect([lost.status, lost.text.includes('「正文（中文）」里须有【结果】')]).toEqual([422, true]);
  expect((await open.admin.get(`/organisations/${district}/letters/signin`)).status).toBe(404);
  const clerk = await open.world.browser('clerk', street(1));
  expect((await clerk.post(here, { ...own, version: '0' })).status).toBe(403);
});

it('a preview shows the letter in both languages with link and due date, and saves nothing', async () => {
  const shown = await open.admin.post(`${here}/preview`, { ...own, version: '0' });
  expect(shown.text).toContain('芙蓉区妇联请您办理资格审查（2027年最美家庭）');
  expect(shown.text).toContain('Furong asks you: Review');
  expect(shown.text).toMatch(/打开待办清单：\s*http/);
  expect((await api('GET', `/organisations/${district}/letters/worklist`)).body).toMatchObject({
    version: 0,
  });
});

it('goes so from then on, with all that a letter must say around it, and the outbox says that its words were changed', async () => {
  const saved = await open.admin.post(here, { ...own, version: '0' });
  expect([saved.status, saved.location]).toEqual([303, `${here}?done=saved`]);
  const letter = await letterOf(1);
  expect(letter).toContain('【演练】【待办】芙蓉区妇联请您办理资格审查（最美家庭）');
  expect(letter).toContain('各位同志：\n\n请认真核对，共1 项，𠮷日前办结。');
  expect(letter).toMatch(/罗步芳1家庭 · 资格审查 · \d{4}/);
  expect(letter).toMatch(/\/w\/[\w.-]+/);
  expect(letter).toContain('您收到此邮件，是因为');
  expect(letter).toContain('由单位修改过');
  await open.world.home.advanceClock!('2021-03-20T09:20:00+08:00');
  await open.world.home.settled();
  expect((await root.get('/outbox')).text).toContain('文字由本单位修改');
  // Who saw the words of before is told; the same page again is refused.
  expect((await open.admin.post(here, { ...own, version: '0' })).status).toBe(409);
  const { events } = await readEvents(open.world.home.deps.table, `organisation:${district}`);
  expect(events.filter(({ action }) => action === 'organisation.letter-text')).toHaveLength(1);
});

it('the API does the same: reads, words anew, previews and restores; organisations below use the words of those above', async () => {
  const path = `/organisations/${district}/letters/worklist`;
  const read = await api('GET', path);
  expect(read.body).toMatchObject({
    version: 1,
    from: { org: district },
    now: { subject: { zh: '【待办】芙蓉区妇联请您办理【环节】（【评选活动】）' } },
  });
  const words = { ...own, subjectZh: '请办理【环节】', version: 1 };
  expect((await api('POST', `${path}/preview`, words)).body.zh.subject).toContain('请办理资格审查');
  expect((await api('PUT', path, { ...words, leadEn: '【Stepp】' })).body.faults).toMatchObject([
    { field: 'leadEn', code: 'unknown-word' },
  ]);
  expect((await api('PUT', path, words)).body).toMatchObject({ version: 2 });
  const below = await open.world.browser('administrator', street(1));
  expect((await below.get(`/organisations/${street(1)}/letters/worklist`)).text).toContain('请办理【环节】');
  expect((await api('POST', `${path}/reset`)).body).toMatchObject({ version: 0 });
  expect(await letterOf(2)).toContain('请打开待办清单，逐项作出明确意见');
  expect((await open.admin.post(`${here}/reset`, {})).location).toBe(`${here}?done=restored`);
});
