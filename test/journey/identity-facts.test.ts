/** ID numbers beside what the form says of birth and gender, as people type them (docs/rules/identity.md#birth-and-gender). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { splitPersonal } from '#domain/nomination/personal.ts';
import type { Answers } from '#domain/programme/form.ts';
import { madeUpId } from '#local/demo/families.ts';
import { streetId } from '#local/demo/furong.ts';
import { getRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import { fullWidth } from '../domain/nomination/people-form.ts';
import { family } from '../furong.ts';
import {
  answerTask,
  done,
  type Journey,
  nominate,
  openJourney,
  type Person,
  plainText,
  tasksOf,
} from './client.ts';
import {
  type Federation,
  openRound,
  plantClerks,
  plantFederation,
  plantFurong,
  preset,
  publish,
} from './furong.ts';
import { womanOf } from './women.ts';

let journey: Journey;
let district: Federation;
let clerk: Person;
const rounds = new Map<string, string>();
const [org, sbqs, zmjt] = [streetId(0), 'sbqs-2021', 'zmjt-2021'];
const man2006 = madeUpId('2006-05-20', 7);
/** Ends in X, typed in full width with a small x. */
const ending = fullWidth('11010519491231002X');
const differ = ['answers.birthDate birth-differs', 'answers.gender gender-differs'];
const codesOf = (faults: readonly { field: string; code: string }[]) =>
  faults.map(({ field, code }) => `${field} ${code}`).toSorted();

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安'] });
  [clerk] = (await plantClerks(journey, 1)) as [Person];
  const { administrator } = district;
  for (const file of ['sbqs', 'zmjt', 'sbjt']) {
    const id = `${file}-2021`;
    await publish(administrator, 'furong', id, preset(file, '2021'));
    rounds.set(
      id,
      await openRound(administrator, id, 'furong', {
        opens: '2021-01-11 09:00',
        closes: '2021-01-29 17:30',
        ceremony: '2021-03-05',
        legalBasis: { document: '芙办〔2020〕3号', approvedBy: '芙蓉区协调小组', date: '2020-11-02' },
        places: 8,
      }),
    );
  }
  await journey.clock('2021-01-11');
});
afterAll(() => journey.close());

const draftOf = (programme: string, answers: Answers) =>
  done(clerk.post('/api/drafts', { programme, org, channel: 'organisation', answers }));
const send = (answers: Answers, pictures: readonly string[] = ['portrait'], programme = sbqs) =>
  nominate(clerk, { programme, org, answers, pictures });

test("a man's ID number of 2006 beside 女 and 1990 is refused beside both fields, on page and API", async () => {
  const typed = { ...womanOf(0), idDocument: fullWidth(man2006), birthDate: '1990年1月1日', gender: '女' };
  const sent = send(typed);
  await expect(sent).rejects.toThrow(/"answers.birthDate".*"birth-differs"/);
  await expect(sent).rejects.toThrow(/"answers.gender".*"gender-differs"/);

  // A draft keeps all, and says so beside the fields.
  const draft = await draftOf(sbqs, typed);
  expect([draft.faults, codesOf(draft.compared)]).toEqual([[], differ]);
  const edit = await clerk.get(`/nominations/${draft.id}/edit`);
  expect(edit.body).toContain('id="f-birthDate-error"');
  expect(edit.body).toContain('id="f-gender-error"');
  const saved = await clerk.press(`/nominations/${draft.id}/draft`, {
    _version: /name="_version" value="([^"]*)"/.exec(edit.body)![1]!,
    idDocument: ending,
    birthDate: '１９４９．１２．３１',
    gender: '男',
  });
  expect(saved.body).toMatchObject({ faults: [], compared: [{ id: 'f-gender' }] });

  const other = await draftOf(sbqs, typed);
  expect(plainText((await clerk.get(`/nominations/${other.id}/preview`)).body)).toContain(
    '「出生日期」与「身份证或通行证号」中的出生日期（第 7 至 14 位）不一致',
  );
  const pressed = await clerk.press(`/nominations/${other.id}/submit`, {
    consentText: '2027-1',
    sensitive: 'true',
  });
  expect(pressed.status).toBe(422);
  expect(plainText(pressed.body)).toContain('「性别」与「身份证或通行证号」不一致');
});

