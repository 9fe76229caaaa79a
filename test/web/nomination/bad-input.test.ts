import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { getDraft } from '#actions/nomination/drafts.ts';
import { memberOf } from '#domain/members.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { family, jpeg, street } from '../../furong.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, fields, hiddenIn, openBrowser, photo, type Sent } from '../people/account-browser.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      form: {
        ...programme.form,
        attachments: programme.form.attachments.map((rule) =>
          rule.id === 'stampedForm' ? { ...rule, types: ['pdf', 'docx'] } : rule,
        ),
      },
    }),
  });
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

async function begun(): Promise<string> {
  const page = await clerk.get(`/nominations/new?programme=${world.programme}&org=${street(1)}`);
  const sent = { ...hiddenIn(page.html), org: street(1), channel: 'organisation' };
  return /\/nominations\/([^/]+)\/edit/.exec((await clerk.post('/nominations/new', sent)).to)![1]!;
}
const press = async (id: string, sent: Sent) => {
  const { _version = '' } = hiddenIn((await clerk.get(`/nominations/${id}/edit`)).html);
  return clerk.post(`/nominations/${id}/edit/attachments`, { _version, ...sent });
};
const answersOf = async (id: string) =>
  (await getDraft(world.deps, await world.as('clerk', street(1)), id)).answers;

const big = new Uint8Array(40 * 1_048_576);
big.set(jpeg(1));
const heic = Uint8Array.from([
  0,
  0,
  0,
  24,
  ...Buffer.from('ftypheic'),
  0,
  0,
  0,
  0,
  ...Buffer.from('mif1heic'),
]);
const program = new Uint8Array(512);
program.set(Buffer.from('MZ'));
const withMacros = zipSync({
  '[Content_Types].xml': strToU8(
    '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
  ),
  'word/vbaProject.bin': strToU8('macros'),
});

