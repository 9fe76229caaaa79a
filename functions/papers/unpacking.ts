/** Takes an archive apart within bounds: what it would unpack to is counted as it unpacks, whatever its headers say. */
import { Unzip, UnzipInflate } from 'fflate';
import { tooLarge } from '#domain/problem.ts';

/** Of a sheet with 5,000 rows of long forms it is a tenth. */
const mostBytes = 64 * 1_048_576;
const mostFiles = 2_000;
/** Small, so that what one piece unpacks to is small too: a thousand times at most. */
const piece = 8_192;

const bomb = () =>
  tooLarge(
    'archive-too-large',
    `这个文件解开后超过 ${mostBytes / 1_048_576} MB，请删去图片和空行，或分成几个文件。`,
    `This file unpacks to more than ${mostBytes / 1_048_576} MB; remove pictures and empty rows, or split it.`,
  );

/**
 * The wanted files of an archive. @throws Problem toolarge `archive-too-large`; what is no archive throws what fflate does.
 */
export function unpack(bytes: Uint8Array, isWanted: (name: string) => boolean): ReadonlyMap<string, Buffer> {
  const found = new Map<string, Uint8Array[]>();
  let size = 0;
  let files = 0;
  const unzip = new Unzip((file) => {
    if (++files > mostFiles) throw bomb();
    if (!isWanted(file.name)) return;
    const parts: Uint8Array[] = [];
    found.set(file.name, parts);
    file.ondata = (error, part) => {
      if (error !== null) throw error;
      size += part.length;
      if (size > mostBytes) throw bomb();
      parts.push(part);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for (let at = 0; at < bytes.length; at += piece)
    unzip.push(bytes.subarray(at, at + piece), at + piece >= bytes.length);
  return new Map([...found].map(([name, parts]) => [name, Buffer.concat(parts)]));
}
