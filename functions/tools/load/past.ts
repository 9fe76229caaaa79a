/** What rounds of earlier years left behind, as rows: nominations with forms and reviews, their chains, honours and lists. */
import { createHash } from 'node:crypto';
import { choiceOps } from '#actions/honour/roll-choices.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { emptyHead } from '#domain/empty-head.ts';
import { splitPersonal } from '#domain/nomination/personal.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import { eventOp, type Happened, nextEvent } from '#store/chain.ts';
import { keys, shardOf, tallyShards } from '#store/keys.ts';
import { memberIdFor } from '#store/people.ts';
import { rows } from '#store/rows.ts';
import { sealer } from '#store/sealing.ts';
import { standingOps } from '#store/standing.ts';
import type { Item, Op } from '#store/table.ts';
import { chainName } from '#store/writing.ts';
import { benchAnswers } from '#tools/bench/seed.ts';
import { administratorOf, clerkOf, type District, nameOf, reviewerOf } from './country.ts';

/** One round of an earlier year: which programme, where, and the numbers of its nominations. */
export interface PastRound {
  readonly programme: string;
  readonly year: number;
  readonly document: Programme;
  readonly district: District;
  readonly from: number;
  readonly to: number;
}

/** Shorter than a clerk's, so that a million fit on the disk of a laptop. */
const story = '一家三代同堂，孝老爱亲，邻里互助，坚持垃圾分类，带动楼栋居民参与社区志愿服务。'.repeat(3);

/** Adds up the counters of a round's candidacies as the transactions would have done. */
function countingUp(round: Round) {
  const counters = new Map<string, Record<string, unknown> & Item>();
  const at = (key: { readonly pk: string; readonly sk: string }) => {
    const row = counters.get(key.sk) ?? { ...key };
    counters.set(key.sk, row);
    return row;
  };
  for (let shard = 0; shard < tallyShards; shard++)
    Object.assign(at(keys.tally(round.id, 0, shard)), { open: 0, closed: true, sealed: true, moves: 0 });
  const add = (row: Record<string, unknown>, name: string, by: number) => {
    row[name] = Number(row[name] ?? 0) + by;
  };
  return {
    count(candidacy: Candidacy) {
      const shard = at(keys.tally(round.id, 0, shardOf(candidacy.nomination, tallyShards)));
      add(shard, `s_${candidacy.state}`, 1);
      add(shard, 'moves', 1);
      for (const op of standingOps(undefined, candidacy))
        if ('update' in op) {
          const row = at(op.update);
          for (const [name, by] of Object.entries(op.change.add ?? {})) add(row, name, Number(by));
          for (const [name, value] of Object.entries(op.change.initial ?? {})) row[name] ??= value;
        }
    },
    rows: () => [...counters.values()],
  };
}

const putIn = (op: Op): Item => {
  if ('put' in op) return op.put;
  throw new TypeError('not a put');
};

/** A record at the end of a chain with these events, and the events as rows. */
function chained<R>(
  nameOf: (record: R) => string,
  record: R,
  happened: readonly Happened[],
): { readonly record: R & { version: number; head: typeof emptyHead }; readonly events: readonly Item[] } {
  let head = emptyHead;
  const name = nameOf(record);
  const events = happened.map((each) => {
    const next = nextEvent(head, name, each);
    head = next.head;
    return putIn(eventOp(next.event));
  });
  return { record: { ...record, version: happened.length, head }, events };
}

const nominationId = (n: number): string => `nom0load${String(n).padStart(18, '0')}`;
/** One in five is honoured. */
const isHonoured = (n: number): boolean => n % 5 === 0;

/** What all nominations of a round share. */
interface RoundOf {
  readonly past: PastRound;
  readonly id: string;
  readonly list: string;
  readonly reviewer: string;
  readonly administrator: string;
  readonly seal: ReturnType<typeof sealer>;
}

const submittedIn = (year: number): string => `${year}-03-15T01:00:00.000Z`;
const reviewedIn = (year: number): string => `${year}-04-15T01:00:00.000Z`;
const publishedIn = (year: number): string => `${year}-05-15T01:00:00.000Z`;

const happened = (at: string, actor: string, action: Happened['action']): Happened => ({
  ...{ at, actor, via: 'session', action, details: { stage: 2 } },
});

