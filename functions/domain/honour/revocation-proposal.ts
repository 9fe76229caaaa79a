/** The end of titles 撤销、作废 takes two persons: one proposes it with its decision, another confirms (docs/rules/honours.md#two-persons). */
import * as z from 'zod';
import { personal } from '#domain/personal-place.ts';
import { conflict, text } from '#domain/problem.ts';
import { date, instant, lazily, type Stored, versioned } from '#domain/record.ts';

export const revocationProposalRecord = lazily(() =>
  versioned().extend({
    /** The id of the title: a certificate's number, or a line of the ledger; of a whole, as `wholeId` makes it. */
    id: z.string(),
    /** It would annul a whole list 作废, or every list of an edition 整届作废. */
    whole: z.enum(['list', 'edition']).exactOptional(),
    /** The lists of the whole, as they were published when it was proposed. */
    lists: z.array(z.string()).readonly().exactOptional(),
    org: z.string(),
    name: personal('nominee', 'honour', z.string()),
    title: z.string(),
    grounds: personal('words', 'honour', z.string()),
    decisionNumber: z.string(),
    date,
    body: z.string(),
    /** The re-check that it comes from. */
    recheck: z.string().exactOptional(),
    by: z.string(),
    at: instant,
    /** It was taken back or refused, and why. */
    ended: z.object({ at: instant, by: z.string(), reason: z.string() }).exactOptional(),
  }),
);
export type RevocationProposal = Stored<typeof revocationProposalRecord>;

/** The id of what would be annulled as a whole: `list:zmjt-2021.0.furong.h1`, `edition:ZMJT:2021`. */
export const wholeId = (
  whole: { readonly list: string } | { readonly code: string; readonly edition: string },
): string => ('list' in whole ? `list:${whole.list}` : `edition:${whole.code}:${whole.edition}`);

const acts = { title: text('撤销', 'revocation'), whole: text('作废', 'annulment') };

/** What a proposal would do with its titles, in a word: 撤销 or 作废. */
export const actOf = ({ whole }: Pick<RevocationProposal, 'whole'>) =>
  acts[whole === undefined ? 'title' : 'whole'];

/** @throws Problem conflict `second-person-needed` when who proposed the end of a title would confirm it too. */
export function demandSecondPerson(
  proposal: Pick<RevocationProposal, 'by' | 'name' | 'whole'>,
  actor: string,
): void {
  const { by, name } = proposal;
  if (by !== actor) return;
  const { zh, en } = actOf(proposal);
  throw conflict(
    'second-person-needed',
    `${zh}荣誉须由两人办理：“${name}”的${zh}由您提出，请本单位另一名管理员或上级管理员确认。`,
    `It takes two persons: you proposed the ${en} of ${name}, so another administrator, here or above, must confirm it.`,
  );
}
