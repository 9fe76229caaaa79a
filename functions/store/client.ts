/** How a request reaches DynamoDB: one function, with the AWS SDK's document client behind it. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
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
import { answerTime } from './answer-time.ts';
import type { Operation, TableClient } from './dynamo.ts';

const commands = {
  GetItem: GetCommand,
  PutItem: PutCommand,
  UpdateItem: UpdateCommand,
  DeleteItem: DeleteCommand,
  Query: QueryCommand,
  TransactWriteItems: TransactWriteCommand,
  BatchWriteItem: BatchWriteCommand,
} as const satisfies Record<Operation, unknown>;

/** What a client is given for a database that is not Amazon's: it wants to see credentials, but checks none. */
export const localEndpoint = (endpoint: string) => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

/**
 * Opens the AWS SDK's document client. Connections are kept alive (the SDK's default), undefined members are
 * dropped. The SDK sends once: dynamo.ts repeats, since it knows which failures an answer may be hidden behind.
 * `endpoint` names a database that is not Amazon's.
 */
export function sdkClient(endpoint?: string): TableClient {
  const client = new DynamoDBClient({
    maxAttempts: 1,
    ...answerTime('short'),
    ...(endpoint !== undefined && localEndpoint(endpoint)),
  });
  const document = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return (operation, input) => {
    const Command = commands[operation] as unknown as new (input: object) => GetCommand;
    return document.send(new Command(input)) as Promise<never>;
  };
}
