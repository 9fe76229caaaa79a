/** Letters to many at once: who they go to, and one letter for each, a chunk of a round's candidacies at a time. */

import * as z from 'zod';
import type { JobHandler } from '#actions/job.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { keysOf } from '#domain/members.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Deep } from '#domain/read-only.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { TemplateName } from '#mail/letters.tsx';
import { keys } from '#store/keys.ts';
import {
  candidaciesOf,
  findNomination,
  getRound,
  type Listed,
  type OpenWork,
  openWorkOf,
  programmeRevision,
} from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { administratorsBelow, draftOwners, panelOf } from './bulk-audience.ts';
import { bulkAudience } from './letter-input.ts';
import { queueLetter } from './letters.ts';

export type Audience = Deep<z.output<typeof bulkAudience>>;

const concerned = ['nominators', 'drafts', 'asked', 'panel', 'below'] as const;

/** What may be sent in bulk: to whom, and what the sender fills in. */
export const bulkTemplates = {
  reminder: { audiences: ['asked'], params: [] },
  deadlineChanged: {
    audiences: concerned,
    params: ['whatZh', 'whatEn', 'from', 'to'],
  },
  roundChanged: { audiences: concerned, params: ['whatZh', 'whatEn', 'reason'] },
  roundCancelled: { audiences: concerned, params: ['whatZh', 'whatEn', 'reason'] },
  noticePosted: { audiences: ['nominators', 'below'], params: ['start', 'end'] },
} as const satisfies Partial<
  Record<
    TemplateName,
    { readonly audiences: readonly Audience['kind'][]; readonly params: readonly string[] }
  >
>;
export type BulkTemplate = keyof typeof bulkTemplates;

/** What a bulk mail is, as its job keeps it. */
const bulkMailParams = z.object({
  round: z.string(),
  audience: bulkAudience,
  template: z.enum(keysOf(bulkTemplates)),
  params: z.record(z.string(), z.string()),
  /** The change of the round that it tells: whoever it concerns in several ways gets it once. */
  change: z.int().optional(),
});
export type BulkMail = Deep<z.output<typeof bulkMailParams>>;

/** A letter to be: to whom, and what makes it one of its kind. */
interface Target {
  readonly to: string;
  /** Distinguishes the letters of one person; part of the key. */
  readonly about: string;
  readonly params?: Letter['params'];
  readonly opens: NonNullable<Letter['opens']>;
}

const gone: readonly CandidacyState[] = ['withdrawn', 'out'];
/** True when a candidacy's nominator belongs to the audience; without states, everybody still in the running. */
const concerns = (audience: Extract<Audience, { kind: 'nominators' }>, state: CandidacyState): boolean =>
  audience.states === undefined ? !gone.includes(state) : audience.states.includes(state);

/** Drafts, or people asked, that are read to count whom a letter is for; beyond them the number is told as "at least". */
const mostRead = 500;

/** How many different ones a walk finds; at least that many where it is too long to be walked to its end. */
async function countDifferent(
  page: (cursor: string | undefined) => Promise<Listed<string>>,
): Promise<{ readonly letters: number; readonly atLeast: boolean }> {
  const found = new Set<string>();
  let cursor: string | undefined;
  for (let read = 0; read < mostRead; read += countedAtOnce) {
    const part = await page(cursor);
    for (const one of part.items) found.add(one);
    cursor = part.cursor;
    if (cursor === undefined) break;
  }
  return { letters: found.size, atLeast: cursor !== undefined };
}
const countedAtOnce = 100;

/**
 * How many letters a bulk mail is: for nominators one for each nomination, by the round's counters; for those asked one
 * for each person and step; for everybody else one for each person.
 */
