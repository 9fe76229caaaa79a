/** What a deployment costs that nobody uses: its parts as the template has them, its sweeps as they run (docs/scale.md#what-it-costs). */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stuckExecutions } from '#actions/running/operator.ts';
import { jobsDue, sweep } from '#actions/running/sweep.ts';
import { makeDueCheckpoints } from '#actions/trust/checkpoints.ts';
import { openLog } from '#aws/log.ts';
import { metricNames } from '#aws/metrics.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { keys } from '#store/keys.ts';
import { idleCounted, idleTotal } from '#tools/scale/idle.ts';
import { makeWorld, type World } from '../world.ts';
import { deployment, global, ofType } from './deployment.ts';

const made = deployment(global);
let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

/** Requests of a piece of work to the table: all, and those that write. */
async function requestsOf(work: () => Promise<unknown>): Promise<{ all: number; writes: number }> {
  const counts = { all: 0, writes: 0 };
  const table = world.deps.table as unknown as Record<string, (...given: unknown[]) => unknown>;
  const verbs = ['get', 'query', 'put', 'update', 'remove', 'together', 'batchPut', 'batchRemove'] as const;
  const before = verbs.map((verb) => table[verb]!);
  verbs.forEach((verb, n) => {
    table[verb] = (...given) => {
      counts.all++;
      if (n > 1) counts.writes++;
      return before[n]!(...given);
    };
  });
  try {
    await work();
  } finally {
    verbs.forEach((verb, n) => {
      table[verb] = before[n]!;
    });
  }
  return counts;
}

describe('an idle deployment', () => {
  test('has the keys, secrets and metrics of alarms that its cost is counted with, and no dashboard', () => {
    const metrics = ofType(made, 'AWS::CloudWatch::Alarm').flatMap(([, { Properties }]) =>
      'Metrics' in Properties
        ? (Properties['Metrics'] as object[]).filter((each) => 'MetricStat' in each)
        : [Properties['MetricName']],
    );
    expect(metrics.length).toBe(idleCounted.alarmMetrics);
    expect(ofType(made, 'AWS::KMS::Key').length).toBe(idleCounted.keys);
    expect(ofType(made, 'AWS::SecretsManager::Secret').length).toBe(idleCounted.secrets);
    expect(ofType(made, 'AWS::CloudWatch::Dashboard')).toEqual([]);
    const minutes = ofType(made, 'AWS::Events::Rule').filter(
      ([, { Properties }]) => Properties['ScheduleExpression'] === 'rate(1 minute)',
    );
    expect(minutes.length * 60 * 24 * 30).toBe(idleCounted.sweeps);
  });

  test('sweeps with the requests that its cost is counted with', async () => {
    const { deps } = world;
    const today = shanghaiDate(new Date(deps.clock()).toISOString());
    const steps = async () => {
      await sweep(deps, { part: 'rest' });
      await stuckExecutions(deps);
      await jobsDue(deps);
      await deps.table.get(keys.installation(), { consistent: true });
      await deps.table.get(keys.home(), { consistent: true });
      await makeDueCheckpoints(deps, today);
    };
    const letters = () => sweep(deps, { part: 'letters' });
    await steps();
    await letters();
    const [one, two] = [await requestsOf(steps), await requestsOf(letters)];
    expect((one.all + two.all) / 2).toBeLessThanOrEqual(idleCounted.databaseRequests);
    expect((one.all + two.all) / 2).toBeGreaterThan(idleCounted.databaseRequests - 2);
    expect((one.writes + two.writes) / 2).toBeLessThanOrEqual(idleCounted.databaseWrites);
  });

  test('writes no measure while there is nothing to tell', () => {
    const lines: string[] = [];
    const log = openLog('main', (line) => lines.push(line));
    for (const name of [metricNames.sweepLagSeconds, metricNames.sweepFailed, metricNames.jobsOpen])
      log.gauge(name, 0);
    log.waiting({ 'under-3-days': 0, '3-to-10-days': 0, 'over-10-days': 0 });
    log.flush();
    expect(lines).toEqual([]);
    log.gauge(metricNames.sweepLagSeconds, 7);
    log.flush();
    expect(JSON.parse(lines[0]!)).toMatchObject({ [metricNames.sweepLagSeconds]: 7 });
  });

  test('costs under six dollars a month at list prices', () => {
    expect(idleTotal()).toBeLessThan(6);
  });
});
