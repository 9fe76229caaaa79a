/** The audit trail: a hash chain per aggregate (docs/architecture.md#audit). */
import { createHash } from 'node:crypto';
import { shanghaiDate } from '#domain/instant.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Chained, ChainHead } from '#domain/record.ts';
import type { AuditEvent } from '#domain/trust/audit-event.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import { rowAbsent } from './guard.ts';
import { dueShards, keys, padded, shardOf } from './keys.ts';
import type { KeyOf, Op, Row, Table } from './table.ts';

/** Index partitions that a day's events are spread over. */
export const dayShards = dueShards;

export type AuditDetails = AuditEvent['details'];

/** Where the head of an aggregate is kept, by the first word of its name: `organisation:<id>`, `candidacy:<round>:<nomination>`. */
const headKeys: Readonly<Record<string, (a: string, b: string) => KeyOf<Chained>>> = {
  organisation: (id) => ({ pk: `ORG#${id}`, sk: 'META' }),
  programme: keys.programme,
  round: keys.round,
  nomination: keys.nomination,
  candidacy: keys.candidacy,
  list: keys.list,
  package: keys.package,
  recheck: keys.recheck,
};

/** Key of the item that carries the head of an aggregate; undefined for a kind that the store does not know. */
export function headKey(aggregate: string): KeyOf<Chained> | undefined {
  const [kind = '', a = '', b = ''] = aggregate.split(':');
  return headKeys[kind]?.(a, b);
}

export const chainPartition = (aggregate: string): string => `CHAIN#${aggregate}`;
export const dayPartition = (date: string, shard: number): string => `DAY#${date}#${shard}`;

/** Action of the last event of an aggregate whose record was erased: its chain still verifies and says "erased". */
export const erasedAction: EventName = 'record.erase';

export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');

/**
 * JSON with one spelling: members sorted by code unit, undefined ones left out, no spaces.
 * @throws TypeError on what JSON cannot hold, such as NaN.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`no canonical JSON for a ${typeof value}`);
}

/** Digest of a value that may not stand in an event itself; the salt (an id of the record) keeps equal values apart. */
export const saltedDigest = (salt: string, value: string): string => sha256(canonicalJson([salt, value]));

const hashOf = ({ hash: _, ...rest }: AuditEvent): string => sha256(canonicalJson(rest));

/** What happened: ids, field names and salted digests in `details`, never personal data or free text. */
export type Happened = Pick<AuditEvent, 'at' | 'actor' | 'via' | 'details'> & { readonly action: EventName };

/** Printable ASCII without spaces: lets ids, field names, dates and digests through, and keeps names and sentences out. */
const plainToken = /^[\x21-\x7e]{0,128}$/;

/**
 * The next event of a chain and the head after it; store both in the transaction of the change.
 * @throws TypeError (a defect of the caller) when the details hold anything but ids, names of fields and digests.
 */
export function nextEvent(
  head: ChainHead,
  aggregate: string,
  { at, actor, via, action, details }: Happened,
): { readonly event: AuditEvent; readonly head: ChainHead } {
  for (const [name, value] of Object.entries(details)) {
    const words = typeof value === 'string' ? [value] : Array.isArray(value) ? value : [];
    if (!words.every((word) => plainToken.test(word)))
      throw new TypeError(`details.${name} of ${action} holds text: put an id or a salted digest`);
  }
  const open = { aggregate, seq: head.seq + 1, at, actor, via, action, details, prev: head.hash };
  const hash = sha256(canonicalJson(open));
  return { event: { ...open, hash }, head: { seq: open.seq, hash } };
}

const eventKey = (aggregate: string, seq: number): KeyOf<AuditEvent> => ({
  pk: chainPartition(aggregate),
  sk: padded(seq, 10),
});

/** The write of an event; refused when the chain already has one of this number. */
export function eventOp(event: AuditEvent): Op {
  const key = eventKey(event.aggregate, event.seq);
  return {
    put: {
      ...key,
      gsi1pk: dayPartition(shanghaiDate(event.at), shardOf(event.aggregate, dayShards)),
      gsi1sk: `${event.aggregate}#${key.sk}`,
      ...event,
    },
    when: rowAbsent,
  };
}

