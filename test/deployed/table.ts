/** The contract of the tables over the emulator behind `AWS_ENDPOINT_URL`, in two tables of its own. */
import { openForeign } from '#local/database/foreign.ts';
import { tableContract } from '../store/table-contract.ts';

tableContract(
  'the emulator of AWS',
  async () => {
    const tables = openForeign(process.env['AWS_ENDPOINT_URL']!);
    await tables.createTables();
    return tables;
  },
  { isLenient: true },
);
