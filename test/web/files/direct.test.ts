import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { deliver } from '#actions/running/signals.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { UploadForm } from '#ports';
import { getRevision } from '#store/reads.ts';
import { type Bucket, openBucket, sendFile } from '../../bucket.ts';
import { family, jpeg, street } from '../../furong.ts';
import { serveApp } from '../../served.ts';
import { makeWorld, type World } from '../../world.ts';
import { bySession } from '../api/api-caller.ts';
import { type Browser, fields, hiddenIn, openBrowser } from '../people/account-browser.ts';

let world: World;
let bucket: Bucket;
let deps: Deps;
let member: Actor;
let clerk: Browser;
beforeAll(async () => {
  [world, bucket] = await Promise.all([makeWorld(), openBucket()]);
  deps = { ...world.deps, files: bucket.files, handOver: async (rows) => void (await deliver(deps, rows)) };
  member = await world.as('clerk', street(1));
  clerk = openBrowser(deps);
  await clerk.signIn(member);
});
afterAll(async () => {
  await bucket.close();
  await world.close();
});

const draft = async () =>
  (
    await saveDraft(deps, member, {
      programme: world.programme,
      org: street(1),
      channel: 'organisation',
      answers: {},
    })
  ).id;
const json = { accept: 'application/json' };
/** The form of a page that goes to the bucket. */
function bucketForm(html: string): UploadForm {
  const [, form = ''] =
    /(<form method="post" enctype="multipart\/form-data" action="http:\/\/127[\s\S]*?<\/form>)/.exec(html) ??
    [];
  return { url: /action="([^"]+)"/.exec(form)![1]!, fields: hiddenIn(form) };
}
/** Where the bucket leads a browser, as a path of ours. */
const ledTo = (answer: Response): string => {
  const { pathname, search } = new URL(answer.headers.get('location')!);
  return pathname + search;
};
/** Goes the whole way without script from the first page to the bucket and back; gives the page that asks to confirm. */
async function walk(id: string, bytes: Uint8Array) {
  const first = await clerk.get(`/nominations/${id}/uploads/new?rule=photos`);
  const opened = await clerk.post(`/nominations/${id}/uploads`, hiddenIn(first.html));
  expect(opened.status).toBe(303);
  const form = bucketForm((await clerk.follow(opened)).html);
  expect(form.fields).not.toHaveProperty('_csrf');
  const sent = await sendFile(form, bytes);
  expect(sent.status).toBe(303);
  const path = ledTo(sent);
  return { page: await clerk.get(path), path: path.split('?')[0]! };
}

describe('without script', () => {
  it('the form saves, leads to the bucket and back, and a press takes the file', async () => {
    const id = await draft();
    const page = await clerk.get(`/nominations/${id}/edit`);
    expect(page.html).toContain('value="upload:photos"');
    expect(page.html).not.toContain('name="attachments.photos"'); // would go through the server
    const saved = await clerk.post(`/nominations/${id}/edit/attachments`, {
      _version: hiddenIn(page.html)._version!,
      familyName: '直传家庭',
      _go: 'upload:photos',
    });
    expect([saved.status, saved.to]).toEqual([303, `/nominations/${id}/uploads/new?rule=photos`]);
    const { page: back, path } = await walk(id, jpeg(1));
    expect([back.status, back.text.includes('确认后才计入申报')]).toEqual([200, true]);
    expect((await findDraft(deps.table, id))!.attachments).toEqual([]); // coming back changed nothing
    const taken = await clerk.post(path, { name: '全家福' });
    expect([taken.status, taken.to]).toEqual([303, `/nominations/${id}/edit?saved=1`]);
    expect((await clerk.follow(taken)).text).toContain('全家福.jpg');
    const kept = (await findDraft(deps.table, id))!;
    expect([kept.name, kept.attachments.length]).toEqual(['直传家庭', 1]);
    // Pressed again, or gone back to by the browser's button.
    expect((await clerk.post(path, { name: '全家福' })).to).toBe(`/nominations/${id}/edit?saved=1`);
    expect((await clerk.get(path)).to).toBe(`/nominations/${id}/edit?saved=1`);
    expect((await findDraft(deps.table, id))!.attachments).toHaveLength(1);
  });

  it('what is no picture is told, with a way to upload again', async () => {
    const id = await draft();
    const { path } = await walk(id, new TextEncoder().encode('%PDF-1.7\n'));
    const refused = await clerk.post(path, { name: 'x' });
    expect([refused.status, refused.text.includes('内容是 PDF')]).toEqual([422, true]);
    expect(refused.html).toContain(`/nominations/${id}/uploads/new?rule=photos`);
    const early = await clerk.post(path, { name: 'x' });
    expect([early.status, early.text.includes('文件还没有传到')]).toEqual([409, true]);
  });

  it('is for those who may write there', async () => {
    const id = await draft();
    const stranger = openBrowser(deps);
    await stranger.signIn(await world.as('clerk', street(2)));
    expect((await stranger.get(`/nominations/${id}/uploads/new?rule=photos`)).status).toBe(404);
    expect((await stranger.post(`/nominations/${id}/uploads`, { rule: 'photos' })).status).toBe(404);
    const { path } = await walk(id, jpeg(2));
    expect((await stranger.get(path)).status).toBe(404);
    expect((await stranger.post(path)).status).toBe(404);
    expect((await openBrowser(deps).get(path)).status).toBe(401);
  });
});

