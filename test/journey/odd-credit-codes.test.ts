/** Credit codes with an odd check digit, as people type them: the certificate and the reviewer decide (docs/rules/identity.md#odd-check-digit). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { creditCheckCharacter } from '#domain/nomination/credit-code.ts';
import type { Answers } from '#domain/programme/form.ts';
import { streetId } from '#local/demo/furong.ts';
import { atHome } from '#local/demo/photographs.ts';
import { fullWidth } from '../domain/nomination/people-form.ts';
import {
  answerTask,
  done,
  hiddenFields,
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

let journey: Journey;
let district: Federation;
let clerk: Person;
let round: string;
const [org, programme, field] = [streetId(0), 'sbjt-2021', 'creditCode'];

beforeAll(async () => {
  journey = await openJourney('2021-01-08 09:00');
  await plantFurong(journey);
  district = await plantFederation(journey, 'furong', '区', { departments: ['公安', '民政'] });
  [clerk] = (await plantClerks(journey, 1)) as [Person];
  await publish(district.administrator, 'furong', programme, preset('sbjt', '2021'));
  round = await openRound(district.administrator, programme, 'furong', {
    opens: '2021-01-11 09:00',
    closes: '2021-01-29 17:30',
    ceremony: '2021-03-05',
    legalBasis: { document: '芙办〔2020〕3号', approvedBy: '芙蓉区协调小组', date: '2020-11-02' },
    places: 8,
  });
  await journey.clock('2021-01-11');
});
afterAll(() => journey.close());

/** A code of the right form whose last character is another than the standard's. */
const oddCode = (serial: number): string => {
  const body = `5443010200${String(2_000_000 + serial)}`;
  return body + (creditCheckCharacter(body) === 'Y' ? 'X' : 'Y');
};
/** In full width and lower case, in groups. */
const asTyped = (code: string): string =>
  `${fullWidth(code.slice(0, 8))}　${code.slice(8, 12)} ${fullWidth(code.slice(12))} `;
const unitOf = (serial: number, more: Answers = {}): Answers => ({
  unitName: `曙光${serial}社区居民委员会`,
  creditCode: asTyped(oddCode(serial)),
  nature: '村或社区',
  unitRank: '无',
  staff: 10,
  women: 8,
  leaderName: '周曙光',
  leaderGender: '女',
  leaderPosition: '主任',
  leaderPhone: '13800003001',
  contactName: '陈联络',
  contactPhone: '13800003002',
  brief: '社区巾帼志愿服务队常年服务居民。',
  deeds: '建立网格化服务机制，解决居民急难愁盼问题。'.repeat(4),
  declarations: ['truthful'],
  ...more,
});
const withProof = ['groupPhoto', 'creditCertificate'];
const send = (serial: number, pictures: readonly string[], certified?: boolean) =>
  nominate(clerk, {
    programme,
    org,
    answers: unitOf(serial),
    pictures,
    ...(certified !== undefined && { certified }),
  });
const attach = async (nomination: string, rule: string) => {
  const form = new FormData();
  form.set('rule', rule);
  form.set('file', new File([new Uint8Array(atHome)], '证书.jpg', { type: 'image/jpeg' }));
  const { attachment } = await done(clerk.post(`/api/nominations/${nomination}/attachments`, form));
  return { id: attachment.id as string, rule };
};
const consents = { consentText: consentVersion, sensitive: 'true' };

test('the API asks for the certificate and a word beside the field, and keeps the code tidy', async () => {
  await expect(send(1, ['groupPhoto'])).rejects.toThrow(
    /"answers.creditCode".*"credit-code-check".*请上传证书/,
  );
  await expect(send(1, ['groupPhoto'], true)).rejects.toThrow(
    /"answers.creditCode".*"certificate-missing".*请上传「统一社会信用代码证书」/,
  );
  await expect(send(1, withProof)).rejects.toThrow(/"certified".*"credit-code-check".*勾选确认/);
  const id = await send(1, withProof, true);
  const { answers } = await done(clerk.get(`/api/nominations/${id}`));
  expect(answers.creditCode).toBe(oddCode(1));
});

test('no word and no certificate make a code of an ID number or of zeros', async () => {
  for (const creditCode of [fullWidth('11010519491231002X'), fullWidth('0'.repeat(18))]) {
    const typed = {
      programme,
      org,
      answers: unitOf(2, { creditCode }),
      pictures: withProof,
      certified: true,
    };
    await expect(nominate(clerk, typed)).rejects.toThrow(/"answers.creditCode".*"malformed"/);
  }
});

test('the preview offers the box only where the check digit is what fails', async () => {
  const good = `5443010200${2_000_003}`;
  const draftOf = (answers: Answers) =>
    done(clerk.post('/api/drafts', { programme, org, channel: 'organisation', answers }));
  const fine = await draftOf(unitOf(3, { creditCode: good + creditCheckCharacter(good) }));
  expect((await clerk.get(`/nominations/${fine.id}/preview`)).body).not.toContain('name="certified"');

  const odd = await draftOf(unitOf(3));
  expect(odd.compared).toMatchObject([{ field: `answers.${field}`, code: 'credit-code-check' }]);
  const path = `/nominations/${odd.id}`;
  expect((await clerk.get(`${path}/edit`)).body).toContain('id="f-creditCode-error"');
  await attach(odd.id, 'groupPhoto');
  const bare = await clerk.press(`${path}/submit`, { ...consents, certified: 'true' });
  expect([bare.status, bare.body.includes('id="f-creditCode-error"')]).toEqual([422, true]);
  expect(plainText(bare.body)).toContain('请上传「统一社会信用代码证书」');

  await attach(odd.id, 'creditCertificate');
  expect((await clerk.get(`${path}/preview`)).body).toContain('name="certified"');
  const first = await clerk.press(`${path}/submit`, consents);
  expect([first.status, first.body.includes('id="f-certified-error"')]).toEqual([422, true]);
  const second = await clerk.press(`${path}/submit`, { ...consents, certified: 'true' });
  expect([second.status, second.location]).toEqual([303, `${path}/submitted`]);
});

