/** The definitions that executions were started with: each is kept by its hash, and made ready once. */
import type { StateMachine } from 'aws-local-stepfunctions';
import type { MachineName } from '#ports';
import { rowAbsent } from '#store/guard.ts';
import { isConflict, type Table } from '#store/table.ts';
import { definitionKey } from './executions.ts';
import { type Asl, type Plan, prepare } from './machine.ts';

export interface Definitions {
  /** Keeps a definition, gives its hash. Throws Error on one outside the subset. */
  keep(machine: MachineName, definition: Asl): Promise<string>;
  /** Gives a kept definition, made ready. */
  planOf(hash: string): Promise<Plan>;
}

/** Opens the kept definitions of a table. */
export function openDefinitions(table: Table, Machine: typeof StateMachine): Definitions {
  const plans = new Map<string, Plan>();
  return {
    async keep(machine, definition) {
      const plan = prepare(Machine, JSON.stringify(definition));
      plans.set(plan.hash, plan);
      const row = { ...definitionKey(plan.hash), machine, body: plan.body };
      await table.put(row, rowAbsent).catch((error: unknown) => {
        if (!isConflict(error)) throw error;
      });
      return plan.hash;
    },
    async planOf(hash) {
      const known = plans.get(hash);
      if (known !== undefined) return known;
      const row = await table.get(definitionKey(hash), { consistent: true });
      if (row === undefined) throw new Error(`definition ${hash} is lost`);
      const plan = prepare(Machine, String(row.body));
      plans.set(hash, plan);
      return plan;
    },
  };
}
