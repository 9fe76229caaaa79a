/** `npm run scale`: the tables of docs/scale.md from the counted numbers, list prices and quotas. */
import { say } from '#local/say.ts';
import { scaleTables } from './tables.ts';

/** The command. */
export const run = async (): Promise<void> => {
  for (const [name, table] of scaleTables()) say(`## ${name}\n\n${table}\n`);
};
