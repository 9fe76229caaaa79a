/** Verdicts of a re-check: each title is judged, its status follows, its holder and the units on the way are told. */
import { tellHolder } from '#actions/honour/telling.ts';
import { changeTitle, getTitle, type Title, type TitleChange } from '#actions/honour/titles.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { honourTransitions, publicStatus } from '#domain/honour/honour.ts';
import type { HonourStatus } from '#domain/honour/honour-status.ts';
import { titleRef } from '#domain/honour/title-id.ts';
import { demandEachOnce, type Input, readInput } from '#domain/input.ts';
import { addYears, shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, missing, Problem, refuseIf, type Text, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { type Following, following, type Judged, judge, type RecheckState } from '#domain/recheck/judging.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import { keys } from '#store/keys.ts';
import { find, findNomination } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { isConflict } from '#store/table.ts';
import type { Writing } from '#store/writing.ts';
import { moveAfter, rungsOf } from './grade-steps.ts';
import { recheckVerdict } from './recheck-input.ts';
import { getRecheck } from './rechecks.ts';

export interface VerdictsDone {
  readonly done: number;
  /** Titles that could not be judged, each with why. */
  readonly refused: readonly { readonly title: string; readonly code: string; readonly text: Text }[];
}

/** Counts of a re-check after a title moved. */
const movedCounts = (counts: Recheck['counts'], from: RecheckState, to: RecheckState): Recheck['counts'] =>
  from === to ? counts : { ...counts, [from]: counts[from] - 1, [to]: counts[to] + 1 };

const closed = (recheck: Recheck): Problem =>
  recheck.status === 'starting'
    ? conflict(
        'recheck-starting',
        '任务还在分派，请稍后再试。',
        'The tasks are still being given out; try again.',
      )
    : conflict(
        'recheck-over',
        '这次复查已结束，不再登记结论。',
        'This re-check is closed and takes no verdicts.',
      );

const ended = (name: string, status: HonourStatus): Problem =>
  conflict(
    'recheck-ended',
    `“${name}”的称号${status === 'expired' ? '届期已满' : '已撤销或作废'}，不再复查。`,
    `The title of ${name} ${status === 'expired' ? 'has run out' : 'was revoked or annulled'} and is not looked at again.`,
  );

const isOver = (status: HonourStatus): boolean =>
  status !== 'rectifying' && !honourTransitions[status].includes('rectifying');

/** Why a title has no task: it had ended before the re-check began, or is none of its titles. */
async function notThere(deps: Deps, recheck: Recheck | undefined, id: string): Promise<Problem> {
  const title =
    recheck === undefined
      ? undefined
      : await getTitle(deps, titleRef(id, recheck.org)).catch((error: unknown) => {
          if (error instanceof Problem && error.kind === 'missing') return undefined;
          throw error;
        });
  return title?.organisation.id === recheck?.org && title !== undefined && isOver(title.status)
    ? ended(title.name, title.status)
    : missing('title-unknown', '这次复查中没有这个对象。', 'This re-check has no such title.');
}

/** A title that ended meanwhile takes no part any more: that is written down, and said. */
async function passOver(deps: Deps, actor: Actor, recheck: Recheck, item: RecheckItem, status: HonourStatus) {
  if (item.state !== 'over') {
    const write = begin(deps, actor);
    const counts = movedCounts(recheck.counts, item.state, 'over');
    write.save('recheck', recheck, { counts }, 'recheck.verdict', { title: item.id, state: 'over' });
    write.op(replaced(rows.recheckItem, item, { state: 'over' }));
    await finish(deps, write);
  }
  return ended(item.name, status);
}

/** The status that follows, where it is another one (docs/rules/recheck.md#following). */
function statusAfter(now: HonourStatus, state: Following['state']): HonourStatus | undefined {
  const to = state === 'proposed' ? 'underReview' : state === 'rectifying' ? 'rectifying' : 'valid';
  return now === to ? undefined : to;
}

/** What a verdict came to for a title on a day. */
interface Found {
  readonly judged: Judged;
  readonly next: Following;
  readonly today: string;
  readonly moved: ReturnType<typeof moveAfter>;
}

function changeOf(
  recheck: Recheck,
  title: Title,
  { judged, next, today, note, moved }: Found & { readonly note: string },
): TitleChange {
  const to = statusAfter(title.status, next.state);
  const { termYears } = recheck;
  const ends = title.kind === 'honour' ? title.honour.termEnds : undefined;
  const { failures: _, rectifyBy: __, ...rest } = title.standing;
  return {
    standing: {
      ...rest,
      rechecked: { on: today, band: judged.bandTitle },
      ...(next.failures > 0 && { failures: next.failures }),
      ...(next.rectifyBy !== undefined && { rectifyBy: next.rectifyBy }),
    },
    ...((to !== undefined || moved !== undefined) && {
      event: moved === undefined ? ('honour.recheck' as const) : ('honour.regrade' as const),
      move: {
        ...(to !== undefined && { to }),
        ...(moved !== undefined && { regraded: moved.regraded }),
        reason: [`复查：${judged.bandTitle}`, note].filter(Boolean).join('；'),
      },
    }),
    ...(moved !== undefined && { grades: moved.grades, raisedTo: moved.raisedTo }),
    ...((next.state === 'kept' || next.state === 'raised') &&
      termYears !== undefined &&
      ends !== undefined && { termEnds: addYears(ends, termYears) }),
    details: { recheck: recheck.id, band: judged.band },
  };
}

interface Judging {
  readonly recheck: string;
  readonly title: string;
  readonly scores: Readonly<Record<string, number>>;
  readonly vetoes: readonly string[];
  readonly note: string;
  readonly judged: Judged;
}

async function tellResult(
  deps: Deps,
  write: Writing,
  {
    recheck,
    title,
    judged,
    next,
    moved,
  }: Pick<Found, 'judged' | 'next' | 'moved'> & { recheck: Recheck; title: Title },
): Promise<void> {
  if (title.kind !== 'honour') return;
  await tellHolder(deps, write, title.honour, {
    template: 'recheckResult',
    event: `${recheck.id}-${write.now}`,
    params: {
      title: recheck.title,
      number: title.honour.number,
      band: judged.bandTitle,
      how: next.state,
      until: next.rectifyBy ?? '',
      ...(moved !== undefined && {
        gradeZh: titlesSaid(moved.regraded.to).zh,
        gradeEn: titlesSaid(moved.regraded.to).en,
      }),
    },
  });
}

/** Judges one title and writes all that follows. */
async function judgeOne(deps: Deps, actor: Actor, organisation: Organisation, sent: Judging): Promise<void> {
  const [recheck, item] = await Promise.all([
    find<Recheck>(deps.table, keys.recheck(sent.recheck)),
    find<RecheckItem>(deps.table, keys.recheckItem(sent.recheck, sent.title)),
  ]);
  if (recheck === undefined || item === undefined) throw await notThere(deps, recheck, sent.title);
  const title = await getTitle(deps, titleRef(item.id, item.org));
  const nomination =
    title.kind === 'honour' ? await findNomination(deps.table, title.honour.nomination) : undefined;
  demand(actor, 'recheck.judge', {
    orgPath: organisation.path,
    assigned: item.member,
    ...(nomination !== undefined && { owner: nomination.owner }),
  });
  if (recheck.status !== 'open') throw closed(recheck);
  const today = shanghaiDate(instantOf(deps));
  const status = title.kind === 'honour' ? publicStatus(title.honour, today).status : title.status;
  if (isOver(status)) throw await passOver(deps, actor, recheck, item, status);
  const { judged, scores, vetoes, note } = sent;
  if (item.state === 'proposed' && !judged.keeps)
    throw conflict(
      'recheck-proposed',
      `“${item.name}”已拟撤销，请到“撤销”中办理。`,
      `${item.name} is proposed for revocation already; go on there.`,
    );
  if (item.state === 'raised' || item.state === 'lowered')
    throw conflict(
      'recheck-regraded',
      `“${item.name}”本次复查已${item.state === 'raised' ? '升级' : '降级'}，不再登记结论；结论有误的，凭决定升级或降级。`,
      `${item.name} went ${item.state === 'raised' ? 'up' : 'down'} by a grade in this re-check, which takes no further verdict; a mistake is put right by a decision.`,
    );
  const rungs = await rungsOf(deps, recheck, title);
  const next = following(recheck.rule, judged, {
    ...{ before: item.failures, rectifyBy: item.rectifyBy, today },
    ...{ higher: rungs.higher !== undefined, lower: rungs.lower !== undefined },
  });
  const moved = moveAfter(rungs, next, today);
  const write = begin(deps, actor);
  const counts = movedCounts(recheck.counts, item.state, next.state);
  write.save('recheck', recheck, { counts }, 'recheck.verdict', {
    title: item.id,
    band: judged.band,
    state: next.state,
  });
  const { rectifyBy: _, ...rest } = item;
  const verdict: RecheckItem['verdicts'][number] = {
    ...{ at: write.now, by: actor.id, band: judged.bandTitle, vetoes, note },
    ...(judged.total !== undefined && { total: judged.total, scores }),
    ...(moved !== undefined && { regraded: moved.regraded }),
    ...(judged.rises && rungs.full && { full: true }),
  };
  write.op(replaced(rows.recheckItem, rest, { ...next, verdicts: [...item.verdicts, verdict] }));
  await changeTitle(deps, write, title, changeOf(recheck, title, { judged, next, today, note, moved }));
  await tellResult(deps, write, { recheck, title, judged, next, moved });
  await finish(deps, write);
}

const refusal = (title: string, error: unknown): VerdictsDone['refused'][number] => {
  if (error instanceof Problem && !isConflict(error)) return { title, code: error.code, text: error.text };
  if (isConflict(error))
    return {
      title,
      code: 'recheck-changed',
      text: text('刚有变动，请再办一次', 'It has just changed; do it again'),
    };
  throw error;
};

/**
 * Records a verdict on one title, or the same on many where the programme allows it (docs/rules/recheck.md#verdict).
 * Of many, those that cannot be judged are told each with its reason; of one, the reason is thrown.
 * @throws Problem `invalid` with faults; conflict `recheck-starting`, `recheck-over`, `recheck-ended`,
 * `recheck-regraded`, `rectify-running`; missing; forbidden.
 */
export async function recordVerdict(
  deps: Deps,
  actor: Actor,
  { recheck: id, ...sent }: Input<typeof recheckVerdict> & { readonly recheck: string },
): Promise<VerdictsDone> {
  const { recheck, organisation } = await getRecheck(deps, actor, id);
  const input = readInput(recheckVerdict, sent);
  const { titles, scores, vetoes, note } = input;
  demandEachOnce('titles', titles);
  const judged = judge(recheck.rule, input);
  refuseIf([
    ...(titles.length > 1 && !recheck.rule.bulk
      ? [
          fault(
            'titles',
            'recheck-bulk',
            '本活动的复查须逐个登记',
            'This programme wants each title judged alone',
          ),
        ]
      : []),
    ...(!judged.keeps && note === ''
      ? [
          fault(
            'note',
            'recheck-note',
            '不保留称号的，须写明查出的问题',
            'Say what was found where the title is not kept',
          ),
        ]
      : []),
  ]);
  const refused: VerdictsDone['refused'][number][] = [];
  for (const title of titles) {
    const judging = { recheck: id, title, scores, vetoes, note, judged };
    try {
      await again(() => judgeOne(deps, actor, organisation, judging));
    } catch (error) {
      if (titles.length === 1) throw error;
      refused.push(refusal(title, error));
    }
  }
  return { done: titles.length - refused.length, refused };
}
