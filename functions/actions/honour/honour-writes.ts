/** Everything that stands for an honour, changed in one write: its row, what its holder is known to hold, the ledgers below. */
import type { Deps } from '#deps';
import { honourKey } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { mirrorsOf } from '#domain/honour/ledger.ts';
import { missing } from '#domain/problem.ts';
import { is, rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { ledgerKey } from '#store/ledger.ts';
import { find, findNomination, getList } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import type { Op } from '#store/table.ts';
import { rollOps } from './roll-index.ts';

/**
 * An honour by its printed number with its published list, strongly consistent.
 * @throws Problem missing `honour-unknown`, also while its list is not published.
 */
export async function honourByNumber(
  deps: Pick<Deps, 'table'>,
  number: string,
): Promise<{ readonly honour: HonourRecord; readonly list: HonourList }> {
  const pointer = await find<{ list: string; position: number }>(deps.table, keys.certificate(number));
  const [honour, list] =
    pointer === undefined
      ? []
      : await Promise.all([
          find<HonourRecord>(deps.table, keys.listEntry(pointer.list, pointer.position)),
          getList(deps.table, pointer.list),
        ]);
  if (honour !== undefined && list?.publishedAt !== undefined) return { honour, list };
  throw missing(
    'honour-unknown',
    '没有这个证书编号，请核对后再试。',
    'There is no certificate with this number; check it and try again.',
  );
}

/**
 * The writes that replace an honour: guarded by its version, with the status in its holders' rows (IDENT#), in the
 * ledgers of the organisations below and on the roll, so that nothing goes on counting or finding a revoked title.
 */
export async function replaceOps(
  deps: Pick<Deps, 'table'>,
  before: HonourRecord,
  after: HonourRecord,
): Promise<readonly Op[]> {
  const ops: Op[] = [replaced(rows.honour, { ...after, version: before.version }, {})];
  for (const identity of before.identities) {
    const key = keys.held(identity, honourKey({ ...before, identity }));
    const held = await find<{ number: string }>(deps.table, key);
    if (held?.number === before.number && before.status !== after.status)
      ops.push({
        update: key,
        change: { set: { status: after.status } },
        when: is('number', before.number),
      });
  }
  const nomination = await findNomination(deps.table, before.nomination);
  if (nomination === undefined) return ops;
  ops.push(...rollOps({ nomination, honour: before }, { nomination, honour: after }));
  for (const mirror of mirrorsOf(after, nomination, nomination.category, { by: '', at: '' })) {
    const key = ledgerKey(mirror.org, mirror.year, mirror.id);
    if ((await find(deps.table, key)) !== undefined)
      ops.push({
        update: key,
        change: {
          set: {
            status: after.status,
            names: [after.name],
            ...(mirror.grades !== undefined && { grades: mirror.grades }),
            ...(mirror.gradedOn !== undefined && { gradedOn: mirror.gradedOn }),
          },
        },
        when: rowThere,
      });
  }
  return ops;
}
