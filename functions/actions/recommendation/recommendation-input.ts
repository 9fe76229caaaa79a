/** What is sent to recommend upward: who of a tranche goes up, possibly nobody. */
import * as z from 'zod';
import { id, version } from '#domain/input.ts';

export const recommendation = z.strictObject({ nominations: z.array(id).max(2_000), version });
