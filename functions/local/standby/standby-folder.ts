/** The folder of a standby copy: what it says of itself, who may write it, and which of its copies is whole. */
import { existsSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import * as z from 'zod';
import { conflict } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import { stateFile, takenFile } from './standby-mark.ts';

const stateSchema = z.strictObject({
  format: z.literal('hongbang-standby'),
  home: z.enum(['real', 'rehearsal']),
  /** Tells whether a key file belongs to it, and nothing else. */
  keysMark: z.string(),
  /** The copy that can be started from; none until the first one is whole. */
  copy: z
    .string()
    .regex(/^copy-[0-9a-z]+$/)
    .exactOptional(),
  everyMs: z.int().positive(),
  /** Counts up with each look: who sees it stand still knows that nobody writes. */
  beat: z.int(),
  /** Up to when, by the first server's clock, the copy holds everything. */
  upTo: z.iso.datetime(),
  /** The first server was stopped in order: nothing is missing. */
  ended: z.boolean(),
});
export type StandbyState = Deep<z.output<typeof stateSchema>>;

/** What a standby folder says of itself, undefined when it is none. */
export function readState(folder: string): StandbyState | undefined {
  const file = stateFile(folder);
  return existsSync(file) ? stateSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) : undefined;
}

/** Writes it whole: a reader sees the former one or this one. */
export async function writeState(folder: string, state: StandbyState): Promise<void> {
  const beside = `${stateFile(folder)}.part`;
  await writeFile(beside, JSON.stringify(state), { mode: 0o600 });
  await rename(beside, stateFile(folder));
}

/** Refuses a folder that another server was started from: two would go on with the same data. */
export function demandNotTaken(folder: string): void {
  if (!existsSync(takenFile(folder))) return;
  throw conflict(
    'standby-taken',
    `已有另一台服务器从备用副本 ${folder} 接手，这一台不应再继续运行。确认之后请另选备用目录，或删除其中的 taken.json。`,
    `Another server has taken over from the standby copy ${folder}, and this one should not go on. Once you are sure, choose another folder or remove taken.json in it.`,
  );
}

/** Says in the folder that somebody starts from it. */
export const markTaken = (folder: string): Promise<void> =>
  writeFile(takenFile(folder), JSON.stringify({ at: new Date().toISOString() }), { mode: 0o600 });
