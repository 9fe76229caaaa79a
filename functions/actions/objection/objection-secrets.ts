/** What is sealed of an objection and how a receipt is kept; below the actions, since letters need it too. */

import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { Deps } from '#deps';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import { lazily, type Stored } from '#domain/record.ts';
import { noSuch } from '#domain/things.ts';
import { canonicalJson, sha256 } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import type { Key } from '#store/table.ts';

/** What is sealed of an objection. */
const sealedObjection = lazily(() =>
  z.object({
    content: z.string(),
    objector: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('person'), name: z.string(), contact: z.string() }),
      z.object({ kind: z.literal('unit'), name: z.string(), sealed: z.boolean(), contact: z.string() }),
      z.object({ kind: z.literal('anonymous') }),
    ]),
  }),
);
export type SealedObjection = Stored<typeof sealedObjection>;
/** Reads what was opened. */
export const sealedIn = (opened: string): SealedObjection => sealedObjection().parse(JSON.parse(opened));

/** Without letters and digits that are easily mistaken when a receipt is copied by hand. */
const receiptLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
/** A receipt: 20 letters of 5 bits: 100 bits, in groups of five. */
const receiptOf = (bytes: Uint8Array): string =>
  [...bytes.subarray(0, 20)]
    .map((byte, i) => (i > 0 && i % 5 === 0 ? '-' : '') + receiptLetters[byte % 32])
    .join('');

/** Id and receipt of an objection that is raised once, whatever its sender presses. */
export interface Ticket {
  readonly id: string;
  readonly receipt: string;
  /** True when a repeat has the same ticket, so that the objection may be there already. */
  readonly repeatable: boolean;
}

/**
 * Without an idempotency key a ticket of its own. With one, both follow from the key and all that was sent: the receipt is
 * kept as a digest only, so a repeat must come to the same one, and who merely guesses the key gets nobody's receipt.
 */
export function ticketFor(
  deps: Pick<Deps, 'keys' | 'id'>,
  key: string | undefined,
  sent: Readonly<Record<string, unknown>>,
): Ticket {
  if (key === undefined)
    return { id: deps.id('obj'), receipt: receiptOf(randomBytes(20)), repeatable: false };
  const seed = canonicalJson({ key, sent });
  const id = `obj${deps.keys.mac('link', `objection:${seed}`).slice(0, 26)}`;
  const secret = deps.keys.mac('link', `objection-receipt:${seed}`);
  return { id, receipt: receiptOf(createHash('sha256').update(secret).digest()), repeatable: true };
}
/** Where a receipt leads, whatever way it is typed; only its digest is stored. */
export const receiptKey = (code: string): Key =>
  keys.objectionReceipt(sha256(`receipt:${code.toUpperCase().replace(/[^0-9A-Z]/g, '')}`));

/** An e-mail address in what the objector gave as contact. */
export const emailIn = (contact: string): string | undefined =>
  /[^\s@，,；;：:]+@[^\s@，,；;]+\.[^\s@，,；;。]+/u.exec(contact)?.[0];

/** One objection as stored, strongly consistent. @throws Problem missing `objection-unknown`. */
export async function getObjectionRecord(deps: Pick<Deps, 'table'>, id: string): Promise<ObjectionRecord> {
  const record = await find<ObjectionRecord>(deps.table, keys.objection(id));
  if (record !== undefined) return record;
  throw noSuch('objection');
}

/** Where the answer to an objector goes, for the letter `to: objector:<id>`; undefined without an address, or once erased. */
export async function objectorEmail(deps: Deps, id: string): Promise<string | undefined> {
  const opened = await sealer(deps).open(id, (await getObjectionRecord(deps, id)).sealed);
  if (opened.kind === 'erased') return undefined;
  const { objector } = sealedIn(opened.text);
  return 'contact' in objector ? emailIn(objector.contact) : undefined;
}
