/** A task's link is reissued at the desk: the one that was sent ends, and a new letter brings another. */

import { raiseGenerationOp } from '#actions/people/links.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { getMember, getOrganisation, organisationEventOps } from '#store/people.ts';
import { getRound, openWorkOf, roundWithStage, worklistOf } from '#store/reads.ts';
import { linkReissue } from './letter-input.ts';

/** People asked in the steps of a round that are looked through for open tasks. */
const mostRead = 200;

/** Who has open tasks in a round now, each once for a step; with `more` when more were asked than were looked through. */
export async function askedInRound(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ readonly tasks: readonly { member: string; step: string }[]; readonly more: boolean }> {
  const round = await getRound(deps.table, id);
  demand(actor, 'task.reassign', { orgPath: round.orgPath });
  const { items, cursor } = await openWorkOf(deps.table, id, undefined, mostRead);
  return { tasks: items.map(({ member, step }) => ({ member, step })), more: cursor !== undefined };
}

/**
 * Ends a member's link to her tasks of one step, and sends her a new one.
 * @throws Problem conflict `no-open-task` when she has none there; missing; forbidden.
 */
export async function reissueLink(
  deps: Deps,
  actor: Actor,
  { round: id, ...sent }: Input<typeof linkReissue> & { readonly round: string },
): Promise<void> {
  const { member, step } = readInput(linkReissue, sent);
  const { round, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'task.reassign', { orgPath: round.orgPath });
  const scope = keys.worklistPrefix(id, step);
  const title = (await worklistOf(deps.table, member, scope, undefined, 1)).items[0]?.title;
  if (title === undefined) {
    await getMember(deps.table, member);
    throw conflict(
      'no-open-task',
      '该人员在这个环节没有待办，不需要链接。',
      'She has no open task in this step and needs no link.',
    );
  }
  const { zh, en = zh } = programme.title;
  await again(async () => {
    const write = begin(deps, actor);
    const { now } = write;
    write.op(raiseGenerationOp(member, scope));
    write.op(
      ...organisationEventOps(await getOrganisation(deps.table, round.org), {
        ...{ at: now, actor: actor.id, via: actor.via },
        action: 'link.reissue',
        details: { member, round: id, step },
      }),
    );
    write.letter({
      key: `reissue-${member}-${id}-${step}-${now}`,
      template: 'worklist',
      to: member,
      params: { stepZh: title.zh, stepEn: title.en ?? title.zh, programmeZh: zh, programmeEn: en },
      opens: { kind: 'worklist', scope },
    });
    await finish(deps, write);
  });
}
