/** The board of a panel: who has judged whom, and how each nominee stands, a page at a time. */
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { originOf, tieOf } from '#domain/candidacy/ties.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Grant } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { nameForPanel } from '#domain/selection/blind.ts';
import { type Panel, type Tally, tallyPanel } from '#domain/selection/panel.ts';
import type { BallotRecord, Panellist, PanelScore } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { findMember } from '#store/people.ts';
import { candidaciesOf, getNomination } from '#store/reads.ts';
import { type PanelSitting, panellistsOf, panelSitting } from './panel.ts';

const boardPage = 25;

/** Every ballot on the nominees of a page, whose ids are in order. */
async function ballotsOn(
  deps: Deps,
  round: string,
  nominees: readonly Candidacy[],
): Promise<readonly BallotRecord[]> {
  const [first, last] = [nominees[0], nominees.at(-1)];
  if (first === undefined || last === undefined) return [];
  const found: BallotRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.table.query<BallotRecord>({
      pk: keys.ballotPartition(round),
      // A member's id follows the mark, and every one sorts before the last code point.
      sk: { from: `${first.nomination}#`, to: `${last.nomination}#\u{10FFFF}` },
      consistent: true,
      cursor,
    });
    found.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** For which departments and co-hosts somebody speaks in the organisation of a round, the last part of its id. */
const departmentsIn = (grants: readonly Grant[], round: string): readonly string[] =>
  grants.flatMap(({ org, department }) =>
    department !== undefined && org === round.slice(round.lastIndexOf('.') + 1) ? [department] : [],
  );

/** The panel over one page of nominees: who was absent is not on it, who has a tie to a nominee has a conflict. */
export async function panelOver(
  deps: Deps,
  round: string,
  seats: readonly Panellist[],
  nominees: readonly Candidacy[],
): Promise<{
  readonly panel: Panel;
  readonly records: readonly BallotRecord[];
  readonly nominations: readonly Nomination[];
}> {
  const records = await ballotsOn(deps, round, nominees);
  const nominations = await Promise.all(nominees.map((each) => getNomination(deps.table, each.nomination)));
  const origins = nominees.map((each, i) => originOf(each, nominations[i]!));
  const panellists = seats.filter((seat) => seat.absent === undefined).map((seat) => seat.member);
  const people = await Promise.all(
    panellists.map(async (id) => ({ id, grants: (await findMember(deps.table, id))?.grants ?? [] })),
  );
  const barred = nominees.flatMap(({ nomination }, i) =>
    people
      .filter((person) => tieOf(person, origins[i]!) !== undefined)
      .map(({ id }) => ({ panellist: id, nominee: nomination })),
  );
  const declared = records
    .filter((each) => each.conflict !== undefined)
    .map((each) => ({ panellist: each.member, nominee: each.nomination }));
  const ballots = records
    .filter((each) => each.conflict === undefined)
    .map(({ member, nomination, scores, vote }) => ({
      panellist: member,
      nominee: nomination,
      ...(scores !== undefined && { scores }),
      ...(vote !== undefined && { vote }),
    }));
  return {
    panel: {
      panellists,
      nominees: nominees.map((each) => each.nomination),
      ballots,
      conflicts: [...barred, ...declared],
      speaksFor: Object.fromEntries(people.map(({ id, grants }) => [id, departmentsIn(grants, round)])),
    },
    records,
    nominations,
  };
}

export interface BoardRow {
  readonly nomination: string;
  readonly name: string;
  /** Not where the panel is blind. */
  readonly from?: string;
  /** The reader's own ballot, where she sits on the panel. */
  readonly own?: BallotRecord;
  /** She may not judge this nominee. */
  readonly barred: boolean;
  /** How many have judged, and how many have still to. */
  readonly judged: number;
  readonly missing: number;
  /** Hidden from the panel itself until it is closed. */
  readonly tally?: Tally;
  readonly score?: PanelScore;
}
export interface PanelBoard {
  readonly sitting: PanelSitting;
  readonly panellists: readonly Panellist[];
  readonly items: readonly BoardRow[];
  readonly cursor: string | undefined;
}

/**
 * One page of the nominees before a panel. Administrators and auditors see how each stands; panellists see the nominees
 * and their own ballots only. Also an administrator who sits on the panel sees others' marks only when it is closed.
 */
export async function panelBoard(deps: Deps, actor: Actor, id: string, cursor?: string): Promise<PanelBoard> {
  const sitting = await panelSitting(deps, id);
  const panellists = await panellistsOf(deps, id);
  const seat = panellists.find((each) => each.member === actor.id);
  const { orgPath, status } = sitting.round;
  const isOverseer = may(actor, 'candidacy.judged', { orgPath });
  if (!isOverseer)
    demand(actor, 'panel.score', {
      orgPath,
      state: status,
      worklist: `${id}#${sitting.step.id}#`,
      ...(seat !== undefined && { assigned: actor.id }),
    });
  const page = await candidaciesOf(deps.table, id, cursor, boardPage);
  const nominees = page.items.filter((each) => each.state === 'waiting' || each.score !== undefined);
  const { panel, records, nominations } = await panelOver(deps, id, panellists, nominees);
  const isOver = sitting.closing && !sitting.isRanking;
  const showsAll = isOverseer && (seat === undefined || isOver);
  const tallies = tallyPanel(sitting.step, panel);
  const blind = isOverseer ? [] : (sitting.step.blind ?? []);
  const items = nominees.map((candidacy, i): BoardRow => {
    const tally = tallies[i]!;
    const own = records.find((each) => each.member === actor.id && each.nomination === candidacy.nomination);
    return {
      nomination: candidacy.nomination,
      name: blind.length === 0 ? candidacy.name : nameForPanel(sitting.form, blind, nominations[i]!),
      ...(blind.length === 0 && { from: candidacy.from }),
      ...(own !== undefined && { own }),
      barred: tally.leftOut.includes(actor.id),
      judged: tally.counted.length,
      missing: panel.panellists.length - tally.leftOut.length - tally.counted.length,
      ...(showsAll && { tally }),
      ...(showsAll && isOver && candidacy.score !== undefined && { score: candidacy.score }),
    };
  });
  return {
    sitting,
    panellists: isOverseer ? panellists : panellists.filter((each) => each.member === actor.id),
    items,
    cursor: page.cursor,
  };
}
