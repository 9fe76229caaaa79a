/** The one-minute rules: what is due is done by the tasks function, letters by the mail function; lag and silence are alarms. */
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { deploymentDimension, metricNames, metricNamespace } from '../functions/aws/metrics.ts';
import { watch } from './alarm.ts';
import type { Home } from './names.ts';
import type { DeadLetters } from './queues.ts';

/** A measure that the functions log themselves (functions/aws/metrics.ts). */
export const ownMetric = (
  { settings }: Pick<Home, 'settings'>,
  name: keyof typeof metricNames,
  period: Duration,
  statistic: 'Sum' | 'Maximum',
  dimensions: Readonly<Record<string, string>> = {},
): Metric =>
  new Metric({
    namespace: metricNamespace,
    metricName: metricNames[name],
    dimensionsMap: { [deploymentDimension]: settings.stage, ...dimensions },
    period,
    statistic,
  });

/** Makes both rules. A sweep that was not taken within a minute is left to the next one. */
export function makeSweepers(
  home: Home,
  { tasks, mail }: { readonly tasks: Lambda; readonly mail: Lambda },
  { event }: DeadLetters,
): void {
  for (const [name, each] of Object.entries({ tasks, mail })) {
    new Rule(home.stack, `Sweep-${name}`, {
      ruleName: `${home.prefix}-sweep-${name}`,
      description: `Hongbang: ${name} looks every minute for what is due`,
      schedule: Schedule.rate(Duration.minutes(1)),
      targets: [
        new LambdaFunction(each, {
          event: RuleTargetInput.fromObject({ sweep: true }),
          retryAttempts: 0,
          maxEventAge: Duration.minutes(1),
          deadLetterQueue: event,
        }),
      ],
    });
  }
  const minute = Duration.minutes(1);
  for (const [of, name] of [
    ['tasks', 'sweepLagSeconds'],
    ['mail', 'letterLagSeconds'],
  ] as const)
    watch(home, 'sweep-lag', {
      metric: ownMetric(home, name, minute, 'Maximum'),
      atLeast: 300,
      periods: 5,
      bad: 3,
      of,
    });
  // A measure of our own that came every minute would cost as much as three alarms.
  for (const [of, each] of Object.entries({ tasks, mail }))
    watch(home, 'sweep-stopped', {
      metric: each.metricInvocations({ period: Duration.minutes(5), statistic: 'Sum' }),
      atLeast: 1,
      below: true,
      periods: 2,
      of,
    });
  watch(home, 'sweep-failed', {
    metric: ownMetric(home, 'sweepFailed', Duration.minutes(5), 'Sum'),
    atLeast: 1,
    periods: 3,
  });
  watch(home, 'letters-held', {
    metric: ownMetric(home, 'lettersHeld', Duration.hours(1), 'Sum'),
    atLeast: 1,
  });
  watch(home, 'letters-failed', {
    metric: ownMetric(home, 'lettersFailed', Duration.hours(1), 'Sum'),
    atLeast: 1,
  });
}
