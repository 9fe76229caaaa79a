/** The two tables in a DynamoDB that somebody else runs, named by DYNAMODB_ENDPOINT: by the AWS SDK, as in the cloud. */
import { CreateTableCommand, DynamoDBClient, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { errorOf } from '#domain/thrown.ts';
import { answerTime } from '#store/answer-time.ts';
import { localEndpoint, sdkClient } from '#store/client.ts';
import { openTable } from '#store/dynamo.ts';
import { createTableInput } from '#store/schema.ts';
import { type Item, isItem, type Table } from '#store/table.ts';
import { shapes } from './tables.ts';

export interface ForeignTables {
  readonly main: Table;
  readonly keys: Table;
  /** Whether something answers there. */
  answers(): Promise<boolean>;
  /** Makes the tables that do not exist yet, and waits until they can be used. */
  createTables(): Promise<void>;
  /** Every row of a table, page by page; no snapshot. */
  rows(table: 'main' | 'keys'): AsyncGenerator<Item>;
  close(): void;
}

/** Binds the verbs to the tables behind an endpoint. */
export function openForeign(endpoint: string): ForeignTables {
  const client = new DynamoDBClient({
    maxAttempts: 1,
    ...answerTime('long'),
    ...localEndpoint(endpoint),
  });
  const document = DynamoDBDocumentClient.from(client);
  const verbs = sdkClient(endpoint);
  return {
    main: openTable(verbs, shapes.main.name),
    keys: openTable(verbs, shapes.keys.name),
    async answers() {
      try {
        await fetch(endpoint);
        return true;
      } catch {
        return false;
      }
    },
    async createTables() {
      for (const shape of [shapes.main, shapes.keys]) {
        await client.send(new CreateTableCommand(createTableInput(shape))).catch((error: unknown) => {
          if (errorOf(error).name !== 'ResourceInUseException') throw error;
        });
        await waitUntilTableExists({ client, maxWaitTime: 30 }, { TableName: shape.name });
      }
    },
    async *rows(table) {
      let from: Record<string, unknown> | undefined;
      do {
        const page = await document.send(
          new ScanCommand({ TableName: shapes[table].name, ConsistentRead: true, ExclusiveStartKey: from }),
        );
        yield* (page.Items ?? []).filter(isItem);
        from = page.LastEvaluatedKey;
      } while (from !== undefined);
    },
    close() {
      client.destroy();
    },
  };
}