type EventRow = Row<AuditEvent> & { readonly gsi1pk?: string; readonly gsi1sk?: string };

/** An event as stored. Members that do not belong to an event stay in it, so that its hash tells of them. */
export function eventOf({ pk: _pk, sk: _sk, gsi1pk: _1, gsi1sk: _2, ...event }: EventRow): AuditEvent {
  return event;
}

/** One page of the events of an aggregate, oldest first (or newest first), for its history page; from a number on where one is given. */
export async function readEvents(
  table: Table,
  aggregate: string,
  {
    from,
    ...page
  }: {
    readonly limit?: number;
    readonly cursor?: string | undefined;
    readonly descending?: boolean;
    readonly from?: number;
  } = {},
): Promise<{ readonly events: readonly AuditEvent[]; readonly cursor: string | undefined }> {
  const { items, cursor } = await table.query<AuditEvent>({
    pk: chainPartition(aggregate),
    consistent: true,
    limit: 100,
    ...(from !== undefined && { sk: { from: padded(from, 10) } }),
    ...page,
  });
  return { events: items.map(eventOf), cursor };
}

/** One event, read from the table itself; undefined when there is none of that number. */
export async function readEvent(
  table: Table,
  aggregate: string,
  seq: number,
): Promise<AuditEvent | undefined> {
  const item = await table.get(eventKey(aggregate, seq), { consistent: true });
  return item && eventOf(item);
}

/** Something wrong with a chain: an altered event, missing ones in between, or a tail cut off. */
export interface ChainFault {
  readonly kind: 'edit' | 'gap' | 'cut';
  readonly aggregate: string;
  /** Number of the first event concerned. */
  readonly seq: number;
  readonly text: Text;
}

const chainFault = (kind: ChainFault['kind'], aggregate: string, seq: number): ChainFault => {
  const words: Readonly<Record<ChainFault['kind'], Text>> = {
    edit: text(`第 ${seq} 条操作记录被改动`, `event ${seq} was altered`),
    gap: text(`缺少第 ${seq} 条操作记录`, `event ${seq} is missing`),
    cut: text(`第 ${seq} 条起的操作记录被截去`, `events from ${seq} on were cut off`),
  };
  const { zh, en } = words[kind];
  return { kind, aggregate, seq, text: text(`${aggregate}：${zh}`, `${aggregate}: ${en}`) };
};

/**
 * Checks the events of one aggregate as they come, oldest first, after the event `before` them; an empty answer means
 * intact. Edits show by the hash of the event or of the one before it, gaps by the numbers, a cut tail by the head.
 */
export function chainCheck(aggregate: string, before: ChainHead = { seq: 0, hash: '' }) {
  const faults: ChainFault[] = [];
  let { seq, hash } = before;
  return {
    add(event: AuditEvent): void {
      const follows = event.seq === seq + 1;
      if (!follows) faults.push(chainFault('gap', aggregate, seq + 1));
      const whole =
        event.aggregate === aggregate && hashOf(event) === event.hash && (!follows || event.prev === hash);
      if (!whole) faults.push(chainFault('edit', aggregate, event.seq));
      seq = event.seq;
      hash = event.hash;
    },
    /** What was found so far, and at the end as against the head where given. */
    end(head?: ChainHead): readonly ChainFault[] {
      if (head === undefined || (head.seq === seq && head.hash === hash)) return faults;
      // A head behind its events, or with another hash, was set back or belongs to a chain written anew.
      const kind = head.seq > seq ? 'cut' : 'edit';
      return [...faults, chainFault(kind, aggregate, kind === 'cut' ? seq + 1 : head.seq)];
    },
  };
}

/** Checks all events of one aggregate at once. */
export function verifyChain(
  aggregate: string,
  events: readonly AuditEvent[],
  head?: ChainHead,
): readonly ChainFault[] {
  const check = chainCheck(aggregate);
  for (const event of events) check.add(event);
  return check.end(head);
}
