/** What rounds of earlier years left behind, as rows: nominations with forms and reviews, their chains, honours and lists. */
import { createHash } from 'node:crypto';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { emptyHead } from '#domain/empty-head.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
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
import type { District } from './country.ts';

export const clerkOf = (org: string): string => `${org}-clerk@example.org`;
export const reviewerOf = (org: string): string => `${org}-reviewer@example.org`;
export const administratorOf = (org: string): string => `${org}-administrator@example.org`;

/** One round of an earlier year: which programme, where, and the numbers of its nominations. */
export interface PastRound {
  readonly programme: string;
  readonly year: number;
  readonly document: Programme;
  readonly district: District;
  readonly from: number;
  readonly to: number;
}

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余'];
const given = [...'秀英芳娜敏静丽娟艳玲桂兰凤洁梅琳云莲真环雪荣爱妹霞香月莺媛瑞凡佳嘉琼勤珍贞莉'];
const letterOf = (letters: readonly string[], n: number): string => letters[n % letters.length]!;

/** A name that some tens share among a million, as it is. */
export const nameOf = (n: number): string =>
  `${letterOf(surnames, n)}${letterOf(given, Math.floor(n / 40))}${letterOf(given, Math.floor(n / 1600))}家庭`;

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
function chained<K extends 'nomination' | 'candidacy' | 'round' | 'list', R>(
  kind: K,
  record: Parameters<(typeof chainName)[K]>[0] & R,
  happened: readonly Happened[],
): { readonly record: R & { version: number; head: typeof emptyHead }; readonly events: readonly Item[] } {
  let head = emptyHead;
  const name = (chainName[kind] as (of: typeof record) => string)(record);
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

/** The rows of one round, nomination by nomination; key rows go to the keys' table. */
export async function* pastRows(
  deps: Pick<Deps, 'keys' | 'keysTable' | 'clock'>,
  past: PastRound,
): AsyncGenerator<{ readonly main: readonly Item[]; readonly keys: readonly Item[] }> {
  const { programme, year, document, district, from, to } = past;
  const [submitted, reviewed, published] = [3, 4, 5].map((month) => `${year}-0${month}-15T01:00:00.000Z`);
  if (submitted === undefined || reviewed === undefined || published === undefined) return;
  const id = `${programme}.2.${district.id}`;
  const [reviewer, administrator] = [reviewerOf(district.id), administratorOf(district.id)].map((email) =>
    memberIdFor(deps.keys, email),
  );
  const by = (at: string, actor: string | undefined, action: Happened['action']): Happened => ({
    ...{ at, actor: actor ?? 'system', via: 'session', action, details: { stage: 2 } },
  });
  const seal = sealer(deps);
  const { record: round, events } = chained(
    'round',
    {
      ...{ id, programme, programmeRevision: 1, title: document.title.zh, org: district.id },
      ...{ orgPath: district.path, stage: 2, level: 'district' as const },
      settings: {
        ...{ opensAt: `${year}-03-01T01:00:00.000Z`, closesAt: `${year}-03-31T09:30:00.000Z` },
        ...{ phaseEnds: {}, places: to - from, shares: [], contact: {}, certificate: { bodies: [] } },
      },
      ...{ status: 'settled' as const, phase: 3, progress: 'idle' as const, tranches: 1, allotted: false },
      ...{ openedAt: `${year}-03-01T01:00:00.000Z`, endedAt: published, version: 0, head: emptyHead },
    },
    [by(submitted, administrator, 'round.open'), by(published, administrator, 'round.end')],
  );
  const counters = countingUp(round);
  const list = `${id}.h1`;
  const entries: string[] = [];
  const numberAt = (position: number) =>
    `T-${district.region}-${document.code}-${year}-${String(position + 1).padStart(4, '0')}`;
  for (let n = from; n < to; n++) {
    const street = district.streets[(n - from) % district.streets.length]!;
    const clerk = memberIdFor(deps.keys, clerkOf(street.id));
    const nomination = nominationId(n);
    const name = nameOf(n);
    const identity = createHash('sha256').update(`identity ${n}`).digest('base64url');
    const answers: Answers = { ...benchAnswers(n), familyName: name, deeds: story };
    const { open, personal } = splitPersonal(document.form, answers);
    const key = await seal.newRecordKey(nomination);
    const own = chained(
      'nomination',
      {
        ...{ id: nomination, programme, programmeRevision: 1, code: document.code, edition: String(year) },
        ...{ category: document.category, name, channel: 'organisation' as const, org: street.id },
        ...{ owner: clerk, revision: 1, submittedAt: submitted, receipt: `T-${document.code}-${year}-${n}` },
        ...{ identities: [identity], seats: [id], version: 0, head: emptyHead },
        privacy: { textVersion: '2027-1', sensitive: true, at: submitted },
      } satisfies Nomination,
      [by(submitted, clerk, 'nomination.submit')],
    );
    const position = entries.length;
    const honoured = isHonoured(n);
    const seat = chained(
      'candidacy',
      {
        ...{ nomination, round: id, programme, programmeRevision: 1, owner: clerk, org: district.id },
        ...{ stage: 2, level: 'district', revision: 1, name, actedBelow: [], from: street.id },
        ...{ channel: 'organisation', state: honoured ? 'done' : 'out', receivedAt: submitted },
        asked: [{ member: reviewer!, due: reviewed, answer: 'approve', answeredAt: reviewed, late: false }],
        ...{ facts: { channel: 'organisation' }, openObjections: 0, since: published, closedAt: published },
        ...(honoured
          ? { place: 'chosen' as const, tranche: 1, honour: { number: numberAt(position), list } }
          : { outcome: { reason: 'notChosen' as const, at: published } }),
        ...{ version: 0, head: emptyHead },
      } satisfies Candidacy,
      [by(submitted, clerk, 'candidacy.admit'), by(published, administrator, 'candidacy.finish')],
    );
    counters.count(seat.record);
    const keptUntil = `${year + 10}-05-15T19:00:00.000Z`;
    const main: Item[] = [
      rows.nomination(own.record),
      ...own.events,
      rows.revision({
        ...{ nomination, n: 1, open, sealed: key.seal(JSON.stringify(personal)) },
        ...{ attachments: [], at: submitted, by: clerk },
      }),
      { ...keys.unique(document.code, String(year), identity), nomination },
      rows.candidacy(seat.record),
      ...seat.events,
      {
        ...keys.review(nomination, 2, 'review', 1, reviewer!),
        ...{ step: 'review', kind: 'review', outcome: 'approve', reason: '', stage: 2, attempt: 1 },
        ...{ member: reviewer!, org: district.id, at: reviewed },
      },
      {
        ...keys.due(`kept-${nomination}-${id}`, keptUntil),
        ...{ at: keptUntil, what: { due: 'retention', nomination } },
      },
    ];
    if (honoured) {
      const number = numberAt(position);
      const held = {
        ...{ number, code: document.code, edition: String(year), level: 'district' as const, year },
        ...{ date: published.slice(0, 10), status: 'valid' as const, list, position },
      };
      main.push(
        rows.honour({
          ...held,
          ...{ nomination, round: id, org: district.id, title: document.title.zh, name },
          ...{ shown: { 所在社区: String(answers.community) }, bodies: [district.name], history: [] },
          ...{ identities: [identity], version: 1 },
        }),
        { ...keys.certificate(number), list, position },
        {
          ...keys.held(identity, `${document.code}#${year}#district#${identity}`),
          ...held,
        },
      );
      entries.push(nomination);
    }
    yield { main, keys: [putIn(key.op)] };
  }
  const { record: published1, events: listEvents } = chained(
    'list',
    {
      ...{ id: list, round: id, tranche: 1, org: district.id, title: `${year}年最美家庭名单`, year },
      ...{ code: document.code, edition: String(year), level: 'district', documentNumber: `〔${year}〕1号` },
      ...{ date: published.slice(0, 10), bodies: [district.name], entries, columns: ['所在社区'] },
      ...{ block: { from: 1, to: entries.length }, granted: entries.length, publishedAt: published },
      ...{ version: 0, head: emptyHead },
    } satisfies HonourList,
    [by(published, administrator, 'list.make'), by(published, administrator, 'honour.publish')],
  );
  yield {
    main: [
      rows.round(round),
      ...events,
      ...counters.rows(),
      rows.tranche({
        ...{ round: id, n: 1, state: 'done', phase: 7, cursor: 0, entries, list, publishedAt: published },
        version: 1,
      }),
      rows.list(published1),
      ...listEvents,
      { ...keys.granted(list), count: entries.length },
      { ...keys.series(district.region, document.code, String(year), 'district'), last: entries.length },
    ],
    keys: [],
  };
}
