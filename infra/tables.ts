/** The two tables, from the shape that the store uses (docs/architecture.md#the-table). */
import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { type TableShape, tables } from '#store/schema.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

export interface Tables {
  readonly main: Table;
  readonly keys: Table;
}

const text = (name: string) => ({ name, type: AttributeType.STRING });

function makeTable({ stack, settings }: Home, id: string, shape: TableShape): Table {
  const table = new Table(stack, id, {
    tableName: shape.name,
    partitionKey: text('pk'),
    sortKey: text('sk'),
    billingMode: BillingMode.PAY_PER_REQUEST,
    // Under a key of the account, so that CloudTrail shows who used it; personal fields are sealed before they get here.
    encryption: TableEncryption.AWS_MANAGED,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: shape.backups },
    deletionProtection: !settings.rehearsal,
    removalPolicy: settings.rehearsal ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN,
    // A rehearsal may begin in the past: the table's clock is the real one and would take its rows away at once.
    ...(shape.ttl !== undefined && !settings.rehearsal && { timeToLiveAttribute: shape.ttl }),
  });
  for (const index of shape.indexes)
    table.addGlobalSecondaryIndex({
      indexName: index.name,
      partitionKey: text(index.pk),
      sortKey: text(index.sk),
      projectionType: ProjectionType.ALL,
    });
  return table;
}

/** Makes both; due rows serve instead of streams (docs/architecture.md#the-sweeper). */
export function makeTables(home: Home): Tables {
  const shapes = tables(home.prefix);
  const main = makeTable(home, 'MainTable', shapes.main);
  const keys = makeTable(home, 'KeysTable', shapes.keys);
  accept(
    keys,
    'AwsSolutions-DDB3',
    'no point-in-time recovery by design: a restore must not bring erased keys back',
  );
  return { main, keys };
}
