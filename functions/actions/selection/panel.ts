/** The panel 评审: who sits on it, their task and letter, and who was absent. */
import { dueOf, tellOfWork } from '#actions/review/asking.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { instantAt } from '#domain/instant.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, missing, refuseIf } from '#domain/problem.ts';
import type { Form } from '#domain/programme/form.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import { type NamedStep, nameSteps, stepPhases } from '#domain/programme/step.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Panellist } from '#domain/selection/selection-records.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation, membersOf } from '#store/people.ts';
import { find, listPage, programmeRevision, roundWithStage } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Op } from '#store/table.ts';
import { panelAbsence } from './panel-input.ts';

export type PanelStep = Extract<NamedStep, { kind: 'panel' }>;

/** A panel is a table of people; the tasks of all of them close in one transaction. */
export const mostPanellists = 25;
/** A task for the panel as a whole stands in the worklist under this instead of a nomination. */
export const wholePanel = 'all';

export interface PanelSitting {
  readonly round: Round;
  readonly stage: Stage;
  readonly step: PanelStep;
  readonly programme: { readonly zh: string; readonly en: string };
  readonly form: Form;
  /** The round stands at this step. */
  readonly isHere: boolean;
  /** The panel is being closed, or is over. */
  readonly closing: boolean;
  /** Means and ranks are being written; `job` may be doing it. */
  readonly isRanking: boolean;
  readonly job?: string;
  /** The round stands at this step, and ballots are taken. */
  readonly isOpen: boolean;
}

/** A round with its panel step. @throws Problem conflict `no-panel` where the stage has none. */
export async function panelSitting(deps: Deps, id: string): Promise<PanelSitting> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  const step = nameSteps(stage.steps).find((each): each is PanelStep => each.kind === 'panel');
  if (step === undefined) throw conflict('no-panel', '本级评选没有评审环节。', 'This round has no panel.');
  const isHere = stepPhases(stage)[round.phase]?.id === step.id && round.status === 'selecting';
  const { zh, en = zh } = programme.title;
  const mark = await find(deps.table, keys.panelClosing(id));
  const closing = mark !== undefined;
  return {
    round,
    stage,
    step,
    programme: { zh, en },
    form: programme.form,
    closing,
    isRanking: closing && isHere && round.progress !== 'ended',
    ...(mark?.job !== undefined && { job: mark.job }),
    isHere,
    isOpen: isHere && round.progress === 'idle' && !closing,
  };
}

/** All panellists of a round, in the order of their ids. */
export const panellistsOf = async (deps: Deps, round: string): Promise<readonly Panellist[]> =>
  (
    await listPage<Panellist>(deps.table, {
      pk: keys.round(round).pk,
      prefix: keys.panellistPrefix,
      limit: 100,
    })
  ).items;

/** Working days for the ballots where the round names no last day. */
const panelDays = 5;

/** Gives each panellist a task for the panel and a letter, once the round stands at the panel. Safe to repeat. */
export async function tellPanel(deps: Deps, id: string): Promise<void> {
  const sitting = await panelSitting(deps, id);
  if (!sitting.isOpen) return;
  const { round, step, programme } = sitting;
  const now = instantOf(deps);
  const end = round.settings.phaseEnds[step.id];
  const due = end === undefined ? dueOf(await deps.calendar(), panelDays, now) : instantAt(end, '17:30');
  for (const { member, absent } of await panellistsOf(deps, id)) {
    if (absent !== undefined) continue;
    await deps.table.put({
      ...rows.todo({
        member,
        kind: 'panel',
        round: id,
        org: round.org,
        nomination: wholePanel,
        name: round.title,
        ...(round.titleEn !== undefined && { nameEn: round.titleEn }),
        step: step.id,
        attempt: 1,
        due,
        createdAt: now,
        title: stepTitle(step),
      }),
    });
    await tellOfWork(deps, member, id, step.id, stepTitle(step), programme);
  }
}

/** What is said to a write that comes before or after the panel. */
export const panelClosed = () =>
  conflict(
    'panel-closed',
    '评审已经结束或尚未开始，不能提交。',
    'The panel is over, or has not begun; nothing was recorded.',
  );
/** Refuses a write once the panel is being closed. */
export const stillOpen = (round: string): Op => ({
  check: keys.panelClosing(round),
  when: rowAbsent,
});

