/** Dead-letter queues: what failed in the background lies here for 14 days until the operator's command sends it again. */
import { Duration } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { watch } from './alarm.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

export interface DeadLetters {
  /** Requests to the mail function: letters asked for, notices of SES. */
  readonly mail: Queue;
  /** Sweeps that failed, and events that EventBridge could not deliver. */
  readonly event: Queue;
}

function makeQueue(home: Home, kind: keyof DeadLetters): Queue {
  const queue = new Queue(home.stack, kind === 'mail' ? 'MailDeadLetters' : 'EventDeadLetters', {
    queueName: `${home.prefix}-${kind}-dead-letters`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
    // Longer than the command that takes messages out and sends them again.
    visibilityTimeout: Duration.minutes(6),
  });
  accept(queue, 'AwsSolutions-SQS3', 'it is a dead-letter queue itself');
  watch(home, `${kind}-dead-letters`, {
    metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'max' }),
    atLeast: 1,
  });
  return queue;
}

/** Makes both queues with their alarms. SQS's own redrive is missing in China, so a command does it everywhere. */
export const makeQueues = (home: Home): DeadLetters => ({
  mail: makeQueue(home, 'mail'),
  event: makeQueue(home, 'event'),
});
