/** List prices without the free tier, with where they were read; in the currency of the partition, by single unit. */

export interface Prices {
  readonly region: string;
  readonly currency: 'USD' | 'CNY';
  /** A state transition of a standard workflow. */
  readonly transition: number;
  readonly writeUnit: number;
  readonly readUnit: number;
  readonly lambdaRequest: number;
  /** Lambda on arm64, the first tier. */
  readonly lambdaSecond: number;
  readonly apiRequest: number;
  readonly kmsRequest: number;
  /** A customer's key, a secret, a metric of an alarm, a measure of one's own: a month. */
  readonly key: number;
  readonly secret: number;
  readonly alarmMetric: number;
  readonly ownMetric: number;
  readonly secretRequest: number;
  readonly s3Put: number;
  readonly s3Get: number;
  /** Logs taken in, a GB. */
  readonly logs: number;
  /** To the internet, a GB. */
  readonly transfer: number;
  /** Table and bucket, a GB and month. */
  readonly tableStorage: number;
  readonly fileStorage: number;
}

export const readOn = '2026-11-22';

/** us-east-1. Prices change: read them again before they are relied on. */
export const prices: Prices = {
  region: 'us-east-1',
  currency: 'USD',
  transition: 0.025 / 1_000,
  writeUnit: 0.625 / 1e6,
  readUnit: 0.125 / 1e6,
  lambdaRequest: 0.2 / 1e6,
  lambdaSecond: 0.0000133334,
  apiRequest: 1 / 1e6,
  kmsRequest: 0.03 / 10_000,
  key: 1,
  secret: 0.4,
  alarmMetric: 0.1,
  ownMetric: 0.3,
  secretRequest: 0.05 / 10_000,
  s3Put: 0.005 / 1_000,
  s3Get: 0.0004 / 1_000,
  logs: 0.5,
  transfer: 0.09,
  tableStorage: 0.25,
  fileStorage: 0.023,
};

export const sources: readonly (readonly [what: string, price: string, source: string])[] = [
  ['Step Functions, standard', '0.025 a 1,000 transitions', 'aws.amazon.com/step-functions/pricing'],
  [
    'DynamoDB, on demand',
    '0.625 a million WRU, 0.125 a million RRU, 0.25 a GB-month',
    'aws.amazon.com/dynamodb/pricing/on-demand',
  ],
  ['Lambda, arm64', '0.20 a million requests, 0.0000133334 a GB-second', 'aws.amazon.com/lambda/pricing'],
  ['API Gateway, HTTP API', '1.00 a million requests', 'aws.amazon.com/api-gateway/pricing'],
  ['KMS', '0.03 a 10,000 requests, 1.00 a key and month', 'aws.amazon.com/kms/pricing'],
  [
    'Secrets Manager',
    '0.40 a secret and month, 0.05 a 10,000 requests',
    'aws.amazon.com/secrets-manager/pricing',
  ],
  ['S3, standard', '0.005 a 1,000 PUT, 0.0004 a 1,000 GET, 0.023 a GB-month', 'aws.amazon.com/s3/pricing'],
  [
    'CloudWatch',
    '0.50 a GB of logs, 0.10 a metric of an alarm, 0.30 a measure, 3.00 a dashboard, a month',
    'aws.amazon.com/cloudwatch/pricing',
  ],
  ['Data transfer out', '0.09 a GB', 'aws.amazon.com/ec2/pricing/on-demand'],
];
