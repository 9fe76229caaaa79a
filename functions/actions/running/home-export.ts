/** Export of a home: all rows, attachments and what verifies them, as the entries of one archive, a few megabytes in memory. */
import * as z from 'zod';
import type { Files } from '#ports';
import type { Item } from '#store/table.ts';
import { typedItem } from '#store/values.ts';
import {
  type ArchiveEntry,
  type ExportManifest,
  type HmacRings,
  isCarried,
  unwrappedRow,
} from './home-rows.ts';

/** A home to be exported. The rows must stand still: a stopped home, or a copy of one instant. */
export interface ExportSource {
  rows(table: 'main' | 'keys'): AsyncIterable<Item> | Iterable<Item>;
  readonly files: Pick<Files, 'get'>;
  unwrap(wrapped: string): Promise<Uint8Array>;
  rings(): Promise<HmacRings>;
  /** By the home's own clock: from then on its waiting letters and machines are due in the new home. */
  clock(): number;
}

/** A part of rows is an entry when it has grown to this. */
const partBytes = 1024 * 1024;
/** Record keys that are unwrapped at a time: a call of KMS each. */
const together = 16;

/** One line of the part `keys/…`: a record's key in the clear, which is why the archive is encrypted. */
export const exportedKey = z.object({ pk: z.string(), sk: z.string(), key: z.string() });
type ExportedKey = z.output<typeof exportedKey>;

const json = (name: string, value: unknown): ArchiveEntry => ({
  name,
  body: Buffer.from(JSON.stringify(value)),
});

/** Collects lines to parts. */
function collector(folder: string) {
  let lines: string[] = [];
  let size = 0;
  let count = 0;
  const flush = (): ArchiveEntry[] => {
    if (lines.length === 0) return [];
    const body = Buffer.from(lines.join(''));
    lines = [];
    size = 0;
    return [{ name: `${folder}/${String(++count).padStart(6, '0')}.jsonl`, body }];
  };
  return {
    flush,
    add(value: unknown): ArchiveEntry[] {
      const line = `${JSON.stringify(value)}\n`;
      lines.push(line);
      size += line.length;
      return size < partBytes ? [] : flush();
    },
  };
}

async function* keyEntries(
  source: ExportSource,
  counted: (rows: number) => void,
): AsyncGenerator<ArchiveEntry> {
  const parts = collector('keys');
  let waiting: Item[] = [];
  const unwrapped = async () => {
    const some = waiting;
    waiting = [];
    counted(some.length);
    return Promise.all(
      some.map(async ({ pk, sk, wrapped }): Promise<ExportedKey> => {
        const key = await source.unwrap(String(wrapped));
        return { pk, sk, key: Buffer.from(key).toString('base64url') };
      }),
    );
  };
  for await (const row of source.rows('keys')) {
    waiting.push(row);
    if (waiting.length === together) for (const key of await unwrapped()) yield* parts.add(key);
  }
  for (const key of await unwrapped()) yield* parts.add(key);
  yield* parts.flush();
}

/** The entries of the archive of a home, in their order. Erased records have no key and stay erased. */
export async function* exportHome(source: ExportSource): AsyncGenerator<ArchiveEntry, ExportManifest> {
  const rows = { main: 0, keys: 0 };
  const lost: string[] = [];
  let attachments = 0;
  yield json('secrets.json', await source.rings());
  const parts = collector('main');
  for await (const row of source.rows('main')) {
    if (!isCarried(row)) continue;
    rows.main++;
    yield* parts.add({ Item: typedItem(await unwrappedRow(row, source.unwrap)) });
    if (!row.pk.startsWith('FILE#')) continue;
    const name = String(row.id);
    const bytes = await source.files.get(name);
    if (bytes === undefined) {
      lost.push(name);
      continue;
    }
    attachments++;
    yield* parts.flush(); // its row first: the row tells its type
    yield { name: `files/${name}`, body: Buffer.from(bytes) };
  }
  yield* parts.flush();
  yield* keyEntries(source, (more) => {
    rows.keys += more;
  });
  const manifest = { madeAt: new Date(source.clock()).toISOString(), rows, attachments, lost };
  yield json('manifest.json', manifest);
  return manifest;
}
