/** Which level wants a stamped page 盖章页, whether it has one of the present revision, and the refusal to go up without. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { StampedPage } from '#domain/files/file-record.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { keys, padded } from '#store/keys.ts';
import { find, listPage } from '#store/reads.ts';
import type { Key } from '#store/table.ts';

const prefix = 'STAMPED#';
export const stampedKey = (nomination: string, round: string, revision: number): Key => ({
  pk: keys.nomination(nomination).pk,
  sk: `${prefix}${round}#${padded(revision, 4)}`,
});

/** True when a review of this stage counts only with a stamped page (`requireStampedPage`). */
export const wantsStampedPage = (stage: Pick<Stage, 'steps'> | undefined): boolean =>
  stage?.steps.some((step) => step.kind === 'review' && step.requireStampedPage) === true;

/** The stamped pages of a nomination, of all levels and revisions; a hundred are more than there can be. */
export const stampedPagesOf = async (
  deps: Pick<Deps, 'table'>,
  nomination: string,
): Promise<readonly StampedPage[]> =>
  (await listPage<StampedPage>(deps.table, { pk: keys.nomination(nomination).pk, prefix, limit: 100 })).items;

/** Refuses to recommend a nominee upward whose level wants a stamped page of this revision and has none. */
export async function demandStampedPage(
  deps: Pick<Deps, 'table'>,
  programme: Programme,
  candidacy: Pick<Candidacy, 'nomination' | 'round' | 'stage' | 'name'>,
  revision: number,
): Promise<void> {
  if (!wantsStampedPage(programme.stages[candidacy.stage])) return;
  const page = await find(deps.table, stampedKey(candidacy.nomination, candidacy.round, revision));
  if (page !== undefined) return;
  throw conflict(
    'stamped-page-missing',
    `“${candidacy.name}”还没有上传盖章页（第 ${revision} 稿），不能上报：请在申报页面打印盖章页，盖章后扫描，在“上传盖章页”中上传。`,
    `"${candidacy.name}" has no stamped page of revision ${revision} and cannot go up: print the page, have it stamped, scan it and upload it under "Stamped pages".`,
  );
}