describe('what is sent wrongly is said beside its field, and all that was typed stays', () => {
  const rows: readonly (readonly [string, string, () => File, string])[] = [
    [
      'a photograph of 40 MB',
      'photos',
      () => new File([big], '全家福.jpg'),
      '文件为 40 MB，最大 10 MB，请压缩后再选',
    ],
    [
      'a HEIC photograph',
      'photos',
      () => new File([heic], 'IMG_1.HEIC'),
      'HEIC 照片（苹果手机的默认格式），在手机“设置',
    ],
    ['a HEIC photograph that is called jpg', 'photos', () => new File([heic], 'IMG_1.jpg'), 'HEIC 照片'],
    ['a program that is called jpg', 'photos', () => new File([program], '照片.jpg'), '程序，不是文档'],
    [
      'a document with macros',
      'stampedForm',
      () => new File([Uint8Array.from(withMacros)], '推荐表.docx'),
      '带宏的 Word 文件，请在 Word 中另存为不带宏的 docx',
    ],
    ['an empty file', 'photos', () => new File([], '空.jpg'), '文件是空的'],
  ];
  it.each(rows)('%s', async (_, rule, file, said) => {
    const id = await begun();
    const answer = await press(id, {
      familyName: '刘家',
      brief: '写了很久的简介',
      [`attachments.${rule}`]: file(),
    });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    const [, beside = ''] =
      new RegExp(`id="f-attachments-${rule}-error"[^>]*>([\\s\\S]*?)</div>`).exec(answer.html) ?? [];
    expect(beside.replace(/<[^>]+>/g, '')).toContain(said);
    expect(answer.html).toContain(`href="#f-attachments-${rule}"`);
    expect(answer.html).toContain('写了很久的简介');
    expect(await answersOf(id)).toMatchObject({ familyName: '刘家', brief: '写了很久的简介' });
  });

  it('a file that is refused before anything was saved leaves no conflict behind', async () => {
    const start = new URLSearchParams({
      programme: world.programme,
      org: street(1),
      channel: 'organisation',
    });
    const page = await clerk.get(`/nominations/new?${start}`);
    const [, id = ''] = /data-at="\/nominations\/(\w+)\/edit"/.exec(page.html) ?? [];
    const refused = await clerk.post(`/nominations/${id}/attachments?${start}`, {
      rule: 'photos',
      file: new File([program], '照片.jpg'),
    });
    expect(refused.status).toBe(422);
    const saved = await clerk.post(`/nominations/${id}/draft?${start}`, {
      _version: '',
      phone: '13900000001',
    });
    expect([saved.status, await answersOf(id)]).toMatchObject([200, { phone: '13900000001' }]);
    // Another page of the same form, never saved, overwrites nothing that was written.
    const stale = await clerk.post(`/nominations/${id}/draft?${start}`, {
      _version: '',
      phone: '13900000002',
    });
    expect([stale.status, await answersOf(id)]).toMatchObject([409, { phone: '13900000001' }]);
  });

  it('a name of thirty rare characters is taken as thirty', async () => {
    const id = await begun();
    const name = '𠮷'.repeat(30);
    expect((await press(id, { familyName: name, _go: 'preview' })).to).toBe(`/nominations/${id}/preview`);
    expect((await findDraft(world.deps.table, id))?.name).toBe(name);
    expect((await clerk.get(`/nominations/${id}/preview`)).text).not.toContain('「家庭称谓」');
    await press(id, { familyName: `${name}𠮷`, _go: 'preview' });
    expect((await clerk.get(`/nominations/${id}/preview`)).text).toContain(
      '最多 30 字，现有 31 字，请删减 1 字',
    );
  });

  it('ten thousand characters in a field of three hundred are kept, and the preview says what to cut', async () => {
    const id = await begun();
    const long = '长'.repeat(10_000);
    expect((await press(id, { familyName: '刘家', brief: long, _go: 'preview' })).status).toBe(303);
    const preview = await clerk.get(`/nominations/${id}/preview`);
    expect(preview.text).toContain('最多 300 字，现有 10000 字，请删减 9700 字');
    expect(preview.html).toContain(`href="/nominations/${id}/edit?at=brief#f-brief"`);
    expect(preview.html).not.toContain(`action="/nominations/${id}/submit"`);
    expect((await answersOf(id)).brief).toBe(long);
  });

  it('says whose field is wrong, by what names the row', async () => {
    const id = await begun();
    const sent = { ...fields(family(3)), 'members.1.idNumber': '11010119900307', _go: 'preview' };
    await press(id, sent);
    const preview = await clerk.get(`/nominations/${id}/preview`);
    expect(preview.text).toMatch(/「配偶的证件号码」/);
    expect(preview.html).toContain(`/edit?at=members#f-members-1-idNumber`);
    await press(id, { ...sent, 'members.1.idNumber': '' });
    expect((await clerk.get(`/nominations/${id}/preview`)).text).toContain(
      '「配偶的证件号码」：请填写身份证件号码',
    );
  });

  it('going back after the submission and pressing again makes no second one, and saves nothing', async () => {
    const id = await begun();
    const sent = { ...fields(family(4)), 'attachments.photos': [photo(1), photo(2)] };
    await press(id, { ...sent, _go: 'preview' });
    const preview = await clerk.get(`/nominations/${id}/preview`);
    const agreed = { ...hiddenIn(preview.html), consentText: consentVersion, sensitive: 'true' };
    const done = [303, `/nominations/${id}/submitted`];
    for (const answer of [
      await clerk.post(`/nominations/${id}/submit`, agreed),
      await clerk.post(`/nominations/${id}/submit`, agreed),
    ])
      expect([answer.status, answer.to]).toEqual(done);
    const late = await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version: '1',
      familyName: '改了',
    });
    expect(late.status).not.toBe(200);
    expect((await clerk.get(`/nominations/${id}`)).text).not.toContain('改了');
    expect((await clerk.get(`/nominations/${id}/edit`)).status).not.toBe(200);
  });

  it('of two tabs the later is told, keeps its text, and its next press saves', async () => {
    const id = await begun();
    const { _version = '' } = hiddenIn((await clerk.get(`/nominations/${id}/edit`)).html);
    await press(id, { familyName: '第一页' });
    const second = await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version,
      familyName: '第二页',
    });
    expect([second.status, second.html.includes('value="第二页"')]).toEqual([409, true]);
    const again = await clerk.post(`/nominations/${id}/edit/attachments`, {
      ...hiddenIn(second.html),
      familyName: '第二页',
    });
    expect(again.status).toBe(303);
  });

  it('a session that ended is said with the way back to the text, which the autosave says beside the form', async () => {
    const id = await begun();
    const { _version = '' } = hiddenIn((await clerk.get(`/nominations/${id}/edit`)).html);
    const gone = openBrowser(world.deps);
    await gone.get('/help');
    const auto = await gone.post(
      `/nominations/${id}/draft`,
      { familyName: '丢' },
      { accept: 'application/json' },
    );
    expect([auto.status, memberOf(JSON.parse(auto.html), 'code')]).toEqual([401, 'sign-in-first']);
    const refused = await gone.post(`/nominations/${id}/edit/attachments`, {
      _version,
      familyName: '不会丢',
    });
    expect([refused.status, refused.text.includes('您填写的内容已经保留')]).toEqual([401, true]);
  });
});
