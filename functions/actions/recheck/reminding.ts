/** Each morning of a re-check: reviewers who are late are reminded, holders whose time to put it right runs out, and who looks again. */

import { tellHolder } from '#actions/honour/telling.ts';
import { getTitle } from '#actions/honour/titles.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { titleRef } from '#domain/honour/title-id.ts';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { isReminderDue, rectifyNews } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';
import { getRecheck, itemsIn } from './rechecks.ts';

/** A due row for tomorrow's look. */
export function lookInTheMorning(write: Writing, id: string): void {
  const morning = instantAt(addDays(shanghaiDate(write.now), 1), '08:30');
  write.due(morning, `recheck-${id}`, { due: 'recheck', recheck: id });
}

/** A reviewer's letter says how many are open up to here. */
const counted = 200;

/** Adds a letter to each reviewer who has titles to look at; gives how many were told. */
async function remind(deps: Deps, write: Writing, recheck: Recheck, day: string): Promise<number> {
  let told = 0;
  for (const member of recheck.reviewers) {
    const { items } = await itemsIn(deps, recheck.id, { state: 'open', member, limit: counted });
    if (items.length === 0) continue;
    told++;
    write.letter({
      key: `recheckReminder-${member}-${recheck.id}-${day}`,
      ...{ template: 'recheckReminder', org: recheck.org },
      to: member,
      params: { title: recheck.title, count: items.length, until: recheck.dueOn },
      opens: { kind: 'page', scope: `/rechecks/${recheck.id}` },
    });
  }
  return told;
}

/** Tells one holder, or whoever looks again, that the time to put it right runs out or is over. */
async function tellOfRectifying(deps: Deps, recheck: Recheck, item: RecheckItem): Promise<void> {
  const today = shanghaiDate(instantOf(deps));
  const until = item.rectifyBy ?? today;
  const news = rectifyNews(until, today);
  if (news === undefined) return;
  const write = begin(deps, systemActor);
  const params = { title: recheck.title, name: item.name, until };
  if (news === 'over')
    write.letter({
      key: `rectifyOver-${item.member}-${recheck.id}-${item.id}-${until}`,
      ...{ template: 'rectifyOver', org: recheck.org },
      to: item.member,
      params,
      opens: { kind: 'page', scope: `/rechecks/${recheck.id}?state=rectifying` },
    });
  else {
    const title = await getTitle(deps, titleRef(item.id, item.org));
    // Of a title from before this system nobody is known who could be written to.
    if (title.kind === 'ledger') return;
    await tellHolder(deps, write, title.honour, { template: 'rectifySoon', event: until, params });
  }
  await finish(deps, write);
}

/** One morning's look at a re-check. Safe to repeat: a letter of the same news is one. */
export async function lookAtRecheck(deps: Deps, id: string): Promise<void> {
  const recheck = await find<Recheck>(deps.table, keys.recheck(id));
  if (recheck?.status !== 'open') return;
  const today = shanghaiDate(instantOf(deps));
  for await (const item of everyOne((cursor) => itemsIn(deps, id, { state: 'rectifying', cursor })))
    await tellOfRectifying(deps, recheck, item);
  const write = begin(deps, systemActor);
  if (isReminderDue(recheck, today)) {
    const told = await remind(deps, write, recheck, today);
    write.save('recheck', recheck, { remindedOn: today }, 'recheck.remind', { told });
  }
  lookInTheMorning(write, id);
  await finish(deps, write);
}

/** An administrator reminds the reviewers now; once a day. @throws Problem conflict `recheck-over`, `recheck-reminded`; forbidden. */
export async function remindReviewers(deps: Deps, actor: Actor, id: string): Promise<Recheck> {
  const { recheck, organisation } = await getRecheck(deps, actor, id);
  demand(actor, 'recheck.run', { orgPath: organisation.path });
  if (recheck.status !== 'open')
    throw conflict('recheck-over', '这次复查不在进行中。', 'This re-check is not under way.');
  const today = shanghaiDate(instantOf(deps));
  if (recheck.remindedOn === today)
    throw conflict('recheck-reminded', '今天已经催办过。', 'The reviewers were reminded today.');
  const write = begin(deps, actor);
  const told = await remind(deps, write, recheck, today);
  const next = write.save('recheck', recheck, { remindedOn: today }, 'recheck.remind', { told });
  try {
    await finish(deps, write);
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw conflict(
      'recheck-changed',
      '复查刚有变动，请刷新后再办。',
      'The re-check has just changed; reload.',
    );
  }
  return next;
}