/**
 * Invites members with the role of panellist in the round's organisation; who is invited already stays. They get their
 * task and letter at once when the round stands at the panel, else when it comes there (`tellPanel`).
 * @throws Problem `invalid` with a fault beside each member who cannot sit; conflict `panel-closed`.
 */
export async function invitePanel(
  deps: Deps,
  actor: Actor,
  id: string,
  members: readonly string[],
): Promise<readonly Panellist[]> {
  await again(async () => {
    const { round, step, closing } = await panelSitting(deps, id);
    demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
    const isOver = closing || round.status === 'settled' || round.status === 'cancelled';
    if (isOver) throw panelClosed();
    const able = new Map(
      (await membersOf(deps.table, round.org, 'panellist')).map((each) => [each.id, each]),
    );
    const there = new Set((await panellistsOf(deps, id)).map((each) => each.member));
    const fresh = [...new Set(members)].filter((member) => !there.has(member));
    const faults: Fault[] = members.flatMap((member, i) =>
      able.get(member)?.status === 'active'
        ? []
        : [
            fault(
              `members.${i}`,
              'not-a-panellist',
              '该人员不是本单位的评委，请先在人员管理中授予评委角色',
              'This person is no panellist of the organisation; give her the role first',
            ),
          ],
    );
    // Who lists the nominees of the round anyway would not judge blind.
    for (const [i, member] of step.blind === undefined ? [] : members.entries()) {
      const seen = able.get(member);
      if (
        seen !== undefined &&
        may({ ...seen, via: 'session' }, 'candidacy.list', { orgPath: round.orgPath })
      )
        faults.push(
          fault(
            `members.${i}`,
            'not-blind',
            `本次为盲评，${seen.name}还有管理员、审核员或监督员角色，看得到隐去的内容，请另请评委`,
            `The panel is blind, and ${seen.name} also has a role that sees what is hidden; invite somebody else`,
          ),
        );
    }
    if (there.size + fresh.length > mostPanellists)
      faults.push(
        fault(
          'members',
          'panel-large',
          `评委最多 ${mostPanellists} 人`,
          `A panel has ${mostPanellists} members at most`,
        ),
      );
    refuseIf(faults);
    if (fresh.length === 0) return;
    const write = begin(deps, actor);
    write.save('round', round, {}, 'panel.invite', { members: fresh });
    write.op(stillOpen(id));
    for (const member of fresh)
      write.op({
        put: rows.panellist({ round: id, member, name: able.get(member)!.name, invitedAt: write.now }),
        when: rowAbsent,
      });
    for (const member of fresh) write.letter(await panelLetter(deps, round, member));
    await finish(deps, write);
  });
  await tellPanel(deps, id);
  return panellistsOf(deps, id);
}

/** Tells a panellist that she is one, long before there is a task for her. */
async function panelLetter(deps: Deps, round: Round, member: string): Promise<NewLetter> {
  const { title } = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const { name } = await getOrganisation(deps.table, round.org);
  return {
    key: `panel-invited-${member}-${round.id}`,
    template: 'panelInvited',
    to: member,
    params: { org: name, programmeZh: title.zh, programmeEn: title.en ?? title.zh },
    opens: { kind: 'page', scope: '/tasks' },
  };
}

/** Records that a panellist did not take part; her ballots no longer count. */
export function recordAbsent(
  deps: Deps,
  actor: Actor,
  {
    round: id,
    member,
    ...sent
  }: Input<typeof panelAbsence> & {
    readonly round: string;
    readonly member: string;
  },
): Promise<Panellist> {
  return again(async () => {
    const { reason } = readInput(panelAbsence, sent);
    const { round, step } = await panelSitting(deps, id);
    demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
    const seat = await find<Panellist>(deps.table, keys.panellist(id, member));
    if (seat === undefined)
      throw missing('not-on-panel', '该人员不在评委名单中。', 'This person is not on the panel.');
    if (seat.absent !== undefined) return seat;
    const write = begin(deps, actor);
    const next: Panellist = { ...seat, absent: { reason, at: write.now, by: actor.id } };
    write.save('round', round, {}, 'panel.absent', { member });
    write.op(
      { put: rows.panellist(next) },
      { remove: keys.todo(member, id, step.id, wholePanel) },
      stillOpen(id),
    );
    await finish(deps, write);
    return next;
  });
}
