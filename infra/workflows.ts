/** Both state machines from the very files in workflows/: logged without data, traced, allowed to call one function only. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { DefinitionBody, LogLevel, StateMachine, StateMachineType } from 'aws-cdk-lib/aws-stepfunctions';
import type { MachineName } from '../functions/ports.ts';
import { watch } from './alarm.ts';
import { goesWithStage, removalOf } from './keeping.ts';
import { accept } from './nag.ts';
import { functionArn, type Home } from './names.ts';
import { has, type Partition } from './partition.ts';

export type Machines = Readonly<Record<MachineName, StateMachine>>;

/**
 * The definition of a machine, as the file has it, for a partition: there too the resources of Step Functions itself
 * are named after the partition (`arn:aws-cn:states:::lambda:invoke`).
 */
const definitionOf = (name: MachineName, partition: Partition): string =>
  readFileSync(join(import.meta.dirname, '..', 'workflows', `${name}.asl.json`), 'utf8').replaceAll(
    '"arn:aws:states:::',
    `"arn:${partition}:states:::`,
  );

function makeMachine(home: Home, name: MachineName): StateMachine {
  const { stack, settings, prefix } = home;
  const id = name === 'round' ? 'Round' : 'Nomination';
  const log = new LogGroup(stack, `${id}MachineLog`, {
    // AWS delivers to names that begin so without growing the account's one log policy, which has a limit.
    logGroupName: `/aws/vendedlogs/states/${prefix}-${name}`,
    retention: settings.retention,
    removalPolicy: removalOf(home),
  });
  const role = new Role(stack, `${id}MachineRole`, {
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
    description: `Hongbang ${settings.stage}: what the machine ${name} may do`,
  });
  // By its known name: the function in turn starts this machine, and neither could be made first.
  const tasks = functionArn(home, 'tasks');
  role.addToPolicy(
    new PolicyStatement({ sid: 'CallTasks', actions: ['lambda:InvokeFunction'], resources: [tasks] }),
  );
  const machine = new StateMachine(stack, `${id}Machine`, {
    stateMachineName: `${prefix}-${name}`,
    stateMachineType: StateMachineType.STANDARD,
    definitionBody: DefinitionBody.fromString(definitionOf(name, settings.partition)),
    definitionSubstitutions: { TasksFunction: tasks },
    role,
    // All events, without their data: payloads are ids, but a log needs none of them.
    logs: { destination: log, level: LogLevel.ALL, includeExecutionData: false },
    tracingEnabled: has(settings.partition, 'machine-tracing'),
  });
  goesWithStage(machine);
  accept(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'log deliveries (logs:CreateLogDelivery and its like) and traces know no resources: AWS requires *',
  );
  return machine;
}

/** The account's quota of transitions is one for both. Of those that ended badly each is mailed by its name (events.ts). */
function watchMachines(home: Home): void {
  const metric = new Metric({
    namespace: 'AWS/States',
    metricName: 'ThrottledEvents',
    dimensionsMap: { ServiceMetric: 'StateTransition' },
    period: Duration.minutes(1),
    statistic: 'Sum',
  });
  watch(home, 'executions-throttled', { metric, atLeast: 1, periods: 5, bad: 3 });
}

/** Makes both machines. */
export function makeMachines(home: Home): Machines {
  watchMachines(home);
  return { nomination: makeMachine(home, 'nomination'), round: makeMachine(home, 'round') };
}
