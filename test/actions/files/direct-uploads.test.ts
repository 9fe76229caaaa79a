import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addAttachment, openAttachment } from '#actions/files/attachments.ts';
import { confirmUpload, openUpload, readUpload } from '#actions/files/direct-uploads.ts';
import { getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { deliver } from '#actions/running/signals.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { keys } from '#store/keys.ts';
import { type Bucket, openBucket, sendFile } from '../../bucket.ts';
import { jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

let world: World;
let bucket: Bucket;
let deps: Deps;
let clerk: Actor;
beforeAll(async () => {
  [world, bucket] = await Promise.all([makeWorld(), openBucket()]);
  deps = { ...world.deps, files: bucket.files, handOver: async (rows) => void (await deliver(deps, rows)) };
  clerk = await world.as('clerk', street(1));
});
afterAll(async () => {
  await bucket.close();
  await world.close();
});

const draft = async () =>
  (
    await saveDraft(deps, clerk, {
      programme: world.programme,
      org: street(1),
      channel: 'organisation',
      answers: {},
    })
  ).id;
const photo = { rule: 'photos', name: '全家福.jpg' };
/** Opens a slot and sends a file to it. */
async function sent(id: string, bytes: Uint8Array): Promise<string> {
  const { slot, form } = await openUpload(deps, clerk, id, photo);
  expect((await sendFile(form, bytes)).status).toBe(201);
  return slot.id;
}
const incoming = () => [...bucket.objects.keys()].filter((name) => name.startsWith('incoming/'));
const filesOf = async (id: string) => (await getDraft(deps, clerk, id)).draft.attachments;

describe('a file sent straight to the bucket', () => {
  it('counts once it is confirmed, under another random name; confirming again gives the same', async () => {
    const id = await draft();
    const slot = await sent(id, jpeg(1));
    expect([await filesOf(id), incoming()]).toEqual([[], [`incoming/${slot}`]]);
    const added = await confirmUpload(deps, clerk, id, slot);
    expect(added).toMatchObject({
      version: 2,
      attachment: { name: '全家福.jpg', type: 'image/jpeg', rule: 'photos' },
    });
    expect(added.attachment.id).not.toBe(slot);
    expect(await confirmUpload(deps, clerk, id, slot)).toEqual(added);
    expect([await filesOf(id), incoming()]).toEqual([[added.attachment], []]);
    expect(bucket.objects.get(added.attachment.id)?.bytes).toEqual(jpeg(1));
    expect(await codeOf(readUpload(deps, clerk, id, slot, 'http://localhost/'))).toBe('upload-confirmed');
  });

  it('confirmed twice at once is one file, and leaves no second one behind', async () => {
    const id = await draft();
    const slot = await sent(id, jpeg(2));
    const before = bucket.objects.size;
    const [one, two] = await Promise.all([1, 2].map(() => confirmUpload(deps, clerk, id, slot)));
    expect(one).toEqual(two);
    expect(await filesOf(id)).toEqual([one!.attachment]);
    expect(bucket.objects.size).toBe(before); // the sent one became the kept one
  });

  it('is refused by the bucket when it is larger than the rule takes, empty, or of another type', async () => {
    const id = await draft();
    const { form } = await openUpload(deps, clerk, id, photo);
    expect(form.fields['Content-Type']).toBe('image/jpeg');
    const tooLarge = await sendFile(form, new Uint8Array(10 * 1024 * 1024 + 1));
    expect([tooLarge.status, await tooLarge.text()]).toEqual([
      403,
      expect.stringContaining('EntityTooLarge'),
    ]);
    expect(await (await sendFile(form, new Uint8Array())).text()).toContain('EntityTooSmall');
    const other = { ...form, fields: { ...form.fields, 'Content-Type': 'text/html' } };
    expect((await sendFile(other, jpeg())).status).toBe(403);
    const elsewhere = { ...form, fields: { ...form.fields, key: 'files/x' } };
    expect((await sendFile(elsewhere, jpeg())).status).toBe(403);
    expect(incoming()).toEqual([]);
  });

  it('is judged by its content, and gone when it is no good', async () => {
    const id = await draft();
    const slot = await sent(id, new TextEncoder().encode('%PDF-1.7\n'));
    expect((await problemOf(confirmUpload(deps, clerk, id, slot)))?.text.zh).toContain('内容是 PDF');
    expect([await filesOf(id), incoming()]).toEqual([[], []]);
    expect(await codeOf(confirmUpload(deps, clerk, id, slot))).toBe('upload-missing');
  });

  it('goes by the name that is given at last, else the one known before, else that of the attachment', async () => {
    const id = await draft();
    const named = await confirmUpload(deps, clerk, id, await sent(id, jpeg(3)), { name: '合影' });
    expect(named.attachment.name).toBe('合影.jpg');
    const { slot, form } = await openUpload(deps, clerk, id, { rule: 'photos' });
    await sendFile(form, jpeg(4));
    expect((await confirmUpload(deps, clerk, id, slot.id)).attachment.name).toBe('生活照（含全家福）.jpg');
  });

  it('is only for whoever may write there, for her own slot, and within the counts of the form', async () => {
    const id = await draft();
    const other = await world.as('clerk', street(2));
    const slot = await sent(id, jpeg(5));
    expect(await codeOf(openUpload(deps, other, id, photo))).toBe('draft-unknown');
    expect(await codeOf(confirmUpload(deps, other, id, slot))).toBe('upload-unknown');
    expect(await codeOf(confirmUpload(deps, clerk, await draft(), slot))).toBe('upload-unknown');
    expect(await codeOf(openUpload(deps, clerk, id, { rule: 'photos', name: 'a.png' }))).toBe('file-type');
    expect(await codeOf(openUpload(deps, clerk, id, { rule: 'odd' }))).toBe('attachment-unknown');
    for (const n of [6, 7, 8]) await addAttachment(deps, clerk, id, 'photos', jpeg(n), 'x.jpg');
    expect(await codeOf(openUpload(deps, clerk, id, photo))).toBe('too-many-files');
    expect(await codeOf(confirmUpload(deps, clerk, id, slot))).toBe('too-many-files');
    expect(await filesOf(id)).toHaveLength(3);
  });

  it('cannot be asked for without end', async () => {
    const id = await draft();
    await deps.table.put({ ...keys.uploads(id), count: 99 });
    await openUpload(deps, clerk, id, photo);
    expect((await problemOf(openUpload(deps, clerk, id, photo)))?.kind).toBe('limited');
  });

  it('is given out by the bucket under its name, by an address that cannot be changed', async () => {
    const id = await draft();
    const { attachment } = await confirmUpload(deps, clerk, id, await sent(id, jpeg(9)));
    const opened = await openAttachment(deps, clerk, id, attachment.id);
    if (!('url' in opened)) throw new Error('not direct');
    const answer = await fetch(opened.url);
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename*=UTF-8''${encodeURIComponent('全家福.jpg')}`,
    );
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(jpeg(9));
    expect((await fetch(opened.url.replace(attachment.id, 'x'))).status).toBe(403);
    const stranger = await world.as('clerk', street(2));
    expect(await codeOf(openAttachment(deps, stranger, id, attachment.id))).toBe('file-missing');
  });

  it('goes through the server where there is no bucket', async () => {
    expect(await codeOf(openUpload(world.deps, clerk, await draft(), photo))).toBe('upload-through-server');
  });
});
