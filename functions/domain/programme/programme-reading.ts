/** Reads a programme as somebody wrote it: every fault at once, in words that she understands. */
import * as z from 'zod';
import { faultsFromZod, withKeysMended } from '#domain/faults.ts';
import { type Fault, refuseIf } from '#domain/problem.ts';
import { type Programme, programmeSchema, stageSchema } from './programme.ts';
import { programmeFaults } from './programme-checks.ts';
import { programmeKinds } from './programme-kinds.ts';
import { stepFaults } from './step-order.ts';

/** Order faults of those stages that are well formed, in a programme that as a whole is not. */
function orderFaultsOf(input: unknown): Fault[] {
  const rough = z
    .object({ kind: z.enum(programmeKinds).optional().catch(undefined), stages: z.array(z.unknown()) })
    .safeParse(input).data;
  if (rough?.kind === undefined) return [];
  const { kind, stages } = rough;
  return stages.flatMap((one, i) => {
    const stage = stageSchema.safeParse(one).data;
    return stage === undefined ? [] : stepFaults(stage, i, stage.kind ?? kind);
  });
}

/**
 * Reads a programme document (from YAML, the builder or the API) and checks it whole: shape, references, levels,
 * step order. Defaults are filled in, so parsing the result again gives the same.
 * @throws Problem `invalid` with all faults at once; a broken invariant of the order is a fault named after it.
 */
export function parseProgramme(input: unknown): Programme {
  const parsed = programmeSchema.safeParse(input);
  if (parsed.success) {
    refuseIf(programmeFaults(parsed.data));
    return parsed.data;
  }
  // A misspelt key should not hide what else is wrong: read on as if it were spelt right.
  const mended = withKeysMended(parsed.error, input, programmeSchema);
  const again = programmeSchema.safeParse(mended);
  const more = again.success ? programmeFaults(again.data) : orderFaultsOf(mended);
  const faults = [...faultsFromZod(parsed.error, input, programmeSchema), ...more];
  refuseIf(faults);
  throw parsed.error;
}
