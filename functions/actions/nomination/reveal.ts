/** 显示个人信息: whoever opens the masked fields of a nomination leaves an event in its chain, by the names of the fields. */

import { limit } from '#actions/limits.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { hasMembers } from '#domain/members.ts';
import { splitPersonal } from '#domain/nomination/personal.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { getNomination } from '#store/reads.ts';

/** The fields of a form that hold something personal in these answers: ids only, columns as `members.idNumber`. */
export function personalFields(form: Form, answers: Answers): readonly string[] {
  const { personal } = splitPersonal(form, answers);
  const names = Object.entries(personal).flatMap(([id, value]) => {
    const isTable = form.fields.find((field) => field.id === id)?.type === 'table';
    if (!isTable || !Array.isArray(value)) return [id];
    const columns = value.flatMap((row: unknown) => (hasMembers(row) ? Object.keys(row) : []));
    return [...new Set(columns)].map((column) => `${id}.${column}`);
  });
  return names.toSorted();
}

/** More than a department checks in a day's work, less than a whole register. */
const revealsPerAccount = { max: 3_000, seconds: 3_600 };

/**
 * Records that a person saw the personal fields of a nomination in full; to be called before they are shown, so that
 * nothing is shown that was not recorded. Throws Problem `missing`, `unavailable`; limited `too-often`.
 */
export async function recordReveal(deps: Deps, actor: Actor, nomination: string, fields: readonly string[]) {
  await limit(deps, `reveal:${actor.id}`, revealsPerAccount);
  return again(async () => {
    const write = begin(deps, actor);
    const after = write.save(
      'nomination',
      await getNomination(deps.table, nomination),
      {},
      'nomination.reveal',
      { fields },
    );
    await finish(deps, write);
    deps.log('personal-opened', { nomination, by: actor.id });
    return after;
  });
}
