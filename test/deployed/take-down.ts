/** Deployments are taken down and deployed again under their names: a rehearsal begins anew, a real one keeps its data (docs/operations.md#take-a-stage-down). */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, expect, inject, test } from 'vitest';
import { deploy, destroy, environmentFor } from './deploy.ts';
import { type Deployed, type Operator, operatorOf } from './operator.ts';

const rehearsal = inject('deployed');
const { endpoint, region } = rehearsal;
const environment = environmentFor(endpoint);
const access = {
  endpoint,
  region,
  credentials: {
    accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
    secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
  },
};
const dynamo = new DynamoDBClient(access);
const s3 = new S3Client({ ...access, forcePathStyle: true });
const secrets = new SecretsManagerClient(access);
const operators: Operator[] = [];
const operator = (deployed: Deployed): Operator => {
  operators.push(operatorOf(deployed));
  return operators.at(-1)!;
};
afterAll(() => {
  for (const each of [...operators.map((one) => ({ destroy: one.close })), dynamo, s3, secrets])
    each.destroy();
});

/** What of a deployment's data is there. */
async function there({ stage, bucket, keysSecret }: Deployed): Promise<readonly string[]> {
  const TableName = `hongbang-${stage}`;
  const looks: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['table', () => dynamo.send(new DescribeTableCommand({ TableName }))],
    ['keys', () => dynamo.send(new DescribeTableCommand({ TableName: `${TableName}-keys` }))],
    ['bucket', () => s3.send(new HeadBucketCommand({ Bucket: bucket }))],
    ['secret', () => secrets.send(new GetSecretValueCommand({ SecretId: keysSecret }))],
  ];
  const found = await Promise.allSettled(looks.map(([, look]) => look()));
  return looks.flatMap(([name], n) => (found[n]!.status === 'fulfilled' ? [name] : []));
}
const takeDown = async (deployed: Deployed) => {
  const before = operator(deployed);
  await before.hold();
  await before.stopExecutions();
  await destroy(deployed, AbortSignal.timeout(240_000));
};
/** Takes the protection off a real stage, as the operator does first. The emulator asks for no signature. */
async function unprotect({ stage }: Deployed): Promise<void> {
  const body = new URLSearchParams({
    Action: 'UpdateTerminationProtection',
    Version: '2010-05-15',
    StackName: `hongbang-${stage}`,
    EnableTerminationProtection: 'false',
  });
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/cloudformation/aws4_request`,
  };
  const answer = await fetch(endpoint, { method: 'POST', body, headers });
  expect([answer.status, (await answer.text()).slice(0, 200)]).toEqual([200, expect.anything()]);
}
/** What the CDK's own function does on AWS, which the emulator cannot run. */
async function empty(Bucket: string): Promise<void> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  for (const { Key } of Contents) await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}

test('a rehearsal is gone whole, and begins anew under its name', async () => {
  expect(await there(rehearsal)).toEqual(['table', 'keys', 'bucket', 'secret']);
  await empty(rehearsal.bucket);
  await takeDown(rehearsal);
  expect(await there(rehearsal)).toEqual([]);
  const again = await deploy(rehearsal.stage, endpoint, AbortSignal.timeout(240_000));
  expect(again.bucket).toBe(rehearsal.bucket);
  const { url } = await operator(again).command({ signIn: true });
  expect(url).toContain('/sign-in/');
  expect((await operator(again).command({ doctor: true })).rehearsal).toBe(true);
}, 300_000);

test('a real stage is protected, and keeps its data when it is taken down all the same', async () => {
  const settings = { rehearsal: 'false', abroad: 'true' };
  const first = await deploy('smoke-real', endpoint, AbortSignal.timeout(240_000), { settings });
  await s3.send(new PutObjectCommand({ Bucket: first.bucket, Key: 'files/kept', Body: 'kept' }));
  await expect(takeDown(first)).rejects.toThrow('TerminationProtection');
  await unprotect(first);
  await takeDown(first);
  expect(await there(first)).toEqual(['table', 'keys', 'bucket', 'secret']);
}, 400_000);
