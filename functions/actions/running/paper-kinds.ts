/** What makes each kind of paper that a job may make. */
import type { Composer } from '#actions/composing.ts';
import { ledgerComposer } from '#actions/honour/ledger-paper.ts';
import { roundComposer, roundSequence } from '#actions/round/round-papers.ts';
import type { Deps } from '#deps';
import type { PaperChoice } from '#domain/running/kept-paper-record.ts';

/** Makes a paper for who asked for it; the right was asked before. */
export const composerOf = async (deps: Deps, by: string, choice: PaperChoice): Promise<Composer> =>
  choice.paper === 'ledger' ? ledgerComposer(deps, choice) : roundComposer(deps, by, choice);

/** Who is on a paper and in which order, as one text; lines of a year have their order by themselves. */
export const sequenceOf = async (deps: Deps, choice: PaperChoice): Promise<string> =>
  choice.paper === 'ledger' ? '' : roundSequence(deps, choice);