describe('an amendment', () => {
  it('finds the file that another window uploaded, once, and a removed one stays away', async () => {
    const { nomination, candidacy } = await world.nominate(member, { answers: family(31) });
    await world.decide(candidacy, 'return');
    const page = await clerk.get(`/nominations/${nomination.id}/edit`);
    expect(page.html).toContain(`href="/nominations/${nomination.id}/uploads/new?rule=photos"`);
    const all = (html: string, name: string) =>
      [...html.matchAll(new RegExp(`name="${name}" value="(\\w+)"`, 'g'))].map((one) => one[1]!);
    const before = all(page.html, '_files');
    const { path } = await walk(nomination.id, jpeg(3));
    const taken = await clerk.post(path, { name: '补充照片' });
    expect(taken.to).toBe(`/nominations/${nomination.id}/uploads/done`);
    expect((await clerk.follow(taken)).text).toContain('核对修改');

    const typed = { ...fields(family(31)), _version: hiddenIn(page.html)._version!, _go: 'check' };
    const save = `/nominations/${nomination.id}/edit/attachments`;
    const checked = await clerk.post(save, { ...typed, _files: before });
    expect(checked.text).toContain('补充照片.jpg');
    const files = all(checked.html, '_files');
    expect(files).toHaveLength(before.length + 1);
    const again = await clerk.post(save, { ...typed, _files: files, _seen: all(checked.html, '_seen') });
    expect(all(again.html, '_files')).toEqual(files);
    const added = files.find((file) => !before.includes(file))!;
    const without = await clerk.post(save, {
      ...typed,
      _files: files,
      _seen: all(again.html, '_seen'),
      _removeFile: added,
    });
    const later = await clerk.post(save, { ...typed, _files: before, _seen: all(without.html, '_seen') });
    expect([all(without.html, '_files'), all(later.html, '_files')]).toEqual([before, before]);

    const sent = await clerk.post(save, { ...typed, _files: files, _go: 'send' });
    expect(sent.status).toBe(303);
    const { attachments } = await getRevision(deps.table, nomination.id, 2);
    expect(attachments.map(({ id }) => id)).toEqual(files);
  });
});

