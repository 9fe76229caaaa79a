/** A revocation 撤销 takes two persons: one proposes it with its decision, another confirms (docs/rules/honours.md#two-persons). */
import * as z from 'zod';
import { conflict } from '#domain/problem.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';

export const revocationProposalRecord = lazily(() =>
  versioned().extend({
    /** The id of the title: a certificate's number, or a line of the ledger. */
    id: z.string(),
    org: z.string(),
    name: z.string(),
    title: z.string(),
    grounds: z.string(),
    decisionNumber: z.string(),
    date,
    body: z.string(),
    /** The re-check that it comes from. */
    recheck: z.string().exactOptional(),
    by: z.string(),
    at: instant,
  }),
);
export type RevocationProposal = Stored<typeof revocationProposalRecord>;

/** @throws Problem conflict `second-person-needed` when who proposed a revocation would confirm it too. */
export function demandSecondPerson(
  { by, name }: Pick<RevocationProposal, 'by' | 'name'>,
  actor: string,
): void {
  if (by !== actor) return;
  throw conflict(
    'second-person-needed',
    `撤销荣誉须由两人办理：“${name}”的撤销由您提出，请本单位另一名管理员或上级管理员确认。`,
    `A revocation takes two persons: you proposed that of ${name}, so another administrator, here or above, must confirm it.`,
  );
}
