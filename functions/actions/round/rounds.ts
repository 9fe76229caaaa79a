/** Rounds 轮次: set up by an administrator inside the programme's bounds, changed with a reason, cancelled. */

import type * as z from 'zod';
import { lookAfterRound } from '#actions/candidacy/moving.ts';
import { changesOf, keepChange, reasonDigest } from '#actions/kept-change.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { memberOf } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, invalid, refuseIf, text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { roundTitles } from '#domain/programme/said-parts.ts';
import { changeSettings } from '#domain/programme/settings-change.ts';
import { parseStageSettings } from '#domain/programme/settings-reading.ts';
import type { StageSettings } from '#domain/programme/stage-settings.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { demandSame } from '#domain/repeated.ts';
import { demandInLine, hasRound, mayReopenWindow, roundId, stageOf } from '#domain/round/round.ts';
import type { Round } from '#domain/round/round-record.ts';
import { staleRound } from '#domain/round/stale.ts';
import { atMost, is, rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, getOrganisation } from '#store/people.ts';
import { allotmentsOf, findRound, getProgramme, getRound, programmeRevision } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import { readTally, unmarkTally } from '#store/tally.ts';
import { startRound, type Writing, wakeRound } from '#store/writing.ts';
import { demandAboveHanded } from './handed-above.ts';
import { placesHeld } from './places-held.ts';
import { partsOf, tellChange } from './round-changes.ts';
import { roundCancelling, roundChange, roundSetUp } from './round-input.ts';

/** Shares are written in one transaction of at most a hundred writes. */
const mostShares = 90;

const shareOps = (
  write: Writing,
  round: string,
  settings: StageSettings,
  used: ReadonlyMap<string, number>,
  held: ReadonlyMap<string, number> = new Map(),
) => {
  if (settings.shares.length > mostShares)
    throw invalid(
      'too-many-shares',
      `名额最多分给 ${mostShares} 个下级单位。`,
      `Places can be shared among ${mostShares} organisations at most.`,
      [
        fault(
          'shares',
          'too-many-shares',
          `最多 ${mostShares} 个单位`,
          `At most ${mostShares} organisations`,
        ),
      ],
    );
  const given = new Set(settings.shares.map((share) => share.organisation));
  for (const organisation of used.keys())
    if (!given.has(organisation))
      write.op({ remove: keys.allotment(round, organisation), when: is('used', 0) });
  for (const share of settings.shares)
    write.op(
      used.has(share.organisation)
        ? {
            update: keys.allotment(round, share.organisation),
            change: { set: { places: share.places } },
            when: atMost('used', share.places),
          }
        : {
            put: rows.allotment({
              round,
              org: share.organisation,
              places: share.places,
              used: held.get(share.organisation) ?? 0,
            }),
            when: rowAbsent,
          },
    );
};

/**
 * Sets a round up for an organisation and starts its machine. Throws Problem `invalid` with faults for settings outside
 * the programme's bounds, `conflict` when the round exists already.
 */
export async function setUpRound(deps: Deps, actor: Actor, sent: Input<typeof roundSetUp>): Promise<Round> {
  const input = readInput(roundSetUp, sent);
  const [record, org] = await Promise.all([
    getProgramme(deps.table, input.programme),
    getOrganisation(deps.table, input.org),
  ]);
  demand(actor, 'round.configure', { orgPath: org.path }, 'organisation');
  if (record.status !== 'published')
    throw conflict(
      'programme-not-open',
      '请先发布评选活动，再设置本级评选。',
      'Publish the programme first.',
    );
  demandInLine(org, await getOrganisation(deps.table, record.owner));
  const programme = record.document;
  const stage = input.stage ?? stageOf(programme.stages, org);
  const chosen = programme.stages[stage];
  if (chosen === undefined || chosen.level !== org.level || !hasRound(chosen))
    throw conflict(
      'no-such-stage',
      '这个评选活动在本级没有需要组织的评选。',
      'This programme has no selection at the level of this organisation.',
    );
  const settings = parseStageSettings(programme, stage, input.settings);
  const id = roundId(record.id, stage, org.id);
  if ((await findRound(deps.table, id)) !== undefined)
    throw conflict(
      'round-exists',
      '本级评选已经设置，请在评选工作台中修改。',
      'The round is set up already; change it on its desk.',
    );
  const write = begin(deps, actor);
  const round = write.create(
    'round',
    {
      ...{ id, programme: record.id, programmeRevision: record.revision },
      ...roundTitles(programme),
      org: org.id,
      orgPath: org.path,
      stage,
      level: org.level,
      settings,
      status: 'planned',
      phase: 0,
      progress: 'idle',
      tranches: 0,
      allotted: settings.shares.length > 0,
      version: 0,
      head: { seq: 0, hash: '' },
    },
    'round.set-up',
    { stage, revision: record.revision },
  );
  shareOps(write, id, settings, new Map());
  write.signal(startRound(id, 0));
  await finish(deps, write);
  return round;
}

const nobodyThere = { held: new Map<string, number>(), guards: [] } as const;

/** The organisations that a patch would give places to, as far as it can be read. */
const sharesIn = ({ shares }: Readonly<Record<string, unknown>>): readonly string[] =>
  (Array.isArray(shares) ? shares : []).flatMap((share: unknown) => {
    const org = memberOf(share, 'organisation');
    return typeof org === 'string' ? [org] : [];
  });

/** Changes dates, places, shares and contacts of a round, with a reason once it is open; wakes its machine to look again. */
export const changeRound = (
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof roundChange>,
): Promise<Round> => again(() => patchRound(deps, actor, id, readInput(roundChange, sent)));

