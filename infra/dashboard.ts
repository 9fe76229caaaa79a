/** One dashboard that a person would look at: what people did, what waits, whether it works, what it costs. */
import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  GraphWidget,
  type IMetric,
  type IWidget,
  Metric,
  SingleValueWidget,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { tables } from '#store/schema.ts';
import { ageDimension, waitingAges } from '../functions/aws/metrics.ts';
import type { Api } from './api.ts';
import type { Functions } from './functions.ts';
import { functionNames, type Home } from './names.ts';
import { ownMetric } from './sweeper.ts';
import { throttles } from './table-alarms.ts';
import type { Machines } from './workflows.ts';

const hour = Duration.hours(1);
const minutes = Duration.minutes(5);

const graph = (title: string, left: IMetric[], options: { readonly stacked?: boolean } = {}): IWidget =>
  new GraphWidget({ title, left, width: 8, height: 6, leftYAxis: { min: 0 }, ...options });
const heading = (words: string): IWidget => new TextWidget({ markdown: `## ${words}`, width: 24, height: 1 });

interface Seen {
  readonly api: Api['api'];
  readonly functions: Functions;
  readonly machines: Machines;
}
const eachOf = (functions: Functions) => functionNames.map((name) => ({ name, made: functions[name] }));

/** What people did, what waits. */
function work(home: Home): IWidget[][] {
  return [
    [heading('工作 · Work')],
    [
      graph('申报与决定 · Submissions and decisions', [
        ownMetric(home, 'submissions', hour, 'Sum'),
        ownMetric(home, 'decisions', hour, 'Sum'),
      ]),
      graph(
        '待办时长 · Waiting tasks by age',
        waitingAges.map((age) =>
          ownMetric(home, 'tasksWaiting', hour, 'Maximum', { [ageDimension]: age }).with({ label: age }),
        ),
        { stacked: true },
      ),
      graph('邮件 · Letters', [
        ownMetric(home, 'lettersSent', hour, 'Sum'),
        ownMetric(home, 'lettersFailed', hour, 'Sum'),
        ownMetric(home, 'lettersHeld', hour, 'Sum'),
      ]),
    ],
  ];
}

/** Whether it works. */
function health(home: Home, { api, functions, machines }: Seen): IWidget[][] {
  const each = eachOf(functions);
  const both = Object.values(machines);
  return [
    [heading('健康 · Health')],
    [
      graph('错误 · Errors', [
        api.metricServerError({ period: minutes, label: 'API 5xx' }),
        ...each.map(({ name, made }) => made.metricErrors({ period: minutes, label: name })),
        ...both.map((machine) => machine.metricFailed({ period: minutes })),
      ]),
      graph('响应时间 · Latency', [
        api.metricLatency({ period: minutes, statistic: 'p50', label: 'p50' }),
        api.metricLatency({ period: minutes, statistic: 'p95', label: 'p95' }),
        api.metricLatency({ period: minutes, statistic: 'p99', label: 'p99' }),
      ]),
      graph('积压 · Behind', [
        ownMetric(home, 'sweepLagSeconds', minutes, 'Maximum'),
        ownMetric(home, 'letterLagSeconds', minutes, 'Maximum'),
        ownMetric(home, 'sweepFailed', minutes, 'Sum'),
        ownMetric(home, 'jobsOpen', minutes, 'Maximum'),
      ]),
    ],
  ];
}

/** What is held back. */
function limits(home: Home, { functions, machines }: Seen): IWidget[][] {
  const each = eachOf(functions);
  const both = Object.values(machines);
  return [
    [heading('限流与并发 · Limits')],
    [
      graph(
        '函数限流 · Throttled functions',
        each.map(({ name, made }) => made.metricThrottles({ label: name })),
      ),
      graph('数据表限流 · Throttled tables', Object.values(tables(home.prefix)).map(throttles)),
      graph(
        '流程限流 · Throttled executions',
        both.map((machine) => machine.metricThrottled()),
      ),
    ],
  ];
}

/** What it costs. */
function costs(home: Home, { api, functions, machines }: Seen): IWidget[][] {
  const each = eachOf(functions);
  const both = Object.values(machines);
  const consumed = (kind: 'Read' | 'Write'): Metric =>
    new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: `Consumed${kind}CapacityUnits`,
      dimensionsMap: { TableName: tables(home.prefix).main.name },
      period: hour,
      statistic: 'Sum',
      label: kind,
    });
  return [
    [heading('费用来源 · Cost drivers')],
    [
      graph('请求与调用 · Requests and invocations', [
        api.metricCount({ period: hour, label: 'API' }),
        ...each.map(({ name, made }) => made.metricInvocations({ period: hour, label: name })),
      ]),
      graph('数据表读写 · Table units', [consumed('Read'), consumed('Write')]),
      graph(
        '新开流程 · Executions started',
        both.map((machine) => machine.metricStarted({ period: hour })),
      ),
    ],
  ];
}

/** Makes the dashboard `<prefix>`: four rows of three, each row one question. */
export function makeDashboard(home: Home, seen: Seen): void {
  new Dashboard(home.stack, 'Dashboard', {
    dashboardName: home.prefix,
    defaultInterval: Duration.days(7),
    widgets: [
      [
        new SingleValueWidget({
          title: '近一天 · in a day',
          metrics: [
            ownMetric(home, 'submissions', Duration.days(1), 'Sum'),
            ownMetric(home, 'decisions', Duration.days(1), 'Sum'),
            ownMetric(home, 'lettersSent', Duration.days(1), 'Sum'),
            ownMetric(home, 'lettersFailed', Duration.days(1), 'Sum'),
          ],
          width: 24,
          height: 3,
        }),
      ],
      ...work(home),
      ...health(home, seen),
      ...limits(home, seen),
      ...costs(home, seen),
    ],
  });
}
