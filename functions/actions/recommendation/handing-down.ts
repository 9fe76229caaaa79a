/** An organisation hands the places that the level above gave it down to those below: versioned, told, and kept to when it recommends. */
import * as z from 'zod';
import { queueJob } from '#actions/job.ts';
import { keepChange } from '#actions/kept-change.ts';
import { again, begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { isUp } from '#domain/candidacy/candidacy.ts';
import { labelled } from '#domain/field-label.ts';
import { demandEachOnce, type Input, id as idSchema, readInput, version, words } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, Problem, refuseIf, text } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import {
  demandHandable,
  directlyBelow,
  type HandedPlaces,
  handedFaults,
} from '#domain/round/handed-places.ts';
import { changedParts, changeWords, type RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation, getOrganisation } from '#store/people.ts';
import { find, findAllotment, getCandidacy, getTranche, roundWithStage } from '#store/reads.ts';
import type { Writing } from '#store/writing.ts';
import { intakeAbove } from './intake.ts';

export const handingDown = z.strictObject({
  shares: labelled(
    z
      .array(
        z.strictObject({
          organisation: labelled(idSchema, text('单位', 'Organisation')),
          places: labelled(z.int().nonnegative().max(100_000), text('名额', 'Places')),
        }),
      )
      .max(90),
    text('分给下级的名额', 'Places handed down'),
  ),
  /** Needed where something was handed down before. */
  reason: labelled(words(2_000).default(''), text('更改理由', 'Reason for the change')),
  /** 0 before anything was handed down. */
  version,
});

/** What the level above gave an organisation, and how it stands handed down; no `had` where no places were given. */
export interface Handed {
  readonly had: number | undefined;
  readonly handed: HandedPlaces | undefined;
}

/** How the places from above stand with a round's organisation. */
export async function handedDown(deps: Deps, round: Round, programme: Programme): Promise<Handed> {
  const [handed, intake] = await Promise.all([
    find<HandedPlaces>(deps.table, keys.handedPlaces(round.id)),
    intakeAbove(deps, round, programme).catch((error: unknown) => {
      if (error instanceof Problem) return undefined;
      throw error;
    }),
  ]);
  const governing = intake?.seat.own === undefined ? undefined : intake.seat.governing;
  if (governing?.allotted !== true) return { had: undefined, handed };
  return { had: (await findAllotment(deps.table, governing.id, round.org))?.places ?? 0, handed };
}

async function checkBelow(deps: Deps, org: string, shares: HandedPlaces['shares']) {
  demandEachOnce(
    'shares',
    shares.map(({ organisation }) => organisation),
  );
  const found = await Promise.all(
    shares.map(({ organisation }) => findOrganisation(deps.table, organisation)),
  );
  refuseIf(
    shares.flatMap(({ organisation }, n) =>
      found[n]?.parent === org
        ? []
        : [
            fault(
              `shares.${n}.organisation`,
              'not-below',
              `「${found[n]?.name ?? organisation}」不是本单位的直接下级，不能分配名额`,
              `"${found[n]?.name ?? organisation}" is not directly below this organisation and cannot get places`,
            ),
          ],
    ),
  );
  return Object.fromEntries(found.flatMap((one) => (one === undefined ? [] : [[one.id, one.name]])));
}

/** Keeps what was changed with its reason, and has those below told whose places it are. */
function tellBelow(
  deps: Deps,
  write: Writing,
  actor: Actor,
  {
    round,
    reason: given,
    changes,
  }: { readonly round: Round; readonly reason: string; readonly changes: RoundChange['changes'] },
): void {
  const reason = given === '' ? '首次分配' : given;
  const kept = keepChange(write, actor, round, { kind: 'change', reason, changes });
  const said = changeWords(kept);
  queueJob(write, actor, 'bulk-mail', {
    id: deps.id('job'),
    org: round.org,
    params: {
      ...{ round: round.id, audience: { kind: 'below' }, template: 'roundChanged', change: kept.seq },
      params: {
        reason,
        whatZh: said.map(({ zh }) => zh).join('；'),
        whatEn: said.map(({ en }) => en).join('; '),
      },
    },
  });
}

