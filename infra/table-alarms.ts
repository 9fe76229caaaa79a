/** The tables' throttles as one alarm each: reads and writes of the table, and writes of every index, which hold the table's up. */
import { Duration } from 'aws-cdk-lib';
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { type TableShape, tables } from '#store/schema.ts';
import { watch } from './alarm.ts';
import type { Home } from './names.ts';

const period = Duration.minutes(1);
/** Graphs of several tables need names for their metrics that differ. */
const idOf = (table: string): string => table.replace(/[^a-z0-9]/g, '_');

/** Throttles of a table and its indexes, summed. */
export function throttles({ name, indexes }: TableShape): MathExpression {
  const places: readonly (readonly [kind: string, dimensionsMap: Record<string, string>])[] = [
    ['Read', { TableName: name }],
    ['Write', { TableName: name }],
    ...indexes.map((index) => ['Write', { TableName: name, GlobalSecondaryIndexName: index.name }] as const),
  ];
  const usingMetrics = Object.fromEntries(
    places.map(([kind, dimensionsMap], place) => [
      `${idOf(name)}${kind}${place}`,
      new Metric({
        namespace: 'AWS/DynamoDB',
        metricName: `${kind}ThrottleEvents`,
        dimensionsMap,
        period,
        statistic: 'Sum',
      }),
    ]),
  );
  return new MathExpression({ expression: 'SUM(METRICS())', usingMetrics, period, label: name });
}

/** Adds the alarms of both tables. */
export function watchTables(home: Home): void {
  for (const [of, shape] of Object.entries(tables(home.prefix)))
    watch(home, 'table-throttled', { metric: throttles(shape), atLeast: 1, periods: 5, bad: 3, of });
}
