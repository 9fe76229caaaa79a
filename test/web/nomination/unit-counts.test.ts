import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sweep } from '#actions/running/sweep.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { readTable } from '#domain/sheet.ts';
import { templateOf } from '#papers/nomination-template.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { getProgramme } from '#store/reads.ts';
import { family, street } from '../../furong.ts';
import { workbook } from '../../workbook.ts';
import { makeWorld, type World } from '../../world.ts';
import { type Browser, fields, openBrowser, photo, type Sent } from '../people/account-browser.ts';
import { walkerOf } from '../walker.ts';

let world: World;
let clerk: Browser;
beforeAll(async () => {
  world = await makeWorld();
  clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
});
afterAll(() => world.close());

const formPath = () =>
  `/nominations/new?${new URLSearchParams({ programme: world.programme, org: street(1), channel: 'organisation' })}`;

it('a nomination takes three pages and twenty-five fields at most, and ends with its receipt', async () => {
  const she = walkerOf(clerk);
  const page = await she.open(formPath());
  // What travels to a phone: the page, the styles, the scripts that it names.
  expect(Buffer.byteLength(page.html)).toBeLessThan(40 * 1_024);
  const assets = [...page.html.matchAll(/(?:href|src)="(\/static\/[^"]+\.(css|js))"/g)];
  const bytes: Record<string, number> = { css: 0, js: 0 };
  for (const [, path = '', kind = ''] of assets)
    bytes[kind] = bytes[kind]! + gzipSync((await clerk.get(path)).html).length;
  expect([bytes.css! > 0, bytes.css! < 15 * 1_024]).toEqual([true, true]);
  expect([bytes.js! > 0, bytes.js! < 15 * 1_024]).toEqual([true, true]);

  const { members, ...answers } = family(21);
  const [self] = members as readonly unknown[];
  const sent: Sent = fields({ ...answers, members: [self] } as never);
  await she.submit(/edit\/attachments/, {
    ...sent,
    'attachments.photos': [photo(1), photo(2)],
    _go: 'preview',
  });
  expect(she.page.text).toContain('公示时公开的内容');
  const done = await she.submit(/submit$/, { consentText: consentVersion, sensitive: 'true' });
  expect(done.text).toMatch(/申报已提交.*受理号 ZMJT-2021-\d{4}/);
  expect(done.text).toContain('再申报一名');
  expect(done.html).toContain(formPath().replaceAll('&', '&amp;'));
  expect([she.seen.pages, she.seen.clicks]).toEqual([3, 2]);
  expect(she.seen.fields).toBeLessThanOrEqual(25);
});

it('fifty imported drafts are submitted in six clicks at most', async () => {
  const bare = await makeWorld({
    adjust: (programme) => ({
      ...programme,
      form: {
        ...programme.form,
        attachments: programme.form.attachments.map((rule) => ({ ...rule, min: 0 })),
      },
    }),
  });
  const browser = openBrowser(bare.deps);
  await browser.signIn(await bare.as('clerk', street(1)));
  const { form } = (await getProgramme(bare.deps.table, bare.programme)).document;
  // The template as it is given, filled in below its header.
  const [sheet] = await readSheets(await templateOf(form));
  const [formats = [], heads = []] = sheet!.rows;
  expect(heads).toContain('家庭成员12证件号码');
  expect(formats[heads.indexOf('家庭成员1出生日期*')]).toBe('必填；日期，如 1988-03-05');
  const rows = Array.from({ length: 50 }, (_, n) => {
    const { members, declarations, tags, ...answers } = family(100 + n);
    const own = new Map<string, unknown>(
      form.fields.flatMap(({ id, label }) => (id in answers ? [[label.zh, answers[id]] as const] : [])),
    );
    const columns = form.fields.find(({ id }) => id === 'members')!.columns!;
    for (const [i, row] of (members as readonly Record<string, unknown>[]).entries())
      for (const { id, label } of columns) own.set(`家庭成员${i + 1}${label.zh}`, row[id] ?? '');
    own.set('家庭特色', (tags as readonly string[]).join('、'));
    expect(declarations).toBeDefined();
    return heads.map((head) => String(own.get(String(head).replace('*', '')) ?? ''));
  });
  const file = workbook({ Sheet1: { rows: [formats, heads, ...rows] as readonly (readonly string[])[] } });
  const she = walkerOf(browser);
  await she.open('/nominations');
  await she.link('/import');
  await she.submit('/import', { file });
  await sweep(bare.deps);
  await she.open(she.at);
  expect(she.page.text).toContain('导入 50 行，0 行此前已导入，0 行有错误');
  await she.link(/\/submit$/);
  await she.submit(/\/submit$/, {
    consentText: consentVersion,
    sensitive: 'true',
    declarations: form.declarations.map(({ id }) => id),
  });
  await sweep(bare.deps);
  await she.open(she.at);
  expect(she.page.text).toContain('已提交 50 份，0 份没有提交');
  expect(she.seen.clicks).toBeLessThanOrEqual(6);
  await bare.close();
});

it('the header of the template is found below what explains it', async () => {
  const { form } = (await getProgramme(world.deps.table, world.programme)).document;
  const sheets = await readSheets(await templateOf(form));
  const table = readTable(sheets, (head) => head.startsWith('家庭'), ['家庭称谓']);
  expect(table.heads).toContain('家庭称谓*');
});
