/** What a deployment that nobody uses costs in a month: counted on the synthesised template and on an idle sweep by test/infra/idle.test.ts. */
import { assumed } from './model.ts';
import { type Prices, prices } from './prices.ts';

/** By SES, without dashboard: what a deploy makes when it is not told otherwise. */
export const idleCounted = {
  /** Master key and the key of the notices of bounces. */
  keys: 2,
  secrets: 1,
  /** Metrics that alarms look at; one over an expression counts for each of its metrics. */
  alarmMetrics: 28,
  /** Measures of our own that come although nobody does anything. */
  ownMetrics: 0,
  /** Two rules a minute, 30 days. */
  sweeps: 86_400,
  /** Requests to the tables, means of a sweep of steps and one of letters. */
  databaseRequests: 23,
  databaseWrites: 1,
} as const;

/** Functions read the secret again every five minutes; two run all the time. */
const secretReads = 2 * 30 * 24 * 12;
const sweepMs = assumed.callMs + idleCounted.databaseRequests * assumed.databaseMs;

export type IdleLine = readonly [what: string, amount: number, unit: string, cost: number];

/** The lines of a month. */
export function idleMonth(p: Prices = prices): readonly IdleLine[] {
  const { keys, secrets, alarmMetrics, ownMetrics, sweeps, databaseRequests, databaseWrites } = idleCounted;
  const seconds = (sweeps * sweepMs * assumed.lambdaGigabytes) / 1_000;
  const logs = (sweeps * assumed.callLogBytes) / 1e9;
  // A look at an empty list costs half a unit; all are taken for strong ones, which cost a whole.
  const reads = sweeps * (databaseRequests - databaseWrites);
  return [
    ['KMS keys', keys, 'keys', keys * p.key],
    ['secrets', secrets, 'secrets', secrets * p.secret],
    ['reads of the secret', secretReads, 'requests', secretReads * p.secretRequest],
    ['alarms', alarmMetrics, 'metrics', alarmMetrics * p.alarmMetric],
    ['measures of our own', ownMetrics, 'metrics', ownMetrics * p.ownMetric],
    ['sweeps, requests', sweeps, 'requests', sweeps * p.lambdaRequest],
    ['sweeps, duration', seconds, 'GB-s', seconds * p.lambdaSecond],
    ['sweeps, reads', reads, 'RRU', reads * p.readUnit],
    ['sweeps, writes', sweeps * databaseWrites, 'WRU', sweeps * databaseWrites * p.writeUnit],
    ['logs', logs, 'GB', logs * p.logs],
  ];
}

export const idleTotal = (p: Prices = prices): number =>
  idleMonth(p).reduce((sum, [, , , cost]) => sum + cost, 0);
