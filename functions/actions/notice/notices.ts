/** 公示: previewed with both dates, posted, suspended, extended; what the public page reads is a snapshot of permitted fields. */

import { keepChange } from '#actions/kept-change.ts';
import { demandGraded, entriesInOrder, entriesOf } from '#actions/selection/grade-settling.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { noticePeriod, noticeWarnings } from '#domain/notice/notice.ts';
import type { NoticeRecord, PublicNotice } from '#domain/notice/notice-record.ts';
import { extendNotice } from '#domain/notice/posted-notice.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import { prizeTable } from '#domain/programme/grade.ts';
import { listedBy } from '#domain/programme/list-group.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { noticeTitles } from '#domain/programme/said-parts.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { demandSame } from '#domain/repeated.ts';
import { changedTo, type RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getTranche, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { findShortlist } from '#store/shortlists.ts';
import { wakeRound } from '#store/writing.ts';
import { longerNotice, type OfTranche, postedNotice, stoppedNotice } from './notice-input.ts';
import { noticeId, noticeRow } from './notice-pages.ts';

/** The dates of a notice before it is posted, with what a person should be warned of. Throws Problem `calendar-not-loaded`. */
export async function previewNotice(
  deps: Deps,
  actor: Actor,
  id: string,
  start: string,
): Promise<{
  round: Round;
  stage: Stage;
  programme: Programme;
  period: ReturnType<typeof noticePeriod>;
  warnings: readonly Fault[];
}> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'round.read', { orgPath: round.orgPath });
  const calendar = await deps.calendar();
  const period = noticePeriod(calendar, stage.notice, start, stage.objection);
  const ceremony = round.settings.ceremony;
  const warnings = noticeWarnings(calendar, stage.notice, period, {
    level: round.level,
    ...(ceremony !== undefined && { ceremony }),
  });
  return { round, stage, programme, period, warnings };
}

const stepIs = (stage: Stage, tranche: Tranche, kind: string): boolean =>
  stepPhases(stage)[tranche.phase]?.steps[0].kind === kind;

/**
 * Posts the notice of a tranche from a day on, today or later. The machine writes its pages and moves the nominees.
 * Posting twice is one. Throws Problem `invalid` with a fault at `start`, `conflict` at another step.
 */
export async function postNotice(
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche: n, ...sent }: OfTranche<typeof postedNotice>,
): Promise<NoticeRecord> {
  const input = readInput(postedNotice, sent);
  const { round, stage, programme, period } = await previewNotice(deps, actor, id, input.start);
  demand(actor, 'notice.post', { orgPath: round.orgPath, state: round.status });
  const tranche = await getTranche(deps.table, id, n);
  if (tranche.notice !== undefined) {
    demandSame(
      postedNotice,
      { start: { stands: tranche.notice.start, sent: input.start } },
      {
        code: 'not-noticing',
        lead: text('这个批次已经发布公示。', 'This tranche is on notice already.'),
      },
    );
    return tranche.notice;
  }
  if (!stepIs(stage, tranche, 'notice'))
    throw conflict(
      'not-noticing',
      '这个批次现在不能发布公示：尚未到公示环节。',
      'This tranche is not at the notice step.',
    );
  if (tranche.version !== input.version) throw staleRound(tranche);
  if (stage.grades.length > 0)
    demandGraded(prizeTable(programme.form, stage), entriesOf(await findShortlist(deps.table, id), tranche));
  const today = shanghaiDate(instantOf(deps));
  if (input.start < today)
    refuseIf([
      fault(
        'start',
        'start-passed',
        `公示开始日期不能早于今天（${today}）`,
        `The notice cannot start before today (${today})`,
      ),
    ]);
  const org = await getOrganisation(deps.table, round.org);
  const notice: NoticeRecord = {
    id: noticeId(id, tranche.n),
    start: period.start,
    end: period.end,
    closesAt: period.closesAt,
    decisionFrom: period.decisionFrom,
  };
  const basis = round.settings.legalBasis ?? programme.legalBasis;
  const shown: PublicNotice = {
    ...notice,
    round: id,
    tranche: tranche.n,
    programme: round.programme,
    ...noticeTitles(programme),
    proposed: decidingSaid(stage.kind ?? programme.kind, stage.honour).proposed,
    ...(listedBy(programme.form, stage) && { listedBy: listedBy(programme.form, stage)!.label }),
    ...{ org: org.id, orgName: org.name, orgPath: org.path },
    region: org.region,
    level: round.level,
    strictEnd: period.strictEnd,
    days: stage.notice.days,
    mode: stage.notice.mode,
    countPostingDay: stage.notice.countPostingDay,
    count: tranche.entries.length,
    contact: { ...org.contact, ...round.settings.contact },
    coHosts: stage.coHosts,
    objection: stage.objection,
    ...(basis !== undefined && { legalBasis: `${basis.document}（${basis.approvedBy}）` }),
  };
  const write = begin(deps, actor);
  write.save('round', round, {}, 'notice.post', { tranche: tranche.n, start: period.start, end: period.end });
  const entries = await entriesInOrder(deps, { stage, programme }, tranche);
  write.op(replaced(rows.tranche, tranche, { notice, entries, cursor: 0, actedBy: actor.id }), {
    put: noticeRow(shown),
  });
  write.signal(wakeRound(id, tranche.n));
  await finish(deps, write);
  return notice;
}

