/** Numbers and nominees that do not go together are said in words where they are typed: reserves, shares, caps, the same nominee again. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { done, type Journey, openJourney, type Person, plainText, refusal } from './client.ts';
import { contest, openYuelu } from './contest.ts';
import { type Document, openProgramme, openRound, submit } from './driver.ts';

let journey: Journey;
let desk: Person;
let clerk: Person;
const window = { opensAt: '2022-05-09T01:00:00Z', closesAt: '2022-05-13T09:30:00Z' };
const withQuota = (quota: object, more: object = {}) =>
  ({
    ...contest,
    ...more,
    stages: [{ ...(contest.stages[0] as object), quota }],
  }) as unknown as Document;

beforeAll(async () => {
  journey = await openJourney('2022-05-05 09:00');
  ({ desk, clerk } = await openYuelu(journey));
});
afterAll(() => journey.close());

test('reserves who can never be promoted, and places given below that do not add up, are warned of where a round is set up', async () => {
  await openProgramme(desk, 'yuelu', 'cxds-idle', withQuota({ reserves: 2 }));
  const shares = [{ organisation: 'wangcheng', places: 5 }];
  const round = await openRound(desk, 'cxds-idle', 'yuelu', ['2022-05-09', '2022-05-13'], {
    ...{ places: 3, shares },
  });
  const settings = plainText((await desk.get(`/rounds/${round}/settings`)).body);
  expect(settings).toContain(
    '设了 2 个备选，但空缺处理（vacancy）不是“备选递补，重新公示”，备选永远无法递补',
  );
  expect(settings).toContain('分给下级的名额合计 5 个，与本轮名额 3 个不符：多 2 个');
});

test('a cap in per cent of places that nobody gave is refused by name', async () => {
  const groups = [{ title: '团队', field: 'size', values: ['团队'], atMost: '20%' }];
  await openProgramme(desk, 'yuelu', 'cxds-cap', withQuota({ groups }, { edition: '2022-2' }));
  const refused = await desk.post('/api/rounds', { programme: 'cxds-cap', org: 'yuelu', settings: window });
  expect(refused.body.faults.map(({ code, text }: { code: string; text: string }) => [code, text])).toEqual([
    ['places-needed', expect.stringContaining('请填写名额：“团队”的比例按名额计算')],
  ]);
});

test('a nominee twice in one programme and year is refused; in two programmes she is taken', async () => {
  const rounds = ['cxds-idle', 'cxds-other'] as const;
  await openProgramme(
    desk,
    'yuelu',
    'cxds-other',
    withQuota({}, { code: 'CXDSB', title: { zh: '巾帼创意大赛' } }),
  );
  await openRound(desk, 'cxds-other', 'yuelu', ['2022-05-09', '2022-05-13']);
  await journey.clock('2022-05-09', '10:00');
  const answers = { name: '𠮷秀英', area: ['工业'], size: '个人' };
  const [one, two] = rounds.map((programme) =>
    submit(clerk, programme, 'wangcheng', answers, `first-${programme}`),
  );
  await done(one!);
  await done(two!);
  const again = { ...answers, name: ' 𠮷 秀英 ' };
  expect(await refusal(submit(clerk, rounds[0], 'wangcheng', again, 'once-more-cxds'))).toBe(
    '409 already-nominated',
  );
  expect(journey.logged).toEqual([]);
});
