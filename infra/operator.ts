/** The topic that mails the operator. Alarms and EventBridge may write to it, over TLS only. */
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Settings } from './settings.ts';

/**
 * Makes the topic with its one subscriber, who must confirm once by the mail that AWS sends. Its messages name
 * executions and alarms, no people, so that it needs no key of its own.
 */
export function makeOperatorTopic(stack: Stack, settings: Settings, prefix: string): Topic {
  const topic = new Topic(stack, 'Operator', {
    topicName: `${prefix}-operator`,
    displayName: `Hongbang ${settings.stage}`,
    enforceSSL: true,
  });
  // A topic with a policy of its own loses the default one, which lets the account's alarms in.
  topic.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsOfThisStage',
      effect: Effect.ALLOW,
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: {
          'aws:SourceArn': stack.formatArn({
            service: 'cloudwatch',
            resource: 'alarm',
            resourceName: `${prefix}-*`,
            arnFormat: ArnFormat.COLON_RESOURCE_NAME,
          }),
        },
      },
    }),
  );
  topic.addSubscription(new EmailSubscription(settings.alarms ?? settings.administrator));
  return topic;
}
