/** The counters that follow from how a candidacy stands, as changes of the transaction that writes it: no read, no race. */
import { createHash } from 'node:crypto';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { memberOf } from '#domain/members.ts';
import type { Facts } from '#domain/programme/group-limits.ts';
import { type Standing, standingOf } from '#domain/round/standing.ts';
import type { UsedPlaces } from '#domain/selection/used-places.ts';
import { canonicalJson } from './chain.ts';
import { keys, shardOf, tallyShards } from './keys.ts';
import type { Change, Item, Key, Op, Table } from './table.ts';

type Counts = Record<string, number>;

/** A name for an answer that a condition can spell; the answer itself stands beside the number. */
const named = (field: string, answer: Facts[string]): string =>
  createHash('sha256')
    .update(canonicalJson([field, answer]))
    .digest('hex')
    .slice(0, 20);

const sums = (a: Counts = {}, b: Counts = {}): Counts => {
  const sum = { ...a };
  for (const name in b) sum[name] = (sum[name] ?? 0) + b[name]!;
  return sum;
};

const changeOf = (add: Counts, initial: Record<string, unknown> = {}): Change | undefined => {
  const moved = Object.entries(add).filter(([, by]) => by !== 0);
  if (moved.length === 0) return undefined;
  return {
    add: Object.fromEntries(moved),
    ...(Object.keys(initial).length > 0 && { initial }),
  };
};

/** What one use of a place adds to the counters of its tranche. */
function useOf(
  facts: Facts,
  by: 1 | -1,
): { readonly add: Counts; readonly initial: Record<string, unknown> } {
  const add: Counts = { used: by };
  const initial: Record<string, unknown> = {};
  for (const [field, answer] of Object.entries(facts)) {
    const name = named(field, answer);
    add[`c_${name}`] = by;
    initial[`a_${name}`] = { field, answer };
  }
  return { add, initial };
}

/** Changes of the counters of the tranches of which she used a place before and uses one now. */
function useOps(
  { round, nomination }: Pick<Candidacy, 'round' | 'nomination'>,
  before: Standing['uses'],
  after: Standing['uses'],
): readonly Op[] {
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return [];
  const changes = [
    ...(before === undefined ? [] : [{ tranche: before.tranche, ...useOf(before.facts, -1) }]),
    ...(after === undefined ? [] : [{ tranche: after.tranche, ...useOf(after.facts, 1) }]),
  ];
  return changes.map(({ tranche, add, initial }) => ({
    update: keys.tally(round, tranche, shardOf(nomination, tallyShards)),
    change: { add, initial },
  }));
}

/** Changes of the counters of those sent up by their tranches. */
function upOps(
  { round, nomination }: Pick<Candidacy, 'round' | 'nomination'>,
  before: Standing['up'],
  after: Standing['up'],
): readonly Op[] {
  if (before === after) return [];
  const moves = [
    [before, -1],
    [after, 1],
  ] as const;
  return moves.flatMap(([tranche, up]) =>
    tranche === undefined
      ? []
      : [{ update: keys.tally(round, tranche, shardOf(nomination, tallyShards)), change: { add: { up } } }],
  );
}

/** What is counted of her days and her mean: the days by state are summed, so that their mean needs no read of the round. */
const seen = (standing: Standing | undefined, by: 1 | -1): Counts =>
  standing === undefined
    ? {}
    : {
        [`d_${standing.state}`]: by * standing.day,
        ...(standing.mark !== undefined && { [`m_${standing.mark}`]: by }),
      };

/** The changes that a write of a candidacy brings; `before` is absent for a new one. */
export function standingOps(before: Candidacy | undefined, after: Candidacy): readonly Op[] {
  const was = before && standingOf(before);
  const is = standingOf(after);
  const by = (member: 'holds' | 'heldOpen' | 'atRest') => Number(is[member]) - Number(was?.[member] ?? false);
  const { round, nomination, from } = after;
  const sender = changeOf({ received: before === undefined ? 1 : 0, held: by('holds') });
  const odd = changeOf(
    sums({ heldOpen: by('heldOpen'), atRest: by('atRest') }, sums(seen(is, 1), seen(was, -1))),
  );
  return [
    ...(sender === undefined ? [] : [{ update: keys.sender(round, from), change: sender }]),
    ...(odd === undefined
      ? []
      : [{ update: keys.tally(round, 0, shardOf(nomination, tallyShards)), change: odd }]),
    ...useOps(after, was?.uses, is.uses),
    ...upOps(after, was?.up, is.up),
  ];
}

