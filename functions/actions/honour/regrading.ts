/** One honour goes up or down by a decision 升级、降级 (docs/rules/regrade.md#by-hand). */
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { honourTransitions, publicStatus } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { gradedOn, isUp, ladderOf, moveTo, rungFor, rungOf } from '#domain/honour/regrade.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { saltedDigest } from '#store/chain.ts';
import type { Writing } from '#store/writing.ts';
import { checkPlace } from './grade-places.ts';
import { honourRegrade } from './honour-input.ts';
import { checkRulingDate, demandSameRuling } from './rulings.ts';
import { tellHolder } from './telling.ts';
import { changeTitle, type HonourTitle, honourTitle } from './titles.ts';

type Ruled = ReturnType<typeof readInput<typeof honourRegrade>>;

/** Only an honour that goes on is raised or lowered. */
function checkGoesOn({ honour, list }: HonourTitle, today: string): void {
  const { status, words } = publicStatus(honour, today);
  if (
    list.annulled === undefined &&
    (status === 'rectifying' || honourTransitions[status].includes('rectifying'))
  )
    return;
  const said = list.annulled === undefined ? words : text('已作废', 'Annulled');
  throw conflict(
    'honour-over',
    `这项荣誉${said.zh}，不再升级或降级。`,
    `This honour is “${said.en}” and goes neither up nor down.`,
  );
}

/** Whether the same decision has brought it to this grade before. @throws Problem conflict `grade-same` for another one. */
function isDone({ honour, list }: HonourTitle, { grade, ...ruling }: Ruled): boolean {
  const ladder = ladderOf(list.grades);
  const held = rungOf(ladder, honour.grades);
  const last = honour.history.findLast(({ regraded }) => regraded !== undefined);
  if (held === undefined || ladder[held]!.id !== grade || last?.decision === undefined) return false;
  demandSameRuling(
    {
      ...{ reason: last.reason, decision: last.decision },
      ...{ date: last.decidedOn ?? '', body: last.body ?? '' },
    },
    ruling,
    {
      code: 'grade-same',
      lead: text(`目前已是“${ladder[held]!.title.zh}”。`, `It holds "${ladder[held]!.title.en}" already.`),
    },
  );
  return true;
}

async function tellRegraded(
  deps: Deps,
  write: Writing,
  { honour }: HonourTitle,
  { from, to, up, ruled }: { from: Said; to: Said; up: boolean; ruled: Ruled },
): Promise<void> {
  await tellHolder(deps, write, honour, {
    template: 'regraded',
    event: `regraded-${write.now}`,
    params: {
      ...{ title: honour.title, number: honour.number, how: up ? 'up' : 'down' },
      ...{ fromZh: from.zh, fromEn: from.en, toZh: to.zh, toEn: to.en },
      ...{ grounds: ruled.grounds, decision: ruled.decisionNumber, date: ruled.date },
    },
  });
}
type Said = ReturnType<typeof titlesSaid>;

/**
 * Raises or lowers one honour to a ranked grade of its list. The same twice is one.
 * @throws Problem `invalid` for an incomplete ruling or one before the last move, `grade-unknown`, `grade-none`; conflict
 * `grade-same`, `grade-full`, `honour-over`, `honour-changed`; missing; forbidden.
 */
export async function regradeHonour(
  deps: Deps,
  actor: Actor,
  { number, ...sent }: Input<typeof honourRegrade> & { readonly number: string },
): Promise<HonourRecord> {
  demand(actor, 'honour.regrade', { orgPath: (await honourTitle(deps, number)).organisation.path });
  const ruled = readInput(honourRegrade, sent);
  return again(async () => {
    const title = await honourTitle(deps, number);
    const { honour, list } = title;
    if (isDone(title, ruled)) return honour;
    const write = begin(deps, actor);
    const today = shanghaiDate(write.now);
    checkGoesOn(title, today);
    const ladder = ladderOf(list.grades);
    const to = rungFor(ladder, honour.grades, ruled.grade);
    checkRulingDate(ruled, gradedOn(honour) ?? honour.date, today);
    if (honour.version !== ruled.version)
      throw conflict(
        'honour-changed',
        '这项荣誉刚被别人更新，您的内容没有保存。请刷新后核对再办。',
        'Somebody has just changed this honour; yours was not saved. Reload, check and do it again.',
      );
    const up = isUp(ladder, honour.grades, to);
    if (up) await checkPlace(deps, list, honour, to);
    const { grades, regraded } = moveTo(ladder, honour.grades, { to, on: ruled.date });
    await changeTitle(deps, write, title, {
      ...{ standing: title.standing, event: 'honour.regrade', grades },
      ...(up && { raisedTo: to }),
      move: {
        ...{ reason: ruled.grounds, decision: ruled.decisionNumber, decidedOn: ruled.date, body: ruled.body },
        regraded,
      },
      details: { grade: to.id, decision: saltedDigest(number, ruled.decisionNumber), date: ruled.date },
    });
    const [from, after] = [titlesSaid(regraded.from), titlesSaid(regraded.to)];
    await tellRegraded(deps, write, title, { from, to: after, up, ruled });
    await finish(deps, write);
    return (await honourTitle(deps, number)).honour;
  });
}
