/** What the web function's cold start is measured against: a bare handler with the same clients of the SDK, loaded in the same way. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, EncryptCommand, KMSClient } from '@aws-sdk/client-kms';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import {
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import {
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { answerTime } from '#store/answer-time.ts';

const commands = [
  BatchWriteCommand,
  DecryptCommand,
  DeleteCommand,
  EncryptCommand,
  GetCommand,
  GetSecretValueCommand,
  PutCommand,
  PutSecretValueCommand,
  QueryCommand,
  SendTaskFailureCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  TransactWriteCommand,
  UpdateCommand,
];

const app = new Hono();
// As in the web function: clients are opened by the first request, files and other functions when one needs them.
app.get('/', async (c) => {
  const clients = [
    DynamoDBDocumentClient.from(new DynamoDBClient(answerTime('short'))),
    new KMSClient(answerTime('short')),
    new SecretsManagerClient(answerTime('short')),
    new SFNClient(answerTime('short')),
  ];
  return c.json({ clients: clients.length, commands: commands.map(({ name }) => name) });
});
app.get('/files', async (c) => {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const { createPresignedPost } = await import('@aws-sdk/s3-presigned-post');
  return c.json(
    await createPresignedPost(new S3Client(answerTime('short')), { Bucket: 'files', Key: 'file' }),
  );
});
app.get('/functions', async (c) => {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  return c.json(
    (await new LambdaClient(answerTime('short')).send(new InvokeCommand({ FunctionName: 'other' })))
      .StatusCode,
  );
});

export const handler = handle(app);
