/** Hostile files at every door that takes files, found from the API's routes and the pages' forms (docs/rules/privacy.md#files-that-are-two-things). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentFaults } from '#actions/files/attachment-content.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { officeFault } from '#papers/office-file.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { jpeg, street } from '../furong.ts';
import { type Asker, allRoutes, filled, type Ground, openGround, site } from '../policy/ground.ts';
import { openBrowser } from '../web/people/account-browser.ts';
import { makeWorld, problemOf, type World } from '../world.ts';
import { type Hostile, hostileFiles } from './hostile-files.ts';

const isWhole = process.env['FUZZ_REQUESTS'] !== undefined;
/** Built once: some are large as they are made, and small as they are sent. */
const files = hostileFiles();

let ground: Ground;
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

interface Door {
  readonly path: string;
  readonly asker: Asker;
  /** What else the form sends. */
  readonly fields: Readonly<Record<string, string>>;
  readonly file: string;
}

const plain = (html: string) => html.replaceAll('&amp;', '&').replaceAll('&quot;', '"');

/** The forms with files of a page. */
function doorsIn(html: string, page: string, asker: Asker): readonly Door[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = '', inner = '']) => {
    const names = [...inner.matchAll(/<input\b[^>]*>/g)]
      .filter(([tag]) => /type="file"/.test(tag))
      .map(([tag]) => plain(/\sname="([^"]+)"/.exec(tag)?.[1] ?? ''));
    const fields = [...inner.matchAll(/<(?:input|select|textarea)\b[^>]*\sname="([^"]+)"[^>]*>/g)]
      .filter(([tag]) => !/type="(file|checkbox|radio)"/.test(tag))
      .map(([tag, name]) => [plain(name!), plain(/\svalue="([^"]*)"/.exec(tag)?.[1] ?? '')] as const);
    const path = plain(/\saction="([^"]*)"/.exec(head)?.[1] ?? page);
    return names.filter(Boolean).map((file) => ({ path, asker, fields: Object.fromEntries(fields), file }));
  });
}

/** Every door: the API's, and those of all pages that open for these people. */
async function doorsOf(): Promise<readonly Door[]> {
  const routes = await allRoutes(ground);
  const people = ['owner', 'clerk', 'reviewer', 'department'].map((name) => ground.askers[name]!);
  const doors = new Map<string, Door>();
  const add = (door: Door) => doors.set(`${door.path.split('?')[0]} ${door.file}`, door);
  for (const route of routes.filter((each) => each.multipart)) {
    const draft = filled(route.path.replace('{nomination}/attachments', '{draft}/attachments'), ground.ids);
    const asker =
      ground.askers[
        /attachments|stamped/.test(route.path) ? 'clerk' : /steps/.test(route.path) ? 'reviewer' : 'owner'
      ]!;
    if (draft !== undefined) add({ path: draft, asker, fields: { rule: 'photos' }, file: 'file' });
  }
  for (const asker of people)
    for (const page of routes.filter(({ isPage, method }) => isPage && method === 'GET')) {
      const path = filled(page.path, ground.ids);
      if (path === undefined) continue;
      const answer = await ground.app.request(site + path, { headers: asker.headers });
      const isHtml = answer.ok && /html/.test(answer.headers.get('content-type') ?? '');
      if (!isHtml) await answer.body?.cancel();
      else for (const door of doorsIn(await answer.text(), path, asker)) add(door);
    }
  return [...doors.values()];
}

const send = ({ path, asker, fields, file }: Door, { name, bytes }: Pick<Hostile, 'name' | 'bytes'>) => {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) if (field !== '_csrf') body.set(field, value);
  body.set(file, new Blob([new Uint8Array(bytes)]), name);
  return ground.app.request(site + path, { method: 'POST', headers: asker.headers, body });
};

test.skipIf(!isWhole)(
  'no door takes a hostile file: each is refused in words, and nothing is stored',
  async () => {
    ground = await openGround();
    const doors = await doorsOf();
    expect(doors.length).toBeGreaterThan(10);
    const taken: string[] = [];
    let sent = 0;
    const before = process.memoryUsage().rss;
    for (const door of doors)
      for (const file of files) {
        sent++;
        const kept = ground.filesPut();
        const answer = await send(door, file);
        const said = await answer.text();
        if (answer.status >= 500 || answer.status < 400 || ground.filesPut() > kept)
          taken.push(`${door.path} ${door.file}: ${file.what} ${answer.status} ${said.slice(0, 120)}`);
      }
    await ground.close();
    process.stdout.write(
      `${sent} hostile files at ${doors.length} doors: ${taken.length} taken or failed, ` +
        `memory ${Math.round((process.memoryUsage().rss - before) / 1_048_576)} MB more\n`,
    );
    expect(taken).toEqual([]);
  },
  300_000,
);

const rule = {
  ...{
    id: 'any',
    label: { zh: '材料' },
    types: ['jpg', 'png', 'pdf', 'docx', 'xlsx', 'mp4'],
    max: 3,
    min: 0,
  },
  maxMegabytes: 30,
} as Parameters<typeof contentFaults>[0];

test.each(files.map((file) => [file.what, file] as const))(
  'where every type may come, %s is refused at its field',
  async (_, { bytes }) => {
    const { faults } = await contentFaults(rule, bytes);
    expect(faults.map(({ field }) => field)).toEqual(['attachments.any']);
    expect(faults[0]!.text.zh).not.toMatch(/undefined/);
  },
);

test('what people send passes: a photograph, and office files without macros', async () => {
  expect((await contentFaults(rule, jpeg(1))).faults).toEqual([]);
  const { makeDocx } = await import('./plain-files.ts');
  expect(officeFault(await makeDocx())).toBeUndefined();
});

test('a sheet with macros is refused in words, whatever it is called', async () => {
  const sheet = files.find(({ what }) => what === 'xlsx with macros in it')!;
  expect((await problemOf(readSheets(sheet.bytes)))?.faults[0]).toMatchObject({
    field: 'file',
    code: 'sheet-macros',
  });
});

test('a body of 40 MB is refused before it is read where no file may come, and by its size where one may', async () => {
  const clerk = openBrowser(world.deps);
  await clerk.signIn(await world.as('clerk', street(1)));
  const large = new File([new Uint8Array(40 * 1_048_576)], '照片.jpg');
  expect((await clerk.post('/nominations/new', { file: large })).status).toBe(413);
  const { id } = await saveDraft(world.deps, await world.as('clerk', street(1)), {
    ...{ programme: world.programme, org: street(1), channel: 'organisation' as const, answers: {} },
  });
  const sent = await clerk.post(`/nominations/${id}/attachments`, { rule: 'photos', file: large });
  expect([413, 422]).toContain(sent.status);
  expect(world.stored.size).toBe(0);
});
