/** The house function: Node 24, a log that is kept, a role of its own, tracing where there is any, and alarms. */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { watch } from './alarm.ts';
import { removalOf } from './keeping.ts';
import { accept, acceptWildcards } from './nag.ts';
import type { FunctionName, Home } from './names.ts';
import { has } from './partition.ts';
import type { Permission } from './permissions.ts';

interface FunctionPlan {
  /** Folder of the bundle: `index.mjs` with the export `handler`. */
  readonly bundle: string;
  readonly description: string;
  /** MB; processor time grows with it, one whole processor is 1,769 MB. */
  readonly memory: number;
  readonly timeout: Duration;
  readonly environment: Readonly<Record<string, string>>;
  readonly may: readonly Permission[];
  /** What becomes of asynchronous requests; none for a function that is only called and waited for. */
  readonly async?: { readonly deadLetters: IQueue; readonly attempts: number; readonly maxAge: Duration };
  /** Whether a rule calls it every minute. */
  readonly swept?: boolean;
  /** How many errors in five minutes wake the operator; undefined for what an operator calls by hand. */
  readonly errorsAtLeast?: number;
}

/** Makes the function `<prefix>-<name>` with all that belongs to it. */
export function makeFunction(home: Home, name: FunctionName, plan: FunctionPlan): Lambda {
  const { stack, settings, prefix } = home;
  const id = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  const log = new LogGroup(stack, `${id}Log`, {
    logGroupName: `/hongbang/${settings.stage}/${name}`,
    retention: settings.retention,
    // Kept when the stack goes (the law wants 180 days), but not when the very first deploy is rolled back.
    removalPolicy: removalOf(home),
  });
  const role = new Role(stack, `${id}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Hongbang ${settings.stage}: what the function ${name} may do`,
  });
  role.addToPolicy(
    new PolicyStatement({
      sid: 'WriteOwnLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [log.logGroupArn],
    }),
  );
  for (const { statement, wildcard } of plan.may) {
    role.addToPolicy(statement);
    if (wildcard !== undefined) acceptWildcards(role, statement, wildcard);
  }
  const traced = has(settings.partition, 'function-tracing');
  const made = new Lambda(stack, `${id}Function`, {
    functionName: `${prefix}-${name}`,
    description: plan.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: settings.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
    handler: 'index.handler',
    code: Code.fromAsset(plan.bundle),
    memorySize: plan.memory,
    timeout: plan.timeout,
    environment: plan.environment,
    role,
    logGroup: log,
    // What is asked every minute is not traced for itself, only where a traced machine or request asks: a trace costs.
    tracing: traced ? (plan.swept === true ? Tracing.PASS_THROUGH : Tracing.ACTIVE) : Tracing.DISABLED,
    ...(plan.async !== undefined && {
      deadLetterQueue: plan.async.deadLetters,
      retryAttempts: plan.async.attempts - 1,
      maxEventAge: plan.async.maxAge,
    }),
  });
  if (traced)
    accept(
      role,
      'AwsSolutions-IAM5[Resource::*]',
      'xray:PutTraceSegments knows no resources: AWS requires *',
    );
  watchFunction(home, name, made, plan);
  return made;
}

/** Requests refused in the whole account: its limit is one for all functions. */
export function watchThrottles(home: Home): void {
  const metric = new Metric({
    namespace: 'AWS/Lambda',
    metricName: 'Throttles',
    period: Duration.minutes(5),
    statistic: 'Sum',
  });
  watch(home, 'function-throttled', { metric, atLeast: 1, periods: 3, bad: 2 });
}

function watchFunction(
  home: Home,
  name: FunctionName,
  made: Lambda,
  { timeout, errorsAtLeast }: FunctionPlan,
) {
  const period = Duration.minutes(5);
  if (name === 'admin' || errorsAtLeast === undefined) return;
  watch(home, `${name}-errors`, { metric: made.metricErrors({ period }), atLeast: errorsAtLeast });
  // One that is cut off counts among the errors; those that work in the background are told of before.
  if (name !== 'web' && name !== 'tasks') return;
  watch(home, 'function-slow', {
    metric: made.metricDuration({ period, statistic: Stats.percentile(99) }),
    atLeast: timeout.toMilliseconds() * 0.8,
    periods: 3,
    of: name,
  });
}
