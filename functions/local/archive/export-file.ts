/** The file of a move: a tar under gzip, encrypted with a passphrase. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { HomeArchive } from '#actions/running/home-import.ts';
import type { ArchiveEntry } from '#actions/running/home-rows.ts';
import { packEntries, readEntries } from './archive.ts';
import { type Header, openSealed, sealed } from './sealed-file.ts';

const format = 'hongbang-move';

/** Writes an archive to a new file, mode 600. A file that was broken off is left to the caller to remove. */
export async function writeArchive(
  file: string,
  home: Header['home'],
  passphrase: string,
  entries: AsyncIterable<ArchiveEntry>,
): Promise<void> {
  const madeAt = new Date();
  await pipeline(
    packEntries(entries, madeAt),
    createGzip({ level: 6 }),
    (source: AsyncIterable<Buffer>) => sealed(source, { format, home, madeAt }, { passphrase }),
    createWriteStream(file, { flags: 'wx', mode: 0o600 }),
  );
}

/** Opens an archive for reading, several times if need be. @throws what `openSealed` does. */
export async function openArchive(file: string, passphrase: string): Promise<HomeArchive> {
  const { header, bytes } = await openSealed(file, format, { passphrase });
  return { id: header.id, home: header.home, entries: () => readEntries(Readable.from(bytes())) };
}
