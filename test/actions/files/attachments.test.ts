import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actorOf } from '#actions/actor.ts';
import { addAttachment, openAttachment } from '#actions/files/attachments.ts';
import { getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import type { Actor } from '#domain/people/people.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import { sha256 } from '#store/chain.ts';
import { getMember } from '#store/people.ts';
import { district, family, jpeg, street } from '../../furong.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

async function readAttachment(...asked: Parameters<typeof openAttachment>) {
  const opened = await openAttachment(...asked);
  if ('url' in opened) throw new Error('a bucket gives it out');
  return opened;
}

let world: World;
let clerk: Actor;
beforeAll(async () => {
  world = await makeWorld({
    adjust: (programme) => {
      const rule = {
        id: 'table',
        min: 0,
        max: 1,
        types: ['docx', 'xlsx'],
        maxMegabytes: 0.5,
        label: { zh: '汇总表' },
      };
      return parseProgramme({
        ...programme,
        form: { ...programme.form, attachments: [...programme.form.attachments, rule] },
      });
    },
  });
  clerk = await world.as('clerk', street(1));
});
afterAll(() => world.close());

const draft = async () =>
  (
    await saveDraft(world.deps, clerk, {
      programme: world.programme,
      org: street(1),
      channel: 'organisation',
      answers: {},
    })
  ).id;
const add = (id: string, rule: string, bytes: Uint8Array, name = 'x.jpg', actor = clerk) =>
  addAttachment(world.deps, actor, id, rule, bytes, name);
const bytesOf = (words: string) => new TextEncoder().encode(words);
const office = (part: string, type: string) =>
  zipSync({
    '[Content_Types].xml': bytesOf(
      `<Types xmlns="x"><Override PartName="/${part}" ContentType="application/vnd.openxmlformats-officedocument.${type}.main+xml"/></Types>`,
    ),
    [part]: bytesOf('<x/>'),
  });

describe('an attachment', () => {
  it('is kept under a random name with digest, size and its true type', async () => {
    const id = await draft();
    const { attachment, version } = await add(id, 'photos', jpeg(), '..\\C:\\图片/全家福.PNG');
    expect(attachment).toMatchObject({
      rule: 'photos',
      name: '全家福.jpg',
      type: 'image/jpeg',
      bytes: jpeg().length,
      sha256: sha256(jpeg()),
    });
    expect(attachment.id).toMatch(/^[0-9a-f]{40}$/);
    expect([version, (await getDraft(world.deps, clerk, id)).draft.attachments]).toEqual([2, [attachment]]);
    expect([...world.stored.keys()]).toContain(attachment.id);
  });

  it.each([
    ['docx', office('word/document.xml', 'wordprocessingml.document'), undefined],
    ['xlsx', office('xl/workbook.xml', 'spreadsheetml.sheet'), undefined],
    ['a zip', zipSync({ 'a.txt': bytesOf('a') }), 'file-type'],
    ['a picture', jpeg(), 'file-type'],
    ['a text', bytesOf('PK 只是文字'), 'file-type'],
    ['nothing', new Uint8Array(), 'file-empty'],
  ])('is judged by its content, not its name: %s', async (_, bytes, code) => {
    expect(await codeOf(add(await draft(), 'table', bytes, '汇总表.docx'))).toBe(code);
  });

  it('of the wrong type is told what is taken, a large one both sizes', async () => {
    const id = await draft();
    const wrong = await problemOf(add(id, 'photos', bytesOf('%PDF-1.7\n'), '照片.jpg'));
    expect(wrong?.text.zh).toBe(
      '「生活照（含全家福）」只接受 JPG 文件；所选文件的内容是 PDF，请另选或转换格式',
    );
    const large = await problemOf(add(id, 'table', new Uint8Array(700_000)));
    expect([large?.kind, large?.text.zh]).toEqual([
      'toolarge',
      '「汇总表」的文件为 0.7 MB，超过上限 0.5 MB，请压缩后再上传。',
    ]);
    expect((await getDraft(world.deps, clerk, id)).draft.attachments).toEqual([]);
  });

  it('more than the form takes is refused; one left out at the next save is gone', async () => {
    const id = await draft();
    const files = [];
    for (const n of [1, 2, 3]) files.push((await add(id, 'photos', jpeg(n))).attachment);
    expect(await codeOf(add(id, 'photos', jpeg(4)))).toBe('too-many-files');
    const input = {
      id,
      programme: world.programme,
      org: street(1),
      channel: 'organisation' as const,
      answers: {},
    };
    await saveDraft(world.deps, clerk, { ...input, attachments: files.slice(1), version: 4 });
    expect(world.stored.has(files[0]!.id)).toBe(false);
    expect(await codeOf(readAttachment(world.deps, clerk, id, files[0]!.id))).toBe('file-missing');
    expect((await readAttachment(world.deps, clerk, id, files[1]!.id)).bytes).toEqual(jpeg(2));
  });

  it('of another draft cannot be claimed, nor be added by strangers', async () => {
    const [mine, other] = [await draft(), await draft()];
    const { attachment } = await add(other, 'photos', jpeg());
    const input = {
      id: mine,
      programme: world.programme,
      org: street(1),
      channel: 'organisation' as const,
      answers: {},
      version: 1,
    };
    expect(await codeOf(saveDraft(world.deps, clerk, { ...input, attachments: [attachment] }))).toBe(
      'file-unknown',
    );
    expect(await codeOf(readAttachment(world.deps, clerk, mine, attachment.id))).toBe('file-missing');
    expect(await codeOf(add(mine, 'photos', jpeg(), 'x.jpg', await world.as('clerk', street(2))))).toBe(
      'draft-unknown',
    );
    expect(await codeOf(add(mine, 'odd', jpeg()))).toBe('attachment-unknown');
    expect(await codeOf(add('nothing', 'photos', jpeg()))).toBe('draft-unknown');
  });

  it('is read as a download by those whose task needs it, and by nobody else', async () => {
    const prepared = await world.prepared(clerk, { answers: family(1) });
    const { nomination } = await submit(world.deps, clerk, prepared);
    const file = prepared.attachments![0]!.id;
    const read = (actor: Actor) => codeOf(readAttachment(world.deps, actor, nomination.id, file));
    await askCandidacy(world.deps, {
      round: world.round,
      nomination: nomination.id,
      phase: 0,
      token: 't',
      step: 'review',
    });
    const asked = await getMember(world.deps.table, (await world.candidacy(nomination)).asked[0]!.member);
    const link = (scope: string) => actorOf(asked, 'link', { link: { scope } });
    expect((await readAttachment(world.deps, clerk, nomination.id, file)).disposition).toBe(
      `attachment; filename="file.jpg"; filename*=UTF-8''%E7%85%A7%E7%89%871.jpg`,
    );
    expect(
      await Promise.all([
        read(clerk),
        read(await world.as('administrator', district)),
        read(actorOf(asked, 'session')),
        read(link(`${world.round}#review#`)),
        read(link(`${world.round}#visit#`)),
        read(await world.as('clerk', street(2))),
        read(await world.as('panellist', district)),
        read(await world.person('x@example.org')),
      ]),
    ).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'file-missing',
      'file-missing',
      'file-missing',
      'file-missing',
    ]);
  });

  it('cannot be uploaded without end', async () => {
    const id = await draft();
    const input = {
      id,
      programme: world.programme,
      org: street(1),
      channel: 'organisation' as const,
      answers: {},
    };
    for (let n = 0; n < 100; n++) {
      const { version } = await add(id, 'photos', jpeg(n));
      await saveDraft(world.deps, clerk, { ...input, attachments: [], version });
    }
    expect((await problemOf(add(id, 'photos', jpeg())))?.kind).toBe('limited');
    expect(world.stored.size).toBeLessThan(100);
  });
});