test('the reviewer is asked, never told that it is met, and her yes stands in the record', async () => {
  const id = await send(4, withProof, true);
  const [reviewer] = district.reviewers as [Person];
  const task = (await tasksOf(reviewer, round)).find(({ nomination }) => nomination === id)!;
  const { items } = await done(reviewer.get(`/api/rounds/${round}/candidacies/${id}/eligibility`));
  const finding = items.find(({ rule }: { rule: string }) => rule === 'creditCode');
  expect(finding).toMatchObject({
    ok: false,
    field,
    doubts: [{ question: expect.stringContaining(oddCode(4)) }],
  });
  const alone = await answerTask(reviewer, task, { outcome: 'approve' });
  expect([alone.status, alone.body.faults[0].code]).toEqual([422, 'rule-creditCode']);
  const [{ id: doubt }] = finding.doubts;
  const no = await answerTask(reviewer, task, { outcome: 'approve', doubts: [{ id: doubt, is: false }] });
  expect([no.status, no.body.faults[0].text]).toEqual([422, '「统一社会信用代码」与证书不一致，请退回更正']);

  const page = `/tasks/${round}/${task.step}/${id}`;
  const asked = (await reviewer.get(page)).body;
  expect(plainText(asked)).toContain(
    `待审核人确认 须由审核人确认：「统一社会信用代码」${oddCode(4)} 的校验位`,
  );
  const said = { outcome: 'approve', reason: '', 'doubt.0.id': hiddenFields(asked)['doubt.0.id'] ?? '' };
  const open = await reviewer.press(page, said);
  expect([open.status, plainText(open.body).includes('请选择“是”或“否”')]).toEqual([422, true]);
  const confirm = await reviewer.press(page, { ...said, 'doubt.0': 'yes' });
  expect(confirm.status).toBe(200);
  expect((await reviewer.press(`${page}/confirm`, hiddenFields(confirm.body))).status).toBe(303);
  const history = await district.administrator.get(`/rounds/${round}/nominations/${id}`);
  expect(plainText(history.body)).toContain(`统一社会信用代码 ${oddCode(4)}：审核人确认与证书一致`);
});

test('an amendment asks anew, on page and API', async () => {
  const id = await send(5, withProof, true);
  const [reviewer] = district.reviewers as [Person];
  const task = (await tasksOf(reviewer, round)).find(({ nomination }) => nomination === id)!;
  await done(answerTask(reviewer, task, { outcome: 'return', reason: '请核对代码' }));
  const { version, attachments } = await done(clerk.get(`/api/nominations/${id}`));
  const answers = unitOf(5, { brief: '改过的简介。' });
  const amend = (more: object) =>
    clerk.post(`/api/nominations/${id}/amendments`, { answers, attachments: [], version, ...more });
  const refs = attachments.map((file: { id: string; rule: string }) => ({ id: file.id, rule: file.rule }));
  const bare = await amend({ attachments: refs.slice(0, 1), certified: true });
  expect(bare.body.faults).toMatchObject([{ field: `answers.${field}`, code: 'certificate-missing' }]);
  const silent = await amend({ attachments: refs });
  expect(silent.body.faults).toMatchObject([{ field: 'certified', code: 'credit-code-check' }]);

  const edit = (await clerk.get(`/nominations/${id}/edit`)).body;
  expect(edit).toContain('name="certified"');
  const typed = {
    ...Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, String(value)])),
    declarations: 'truthful',
    _files: refs.map((file: { id: string }) => file.id),
    _version: hiddenFields(edit)._version ?? '',
    _go: 'send',
  };
  const path = `/nominations/${id}/edit/attachments`;
  const first = await clerk.press(path, typed);
  expect([first.status, first.body.includes('id="f-certified-error"')]).toEqual([422, true]);
  const second = await clerk.press(path, { ...typed, certified: 'true' });
  expect([second.status, second.location]).toEqual([303, `/nominations/${id}?done=amended`]);
});

test('a sheet brings it as a draft, and submitting all of them says by row what to do', async () => {
  const answers = unitOf(6);
  const sheet = preset('sbjt', '2021').form.fields.flatMap(({ id, label }) =>
    id in answers ? [[label.zh, answers[id]] as const] : [],
  );
  const { id: from, faulty } = await done(
    clerk.post('/api/imports', { programme, org, rows: [Object.fromEntries(sheet)] }),
  );
  expect(faulty).toEqual([]);
  await journey.home.sweep();
  const press = await done(
    clerk.post(`/api/imports/${from}/submissions`, { consentText: consentVersion, sensitive: true }),
  );
  await journey.home.sweep();
  const { items } = await done(clerk.get(`/api/imports/${from}/submissions/${press.id}`));
  const [refused] = items.flatMap((part: { refused: readonly unknown[] }) => part.refused);
  const said = refused.faults.find(({ field: at }: { field: string }) => at === field);
  expect([refused.row, said.text]).toEqual([2, expect.stringContaining('请上传证书，提交时勾选确认')]);
});