export async function countLetters(
  deps: Deps,
  { round: id, audience }: Pick<BulkMail, 'round' | 'audience'>,
): Promise<{ readonly letters: number; readonly atLeast: boolean }> {
  switch (audience.kind) {
    case 'below':
      return { letters: (await administratorsBelow(deps, id)).length, atLeast: false };
    case 'panel':
      return { letters: (await panelOf(deps, id)).length, atLeast: false };
    case 'nominators': {
      const { states } = await readTally(deps.table, id);
      const concernedStates = candidacyStates.filter((state) => concerns(audience, state));
      return {
        letters: concernedStates.reduce((sum, state) => sum + (states[state] ?? 0), 0),
        atLeast: false,
      };
    }
    case 'drafts': {
      const round = await getRound(deps.table, id);
      const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
      return countDifferent((cursor) => draftOwners(deps, round, programme, cursor, countedAtOnce));
    }
    case 'asked':
      return countDifferent(async (cursor) => {
        const { items, cursor: next } = await openWorkOf(deps.table, id, cursor, countedAtOnce);
        return { items: items.map(({ member, step }) => `${member}#${step}`), cursor: next };
      });
    default:
      return audience satisfies never;
  }
}

/** The nominators in one page of candidacies. */
async function nominatorsIn(
  deps: Deps,
  audience: Extract<Audience, { kind: 'nominators' }>,
  candidacies: readonly Candidacy[],
): Promise<readonly Target[]> {
  const targets = candidacies
    .filter((each) => concerns(audience, each.state))
    .map(async (each): Promise<Target | undefined> => {
      const nomination = await findNomination(deps.table, each.nomination);
      if (nomination === undefined) return undefined;
      const opens = { kind: 'nomination', scope: nomination.id } as const;
      return { to: nomination.owner, about: nomination.id, params: { name: nomination.name }, opens };
    });
  return (await Promise.all(targets)).filter((target) => target !== undefined);
}

/** Who still has work in a step of the round. */
const workerOf =
  (round: Round) =>
  ({ member, step, title }: OpenWork): Target => ({
    to: member,
    about: step,
    params: { stepZh: title.zh, stepEn: title.en ?? title.zh },
    opens: { kind: 'worklist', scope: keys.worklistPrefix(round.id, step) },
  });

/** One page of whom a bulk mail is for. */
async function targetsOf(
  deps: Deps,
  mail: BulkMail,
  round: Round,
  programme: Programme,
  { cursor, rows }: { readonly cursor: string | undefined; readonly rows: number },
): Promise<Listed<Target>> {
  const { audience } = mail;
  const each = (people: readonly string[], scope: string): readonly Target[] =>
    people.map((to) => ({ to, about: audience.kind, opens: { kind: 'page', scope } }));
  switch (audience.kind) {
    case 'below': {
      const people = await administratorsBelow(deps, round.id, mail.change);
      return { items: each(people, `/rounds/${round.id}`), cursor: undefined };
    }
    case 'panel':
      return { items: each(await panelOf(deps, round.id), '/tasks'), cursor: undefined };
    case 'drafts': {
      const { items, cursor: next } = await draftOwners(deps, round, programme, cursor, rows);
      return { items: each(items, '/nominations'), cursor: next };
    }
    case 'nominators': {
      const page = await candidaciesOf(deps.table, round.id, cursor, rows);
      return { items: await nominatorsIn(deps, audience, page.items), cursor: page.cursor };
    }
    case 'asked': {
      const page = await openWorkOf(deps.table, round.id, cursor, rows);
      return { items: page.items.map(workerOf(round)), cursor: page.cursor };
    }
    default:
      return audience satisfies never;
  }
}

/** One chunk of a bulk mail: queues the letters of up to 100 candidacies or drafts; the sweeper sends them. Safe to repeat. */
export const bulkMailChunk: JobHandler = async (deps, job, { rows }) => {
  const mail = bulkMailParams.parse(job.params);
  const round = await getRound(deps.table, mail.round);
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const shared = { programmeZh: programme.title.zh, programmeEn: programme.title.en ?? programme.title.zh };
  const page = await targetsOf(deps, mail, round, programme, { cursor: job.cursor, rows });
  for (const { to, about, params, opens } of page.items)
    await queueLetter(
      deps,
      {
        key:
          mail.change === undefined
            ? `${mail.template}-${to}-${mail.round}-${about}-${job.id}`
            : `${mail.template}-${to}-${mail.round}-${mail.change}`,
        template: mail.template,
        to,
        // A letter on a change says nothing of one nomination, since its reader may have many.
        params: { ...shared, ...mail.params, ...(mail.change === undefined && params) },
        opens,
      },
      { later: true },
    );
  return { cursor: page.cursor, done: page.items.length };
};
