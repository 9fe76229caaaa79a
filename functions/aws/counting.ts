/** Counts submissions and decisions where every one of them passes: in the transaction that writes its audit event. */
import type { Op, Table } from '#store/table.ts';
import type { Log } from './log.ts';
import { metricNames } from './metrics.ts';

const isDecision = (action: string): boolean =>
  action === 'decision.record' ||
  (/^(review|visit|opinions)\./.test(action) && action !== 'opinions.verified');

function actionOf(op: Op): string | undefined {
  if (!('put' in op) || !op.put.pk.startsWith('CHAIN#')) return undefined;
  return typeof op.put.action === 'string' ? op.put.action : undefined;
}

/** The same table; what its transactions record is counted once it is written. */
export function counted(table: Table, log: Pick<Log, 'count'>): Table {
  return {
    ...table,
    async together(ops) {
      await table.together(ops);
      for (const op of ops) {
        const action = actionOf(op);
        if (action === 'nomination.submit') log.count(metricNames.submissions);
        else if (action !== undefined && isDecision(action)) log.count(metricNames.decisions);
      }
    },
  };
}
