/** A zip written in pieces is one that others read, whatever its names and however its pieces were cut. */
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { zipEnd, zipName, zipPiece } from '#papers/zip.ts';

const at = '2027-03-08T01:02:04.000Z';
const bytes = (written: string) => new Uint8Array(Buffer.from(written, 'utf8'));

test.each([1, 2, 3])('pieces of %i files make one archive with all of them', (size) => {
  const files = ['报送函', '𠮷秀英', 'a', '', 'x'.repeat(70_000)].map((written, n) => ({
    path: `01 活动/${n}.txt`,
    bytes: bytes(written),
  }));
  const pieces = [];
  for (let n = 0; n < files.length; n += size) pieces.push(zipPiece(files.slice(n, n + size), at));
  const lengths = pieces.map(({ body }) => body.length);
  const archive = Buffer.concat([...pieces.map(({ body }) => body), zipEnd(pieces, lengths)]);
  const read = unzipSync(archive);
  expect(Object.entries(read).map(([path, found]) => [path, Buffer.from(found).toString('utf8')])).toEqual(
    files.map((file) => [file.path, Buffer.from(file.bytes).toString('utf8')]),
  );
});

test.each([
  ['../../etc/passwd', '....etcpasswd'],
  ['某某<妇联>: "甲"', '某某妇联 甲'],
  ['结尾. ', '结尾'],
  ['///', '_'],
])('the name %s is written %s', (written, name) => {
  expect(zipName(written)).toBe(name);
});