/** Names of the organisations that have places, for what is said against fewer. */
async function namesOf(deps: Deps, ids: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const found = await Promise.all(ids.map((each) => findOrganisation(deps.table, each)));
  return Object.fromEntries(found.flatMap((org) => (org === undefined ? [] : [[org.id, org.name]])));
}

/** An extension after the close reopens the phase; refuses it once something was judged together. */
async function demandExtensible(deps: Deps, round: Round, programme: Programme): Promise<void> {
  const phases = stepPhases(programme.stages[round.stage]!);
  const closing = (await deps.table.get(keys.panelClosing(round.id), { consistent: true })) !== undefined;
  if (!closing && mayReopenWindow(round, phases)) return;
  refuseIf([
    fault(
      'closesAt',
      'not-extensible',
      '评审或名单已经进行，不能再延长申报；可以准予个别单位补报',
      'The panel or the list is under way, so the window cannot be extended; single units may be allowed to hand in late',
    ),
  ]);
}

async function patchRound(
  deps: Deps,
  actor: Actor,
  id: string,
  input: z.output<typeof roundChange>,
): Promise<Round> {
  const round = await getRound(deps.table, id);
  demand(actor, 'round.configure', { orgPath: round.orgPath });
  if (round.version !== input.version) throw staleRound(round);
  if (round.status === 'cancelled')
    throw conflict(
      'round-cancelled',
      '本轮评选已取消，不能再更改。',
      'This round was cancelled; nothing can change.',
    );
  const programme = await programmeRevision(deps.table, round.programme, round.programmeRevision);
  const [{ items: allotments }, tally] = await Promise.all([
    allotmentsOf(deps.table, id),
    readTally(deps.table, id),
  ]);
  const used = new Map(allotments.map((each) => [each.org, each.used]));
  // Nominations that came before their organisation was given places hold them all the same.
  const first = sharesIn(input.patch).filter((org) => !used.has(org));
  const { held, guards } = first.length === 0 ? nobodyThere : await placesHeld(deps, id, first);
  if (round.allotted || first.length > 0) await demandAboveHanded(deps, round, programme, input.patch);
  const change = changeSettings(
    {
      programme,
      stage: round.stage,
      settings: round.settings,
      decided: (tally.states.approved ?? 0) + (tally.states.done ?? 0),
      used: Object.fromEntries([...used, ...first.map((org) => [org, held.get(org) ?? 0] as const)]),
      names: 'shares' in input.patch ? await namesOf(deps, [...used.keys(), ...first]) : {},
    },
    input.patch,
    input.reason,
    instantOf(deps),
  );
  const isExtended = change.changes.some(({ field }) => field === 'closesAt') && round.status === 'selecting';
  if (isExtended) await demandExtensible(deps, round, programme);
  const write = begin(deps, actor);
  const { reason } = change;
  const next = write.save(
    'round',
    round,
    {
      settings: change.settings,
      allotted: change.settings.shares.length > 0,
      ...(isExtended && { status: 'open', phase: 0 }),
    },
    'round.change',
    {
      fields: change.changes.map((each) => each.field),
      ...(reason !== '' && { reason: reasonDigest({ at: write.now, reason }) }),
    },
  );
  if (change.changes.length > 0) {
    const changes = await partsOf(deps, { programme, stage: round.stage }, change.changes);
    const kept = keepChange(write, actor, next, { kind: 'change', reason, changes });
    tellChange(deps, write, actor, round, kept);
  }
  shareOps(write, id, change.settings, used, held);
  write.op(
    ...guards,
    ...unmarkTally(id, [
      ...(round.allotted && !next.allotted ? (['allotted'] as const) : []),
      ...(isExtended ? (['closed', 'sealed'] as const) : []),
    ]),
  );
  write.signal(wakeRound(id, 0));
  for (let n = 1; n <= round.tranches; n++) write.signal(wakeRound(id, n));
  await finish(deps, write);
  return next;
}

/**
 * Cancels a round before anything was honoured; candidacies keep their state and the machine ends. Doing it twice is doing
 * it once.
 */
export async function cancelRound(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof roundCancelling>,
): Promise<void> {
  const round = await getRound(deps.table, id);
  demand(actor, 'round.configure', { orgPath: round.orgPath });
  if (round.tranches > 0 || round.status === 'settled')
    throw conflict(
      'round-settled',
      '名单已经产生，不能取消本轮；可以对名单作废。',
      'The list exists already; annul it instead.',
    );
  const { reason } = readInput(roundCancelling, sent);
  if (round.status === 'cancelled') {
    const before = (await changesOf(deps, id)).find(({ kind }) => kind === 'cancel');
    demandSame(
      roundCancelling,
      { reason: { stands: before?.reason, sent: reason } },
      {
        code: 'round-cancelled',
        lead: text('本轮评选已经取消。', 'This round is cancelled already.'),
      },
    );
    return;
  }
  const write = begin(deps, actor);
  const next = write.save('round', round, { status: 'cancelled', cancelledAt: write.now }, 'round.cancel', {
    reason: reasonDigest({ at: write.now, reason }),
  });
  const kept = keepChange(write, actor, next, { kind: 'cancel', reason, changes: [] });
  tellChange(deps, write, actor, round, kept);
  lookAfterRound(write, id, await programmeRevision(deps.table, round.programme, round.programmeRevision));
  write.signal(wakeRound(id, 0));
  await finish(deps, write);
}
