/** Every command of the AWS SDK that a function's bundle can send is allowed to its role; what it never sends is shown to be unreachable. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { bundle } from '../../infra/bundles.ts';
import { type FunctionName, functionNames } from '../../infra/names.ts';
import { china, deployment, global, many, statementsOf } from './deployment.ts';

/** Command → actions that AWS asks for (Service Authorization Reference). A new command must be added here. */
const actionsOf: Readonly<Record<string, readonly string[]>> = {
  GetCommand: ['dynamodb:GetItem'],
  PutCommand: ['dynamodb:PutItem'],
  UpdateCommand: ['dynamodb:UpdateItem'],
  DeleteCommand: ['dynamodb:DeleteItem'],
  QueryCommand: ['dynamodb:Query'],
  BatchWriteCommand: ['dynamodb:BatchWriteItem'],
  // A transaction has no action of its own: each of its parts has.
  TransactWriteCommand: [
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ],
  EncryptCommand: ['kms:Encrypt'],
  DecryptCommand: ['kms:Decrypt'],
  GetSecretValueCommand: ['secretsmanager:GetSecretValue'],
  PutSecretValueCommand: ['secretsmanager:PutSecretValue'],
  InvokeCommand: ['lambda:InvokeFunction'],
  StartExecutionCommand: ['states:StartExecution'],
  SendTaskSuccessCommand: ['states:SendTaskSuccess'],
  SendTaskFailureCommand: ['states:SendTaskFailure'],
  ListExecutionsCommand: ['states:ListExecutions'],
  DescribeExecutionCommand: ['states:DescribeExecution'],
  // Without the right to list, a missing object answers 403 as if it were forbidden.
  GetObjectCommand: ['s3:GetObject', 's3:ListBucket'],
  GetObjectTaggingCommand: ['s3:GetObjectTagging'],
  PutObjectCommand: ['s3:PutObject'],
  DeleteObjectCommand: ['s3:DeleteObject'],
  CreateMultipartUploadCommand: ['s3:PutObject'],
  UploadPartCommand: ['s3:PutObject'],
  CompleteMultipartUploadCommand: ['s3:PutObject'],
  AbortMultipartUploadCommand: ['s3:AbortMultipartUpload'],
  ReceiveMessageCommand: ['sqs:ReceiveMessage'],
  DeleteMessageCommand: ['sqs:DeleteMessage'],
  SendRawEmailCommand: ['ses:SendRawEmail'],
};

/** Sources of ours in a bundle: path → text. */
const sourcesOf = (name: FunctionName): ReadonlyMap<string, string> =>
  new Map(
    bundle(name)
      .inputs.filter((path) => path.startsWith('functions/') && existsSync(path))
      .map((path) => [path, readFileSync(path, 'utf8')]),
  );

const imported = /import \{([^}]+)\} from '@aws-sdk\/(?:client|lib)-[a-z0-9-]+'/g;
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(imported)].flatMap(([, names = '']) => names.match(/\b[A-Z]\w+Command\b/g) ?? []);

/** Commands that a function's sources import, each once. */
const commandsOf = (sources: Iterable<string>): readonly string[] =>
  [...new Set([...sources].flatMap(commandsIn))].toSorted();

/**
 * Commands that stand in a bundle with the file that can send them, and that this function never gets to: the rest of
 * the file is used. Each with what keeps it from there.
 */
const neverSent: Readonly<Record<FunctionName, Readonly<Record<string, string>>>> = {
  web: {
    AbortMultipartUploadCommand: 'the tasks function joins, in its jobs',
    PutSecretValueCommand: 'rotating is a command of the operator',
  },
  tasks: { PutSecretValueCommand: 'rotating is a command of the operator' },
  mail: {
    EncryptCommand: 'it makes no records and no letters: it sends those that are there',
    PutSecretValueCommand: 'rotating is a command of the operator',
  },
  papers: {
    AbortMultipartUploadCommand: 'it joins nothing: a paper is one object',
    BatchWriteCommand: 'making a paper changes nothing',
    DeleteCommand: 'making a paper changes nothing',
    DeleteObjectCommand: 'papers go by themselves after a day',
    EncryptCommand: 'making a paper changes nothing',
    PutSecretValueCommand: 'rotating is a command of the operator',
    TransactWriteCommand: 'making a paper changes nothing',
    UpdateCommand: 'making a paper changes nothing',
  },
  admin: {
    SendTaskFailureCommand: 'a signal stays as a row, and the sweep of the tasks function sends it',
    SendTaskSuccessCommand: 'a signal stays as a row, and the sweep of the tasks function sends it',
  },
};

describe('commands of the SDK', () => {
  const may = (name: FunctionName): ReadonlySet<string> =>
    new Set(
      [global, china, { ...global, scanner: 'guardduty' }].flatMap((context) =>
        statementsOf(deployment(context), `${name[0]!.toUpperCase()}${name.slice(1)}`).flatMap(({ Action }) =>
          many(Action),
        ),
      ),
    );

  test.each(functionNames)(
    '%s may do what it can send, save what it never gets to',
    (name) => {
      const allowed = may(name);
      const commands = commandsOf(sourcesOf(name).values());
      expect(commands.filter((command) => !(command in actionsOf))).toEqual([]);
      const denied = commands.filter((command) => actionsOf[command]?.some((action) => !allowed.has(action)));
      expect(denied).toEqual(Object.keys(neverSent[name]).toSorted());
    },
    120_000,
  );

  test('every use of the SDK is seen: bucket, queues, mail and machines by the function that has them', () => {
    const seen = Object.fromEntries(
      functionNames.map((name) => [name, commandsOf(sourcesOf(name).values())]),
    );
    expect(seen['web']).toContain('GetObjectCommand');
    expect(seen['tasks']).toContain('AbortMultipartUploadCommand');
    expect(seen['mail']).toContain('SendRawEmailCommand');
    expect(seen['admin']).toContain('ReceiveMessageCommand');
    expect(seen['papers']).toContain('PutObjectCommand');
  });

  test('the root is rotated by the function admin alone', () => {
    const rotating = functionNames.filter((name) =>
      [...sourcesOf(name).values()].some((text) => text.includes('.rotate(')),
    );
    expect(rotating).toEqual(['admin']);
  });
});
