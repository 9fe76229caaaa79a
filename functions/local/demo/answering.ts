/** The people of the demo answer what their letters ask. */
import { actorOf } from '#actions/actor.ts';
import { answerOpinion } from '#actions/review/opinions.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { wholePanel } from '#actions/selection/panel.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import type { Home } from '#local/home.ts';
import { worklistOf } from '#store/reads.ts';
import type { People } from './furong.ts';

/** A member as she acts in a session of hers. */
export const by = (member: Member): Actor => actorOf(member, 'session');

/** Works off what a member's worklist holds of a round, page by page. */
async function eachTask(
  home: Home,
  member: Member,
  round: string,
  work: (todo: Todo) => Promise<unknown>,
): Promise<number> {
  let done = 0;
  for (;;) {
    const page = await worklistOf(home.deps.table, member.id, round, undefined, 100);
    const open = page.items.filter((todo) => todo.nomination !== wholePanel);
    if (open.length === 0) return done;
    for (const todo of open) {
      await work(todo);
      done++;
    }
    await home.settled();
  }
}

/** Everybody of a federation does what their letters ask: review, opinions. */
export async function answerAll(home: Home, team: People['district'], round: string): Promise<void> {
  for (const reviewer of team.reviewers)
    await eachTask(home, reviewer, round, (todo) =>
      decideReview(home.deps, by(reviewer), {
        round,
        nomination: todo.nomination,
        step: todo.step,
        outcome: 'approve',
        reason: '',
      }),
    );
  for (const [member, department] of [
    [team.police, '公安'],
    [team.civility, '文明办'],
  ] as const)
    await eachTask(home, member, round, (todo) =>
      answerOpinion(home.deps, by(member), {
        round,
        nomination: todo.nomination,
        step: todo.step,
        department,
        outcome: 'agree',
        reason: '',
      }),
    );
}