test('a birth date after today is refused, with and without a number that tells', async () => {
  await expect(send({ ...womanOf(1), birthDate: '2072-03-08' })).rejects.toThrow(
    /"answers.birthDate".*"born-later"/,
  );
  const passport = { ...womanOf(1), idDocument: 'E12345678', birthDate: '2072.3.8' };
  await expect(send(passport)).rejects.toThrow(/"answers.birthDate".*"born-later"/);
});

test('members of a family are compared row by row, and a sheet too', async () => {
  const [first, second] = family(1).members as readonly Record<string, unknown>[];
  const members = [first, { ...second, idNumber: fullWidth(man2006), birthDate: '1990-01-01' }];
  await expect(send(family(1, { members }), ['photos', 'photos'], zmjt)).rejects.toThrow(
    /"answers.members.1.birthDate".*"birth-differs"/,
  );
  const row = {
    家庭称谓: '甲家庭',
    家庭成员1姓名: '甲',
    家庭成员1出生日期: '1990-01-01',
    家庭成员1证件号码: man2006,
  };
  const read = await done(clerk.post('/api/drafts/import', { programme: zmjt, org, rows: [row] }));
  expect(read.saved).toEqual([]);
  expect(codesOf(read.faulty[0].faults)).toContain('members.0.birthDate birth-differs');
});

test('a form that contradicts its ID number is shown to the reviewer, judged by the number, and not approved', async () => {
  const { deps } = journey.home;
  const id = await send(womanOf(2));
  // As it was taken before the two were compared.
  const revision = await getRevision(deps.table, id, 1);
  const { open, personal } = splitPersonal(preset('sbqs', '2021').form, {
    ...womanOf(2),
    idDocument: man2006,
  });
  const sealed = await sealer(deps).seal(id, JSON.stringify(personal));
  await deps.table.together([{ put: rows.revision({ ...revision, open, sealed }) }]);

  const round = rounds.get(sbqs)!;
  const [reviewer] = district.reviewers as [Person];
  const { items } = await done(reviewer.get(`/api/rounds/${round}/candidacies/${id}/eligibility`));
  const failing = items.filter(({ ok }: { ok: boolean }) => !ok);
  expect(failing.map(({ rule, field }: Record<string, string>) => `${rule} ${field}`)).toEqual([
    'idDocument birthDate',
    'idDocument gender',
    'oneOf gender',
    'age birthDate',
  ]);
  const task = (await tasksOf(reviewer, round)).find(({ nomination }) => nomination === id)!;
  const page = plainText((await reviewer.get(`/tasks/${round}/${task.step}/${id}`)).body);
  expect(page).toContain('不符合 「性别」与「身份证或通行证号」不一致');
  expect(page).toContain('14 周岁');
  const refused = await answerTask(reviewer, task, { outcome: 'approve' });
  expect([refused.status, refused.body.code]).toEqual([422, 'not-eligible']);
});

test('what agrees is taken as typed in full width', async () => {
  const typed = { ...womanOf(3), idDocument: ending, birthDate: '1949年12月31日' };
  const id = await send(typed);
  const { answers } = await done(clerk.get(`/api/nominations/${id}`));
  expect(answers).toMatchObject({ gender: '女' });
});

test('an ID number or zeros for a credit code are refused, on page and API', async () => {
  const programme = 'sbjt-2021';
  for (const [creditCode, words] of [
    [ending, '这是身份证号码，不是统一社会信用代码'],
    [fullWidth('0'.repeat(18)), '统一社会信用代码应为 18 位'],
  ] as const) {
    const answers = { unitName: '示例社区居民委员会', creditCode };
    await expect(send(answers, [], programme)).rejects.toThrow(words);
    const draft = await draftOf(programme, answers);
    expect(plainText((await clerk.get(`/nominations/${draft.id}/preview`)).body)).toContain(words);
  }
});
