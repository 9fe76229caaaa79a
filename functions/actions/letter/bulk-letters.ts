/** Letters to many at once: who they go to, and one letter for each, a chunk of a round's candidacies at a time. */

import * as z from 'zod';
import type { JobHandler } from '#actions/job.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { type CandidacyState, candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { keysOf } from '#domain/members.ts';
import type { Deep } from '#domain/read-only.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { TemplateName } from '#mail/letters.tsx';
import { membersOf } from '#store/people.ts';
import {
  allotmentsOf,
  candidaciesOf,
  findNomination,
  getRound,
  programmeRevision,
  worklistOf,
} from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { bulkAudience } from './letter-input.ts';
import { queueLetter } from './letters.ts';

export type Audience = Deep<z.output<typeof bulkAudience>>;

/** What may be sent in bulk: to whom, and what the sender fills in. */
export const bulkTemplates = {
  reminder: { audiences: ['asked'], params: [] },
  deadlineChanged: {
    audiences: ['nominators', 'asked', 'below'],
    params: ['whatZh', 'whatEn', 'from', 'to'],
  },
  roundChanged: { audiences: ['nominators', 'asked', 'below'], params: ['whatZh', 'whatEn', 'reason'] },
  roundCancelled: { audiences: ['nominators', 'asked', 'below'], params: ['whatZh', 'whatEn', 'reason'] },
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

/** Members and steps still asked in some candidacies, each once. */
export function askedIn(
  candidacies: readonly Candidacy[],
): Map<string, readonly [member: string, step: string]> {
  const found = new Map<string, readonly [string, string]>();
  for (const { step, asked: people, state } of candidacies)
    if (step !== undefined && !gone.includes(state))
      for (const person of people)
        if (person.answer === undefined) found.set(`${person.member}#${step.id}`, [person.member, step.id]);
  return found;
}

async function administratorsBelow(deps: Deps, round: string): Promise<readonly string[]> {
  const { items } = await allotmentsOf(deps.table, round);
  const members = await Promise.all(items.map(({ org }) => membersOf(deps.table, org, 'administrator')));
  return [...new Set(members.flat().map((member) => member.id))];
}

/** Candidacies that are read to count whom they wait for; beyond them the number is told as "at least". */
const mostRead = 2_000;

/**
 * How many letters a bulk mail is: for nominators one for each nomination, by the round's counters; for those asked one
 * for each person and step.
 */
export async function countLetters(
  deps: Deps,
  { round, audience }: Pick<BulkMail, 'round' | 'audience'>,
): Promise<{ readonly letters: number; readonly atLeast: boolean }> {
  if (audience.kind === 'below')
    return { letters: (await administratorsBelow(deps, round)).length, atLeast: false };
  if (audience.kind === 'nominators') {
    const { states } = await readTally(deps.table, round);
    const concerned = candidacyStates.filter((state) => concerns(audience, state));
    return { letters: concerned.reduce((sum, state) => sum + (states[state] ?? 0), 0), atLeast: false };
  }
  const people = new Set<string>();
  let cursor: string | undefined;
  for (let read = 0; read < mostRead; read += 500) {
    const page = await candidaciesOf(deps.table, round, cursor, 500);
    for (const key of askedIn(page.items).keys()) people.add(key);
    cursor = page.cursor;
    if (cursor === undefined) break;
  }
  return { letters: people.size, atLeast: cursor !== undefined };
}

/** The targets in one page of candidacies; a person asked in several pages gets the same letter key in each. */
async function targetsIn(
  deps: Deps,
  audience: Exclude<Audience, { kind: 'below' }>,
  round: Round,
  candidacies: readonly Candidacy[],
): Promise<readonly Target[]> {
  if (audience.kind === 'nominators') {
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
  const targets: Target[] = [];
  for (const [member, step] of askedIn(candidacies).values()) {
    const scope = `${round.id}#${step}#`;
    const title = (await worklistOf(deps.table, member, scope, undefined, 1)).items[0]?.title;
    if (title === undefined) continue; // answered meanwhile
    const params = { stepZh: title.zh, stepEn: title.en };
    targets.push({ to: member, about: step, params, opens: { kind: 'worklist', scope } });
  }
  return targets;
}

/** One chunk of a bulk mail: queues the letters of up to 100 candidacies; the sweeper sends them. Safe to repeat. */
export const bulkMailChunk: JobHandler = async (deps, job, { rows }) => {
  const mail = bulkMailParams.parse(job.params);
  const round = await getRound(deps.table, mail.round);
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const shared = { programmeZh: programme.title.zh, programmeEn: programme.title.en ?? programme.title.zh };
  const page =
    mail.audience.kind === 'below'
      ? undefined
      : await candidaciesOf(deps.table, mail.round, job.cursor, rows);
  const targets: readonly Target[] =
    mail.audience.kind === 'below'
      ? (await administratorsBelow(deps, mail.round)).map((to) => ({
          to,
          about: 'below',
          opens: { kind: 'page', scope: `/rounds/${mail.round}` },
        }))
      : await targetsIn(deps, mail.audience, round, page?.items ?? []);
  const now = instantOf(deps);
  for (const { to, about, params, opens } of targets)
    await queueLetter(
      deps,
      {
        key: `${mail.template}-${to}-${mail.round}-${about}-${job.id}`,
        template: mail.template,
        to,
        params: { ...shared, ...mail.params, ...params },
        opens,
        createdAt: now,
        dueAt: now,
        attempts: 0,
      },
      { later: true },
    );
  return { cursor: page?.cursor, done: targets.length };
};
