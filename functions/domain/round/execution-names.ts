/** The names of executions, always the same for the same work: asked for twice, it runs once. */

/** Name of a round's or tranche's execution (at most 80 characters; deterministic, so a repeat is no second one). */
export const roundExecution = (round: string, tranche: number): string =>
  `${round.replaceAll('.', '_')}-t${tranche}`;
/** Name of a candidacy's execution in a phase. A nomination has one candidacy per stage. */
export const candidacyExecution = (
  nomination: string,
  stage: number,
  phase: number,
  attempt: number,
): string => `${nomination}-${stage}-${phase}-${attempt}`;
