/** What nominees attached goes into an archive within its bounds; what has no room, or is gone, is counted (docs/rules/packages.md#archive). */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { addAttached, growingArchive } from '#actions/package/archive-pieces.ts';
import type { Form } from '#domain/programme/form.ts';
import { zipEnd } from '#papers/zip.ts';
import { makeWorld } from '../../world.ts';

const form = {
  attachments: [{ id: 'photo', label: { zh: '家庭/照片' } }],
} as unknown as Pick<Form, 'attachments'>;

test('files go in until the archive is full, each under the title of what it is', async () => {
  const { deps } = await makeWorld();
  for (const name of ['one', 'two', 'three'])
    await deps.files.put(name, new Uint8Array(10).fill(7), 'image/jpeg');
  const attached = ['one', 'gone', 'two', 'three'].map((id) => ({
    ...{ id, rule: 'photo', name: `${id}.jpg`, type: 'image/jpeg', bytes: 10, sha256: '' },
  }));
  const growing = growingArchive(deps, [], { bytes: 25, files: 100 });
  expect(await addAttached(deps, growing, form, attached, '附件/0001 𠮷家')).toBe(2);
  const pieces = await growing.end();
  const parts = await Promise.all(
    pieces.map(async (piece) => ({ ...piece, index: (await deps.files.get(piece.index))! })),
  );
  const end = zipEnd(
    parts,
    parts.map(({ bytes }) => bytes),
  );
  const bodies = await Promise.all(pieces.map(async ({ file }) => (await deps.files.get(file))!));
  expect(Object.keys(unzipSync(Buffer.concat([...bodies, end])))).toEqual([
    '附件/0001 𠮷家/01 家庭照片.jpg',
    '附件/0001 𠮷家/03 家庭照片.jpg',
  ]);
  const full = growingArchive(deps, pieces, { bytes: 1_000_000, files: 2 });
  expect(await addAttached(deps, full, form, attached.slice(0, 1), '附件/0002')).toBe(1);
});
