/** What a move carries from one home to another, and which machines must be started there: executions stay behind. */

import * as z from 'zod';
import { withDataKey } from '#actions/sealed-text.ts';
import { candidacyRecord } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, openStates } from '#domain/candidacy/candidacy-state.ts';
import { stepPhases } from '#domain/programme/step.ts';
import type { Deep } from '#domain/read-only.ts';
import { roundRecord } from '#domain/round/round-record.ts';
import { trancheRecord } from '#domain/round/tranche-record.ts';
import type { Keys } from '#ports';
import { macPurposes } from '#store/mac-purposes.ts';
import { programmeRevision } from '#store/reads.ts';
import type { Item, Table } from '#store/table.ts';
import { type DueRow, type Signal, startCandidacy, startRound } from '#store/writing.ts';

/** HMAC keys by purpose and version, base64url: what identities, links, receipts and checkpoints are verified with. */
export const hmacRingsSchema = z.record(
  z.enum(macPurposes),
  z.object({ current: z.int(), keys: z.record(z.string(), z.string()) }),
);
export type HmacRings = Deep<z.output<typeof hmacRingsSchema>>;

/** One entry of the archive: `secrets.json`, `main/…`, `keys/…`, `files/<name>`, last `manifest.json`. */
export interface ArchiveEntry {
  readonly name: string;
  readonly body: Buffer;
}

/** The last entry: what the archive holds, so that one that lacks something is not taken for whole. */
export const exportManifest = z.object({
  madeAt: z.string(),
  rows: z.object({ main: z.int(), keys: z.int() }),
  attachments: z.int(),
  /** Names of attachments whose row stands but whose bytes are gone. */
  lost: z.array(z.string()),
});
export type ExportManifest = Deep<z.output<typeof exportManifest>>;

/** Rows of the engine and of waiting machines, by the beginning of their partition; and what a home notes about itself. */
const leftBehind = ['EXEC#', 'DEF#', 'WAIT#'];
const ownNotes = new Set(['STUCK', 'SWEEP', 'MOVE', 'KEYS', 'SERVED']);

/** The row that says what a home is; written last, since a home without it is none. */
export const isHomeRow = (row: Item): boolean => row.pk === 'HOME' && row.sk === 'HOME';
export const isDueRow = (row: Item): row is Item & DueRow => row.pk.startsWith('DUE#');

/**
 * False for what belongs to the old home alone: executions, definitions, waiting tokens, signals on their way, stuck
 * executions. The table is the truth, so machines are started anew from it.
 */
export function isCarried(row: Item): boolean {
  if (leftBehind.some((prefix) => row.pk.startsWith(prefix)) || ownNotes.has(row.pk)) return false;
  return !(isDueRow(row) && row.what.due === 'signal');
}

/** What a home that nobody has used holds already; an import may write over it. */
export const isReplaceable = (row: Item): boolean =>
  isHomeRow(row) ||
  row.pk === 'CLOCK' ||
  row.pk === 'MOVE' ||
  row.pk === 'KEYS' ||
  row.pk === 'SWEEP' ||
  row.pk === 'SERVED' ||
  (row.pk === 'CHECKPOINT' && row.count === 0);

/** States in which a machine waits with a candidacy, or would when it is sent on. */
const withMachine: ReadonlySet<CandidacyState> = new Set([...openStates, 'sentBack']);

/** The start of the machine that a row needs: of an open candidacy, of a round not settled, of a running tranche. */
export async function startOf(table: Table, row: Item): Promise<Signal | undefined> {
  if (!row.pk.startsWith('RND#')) return undefined;
  if (row.sk === 'META') {
    const { id, status } = roundRecord().parse(row);
    return status === 'settled' || status === 'cancelled' ? undefined : startRound(id, 0);
  }
  if (row.sk.startsWith('TRANCHE#')) {
    const { round, n, state } = trancheRecord().parse(row);
    return state === 'running' ? startRound(round, n) : undefined;
  }
  if (!row.sk.startsWith('CAND#')) return undefined;
  const candidacy = candidacyRecord().parse(row);
  if (!withMachine.has(candidacy.state)) return undefined;
  const programme = await programmeRevision(table, candidacy.programme, candidacy.programmeRevision);
  const phases = stepPhases(programme.stages[candidacy.stage]!);
  const at = phases.findIndex((phase) => phase.steps.some((step) => step.id === candidacy.step?.id));
  return startCandidacy(candidacy, Math.max(0, at));
}

/** The secret of a letter that has not expired, and that of an authenticator app: all in the main table that the master key wraps. */
const secretOf = (row: Item): string | undefined =>
  /^(LET|MEM)#/.test(row.pk) && typeof row.secret === 'string' ? row.secret : undefined;

/** A row as the archive has it: the data key of a secret in the clear, as those of records are. */
export async function unwrappedRow(row: Item, unwrap: Keys['unwrap']): Promise<Item> {
  const secret = secretOf(row);
  if (secret === undefined) return row;
  const inClear = async (wrapped: string) => Buffer.from(await unwrap(wrapped)).toString('base64url');
  return { ...row, secret: await withDataKey(secret, inClear) };
}

/** A row of the archive as the new home keeps it. */
export async function wrappedRow(row: Item, wrap: Keys['wrap']): Promise<Item> {
  const secret = secretOf(row);
  if (secret === undefined) return row;
  const wrapped = (key: string) => wrap(Buffer.from(key, 'base64url'));
  return { ...row, secret: await withDataKey(secret, wrapped) };
}
