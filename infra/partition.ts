/** What AWS's China partition has and lacks, each with its source, as far as this stack is concerned. */
import { RegionInfo } from 'aws-cdk-lib/region-info';

export const partitions = ['aws', 'aws-cn'] as const;
export type Partition = (typeof partitions)[number];

/** The partition of a region; undefined for one that the CDK does not know, or that lies in neither partition. */
export function partitionOf(region: string): Partition | undefined {
  const partition = RegionInfo.get(region).partition;
  return partitions.find((each) => each === partition);
}

/** Names of all regions of the two partitions. */
export const regionNames = (): readonly string[] =>
  RegionInfo.regions.map(({ name }) => name).filter((name) => partitionOf(name) !== undefined);

const guide = (page: string): string => `https://docs.amazonaws.cn/en_us/aws/latest/userguide/${page}`;

export type Feature =
  | 'function-tracing'
  | 'machine-tracing'
  | 'function-urls'
  | 'async-metrics'
  | 'queue-redrive'
  | 'user-pools'
  | 'ses';

interface Fact {
  readonly has: boolean;
  readonly source: string;
}
/** Features that differ in China, or that one might think do; everything is there in the partition `aws`. */
export const inChina: Readonly<Record<Feature, Fact>> = {
  // "Amazon X-Ray integration with Lambda functions is not available in the China Regions."
  'function-tracing': { has: false, source: guide('lambda.html') },
  // The only difference that is listed: no calls of HTTPS APIs.
  'machine-tracing': { has: true, source: guide('step-functions.html') },
  // "Amazon Lambda Function URLs is not available in the China Regions."
  'function-urls': { has: false, source: guide('lambda.html') },
  // "AsyncEventsReceived, AsyncEventAge, and AsyncEventsDropped are not available"
  'async-metrics': { has: false, source: guide('lambda.html') },
  // "The SQS dead-letter queue redrive feature is not supported for this region."
  'queue-redrive': { has: false, source: guide('sqs.html') },
  // "Amazon Cognito User Pools are not currently available in the Beijing Region."
  'user-pools': { has: false, source: guide('cognito.html') },
  // No `email` among the endpoints of either region.
  ses: { has: false, source: guide('endpoints-Beijing.html') },
};

/** Says whether a partition has a feature. */
export const has = (partition: Partition, feature: Feature): boolean =>
  partition === 'aws' || inChina[feature].has;

/**
 * Services that the stack may use in China, by the CloudFormation prefix of their resources, with the page that lists
 * them for Beijing and Ningxia. A resource of any other service fails the test that synthesises for cn-north-1.
 */
export const servicesInChina: Readonly<Record<string, string>> = {
  'AWS::ApiGatewayV2': guide('api-gateway.html'),
  'AWS::CloudWatch': guide('cloudwatch.html'),
  'AWS::DynamoDB': guide('dynamodb.html'),
  'AWS::Events': 'https://docs.amazonaws.cn/en_us/eventbridge/latest/userguide/feature-availability.html',
  'AWS::IAM': guide('iam.html'),
  'AWS::KMS': guide('kms.html'),
  'AWS::Lambda': guide('lambda.html'),
  'AWS::Logs': guide('cloudwatch-logs.html'),
  'AWS::S3': guide('s3.html'),
  'AWS::SecretsManager': guide('secretsmanager.html'),
  'AWS::SNS': guide('sns.html'),
  'AWS::SQS': guide('sqs.html'),
  'AWS::StepFunctions': guide('step-functions.html'),
};

/**
 * Service principals of the stack. They read the same in both partitions: `<service>.amazonaws.com`, also in China
 * (aws-cdk commit 013c181; the CDK's table of regions since 2.0).
 */
export const principals: ReadonlySet<string> = new Set([
  'apigateway.amazonaws.com',
  'cloudwatch.amazonaws.com',
  'events.amazonaws.com',
  'lambda.amazonaws.com',
  'sns.amazonaws.com',
  'states.amazonaws.com',
]);
