/** The pieces of an archive as it grows: a few megabytes are held at a time, and files beyond its bounds are left out and counted (docs/rules/packages.md#archive). */
import { lookAfterAnswering } from '#actions/file-rows.ts';
import { keepPiece } from '#actions/kept-pieces.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Package } from '#domain/package/package-record.ts';
import type { Form } from '#domain/programme/form.ts';
import { type ZipFiles, zipName, zipPiece } from '#papers/zip.ts';
import { zipType } from './archive.ts';

export type Archive = NonNullable<Package['archive']>;

/** Held in memory before a piece is written; a larger file is a piece of its own. */
const mostHeld = 8 * 1024 * 1024;
/** Well within what a zip can count: 4 GB and 65,535 files. */
const bounds = { bytes: 2 * 1024 ** 3, files: 60_000 };
export type Bounds = typeof bounds;

/** An archive is kept for as long as an answer is waited for. */
export const lookOf = (deps: Deps) => (file: string) => lookAfterAnswering(deps, file);
/** Keeps bytes under a name of their own. */
export const keep = (deps: Deps, bytes: Uint8Array): Promise<string> =>
  keepPiece(deps, bytes, zipType, lookOf(deps));

async function keepFiles(deps: Deps, files: ZipFiles): Promise<Archive['pieces'][number]> {
  const { body, index, entries } = zipPiece(files, instantOf(deps));
  return { file: await keep(deps, body), index: await keep(deps, index), bytes: body.length, entries };
}

/** Adds files to an archive, a piece as often as enough are held. */
export function growingArchive(deps: Deps, before: Archive['pieces'], most: Bounds = bounds) {
  const pieces = [...before];
  let files: ZipFiles[number][] = [];
  let held = 0;
  const flush = async (): Promise<void> => {
    if (files.length === 0) return;
    pieces.push(await keepFiles(deps, files));
    files = [];
    held = 0;
  };
  return {
    add: async (file: ZipFiles[number]): Promise<void> => {
      files.push(file);
      held += file.bytes.length;
      if (held >= mostHeld) await flush();
    },
    /** Whether one more of so many bytes goes in. */
    hasRoom: (bytes: number): boolean =>
      pieces.reduce((sum, each) => sum + each.bytes, held) + bytes <= most.bytes &&
      pieces.reduce((sum, each) => sum + each.entries, files.length) < most.files,
    /** All pieces, the last written. */
    end: async (): Promise<Archive['pieces']> => {
      await flush();
      return pieces;
    },
  };
}
export type GrowingArchive = ReturnType<typeof growingArchive>;

const endingOf = (name: string): string => /\.[A-Za-z0-9]{1,5}$/.exec(name)?.[0] ?? '';

/**
 * Adds what a nominee attached, as it was handed in, one file in memory at a time. Gives how many were left out: those that
 * are gone, and those for which the archive has no room.
 */
export async function addAttached(
  deps: Deps,
  archive: GrowingArchive,
  { attachments }: Pick<Form, 'attachments'>,
  attached: readonly Attachment[],
  folder: string,
): Promise<number> {
  let left = 0;
  for (const [n, { id, rule, name, bytes }] of attached.entries()) {
    const content = archive.hasRoom(bytes) ? await deps.files.get(id) : undefined;
    if (content === undefined) {
      left++;
      continue;
    }
    const label = attachments.find((each) => each.id === rule)?.label.zh ?? '附件';
    const path = `${folder}/${String(n + 1).padStart(2, '0')} ${zipName(label, 40)}${endingOf(name)}`;
    await archive.add({ path, bytes: content });
  }
  return left;
}
