/** The step of a programme that a task is about. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type NamedStep, nameSteps } from '#domain/programme/step.ts';
import { findRound, programmeRevision, roundWithStage } from '#store/reads.ts';

/** The named step of the candidacy's stage, as its revision of the programme has it. */
export async function getStep(
  deps: Pick<Deps, 'table'>,
  candidacy: Pick<Candidacy, 'programme' | 'programmeRevision' | 'stage'>,
  id: string,
): Promise<NamedStep | undefined> {
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  return nameSteps(programme.stages[candidacy.stage]?.steps ?? []).find((step) => step.id === id);
}

/** The panel of a round, where the step is one; a stage without a round has none. */
export async function getPanelStep(
  deps: Pick<Deps, 'table'>,
  round: string,
  id: string,
): Promise<NamedStep | undefined> {
  if ((await findRound(deps.table, round)) === undefined) return undefined;
  const { stage } = await roundWithStage(deps.table, round);
  return nameSteps(stage.steps).find((step) => step.id === id && step.kind === 'panel');
}
