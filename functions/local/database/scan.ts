/** Every row of a table, page by page: for commands on a copy that stands still, or on a new folder; never in a request. */
import type { Typed } from '#store/values.ts';
import type { Wire } from './wire.ts';

/** Gives the rows as they are stored, in DynamoDB's typed form. */
export async function* scan(wire: Wire, table: string): AsyncGenerator<Readonly<Record<string, Typed>>> {
  let from: unknown;
  do {
    const page = await wire('Scan', {
      TableName: table,
      Limit: 1_000,
      ConsistentRead: true,
      ...(from !== undefined && { ExclusiveStartKey: from }),
    });
    yield* page.Items as readonly Readonly<Record<string, Typed>>[];
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
}