const certificateNumber = ({ district, document, year }: PastRound, position: number): string =>
  `T-${district.region}-${document.code}-${year}-${String(position + 1).padStart(4, '0')}`;

/** The nomination with its form and claim, sealed under a key of its own. */
async function nominationRows(of: RoundOf, n: number, clerk: string, street: string) {
  const { past, id } = of;
  const { programme, year, document } = past;
  const nomination = nominationId(n);
  const identity = createHash('sha256').update(`identity ${n}`).digest('base64url');
  const at = submittedIn(year);
  const answers: Answers = { ...benchAnswers(n), familyName: nameOf(n), deeds: story };
  const { open, personal } = splitPersonal(document.form, answers);
  const key = await of.seal.newRecordKey(nomination);
  const { record, events } = chained(
    chainName.nomination,
    {
      ...{ id: nomination, programme, programmeRevision: 1, code: document.code, edition: String(year) },
      ...{ category: document.category, name: nameOf(n), channel: 'organisation', org: street, owner: clerk },
      ...{ revision: 1, submittedAt: at, receipt: `T-${document.code}-${year}-${n}`, seats: [id] },
      ...{ identities: [identity], version: 0, head: emptyHead },
      privacy: { textVersion: '2027-1', sensitive: true, at },
    },
    [happened(at, clerk, 'nomination.submit')],
  );
  const sealed = key.seal(JSON.stringify(personal));
  const revision = { nomination, n: 1, open, sealed, attachments: [], at, by: clerk };
  return {
    key: putIn(key.op),
    identity,
    community: String(answers.community),
    main: [
      rows.nomination(record),
      ...events,
      rows.revision(revision),
      { ...keys.unique(document.code, String(year), identity), nomination },
    ],
  };
}

/** Her candidacy at its end, who reviewed it, and when it is to be erased. */
function seatRows(of: RoundOf, n: number, clerk: string, street: string, position: number | undefined) {
  const { past, id, list, reviewer, administrator } = of;
  const { programme, year, district } = past;
  const nomination = nominationId(n);
  const [submitted, reviewed, published] = [submittedIn(year), reviewedIn(year), publishedIn(year)];
  const { record, events } = chained(
    chainName.candidacy,
    {
      ...{ nomination, round: id, programme, programmeRevision: 1, owner: clerk, org: district.id },
      ...{ stage: 2, level: 'district', revision: 1, name: nameOf(n), actedBelow: [], from: street },
      ...{ channel: 'organisation', state: position === undefined ? 'out' : 'done', receivedAt: submitted },
      asked: [{ member: reviewer, due: reviewed, answer: 'approve', answeredAt: reviewed, late: false }],
      ...{ facts: { channel: 'organisation' }, openObjections: 0, since: published, closedAt: published },
      ...(position === undefined
        ? { outcome: { reason: 'notChosen' as const, at: published } }
        : {
            place: 'chosen' as const,
            tranche: 1,
            honour: { number: certificateNumber(past, position), list },
          }),
      ...{ version: 0, head: emptyHead },
    },
    [happened(submitted, clerk, 'candidacy.admit'), happened(published, administrator, 'candidacy.finish')],
  );
  const keptUntil = `${year + 10}-05-15T19:00:00.000Z`;
  const review = {
    ...{ step: 'review', kind: 'review', outcome: 'approve', reason: '', stage: 2, attempt: 1 },
    ...{ member: reviewer, org: district.id, at: reviewed },
  };
  return {
    record,
    main: [
      rows.candidacy(record),
      ...events,
      { ...keys.review(nomination, 2, 'review', 1, reviewer), ...review },
      {
        ...keys.due(`kept-${nomination}-${id}`, keptUntil),
        ...{ at: keptUntil, what: { due: 'retention', nomination } },
      },
    ],
  };
}

/** Her honour: on the list, by her certificate's number, and by her identity. */
function honourRows(
  { past, id, list }: RoundOf,
  n: number,
  position: number,
  identity: string,
  community: string,
) {
  const { year, document, district } = past;
  const number = certificateNumber(past, position);
  const held = {
    ...{ number, code: document.code, edition: String(year), level: 'district' as const, year },
    ...{ date: publishedIn(year).slice(0, 10), status: 'valid' as const, list, position },
  };
  return [
    rows.honour({
      ...held,
      ...{ nomination: nominationId(n), round: id, org: district.id, title: document.title.zh },
      ...{ name: nameOf(n), shown: { 所在社区: community }, bodies: [district.name], history: [] },
      ...{ identities: [identity], version: 1 },
    }),
    { ...keys.certificate(number), list, position },
    { ...keys.held(identity, `${document.code}#${year}#district#${identity}`), ...held },
  ];
}

