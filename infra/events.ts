/** Executions that ended badly become mails to the operator, each with its name and what to do, and a row. */
import { EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { LambdaFunction, SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { type Home, machineArn, machineNames } from './names.ts';
import type { DeadLetters } from './queues.ts';

/** Makes the rule. Throttled executions have no event; the alarm executions-throttled tells of them. */
export function makeEvents(home: Home, { tasks }: { readonly tasks: Lambda }, { event }: DeadLetters): void {
  const { stack, prefix, settings } = home;
  const of = (field: string) => EventField.fromPath(`$.detail.${field}`);
  new Rule(stack, 'ExecutionEnded', {
    ruleName: `${prefix}-execution-ended`,
    description: 'Hongbang: tells the operator of failed, timed-out and aborted executions',
    eventPattern: {
      source: ['aws.states'],
      detailType: ['Step Functions Execution Status Change'],
      detail: {
        status: ['FAILED', 'TIMED_OUT', 'ABORTED'],
        stateMachineArn: machineNames.map((name) => machineArn(home, name)),
      },
    },
    targets: [
      new SnsTopic(home.operator, {
        message: RuleTargetInput.fromMultilineText(
          `红榜 ${settings.stage}：流程 ${of('name')} 中断（${of('status')}，${of('error')}），处理后请重新驱动。\n` +
            `Hongbang ${settings.stage}: the execution ${of('name')} ended (${of('status')}, ${of('error')}). Mend the cause, then redrive it.\n` +
            `${of('executionArn')}\n${settings.runbook}#executions-failed`,
        ),
        deadLetterQueue: event,
      }),
      // Kept for the doctor and the redrive also when the execution could not tell so itself.
      new LambdaFunction(tasks, {
        event: RuleTargetInput.fromObject({
          ended: { execution: of('name'), status: of('status'), error: of('error') },
        }),
        deadLetterQueue: event,
      }),
    ],
  });
}
