/** The shape of the two tables: their names, keys and indexes, shared by the cloud's stack and the one-machine store. */
import type { CreateTableCommandInput, KeySchemaElement } from '@aws-sdk/client-dynamodb';

export type IndexName = 'gsi1' | 'gsi2';

/** An index over the two attributes `<name>pk` and `<name>sk`; it projects everything. */
export interface IndexShape {
  readonly name: IndexName;
  readonly pk: string;
  readonly sk: string;
}

/** A table: `pk` and `sk` are strings, billed on demand, without a stream. */
export interface TableShape {
  readonly name: string;
  readonly indexes: readonly IndexShape[];
  /** The attribute with the second (Unix) after which a row may go; undefined when rows never go by themselves. */
  readonly ttl: string | undefined;
  /** No backups: a restore never brings an erased key back (docs/architecture.md#personal-data). */
  readonly backups: boolean;
}

export interface TableShapes {
  readonly main: TableShape;
  readonly keys: TableShape;
}

const index = (name: IndexName): IndexShape => ({ name, pk: `${name}pk`, sk: `${name}sk` });

/** Gives the two tables of an installation; `prefix` is its name, such as `hongbang`. */
export const tables = (prefix: string): TableShapes => ({
  main: { name: prefix, indexes: [index('gsi1'), index('gsi2')], ttl: 'ttl', backups: true },
  keys: { name: `${prefix}-keys`, indexes: [], ttl: undefined, backups: false },
});

const key = (pk: string, sk: string): KeySchemaElement[] => [
  { AttributeName: pk, KeyType: 'HASH' },
  { AttributeName: sk, KeyType: 'RANGE' },
];

/** Gives the input of CreateTable for a table, as the DynamoDB API wants it. No streams: they slow local writes down. */
export function createTableInput(table: TableShape): CreateTableCommandInput {
  const attributes = ['pk', 'sk', ...table.indexes.flatMap((each) => [each.pk, each.sk])];
  return {
    TableName: table.name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
    KeySchema: key('pk', 'sk'),
    ...(table.indexes.length > 0 && {
      GlobalSecondaryIndexes: table.indexes.map((each) => ({
        IndexName: each.name,
        KeySchema: key(each.pk, each.sk),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  };
}