/**
 * The operations of a transaction with the counters of one row in one operation, as a transaction takes each row once:
 * several nominees of a shard move together, and a move changes more than one number.
 */
export function eachRowOnce(ops: readonly Op[]): readonly Op[] {
  const once: Op[] = [];
  const places = new Map<string, number>();
  for (const op of ops) {
    const adds = 'update' in op && op.on === undefined && op.change.add !== undefined;
    const name = adds ? `${op.update.pk}\n${op.update.sk}` : undefined;
    const at = name === undefined ? undefined : places.get(name);
    const there = at === undefined ? undefined : once[at];
    if (!adds || at === undefined || there === undefined || !('update' in there)) {
      if (name !== undefined) places.set(name, once.length);
      once.push(op);
      continue;
    }
    const when =
      there.when === undefined || op.when === undefined
        ? (there.when ?? op.when)
        : ({ kind: 'all', guards: [there.when, op.when] } as const);
    once[at] = {
      update: there.update,
      change: {
        ...there.change,
        ...op.change,
        add: sums(there.change.add, op.change.add),
        ...((there.change.initial ?? op.change.initial) !== undefined && {
          initial: { ...there.change.initial, ...op.change.initial },
        }),
      },
      ...(when !== undefined && { when }),
    };
  }
  return once;
}

/** What a row of a tranche's counters says of the places used. */
const answersOf = (row: Item): UsedPlaces['answers'] =>
  Object.entries(row).flatMap(([name, about]) => {
    if (!name.startsWith('a_')) return [];
    const field = memberOf(about, 'field');
    const answer = memberOf(about, 'answer');
    const count = Number(row[`c_${name.slice(2)}`] ?? 0);
    const isAnswer = typeof answer === 'string' || Array.isArray(answer);
    return count === 0 || typeof field !== 'string' || !isAnswer ? [] : [{ field, answer, count }];
  });

/** The places that the tranches before `n` use: a few rows a tranche, however many nominees are on it. */
export async function usedPlacesBefore(table: Table, round: string, n: number): Promise<UsedPlaces> {
  let count = 0;
  const answers: UsedPlaces['answers'][number][] = [];
  if (n <= 1) return { count, answers };
  let cursor: string | undefined;
  do {
    const page: { readonly items: readonly Item[]; readonly cursor: string | undefined } = await table.query({
      pk: keys.round(round).pk,
      sk: { from: keys.tallyPrefix(1), to: keys.tally(round, n - 1, tallyShards).sk },
      consistent: true,
      cursor,
    });
    for (const row of page.items) {
      count += Number(row.used ?? 0);
      answers.push(...answersOf(row));
    }
    cursor = page.cursor;
  } while (cursor !== undefined);
  return { count, answers };
}

/** How many of a tranche are with the level above: sent, and neither refused, returned nor taken back. */
export async function sentUp(table: Table, round: string, tranche: number): Promise<number> {
  const { items } = await table.query<Item>({
    pk: keys.round(round).pk,
    sk: { prefix: keys.tallyPrefix(tranche) },
    consistent: true,
  });
  return items.reduce((sum, row) => sum + Number(row.up ?? 0), 0);
}

/** What an organisation sent to a round: all that came, and how many hold a place. */
export interface Sent {
  readonly org: string;
  readonly received: number;
  readonly held: number;
}
const sentOf = (org: string, row: Item | undefined): Sent => ({
  org,
  received: Number(row?.received ?? 0),
  held: Number(row?.held ?? 0),
});

/** What one organisation sent to a round, strongly consistent. */
export async function sentBy(table: Table, round: string, org: string): Promise<Sent> {
  const key: Key = keys.sender(round, org);
  return sentOf(org, await table.get<Item>(key, { consistent: true }));
}

/** What the organisations after `after` sent, in the order of their ids. */
export async function sentAfter(
  table: Table,
  round: string,
  after: string,
  limit: number,
): Promise<readonly Sent[]> {
  const { pk, sk } = keys.sender(round, after);
  const { items } = await table.query<Item>({
    pk,
    // The next text after an id is the id with the lowest character behind it.
    sk: { from: after === '' ? sk : `${sk}\u0000`, to: `${keys.senderPrefix}\u{10FFFF}` },
    limit,
    consistent: true,
  });
  return items.map((row) => sentOf(row.sk.slice(keys.senderPrefix.length), row));
}