async function changeNotice(
  deps: Deps,
  actor: Actor,
  action: 'notice.suspend' | 'notice.extend',
  id: string,
  n: number,
  change: (
    notice: NoticeRecord,
    shown: PublicNotice,
    stage: Stage,
  ) => Promise<{
    readonly notice: NoticeRecord;
    readonly shown: PublicNotice;
    readonly change: Pick<RoundChange, 'kind' | 'reason' | 'changes'>;
  }>,
): Promise<void> {
  const { round, stage } = await roundWithStage(deps.table, id);
  demand(actor, action, { orgPath: round.orgPath, state: round.status });
  const tranche = await getTranche(deps.table, id, n);
  const shown =
    tranche.notice === undefined
      ? undefined
      : await find<PublicNotice>(deps.table, keys.notice(tranche.notice.id));
  if (tranche.notice === undefined || tranche.notice.endedAt !== undefined || shown === undefined)
    throw conflict('not-on-notice', '这个批次没有正在进行的公示。', 'This tranche is not on notice.');
  const next = await change(tranche.notice, shown, stage);
  const write = begin(deps, actor);
  const after = write.save('round', round, {}, action, { tranche: n });
  keepChange(write, actor, after, next.change);
  write.op(replaced(rows.tranche, tranche, { notice: next.notice }), { put: noticeRow(next.shown) });
  write.signal(wakeRound(id, n));
  await finish(deps, write);
}

const firstDay = text('公示首日', 'First day of notice');
const lastDay = text('公示末日', 'Last day of notice');

/** Keeps a notice up for longer, with a logged reason. */
export const lengthenNotice = (
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche, ...sent }: OfTranche<typeof longerNotice>,
): Promise<void> =>
  changeNotice(deps, actor, 'notice.extend', id, tranche, async (notice, shown) => {
    const input = readInput(longerNotice, sent);
    const now = instantOf(deps);
    const period = extendNotice(await deps.calendar(), shown, { days: input.days, now });
    const dates = {
      ...{ end: period.end, closesAt: period.closesAt, decisionFrom: period.decisionFrom },
      extended: { at: now, reason: input.reason },
    };
    return {
      notice: { ...notice, ...dates },
      shown: { ...shown, ...dates, strictEnd: period.strictEnd, days: input.days },
      change: {
        kind: 'extend',
        reason: input.reason,
        changes: [changedTo('end', lastDay, shown.end, period.end)],
      },
    };
  });

/** Stops the clock of a notice, or lets it run again: then the whole period begins anew from the day of resuming. */
export const suspendNotice = (
  deps: Deps,
  actor: Actor,
  id: string,
  { tranche, resume, ...sent }: OfTranche<typeof stoppedNotice> & { readonly resume: boolean },
): Promise<void> =>
  changeNotice(deps, actor, 'notice.suspend', id, tranche, async (notice, shown, stage) => {
    const { reason } = readInput(stoppedNotice, sent);
    if (!resume) {
      const suspended = { since: instantOf(deps), reason };
      return {
        notice: { ...notice, suspended },
        shown: { ...shown, suspended },
        change: { kind: 'suspend', reason, changes: [] },
      };
    }
    const { suspended: _, ...running } = notice;
    const { suspended: _shown, ...page } = shown;
    const period = noticePeriod(
      await deps.calendar(),
      stage.notice,
      shanghaiDate(instantOf(deps)),
      stage.objection,
    );
    const dates = {
      start: period.start,
      end: period.end,
      closesAt: period.closesAt,
      decisionFrom: period.decisionFrom,
    };
    return {
      notice: { ...running, ...dates },
      shown: { ...page, ...dates, strictEnd: period.strictEnd },
      change: {
        kind: 'resume',
        reason,
        changes: [
          changedTo('start', firstDay, shown.start, period.start),
          changedTo('end', lastDay, shown.end, period.end),
        ],
      },
    };
  });
