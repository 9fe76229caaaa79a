/** The result of an upper level that does not use this system: its package was exported, its result is recorded by hand. */

import type * as z from 'zod';
import { letterToOwner } from '#actions/candidacy/moving.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import {
  type ExternalHonour,
  externalEntries,
  externalHonourFaults,
} from '#domain/honour/external-honour.ts';
import { honourKey } from '#domain/honour/honour.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, refuseIf, text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { keys } from '#store/keys.ts';
import { ledgerRow } from '#store/ledger.ts';
import { getOrganisation } from '#store/people.ts';
import { getCandidacy, getNomination, programmeRevision } from '#store/reads.ts';
import { keyOf, type Op } from '#store/table.ts';
import { externalResult } from './recommendation-input.ts';

/** True for a candidacy that went to a level outside this system; its result may be recorded, and corrected later. */
export const isExternal = (candidacy: Pick<Candidacy, 'upward'>): boolean =>
  candidacy.upward?.org === 'external' && candidacy.upward.state !== 'withdrawn';

type Of = Parameters<typeof externalEntries>[1] & { readonly nomination: Nomination };

/** What a result that says "honoured" grants; undefined for any other. @throws Problem invalid with a fault for each lack. */
function honourIn(
  { state, source, bodies = [], date, number, grades = [], batch }: z.output<typeof externalResult>,
  programme: Programme,
  stage: number,
  today: string,
): ExternalHonour | undefined {
  if (state !== 'honoured') return undefined;
  refuseIf(externalHonourFaults({ bodies, date }, today));
  const level = programme.stages.slice(stage + 1).find((each) => each.external)?.level;
  if (level === undefined || date === undefined) return undefined;
  return {
    ...{ level, bodies, date, documentNumber: source },
    ...(number !== undefined && number !== '' && { number }),
    ...(grades.length > 0 && { grades }),
    ...(batch !== undefined && { batch }),
  };
}

const heldKeys = ({ level }: ExternalHonour, { nomination }: Of) =>
  nomination.identities.map((identity) => {
    const { code, edition } = nomination;
    return keys.held(identity, honourKey({ code, edition, level, identity }));
  });

/** The writes of an honour from outside: the ledgers on the way, and what its holder is known to hold. */
const standingOps = (honour: ExternalHonour, of: Of): readonly Op[] => [
  ...externalEntries(honour, of).map((entry): Op => ({ put: ledgerRow(entry) })),
  ...heldKeys(honour, of).map(
    (key): Op => ({
      put: {
        ...key,
        number: honour.number ?? '',
        code: of.nomination.code,
        edition: of.nomination.edition,
        level: honour.level,
        year: Number(honour.date.slice(0, 4)),
        date: honour.date,
        status: 'valid',
      },
    }),
  ),
];

/** The writes that take back what was recorded by mistake: the entries stay and say so, and nothing is held. */
const withdrawnOps = (honour: ExternalHonour, of: Of): readonly Op[] => [
  ...externalEntries(honour, of).map((entry): Op => {
    const struck = text('上级结果已更正', 'The result from above was corrected').zh;
    return { put: ledgerRow({ ...entry, status: 'annulled', struck, version: 2 }) };
  }),
  ...heldKeys(honour, of).map((remove): Op => ({ remove })),
];

const placeOf = (op: Op): string => Object.values(keyOf(op)).join(' ');

interface Place {
  readonly round: string;
  readonly nomination: string;
}

/**
 * `recordExternalResult` for a job, whose right was asked when it was begun. Says whether something was written: the same
 * again is not.
 */
export function writeExternalResult(
  deps: Deps,
  actor: Pick<Actor, 'id' | 'via'>,
  { round, nomination: id, ...sent }: Input<typeof externalResult> & Place,
): Promise<{ readonly candidacy: Candidacy; readonly written: boolean }> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, round, id);
    if (candidacy.upward === undefined || !isExternal(candidacy))
      throw conflict(
        'not-external',
        '该申报没有报送到系统外的上级，其结果由上级在本系统中产生。',
        'It was not sent to a level outside this system; its result comes from there by itself.',
      );
    const input = readInput(externalResult, sent);
    const { state, source } = input;
    const write = begin(deps, actor);
    const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
    const honour = honourIn(input, programme, candidacy.stage, shanghaiDate(write.now));
    const { honour: before, ...upward } = candidacy.upward;
    const isSame = JSON.stringify(before) === JSON.stringify(honour);
    if (upward.state === state && upward.reason === source && isSame) return { candidacy, written: false };
    const nomination = await getNomination(deps.table, id);
    const after = write.save(
      'candidacy',
      candidacy,
      {
        upward: { ...upward, state, at: write.now, reason: source, ...(honour !== undefined && { honour }) },
      },
      'upward.external-result',
      { state },
    );
    const of = {
      nomination,
      title: programme.title.zh,
      category: programme.category,
      by: actor.id,
      at: write.now,
    };
    if (!isSame) {
      const standing = honour === undefined ? [] : standingOps(honour, of);
      const withdrawn = before === undefined ? [] : withdrawnOps(before, of);
      // What a correction writes again in its place is not struck first: a write holds each row once.
      const rewritten = new Set(standing.map(placeOf));
      write.op(...withdrawn.filter((op) => !rewritten.has(placeOf(op))), ...standing);
    }
    write.letter(letterToOwner(nomination, 'resultAbove', `external-${state}`, { state }));
    await finish(deps, write);
    return { candidacy: after, written: true };
  });
}

/**
 * Records what the outer level decided, with where it is written (文号、公布日期); an honour of that level stands in every
 * ledger on the way, and is held from then on. The nominator is told by letter. Sending the same twice is one. Throws Problem `invalid` with faults, `conflict` when it did not go outside, `forbidden`.
 */
export async function recordExternalResult(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof externalResult> & Place,
): Promise<Candidacy> {
  const { org } = await getCandidacy(deps.table, sent.round, sent.nomination);
  demand(actor, 'upward.send', { orgPath: (await getOrganisation(deps.table, org)).path }, 'candidacy');
  return (await writeExternalResult(deps, actor, sent)).candidacy;
}
