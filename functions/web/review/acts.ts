/** What people decided on a nomination, as kept beside it, and how it reads. */

import type { Deps } from '#deps';
import { type Text, text } from '#domain/problem.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { isNomineeStep } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import { keys } from '#store/keys.ts';
import { listPage } from '#store/reads.ts';

/** Acts on a nomination at every level; more than this nobody reads. */
const mostActs = 200;

/** Every review, visit and opinion on a nomination, in the order in which they came. */
export async function actsOn(deps: Pick<Deps, 'table'>, nomination: string): Promise<readonly ActRecord[]> {
  const page = await listPage<ActRecord>(deps.table, {
    pk: keys.nomination(nomination).pk,
    prefix: keys.reviewPrefix,
    limit: mostActs,
  });
  return page.items.toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

const otherWords: Readonly<Record<string, Text>> = {
  declined: text('谢绝办理', 'Declined'),
  conflict: text('申明回避', 'Stood aside'),
};

/** An outcome of a step in words. */
export function actWords(kind: string, outcome: string): Text {
  const words: Readonly<Record<string, Text>> = isNomineeStep(kind) ? stepRows[kind].answer.words : {};
  return words[outcome] ?? otherWords[outcome] ?? text(outcome, outcome);
}
