/** Why a submission's transaction was refused: the nominee is nominated already, or the window has closed. */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { findNomination } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';

/** The other nomination of the same nominee, if any; the same nominator's own is refused at once. */
export async function clashOf(
  deps: Deps,
  programme: Programme,
  identities: readonly string[],
  actor: Actor,
): Promise<string | undefined> {
  for (const identity of identities) {
    const row = await deps.table.get(keys.unique(programme.code, programme.edition, identity), {
      consistent: true,
    });
    if (row === undefined) continue;
    const other = await findNomination(deps.table, String(row.nomination));
    if (other?.owner === actor.id)
      throw conflict(
        'already-nominated',
        `您已经为“${other.name}”提交过本次申报，请在“我的申报”中查看或修改，不必重复提交。`,
        `You have nominated "${other.name}" already; look at it under "My nominations".`,
      );
    return String(row.nomination);
  }
  return undefined;
}

export function explainRefusal(error: unknown): unknown {
  if (!isConflict(error)) return error;
  const closed = error.refusals.some((refusal) => refusal.item?.closed === true);
  return closed
    ? conflict(
        'window-closed',
        '申报已经截止，材料已保存为草稿。',
        'The window has closed; your text is kept as a draft.',
      )
    : error;
}
