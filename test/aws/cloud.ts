/** A cloud for tests: a DynamoDB of the tests under the AWS SDK, the other services as mocks that behave like them. */
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses';
import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import { tables } from '#store/schema.ts';

export const keysSecretArn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:hongbang-test/keys';
export const nominationMachine =
  'arn:aws:states:eu-west-1:111122223333:stateMachine:hongbang-test-nomination';
export const roundMachine = 'arn:aws:states:eu-west-1:111122223333:stateMachine:hongbang-test-round';

export const environment: Readonly<Record<string, string>> = {
  AWS_REGION: 'eu-west-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  HONGBANG_STAGE: 'test',
  MAIN_TABLE: tables('hongbang').main.name,
  KEYS_TABLE: tables('hongbang').keys.name,
  FILES_BUCKET: 'hongbang-files',
  SITE_URL: 'https://honours.example.cn',
  REHEARSAL: 'false',
  NOMINATION_MACHINE_ARN: nominationMachine,
  ROUND_MACHINE_ARN: roundMachine,
  MASTER_KEY_ARN: 'arn:aws:kms:eu-west-1:111122223333:key/1',
  KEYS_SECRET_ARN: keysSecretArn,
  MAIL: 'ses',
  MAIL_FROM: '红榜 <hongbang@example.cn>',
  SES_CONFIGURATION_SET: 'hongbang-test',
  OPERATOR_EMAIL: 'operator@example.cn',
  MAIL_FUNCTION: 'hongbang-test-mail',
  PAPERS_FUNCTION: 'hongbang-test-papers',
  TASKS_FUNCTION: 'hongbang-test-tasks',
  MAIL_DEAD_LETTERS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/mail',
  EVENT_DEAD_LETTERS_URL: 'https://sqs.eu-west-1.amazonaws.com/111122223333/event',
};

/** An error as the SDK throws it. */
export const refusal = (name: string, message = name, status = 400) =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode: status }, $fault: 'client' });

/** Sets the environment of the functions; `endpoint` is where the database answers. */
export function setEnvironment(endpoint?: string, more: Readonly<Record<string, string>> = {}): void {
  for (const [name, value] of Object.entries({ ...environment, ...more })) vi.stubEnv(name, value);
  if (endpoint !== undefined) vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
}

/** Mocks every service but the database. Secrets, files and wrapped keys are kept as the services would. */
export function mockCloud(secret: object = { 1: 'r'.repeat(64) }) {
  const secrets = new Map<string, string>([[keysSecretArn, JSON.stringify(secret)]]);
  const files = new Map<string, { readonly bytes: Uint8Array; readonly type: string }>();
  const executions = new Map<string, string>();

  const kms = mockClient(KMSClient);
  // What is wrapped under one context opens under no other, as in KMS.
  kms.on(EncryptCommand).callsFake(({ Plaintext, EncryptionContext }) => ({
    CiphertextBlob: Buffer.from(
      JSON.stringify([EncryptionContext, Buffer.from(Plaintext).toString('base64')]),
    ),
  }));
  kms.on(DecryptCommand).callsFake(({ CiphertextBlob, EncryptionContext }) => {
    const [context, plain] = JSON.parse(Buffer.from(CiphertextBlob).toString()) as [object, string];
    if (JSON.stringify(context) !== JSON.stringify(EncryptionContext))
      throw refusal('InvalidCiphertextException');
    return { Plaintext: Buffer.from(plain, 'base64') };
  });

  const secretsManager = mockClient(SecretsManagerClient);
  // A version has the token as its id; the same token with another content is refused, as in Secrets Manager.
  const tokens = new Map<string, string>();
  const versions = new Map<string, string>();
  secretsManager.on(GetSecretValueCommand).callsFake(({ SecretId }) => ({
    SecretString: secrets.get(SecretId),
    VersionId: versions.get(SecretId) ?? 'first',
  }));
  secretsManager.on(PutSecretValueCommand).callsFake(({ SecretId, SecretString, ClientRequestToken }) => {
    if ((tokens.get(ClientRequestToken) ?? SecretString) !== SecretString)
      throw refusal('ResourceExistsException');
    tokens.set(ClientRequestToken, SecretString);
    versions.set(SecretId, ClientRequestToken);
    secrets.set(SecretId, SecretString);
    return {};
  });

  const sfn = mockClient(SFNClient);
  sfn.on(StartExecutionCommand).callsFake(({ name, input }) => {
    if (executions.has(name)) throw refusal('ExecutionAlreadyExists');
    executions.set(name, input);
    return {};
  });
  sfn.on(SendTaskSuccessCommand).resolves({});
  sfn.on(SendTaskFailureCommand).resolves({});

  const lambda = mockClient(LambdaClient);
  lambda.on(InvokeCommand).resolves({ StatusCode: 202 });

  const s3 = mockClient(S3Client);
  s3.on(PutObjectCommand).callsFake(({ Key, Body, ContentType }) => {
    files.set(Key, { bytes: Body, type: ContentType });
    return {};
  });
  s3.on(GetObjectCommand).callsFake(({ Key }) => {
    const file = files.get(Key);
    if (file === undefined) throw refusal('NoSuchKey', 'no such key', 404);
    return { Body: { transformToByteArray: async () => file.bytes } };
  });
  s3.on(DeleteObjectCommand).callsFake(({ Key }) => {
    files.delete(Key);
    return {};
  });

  const ses = mockClient(SESClient);
  ses.on(SendRawEmailCommand).resolves({ MessageId: 'm1' });
  return { secrets, files, executions, kms, secretsManager, sfn, lambda, s3, ses };
}
export type Cloud = ReturnType<typeof mockCloud>;

/** The lines that the functions wrote, as JSON, from now on. */
export function readLog() {
  const lines: Record<string, unknown>[] = [];
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    for (const line of String(chunk).split('\n'))
      if (line.startsWith('{')) lines.push(JSON.parse(line) as Record<string, unknown>);
    return true;
  });
  return lines;
}
