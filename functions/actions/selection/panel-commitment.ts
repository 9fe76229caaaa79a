/** 评审承诺书 to be read, and as it was accepted, for paper. */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import type { Text } from '#domain/problem.ts';
import { commitmentLines, commitmentVersion } from '#domain/selection/commitment.ts';
import type { Panellist } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import { type PanelSitting, panellistsOf, panelSitting } from './panel.ts';

interface Commitment {
  readonly version: string;
  readonly lines: readonly Text[];
  readonly acceptedAt?: string;
}
const commitmentOf = ({ commitment }: Partial<Panellist>): Commitment => {
  const version = commitment?.text ?? commitmentVersion;
  return {
    version,
    lines: commitmentLines(version),
    ...(commitment !== undefined && { acceptedAt: commitment.at }),
  };
};

/** The commitment for who sits on the panel: as she accepted it, or as it stands to be accepted. @throws Problem forbidden. */
export async function panelCommitment(deps: Deps, actor: Actor, round: string): Promise<Commitment> {
  const { round: at, step } = await panelSitting(deps, round);
  const seat = await find(deps.table, keys.panellist(round, actor.id));
  demand(actor, 'panel.score', {
    orgPath: at.orgPath,
    state: at.status,
    worklist: `${round}#${step.id}#`,
    ...(seat !== undefined && { assigned: actor.id }),
  });
  return commitmentOf(seat ?? {});
}

interface CommitmentPaper extends Commitment {
  readonly name: string;
  readonly acceptedAt: string;
}
/** Every commitment that was accepted, one paper each, for who runs or oversees the round. @throws Problem forbidden. */
export async function panelCommitments(
  deps: Deps,
  actor: Actor,
  round: string,
): Promise<{
  readonly sitting: PanelSitting;
  readonly org: string;
  readonly papers: readonly CommitmentPaper[];
}> {
  const sitting = await panelSitting(deps, round);
  demand(actor, 'candidacy.judged', { orgPath: sitting.round.orgPath });
  const seats = await panellistsOf(deps, round);
  return {
    sitting,
    org: (await getOrganisation(deps.table, sitting.round.org)).name,
    papers: seats.flatMap((seat) =>
      seat.commitment === undefined
        ? []
        : [{ name: seat.name, ...commitmentOf(seat), acceptedAt: seat.commitment.at }],
    ),
  };
}