/**
 * Hands places down, all at once; the same again is one. Those below whose places changed are told.
 * @throws Problem `invalid` `handed-more`, `not-below`, `handed-reason`; conflict `nothing-to-hand`, `handed-changed`;
 * forbidden.
 */
export const handDown = (
  deps: Deps,
  actor: Actor,
  id: string,
  sent: Input<typeof handingDown>,
): Promise<HandedPlaces> =>
  again(async () => {
    const { round, programme } = await roundWithStage(deps.table, id);
    demand(actor, 'round.configure', { orgPath: round.orgPath });
    const input = readInput(handingDown, sent);
    const shares = input.shares.filter(({ places }) => places > 0);
    const { had, handed } = await handedDown(deps, round, programme);
    if (had === undefined)
      throw conflict(
        'nothing-to-hand',
        '上级没有给本级分配名额，不能再往下分。',
        'The level above gave this organisation no number of places, so none can be handed down.',
      );
    const names = await checkBelow(deps, round.org, shares);
    demandHandable(had, shares);
    const stands = handed?.shares ?? [];
    const changes = changedParts([{ field: 'handed', from: stands, to: shares }], {
      phases: {},
      organisations: { ...names, ...(await namesOf(deps, stands)) },
    });
    if (handed !== undefined && changes.length === 0) return handed;
    if ((handed?.version ?? 0) !== input.version)
      throw conflict(
        'handed-changed',
        '名额刚被别人改过，您的内容没有保存。请刷新后核对再办。',
        'Somebody has just changed these places; yours were not saved. Reload, check and do it again.',
      );
    if (handed !== undefined && input.reason === '')
      refuseIf([fault('reason', 'handed-reason', '请写明更改名额的理由', 'Give the reason for the change')]);
    const write = begin(deps, actor);
    const made: HandedPlaces = {
      ...{ round: id, shares, by: actor.id, at: write.now, version: input.version + 1 },
    };
    const next = write.save('round', round, {}, 'round.hand-down', { organisations: shares.length });
    write.op({
      put: { ...made, ...keys.handedPlaces(id) },
      when: handed === undefined ? rowAbsent : versionIs(handed.version),
    });
    tellBelow(deps, write, actor, { round: next, reason: input.reason, changes });
    await finish(deps, write);
    return made;
  });

const namesOf = async (deps: Deps, shares: HandedPlaces['shares']) =>
  Object.fromEntries(
    (await Promise.all(shares.map(({ organisation }) => findOrganisation(deps.table, organisation)))).flatMap(
      (one) => (one === undefined ? [] : [[one.id, one.name]]),
    ),
  );

/**
 * Refuses to send up more from an organisation below than it was handed places for, over all tranches. Reads no more than
 * the places above.
 * @throws Problem `invalid` `handed-used-up`.
 */
export async function demandHanded(
  deps: Deps,
  round: Round,
  { tranche, nominations }: { readonly tranche: number; readonly nominations: readonly string[] },
): Promise<void> {
  const handed = await find<HandedPlaces>(deps.table, keys.handedPlaces(round.id));
  if (handed === undefined || handed.shares.length === 0) return;
  const going = new Map<string, number>();
  const count = async (ids: readonly string[], isNew: boolean) => {
    for (const each of ids) {
      const candidacy = await getCandidacy(deps.table, round.id, each);
      if (!isNew && !isUp(candidacy)) continue;
      // One who came directly from two levels below takes a place of the organisation between.
      const org = directlyBelow(round.org, (await getOrganisation(deps.table, candidacy.from)).path);
      going.set(org, (going.get(org) ?? 0) + 1);
    }
  };
  for (let n = 1; n <= round.tranches; n++)
    if (n !== tranche) await count((await getTranche(deps.table, round.id, n)).recommended ?? [], false);
  await count(nominations, true);
  const names = await namesOf(
    deps,
    [...going.keys()].map((organisation) => ({ organisation, places: 0 })),
  );
  refuseIf(handedFaults(handed.shares, going, (org) => names[org] ?? org));
}
