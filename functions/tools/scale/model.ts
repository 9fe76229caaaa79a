/** What the counted numbers cost, and at how many nominations a year which quota of AWS binds. */
import { type Counted, counted, countedOver } from './counted.ts';
import { type Prices, prices } from './prices.ts';

/** Candidacies in a round of the model, and in one chunk of a round's work. */
const roundSize = 50;
const chunkSize = 25;
/** Steps of a round that are done in chunks (applying shortlist, notice twice, decision, list, sending), 3 transitions each. */
const chunkTransitions = 6 * 3;

/** Assumptions that no run on one machine can count. */
export const assumed = {
  /** Memory of web and tasks, infra/functions.ts. */
  lambdaGigabytes: 1,
  /** A call's own work, a database request one after the other, a call of KMS: milliseconds. */
  callMs: 10,
  databaseMs: 5,
  kmsMs: 15,
  /** Log lines of a call and of a transition. */
  callLogBytes: 1_000,
  transitionLogBytes: 2_000,
  /** A photograph, and how often each is looked at in a level. */
  fileBytes: 2e6,
  fileViews: 3,
} as const;

/** Transitions of a whole round as measured in the first level, for a round of this size. */
const measuredRound =
  (counted.submission.roundTransitions + counted.first.roundTransitions) * countedOver.first;
export const transitionsOfRound = (size: number): number =>
  measuredRound + chunkTransitions * (Math.ceil(size / chunkSize) - 1);

/** States that a candidacy's machine enters; its admission above is counted with the level below. */
export const transitionsOfCandidacy =
  counted.submission.nominationTransitions + counted.further.nominationTransitions;

export type Line = readonly [service: string, amount: number, unit: string, cost: number];

/** Cost of candidacies at one level. Every request is taken to find no record key in memory: one call of KMS each. */
function linesOf(
  per: readonly Counted[],
  count: number,
  p: Prices,
  roundShare: number,
  files: number,
): Line[] {
  const sum = (name: keyof Counted) => count * per.reduce((total, each) => total + each[name], 0);
  const transitions = sum('nominationTransitions') + count * roundShare;
  const requests = sum('requests');
  const calls = requests + sum('taskCalls');
  const kms = sum('wraps') + requests;
  const ms = calls * assumed.callMs + sum('databaseRequests') * assumed.databaseMs + kms * assumed.kmsMs;
  const seconds = (ms / 1_000) * assumed.lambdaGigabytes;
  // an upload is put by the browser, read, checked and put in its place
  const puts = sum('puts') * 2;
  const gets = sum('puts') + count * files * assumed.fileViews;
  const logs = (calls * assumed.callLogBytes + transitions * assumed.transitionLogBytes) / 1e9;
  const out = sum('responseBytes') / 1e9;
  return [
    ['Step Functions', transitions, 'transitions', transitions * p.transition],
    ['DynamoDB writes', sum('writeUnits'), 'WRU', sum('writeUnits') * p.writeUnit],
    ['DynamoDB reads', sum('readUnits'), 'RRU', sum('readUnits') * p.readUnit],
    ['Lambda requests', calls, 'requests', calls * p.lambdaRequest],
    ['Lambda duration', seconds, 'GB-s', seconds * p.lambdaSecond],
    ['API Gateway', requests, 'requests', requests * p.apiRequest],
    ['KMS', kms, 'requests', kms * p.kmsRequest],
    ['S3 PUT', puts, 'requests', puts * p.s3Put],
    ['S3 GET', gets, 'requests', gets * p.s3Get],
    ['Logs', logs, 'GB', logs * p.logs],
    ['Data transfer, pages', out, 'GB', out * p.transfer],
  ];
}

const merged = (all: readonly (readonly Line[])[]): readonly Line[] =>
  all[0]!.map(([service, , unit], i) => [
    service,
    all.reduce((sum, lines) => sum + lines[i]![1], 0),
    unit,
    all.reduce((sum, lines) => sum + lines[i]![3], 0),
  ]);
export const totalOf = (lines: readonly Line[]): number => lines.reduce((sum, [, , , cost]) => sum + cost, 0);

/** Candidacies at each of four levels of a thousand that were submitted, a third going up each time. */
export const candidaciesByLevel: readonly number[] = [1_000, 333, 111, 37];

/** Cost by level, and of all four together. */
export function costOfThousand(p: Prices = prices): {
  readonly levels: readonly (readonly Line[])[];
  readonly all: readonly Line[];
} {
  const share = transitionsOfRound(roundSize) / roundSize;
  const levels = candidaciesByLevel.map((count, level) =>
    linesOf(level === 0 ? [counted.submission, counted.first] : [counted.further], count, p, share, 2),
  );
  return { levels, all: merged(levels) };
}

/** What a year's storage of a thousand nominations costs, attachments of assumed size included; and one look at each in a level. */
export function storageOfThousand(p: Prices = prices) {
  const rows =
    candidaciesByLevel.reduce(
      (sum, count, level) =>
        sum +
        count *
          (level === 0
            ? counted.submission.storedBytes + counted.first.storedBytes
            : counted.further.storedBytes),
      0,
    ) / 1e9;
  const files = (1_000 * counted.submission.puts * assumed.fileBytes) / 1e9;
  const viewed =
    (candidaciesByLevel.reduce((sum, count) => sum + count, 0) * 2 * assumed.fileViews * assumed.fileBytes) /
    1e9;
  return {
    rowsGigabytes: rows,
    rowsYear: rows * 12 * p.tableStorage,
    filesGigabytes: files,
    filesYear: files * 12 * p.fileStorage,
    viewedGigabytes: viewed,
    viewedCost: viewed * p.transfer,
  };
}

/** Default quotas of an account, and what the last hour asks of them. */
export const quotas = {
  transitions: { 'us-east-1': 5_000, elsewhere: 800 },
  starts: { 'us-east-1': 300, elsewhere: 150 },
  openExecutions: 1_000_000,
  concurrency: 1_000,
  sesPerSecond: 14,
  partitionWrites: 1_000,
  newTableWrites: 4_000,
} as const;

/** Rows of a submission in the due partitions, written in a transaction and removed again: WRU; over 8 shards. */
const dueUnits = 9;
const dueShards = 8;
/** The fullest minute of the last hour against its mean. */
const burst = 3;
/** The largest round of a year's nominations: one in a hundred of them. */
const largestRound = 0.01;

/** The load of the last hour, in which 30 % of a year's nominations are submitted, in its fullest minute. */
export function lastHour(year: number) {
  const perSecond = ((year * 0.3) / 3_600) * burst;
  const { submission } = counted;
  const calls = submission.requests + submission.taskCalls;
  const ms =
    calls * assumed.callMs +
    submission.databaseRequests * assumed.databaseMs +
    (submission.wraps + submission.requests) * assumed.kmsMs;
  return {
    perSecond,
    requests: perSecond * submission.requests,
    transitions: perSecond * submission.nominationTransitions,
    starts: perSecond,
    concurrency: (perSecond * ms) / 1_000,
    writes: perSecond * submission.writeUnits,
    duePartition: (perSecond * dueUnits) / dueShards,
    roundPartition: perSecond * largestRound * submission.writeUnits,
    letters: perSecond,
    openExecutions: year,
  };
}
export type Load = ReturnType<typeof lastHour>;
