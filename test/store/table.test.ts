import { openForeign } from '#local/database/foreign.ts';
import { openTablesInMemory } from '#local/database/tables.ts';
import { dynamoOver, serveDynamo } from '../dynamodb.ts';
import { dynamoLocal } from './dynamo-local.ts';
import { type Tables, tableContract } from './table-contract.ts';

tableContract('SQLite', async () => openTablesInMemory());

tableContract('the DynamoDB of the tests, by the AWS SDK', async (): Promise<Tables> => {
  const tables = openTablesInMemory();
  const server = await serveDynamo(dynamoOver(tables));
  const foreign = openForeign(server.endpoint);
  return {
    ...foreign,
    async close() {
      foreign.close();
      await server.close();
      await tables.close();
    },
  };
});

// Amazon's own program, where .ci/run or `npm install --no-save amplify-dynamodb-simulator` has laid it and Java answers
const dynamo = dynamoLocal();
if (dynamo !== undefined) tableContract('DynamoDB Local', dynamo);
