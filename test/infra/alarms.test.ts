/** Alarms: each tells the operator, in both languages, with the heading of docs/operations.md that says what to do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { metricNames, metricNamespace } from '#aws/metrics.ts';
import { alarms } from '../../infra/alarms.ts';
import { deployment, global, ofType } from './deployment.ts';

const made = deployment({ ...global, runbook: 'https://example.cn/operations', dashboard: true });
interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly AlarmActions: readonly object[];
  readonly OKActions: readonly object[];
  readonly TreatMissingData: string;
  readonly Namespace?: string;
  readonly MetricName?: string;
}
const all = ofType(made, 'AWS::CloudWatch::Alarm').map(([, each]) => each.Properties as unknown as Alarm);
const ids = Object.keys(alarms);
const idOf = ({ AlarmDescription }: Alarm) => AlarmDescription.split('#').at(-1)!;

describe('alarms', () => {
  test('every one of the list exists, and none beside it', () => {
    expect([...new Set(all.map(idOf))].toSorted()).toEqual(ids.toSorted());
  });

  test('mail the operator when they ring and when all is well', () => {
    const operator = [{ Ref: expect.stringMatching(/^Operator/) }];
    for (const alarm of all) expect([alarm.AlarmActions, alarm.OKActions]).toEqual([operator, operator]);
    const mails = ofType(made, 'AWS::SNS::Subscription').filter(
      ([, each]) => String(each.Properties['Protocol']) === 'email',
    );
    expect(mails.map(([, each]) => each.Properties['Endpoint'])).toEqual(['operator@example.cn']);
  });

  test('say what is wrong in both languages, and link what to do', () => {
    for (const alarm of all) {
      const [zh, en, link] = alarm.AlarmDescription.split('\n');
      expect(zh).toMatch(/[一-龥]/);
      expect(en).toMatch(/^[A-Z]/);
      expect(link).toBe(`https://example.cn/operations#${idOf(alarm)}`);
    }
  });

  test('every function is watched for errors, the two of requests and machines for duration, the account for throttles', () => {
    const names = all.map(({ AlarmName }) => AlarmName.replace('hongbang-main-', ''));
    const wanted = [
      ...['web', 'tasks', 'mail', 'papers'].map((name) => `${name}-errors`),
      'function-slow-web',
      'function-slow-tasks',
      'function-throttled',
    ];
    expect(wanted.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('a sweeper that is silent rings too; everywhere else no data means no trouble', () => {
    const loud = all.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(loud.map(({ AlarmName, TreatMissingData }) => [AlarmName, TreatMissingData])).toEqual([
      ['hongbang-main-sweep-stopped-tasks', 'breaching'],
      ['hongbang-main-sweep-stopped-mail', 'breaching'],
    ]);
  });

  test('look at measures that the functions log', () => {
    const own = all.filter(({ Namespace }) => Namespace === metricNamespace);
    expect(own.map(({ MetricName }) => MetricName).toSorted()).toEqual(
      [
        metricNames.sweepLagSeconds,
        metricNames.letterLagSeconds,
        metricNames.sweepFailed,
        metricNames.lettersFailed,
        metricNames.lettersHeld,
      ].toSorted(),
    );
  });

  test('the runbook has a heading for each', () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8');
    const headings = new Set(
      [...page.matchAll(/^#{2,6} +`?([a-z0-9-]+)`?\s*$/gm)].map(([, heading]) => heading),
    );
    expect(ids.filter((id) => !headings.has(id))).toEqual([]);
  });
});

describe('the dashboard', () => {
  const [, { Properties }] = ofType(made, 'AWS::CloudWatch::Dashboard')[0]!;
  const body = JSON.stringify(Properties['DashboardBody']);

  test('shows every measure of our own', () => {
    expect(Object.values(metricNames).filter((name) => !body.includes(name))).toEqual([]);
  });

  test('shows work, health, limits and what costs money', () => {
    for (const heading of ['Work', 'Health', 'Limits', 'Cost drivers', 'Waiting tasks by age', 'Latency'])
      expect(body).toContain(heading);
    for (const metric of [
      'ExecutionsStarted',
      'ConsumedWriteCapacityUnits',
      'Invocations',
      '5xx',
      'over-10-days',
    ])
      expect(body).toContain(metric);
  });
});
