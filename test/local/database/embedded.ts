/** Two tables of a home for tests: in memory, with a folder for what lies beside them and, when asked for, an endpoint. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTablesInMemory, type SqliteTables } from '#local/database/tables.ts';
import type { RowCheck } from '#store/table.ts';
import { dynamoOver, serveDynamo } from '../../dynamodb.ts';
import { demandFits } from '../../rows.ts';

export interface Embedded extends Pick<SqliteTables, 'main' | 'keys' | 'rows'> {
  /** A folder of its own, removed with it. */
  readonly data: string;
  /** Serves the tables to the AWS SDK until they are closed; gives the endpoint. */
  serve(): Promise<string>;
  close(): Promise<void>;
}

/** Opens two empty tables; a row that does not fit the schema of its kind is an error. */
export async function openEmbedded(check: RowCheck = demandFits): Promise<Embedded> {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-'));
  const tables = openTablesInMemory(check);
  const served: { close(): Promise<void> }[] = [];
  return {
    data,
    main: tables.main,
    keys: tables.keys,
    rows: tables.rows,
    async serve() {
      const server = await serveDynamo(dynamoOver(tables));
      served.push(server);
      return server.endpoint;
    },
    async close() {
      for (const server of served) await server.close();
      await tables.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
