/** What people are told by letter and on their pages: an invitation, a receipt, a draft whose time is over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
/** Another of the same street, with a browser. */
let other: Person;
let draft = '';
const [entered, opened, over] = ['2022-05-05', '2022-05-09', '2022-05-16'] as const;

beforeAll(async () => {
  journey = await openJourney(`${entered} 09:00`);
  ({ desk, clerk } = await openYuelu(journey));
  other = await journey.person('wangcheng', 'clerk', '望城坡填报员二');
  await openProgramme(desk, 'yuelu', 'cxds-2022', contest);
  await openRound(desk, 'cxds-2022', 'yuelu', [opened, '2022-05-13'], { places: 1 });
  await journey.clock(opened, '10:00');
});
afterAll(() => journey.close());

test('each new member is invited by letter, in her role and without a password', async () => {
  const letters = [
    ...(await journey.letters(entered, undefined, '邀请')),
    ...(await journey.letters(opened, undefined, '邀请')),
  ];
  expect(letters.map(({ to }) => to).toSorted()).toEqual(
    [desk, clerk, other].map(({ name }) => name).toSorted(),
  );
  const hers = letters.find(({ to }) => to === clerk.name)!;
  expect(plainText(hers.page)).toContain('望城坡街道妇联已将您登记为填报员');
  expect(hers.link).toBe('/sign-in');
});

test('a submission is receipted by letter, with a number that can be told on the phone', async () => {
  const sent = await done(submit(clerk, 'cxds-2022', 'wangcheng', { name: '王一' }, 'entrant-1'));
  const { receipt } = await done(clerk.get(`/api/nominations/${sent.id}`));
  expect(receipt).toBe('T-CXDS-2022-0001');
  const letters = await journey.letters(opened, clerk.name, '申报受理');
  expect(letters.map(({ page }) => plainText(page).includes(`受理号 ${receipt}`))).toEqual([true]);
  const byLink = await (await journey.visitor()).get(letters[0]!.link);
  expect(byLink.status).toBe(200);
  // The same press again is the same nomination, and no second letter.
  await done(submit(clerk, 'cxds-2022', 'wangcheng', { name: '王一' }, 'entrant-1'));
  expect(await journey.letters(opened, clerk.name, '申报受理')).toHaveLength(1);
});

test('a draft is offered for submission while the window is open', async () => {
  const typed = {
    programme: 'cxds-2022',
    org: 'wangcheng',
    channel: 'organisation',
    answers: { name: '王二' },
  };
  draft = (await done(other.post('/api/drafts', typed))).id;
  expect(plainText((await other.get('/nominations')).body)).toContain('草稿，可以提交');
  const preview = (await other.get(`/nominations/${draft}/preview`)).body;
  expect(preview).toContain(`action="/nominations/${draft}/submit"`);
});

test('after the deadline it says that it is closed, and nothing offers to submit it', async () => {
  await journey.clock(over);
  const list = plainText((await other.get('/nominations')).body);
  expect(list).toContain('未提交，已截止');
  expect(list).not.toContain('可以提交');
  const preview = String((await other.get(`/nominations/${draft}/preview`)).body);
  expect(plainText(preview)).toContain('2022-05-13 17:30');
  expect(preview).not.toContain(`action="/nominations/${draft}/submit"`);
  const edit = plainText((await other.get(`/nominations/${draft}/edit`)).body);
  expect(edit).toContain('2022-05-13 17:30');
  expect(edit).not.toContain('预览并提交');
  expect(await refusal(submit(other, 'cxds-2022', 'wangcheng', { name: '王二' }, 'late-entrant'))).toBe(
    '409 window-closed',
  );
  expect(journey.logged).toEqual([]);
});
