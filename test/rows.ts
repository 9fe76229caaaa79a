/** Holds each row against the schema of its kind, as it is read and written. */
import { rowFaults } from '#store/row-kinds.ts';
import type { Item } from '#store/table.ts';

/** Throws on a row that does not fit, or whose key belongs to no kind. */
export function demandFits(row: Item): void {
  const faults = rowFaults(row);
  if (faults.length > 0) throw new Error(`the row ${row.pk} ${row.sk} does not fit: ${faults.join('; ')}`);
}
