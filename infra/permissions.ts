/** What each function may do: exact actions on exact resources, one statement for each thing it does. */
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import { prefixes } from '../functions/aws/prefixes.ts';
import type { Secrets } from './keys.ts';
import {
  executionArns,
  type FunctionName,
  functionArn,
  type Home,
  machineArn,
  machineNames,
} from './names.ts';
import type { DeadLetters } from './queues.ts';
import type { Tables } from './tables.ts';

/** A statement, and why its resources need a wildcard, where they do. */
export interface Permission {
  readonly statement: PolicyStatement;
  readonly wildcard?: string;
}

const allow = (
  sid: string,
  actions: readonly string[],
  resources: readonly string[],
  more: {
    readonly conditions?: Readonly<Record<string, Readonly<Record<string, string>>>>;
    readonly wildcard?: string;
  } = {},
): Permission => ({
  statement: new PolicyStatement({
    sid,
    actions: [...actions],
    resources: [...resources],
    ...(more.conditions !== undefined && { conditions: { ...more.conditions } }),
  }),
  ...(more.wildcard !== undefined && { wildcard: more.wildcard }),
});

/** Reads of the main table and its indexes. */
export const readMain = ({ main }: Tables): readonly Permission[] => [
  allow('ReadMain', ['dynamodb:GetItem', 'dynamodb:Query'], [main.tableArn]),
  allow(
    'ReadMainIndexes',
    ['dynamodb:Query'],
    ['gsi1', 'gsi2'].map((index) => `${main.tableArn}/index/${index}`),
  ),
];

/** Writes of the main table. A transaction needs the permission of each of its parts; its checks have one of their own. */
export const writeMain = ({ main }: Tables): Permission =>
  allow(
    'WriteMain',
    [
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:DeleteItem',
      'dynamodb:BatchWriteItem',
      'dynamodb:ConditionCheckItem',
    ],
    [main.tableArn],
  );

/** The first invocation of a function marks the deployment as real or as a rehearsal. */
export const markHome = ({ main }: Tables): Permission =>
  allow('MarkHome', ['dynamodb:PutItem'], [main.tableArn]);

export const readKeys = ({ keys }: Tables): Permission =>
  allow('ReadRecordKeys', ['dynamodb:GetItem'], [keys.tableArn]);

/** A record's key comes and goes in the transaction that makes or erases the record, and is checked in others. */
export const writeKeys = ({ keys }: Tables): Permission =>
  allow(
    'WriteRecordKeys',
    ['dynamodb:PutItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'],
    [keys.tableArn],
  );

/** Wrapping all keys anew after a rotation: a walk over the keys' partitions. */
export const rewrapKeys = ({ keys }: Tables): Permission =>
  allow('RewrapRecordKeys', ['dynamodb:Query', 'dynamodb:UpdateItem'], [keys.tableArn]);

/** The master key answers only for record keys of this very deployment. */
export function useMaster({ settings }: Home, { master }: Secrets, ...what: readonly string[]): Permission {
  return allow('UseMasterKey', what, [master.keyArn], {
    conditions: {
      StringEquals: {
        'kms:EncryptionContext:purpose': 'record-key',
        'kms:EncryptionContext:stage': settings.stage,
      },
    },
  });
}

export const readSecret = (sid: string, secret: Pick<ISecret, 'secretArn'>): Permission =>
  allow(sid, ['secretsmanager:GetSecretValue'], [secret.secretArn]);

/** A new version of the root; the command reads it back before it says that it is done. */
export const rotateRoots = ({ roots }: Secrets): Permission =>
  allow('RotateRoots', ['secretsmanager:PutSecretValue'], [roots.secretArn]);

const machineArns = (home: Home) => machineNames.map((name) => machineArn(home, name));

export const startMachines = (home: Home): Permission =>
  allow('StartMachines', ['states:StartExecution'], machineArns(home));

/** Starting machines and answering their tokens; a token names its machine, so AWS checks the machine's ARN. */
export const moveMachines = (home: Home): readonly Permission[] => [
  startMachines(home),
  allow('AnswerTokens', ['states:SendTaskSuccess', 'states:SendTaskFailure'], machineArns(home)),
];

export const listExecutions = (home: Home): Permission =>
  allow('ListExecutions', ['states:ListExecutions'], machineArns(home));

export const readExecutions = (home: Home): Permission =>
  allow(
    'ReadExecutions',
    ['states:DescribeExecution'],
    machineNames.map((name) => executionArns(home, name)),
    { wildcard: 'executions of its own two machines: their names hold ids that do not exist yet' },
  );

export const call = (home: Home, ...names: readonly FunctionName[]): Permission =>
  allow(
    'CallFunctions',
    ['lambda:InvokeFunction'],
    names.map((name) => functionArn(home, name)),
  );

type Folder = keyof typeof prefixes;
const wildcard = 'objects under one prefix of its own bucket: their names are random';
const within = (bucket: Bucket, names: readonly Folder[]) =>
  names.map((name) => bucket.arnForObjects(`${prefixes[name]}*`));

/** Reading objects; with ListBucket a missing object answers 404, without it 403 as if it were forbidden. */
export const readFiles = (bucket: Bucket, ...names: readonly Folder[]): readonly Permission[] => [
  allow('ReadFiles', ['s3:GetObject'], within(bucket, names), { wildcard }),
  allow('TellMissingFiles', ['s3:ListBucket'], [bucket.bucketArn]),
];
/** What GuardDuty says of an object stands in its tags. */
export const readTags = (bucket: Bucket, ...names: readonly Folder[]): Permission =>
  allow('ReadVerdicts', ['s3:GetObjectTagging'], within(bucket, names), { wildcard });
export const writeFiles = (bucket: Bucket, ...names: readonly Folder[]): Permission =>
  allow('WriteFiles', ['s3:PutObject'], within(bucket, names), { wildcard });
/** One object made of several: an upload in parts that is given up when one of them fails. */
export const joinFiles = (bucket: Bucket, ...names: readonly Folder[]): Permission =>
  allow('JoinFiles', ['s3:PutObject', 's3:AbortMultipartUpload'], within(bucket, names), { wildcard });
export const removeFiles = (bucket: Bucket, ...names: readonly Folder[]): Permission =>
  allow('RemoveFiles', ['s3:DeleteObject'], within(bucket, names), { wildcard });

/** Taking messages out of the dead-letter queues, to send them again. */
export const takeDeadLetters = ({ mail, event }: DeadLetters): Permission =>
  allow(
    'TakeDeadLetters',
    ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    [mail.queueArn, event.queueArn],
  );

/**
 * Sending letters by SES: from the one address only. SES asks for the right over every identity that a letter touches,
 * that of a recipient included when the account has verified her domain.
 */
export const sendLetters = (through: readonly string[], from: string): Permission =>
  allow('SendLetters', ['ses:SendRawEmail'], through, {
    conditions: { StringEquals: { 'ses:FromAddress': from } },
    wildcard: 'a recipient’s own identity, should the account have it: the sender is fixed by the condition',
  });