describe('with script', () => {
  it('a slot, the bucket and the confirmation are three requests', async () => {
    const id = await draft();
    const page = await clerk.get(`/nominations/${id}/edit`);
    expect(page.html).toContain(`data-direct="/nominations/${id}/uploads"`);
    const slot = await clerk.post(`/nominations/${id}/uploads`, { rule: 'photos', name: '合影.JPEG' }, json);
    expect(slot.status).toBe(201);
    const form = JSON.parse(slot.html) as UploadForm & { id: string };
    expect((await sendFile(form, jpeg(4))).status).toBe(201);
    const confirm = `/nominations/${id}/uploads/${form.id}/confirm`;
    const taken = await clerk.post(confirm, { name: '合影.JPEG' }, json);
    const { attachments } = (await findDraft(deps.table, id))!;
    expect([taken.status, JSON.parse(taken.html)]).toEqual([
      201,
      { id: attachments[0]!.id, name: '合影.jpg', bytes: jpeg(4).length },
    ]);
    const wrong = await clerk.post(`/nominations/${id}/uploads`, { rule: 'photos', name: 'a.pdf' }, json);
    expect([wrong.status, JSON.parse(wrong.html).code]).toEqual([422, 'file-type']);
  });

  it('the policy of the page lets forms and scripts reach the bucket, only where files go there', async () => {
    const policy = (await clerk.get('/help')).headers.get('content-security-policy')!;
    expect(policy).toContain(`form-action 'self' ${bucket.origin}`);
    expect(policy).toContain(`connect-src 'self' ${bucket.origin}`);
    const local = (await openBrowser(world.deps).get('/help')).headers.get('content-security-policy')!;
    expect([local.includes('connect-src'), local.includes('127.0.0.1')]).toEqual([false, false]);
  });
});

describe('a download', () => {
  it('is an address of the bucket for a reader, by page and by API', async () => {
    const id = await draft();
    const { path } = await walk(id, jpeg(5));
    await clerk.post(path, { name: '全家福' });
    const [file] = (await findDraft(deps.table, id))!.attachments;
    const led = await clerk.get(`/nominations/${id}/files/${file!.id}`);
    expect([led.status, new URL(led.to).origin]).toEqual([302, bucket.origin]);
    const answer = await fetch(led.to);
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; /);
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(jpeg(5));
    const api = await bySession(serveApp({ deps, root: '430000' }), deps, member);
    const byApi = await api.get(`/api/nominations/${id}/attachments/${file!.id}`);
    expect([byApi.status, new URL(byApi.headers.get('location')!).origin]).toEqual([302, bucket.origin]);
  });
});

describe('the API', () => {
  it('opens a slot, takes the file once, and says where files go otherwise', async () => {
    const id = await draft();
    const api = await bySession(serveApp({ deps, root: '430000' }), deps, member);
    const slot = await api.post(`/api/nominations/${id}/uploads`, { rule: 'photos', name: '合影.jpg' });
    expect([slot.status, Object.keys(slot.body).sort()]).toEqual([201, ['fields', 'id', 'url']]);
    const confirm = `/api/nominations/${id}/uploads/${slot.body.id}`;
    expect((await api.post(confirm)).body.code).toBe('upload-missing');
    await sendFile(slot.body, jpeg(6));
    const taken = await api.post(confirm, { name: '合影二' });
    expect([taken.status, taken.body.attachment.name, taken.body.version]).toEqual([201, '合影二.jpg', 2]);
    expect((await api.post(confirm)).body).toEqual(taken.body);
    expect((await api.post(`/api/nominations/${id}/uploads/nothing`)).status).toBe(404);

    const local = await bySession(serveApp({ deps: world.deps, root: '430000' }), world.deps, member);
    const refused = await local.post(`/api/nominations/${id}/uploads`, { rule: 'photos' });
    expect([refused.status, refused.body.code]).toEqual([409, 'upload-through-server']);
  });
});

describe('on one machine', () => {
  it('files go with the form, and the pages of direct uploads lead back to it', async () => {
    const id = await draft();
    const local = openBrowser(world.deps);
    await local.signIn(member);
    const page = await local.get(`/nominations/${id}/edit`);
    expect([page.html.includes('name="attachments.photos"'), page.html.includes('upload:')]).toEqual([
      true,
      false,
    ]);
    expect((await local.get(`/nominations/${id}/uploads/new?rule=photos`)).to).toBe(
      `/nominations/${id}/edit`,
    );
  });
});