/** The round itself, its counters, its only tranche and its published list. */
function endRows(
  of: RoundOf,
  entries: readonly string[],
  counters: readonly Item[],
  round: Round,
): readonly Item[] {
  const { past, id, list, administrator } = of;
  const { year, document, district } = past;
  const at = publishedIn(year);
  const made = chained(
    chainName.list,
    {
      ...{ id: list, round: id, tranche: 1, org: district.id, title: `${year}年最美家庭名单`, year },
      ...{ code: document.code, edition: String(year), level: 'district', documentNumber: `〔${year}〕1号` },
      ...{ date: at.slice(0, 10), bodies: [district.name], entries: [...entries], columns: ['所在社区'] },
      ...{ block: { from: 1, to: entries.length }, granted: entries.length, publishedAt: at },
      ...{ version: 0, head: emptyHead },
    },
    [happened(at, administrator, 'list.make'), happened(at, administrator, 'honour.publish')],
  );
  const ended = chained(chainName.round, round, [
    happened(submittedIn(year), administrator, 'round.open'),
    happened(at, administrator, 'round.end'),
  ]);
  return [
    rows.round(ended.record),
    ...ended.events,
    ...counters,
    rows.tranche({
      ...{ round: id, n: 1, state: 'done', phase: 7, cursor: 0, entries: [...entries], list },
      ...{ publishedAt: at, version: 1 },
    }),
    rows.list(made.record),
    ...made.events,
    { ...keys.granted(list), count: entries.length },
    { ...keys.series(district.region, document.code, String(year), 'district'), last: entries.length },
  ];
}

const roundOf = ({ programme, year, document, district, from, to }: PastRound, id: string): Round => ({
  ...{ id, programme, programmeRevision: 1, title: document.title.zh, org: district.id },
  ...{ orgPath: district.path, stage: 2, level: 'district' as const },
  settings: {
    ...{ opensAt: `${year}-03-01T01:00:00.000Z`, closesAt: `${year}-03-31T09:30:00.000Z` },
    ...{ phaseEnds: {}, places: to - from, shares: [], contact: {}, certificate: { bodies: [] } },
  },
  ...{ status: 'settled', phase: 3, progress: 'idle', tranches: 1, allotted: false },
  ...{ openedAt: `${year}-03-01T01:00:00.000Z`, endedAt: publishedIn(year), version: 0, head: emptyHead },
});

/** The rows of one round, nomination by nomination; key rows go to the keys' table. */
export async function* pastRows(
  deps: Pick<Deps, 'table' | 'keys' | 'keysTable' | 'clock'>,
  past: PastRound,
): AsyncGenerator<{ readonly main: readonly Item[]; readonly keys: readonly Item[] }> {
  const { programme, district, from, to } = past;
  const id = `${programme}.2.${district.id}`;
  const memberId = (email: string) => memberIdFor(deps.keys, email);
  const of: RoundOf = {
    ...{ past, id, list: `${id}.h1`, seal: sealer(deps) },
    ...{ reviewer: memberId(reviewerOf(district.id)), administrator: memberId(administratorOf(district.id)) },
  };
  const round = roundOf(past, id);
  const counters = countingUp(round);
  const entries: string[] = [];
  for (let n = from; n < to; n++) {
    const street = district.streets[(n - from) % district.streets.length]!.id;
    const clerk = memberId(clerkOf(street));
    const position = isHonoured(n) ? entries.length : undefined;
    const own = await nominationRows(of, n, clerk, street);
    const seat = seatRows(of, n, clerk, street, position);
    counters.count(seat.record);
    const main = [...own.main, ...seat.main];
    if (position !== undefined) {
      entries.push(nominationId(n));
      main.push(...honourRows(of, n, position, own.identity, own.community));
    }
    yield { main, keys: [own.key] };
  }
  const choices = await choiceOps(deps, { year: past.year, code: past.document.code }, round);
  yield { main: [...endRows(of, entries, counters.rows(), round), ...choices.map(putIn)], keys: [] };
}
