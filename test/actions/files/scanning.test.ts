/** A file is unusable until the scanner called it clean (docs/operations.md#viruses). */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addAttachment, openAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { sweep } from '#actions/running/sweep.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { jpeg, street } from '../../furong.ts';
import { demandFits } from '../../rows.ts';
import { codeOf, makeWorld, problemOf, type World } from '../../world.ts';

let world: World;
let deps: Deps;
let clerk: Actor;
let says: 'clean' | 'virus' | 'down';
beforeAll(async () => {
  world = await makeWorld();
  clerk = await world.as('clerk', street(1));
  const scan = async () => {
    if (says === 'down') throw new Error('connect ECONNREFUSED');
    return says === 'virus' ? 'Eicar-Test' : undefined;
  };
  deps = { ...world.deps, scanner: { scan } };
});
beforeEach(() => {
  says = 'clean';
});
afterAll(() => world.close());

async function upload() {
  const { id } = await saveDraft(deps, clerk, {
    ...{ programme: world.programme, org: street(1), channel: 'organisation' as const, answers: {} },
  });
  return { id, ...(await addAttachment(deps, clerk, id, 'photos', jpeg(1), '照片.jpg')) };
}
const later = async (minutes: number) => {
  world.at(new Date(world.deps.clock() + minutes * 60_000).toISOString());
  await sweep(deps);
};
const mark = async (file: string) => (await deps.table.get({ pk: `FILE#${file}`, sk: 'META' }))?.['scan'];

test('an infected file is refused at its field, and nothing of it is kept', async () => {
  says = 'virus';
  const stored = world.stored.size;
  const refused = await problemOf(upload());
  expect(refused?.faults[0]).toMatchObject({ field: 'attachments.photos', code: 'file-infected' });
  expect(refused?.text.zh).toContain('Eicar-Test');
  expect(world.stored.size).toBe(stored);
});

test('a clean one is used at once', async () => {
  const { id, attachment } = await upload();
  expect(await codeOf(openAttachment(deps, clerk, id, attachment.id))).toBeUndefined();
});

test('while the scanner is down a file waits: nobody gets it or packs it, and it is told; then it is let go', async () => {
  says = 'down';
  const { id, attachment } = await upload();
  expect(await codeOf(openAttachment(deps, clerk, id, attachment.id))).toBe('file-being-checked');
  // Whatever reads files by their ids finds none: papers, packages, forms.
  expect(await deps.files.get(attachment.id)).toBeUndefined();
  await later(2);
  expect(await codeOf(openAttachment(deps, clerk, id, attachment.id))).toBe('file-being-checked');
  // Taken out of service it is not let go either.
  await sweep(world.deps);
  expect(await deps.files.get(attachment.id)).toBeUndefined();
  says = 'clean';
  await later(2);
  expect(await codeOf(openAttachment(deps, clerk, id, attachment.id))).toBeUndefined();
  expect([...world.stored.keys()].filter((name) => name.startsWith('held-'))).toEqual([]);
});

test('one that turns out infected is removed, and whoever uploaded it is told by letter', async () => {
  says = 'down';
  const { id, attachment } = await upload();
  says = 'virus';
  await later(2);
  expect(await codeOf(openAttachment(deps, clerk, id, attachment.id))).toBe('file-infected');
  expect([...world.stored.keys()].filter((name) => name.includes(attachment.id))).toEqual([]);
  const letters = await world.lettersTo(clerk.id);
  expect(letters.find(({ template }) => template === 'fileInfected')?.params).toMatchObject({
    ...{ file: '照片.jpg', found: 'Eicar-Test' },
  });
  await later(12);
  expect(world.mails.some(({ subject }) => subject.includes('含有病毒'))).toBe(true);
});

test('the rows that it leaves are what their schemas say', async () => {
  says = 'down';
  const { attachment } = await upload();
  const row = await deps.table.get({ pk: `FILE#${attachment.id}`, sk: 'META' });
  if (row !== undefined) demandFits(row);
  expect(await mark(attachment.id)).toBe('waiting');
});
