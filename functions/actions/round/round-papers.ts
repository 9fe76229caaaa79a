/** Which papers a round has, who may have them, and how each stands (docs/rules/forms.md#written-once). */

import type { Composer } from '#actions/composing.ts';
import { listComposer } from '#actions/honour/list-papers.ts';
import {
  beginPaper,
  type GivenPaper,
  givePaper,
  type PaperOf,
  type PaperStanding,
  paperStanding,
} from '#actions/kept-papers.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { missing } from '#domain/problem.ts';
import { editionTitle, type Programme, type Stage } from '#domain/programme/programme.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { listPapers, type PaperChoice, writtenFormats } from '#domain/running/kept-paper-record.ts';
import { roundWithStage, tranchesOf } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { archiveComposer } from './round-archive.ts';
import { summaryComposer } from './round-summary.ts';
import { textComposer, writtenComposer } from './round-texts.ts';

/** A paper of a round. */
export type RoundPaper = Exclude<PaperChoice, { paper: 'ledger' }>;

/** A paper by its name in addresses: `summary-inbox`, `summary-tranche-1`, `notice-1`, `approval-1-pdf`, `certificates-1`, `archive`. */
export const paperKey = (choice: RoundPaper): string => {
  if (choice.paper === 'summary') {
    const { of, tranche, full } = choice;
    return ['summary', of, ...(tranche === undefined ? [] : [tranche]), ...(full ? ['full'] : [])].join('-');
  }
  if (choice.paper === 'archive') return choice.paper;
  const start = choice.paper === 'notice' && choice.start !== undefined ? [choice.start] : [];
  const as = isText(choice) && choice.as !== undefined ? [choice.as] : [];
  return [choice.paper, choice.tranche, ...start, ...as].join('-');
};

/** The paper that a name says; never one in full. @throws Problem missing `paper-unknown`. */
export function paperNamed(round: string, name: string): RoundPaper {
  if (name === 'archive') return { paper: name, round };
  const [, of, nth] = /^summary-(inbox|recommended|tranche)(?:-([1-9]\d{0,2}))?$/.exec(name) ?? [];
  if (of === 'inbox' && nth === undefined) return { paper: 'summary', round, of };
  if (of === 'recommended' || (of === 'tranche' && nth !== undefined))
    return { paper: 'summary', round, of, ...(nth !== undefined && { tranche: Number(nth) }) };
  const [, word, n, start, format] =
    /^([a-z]+)-([1-9]\d{0,2})(?:-(\d{4}-\d\d-\d\d))?(?:-(docx|pdf))?$/.exec(name) ?? [];
  const as = writtenFormats.find((each) => each === format);
  const at = { round, tranche: Number(n), ...(as !== undefined && { as }) };
  if (word === 'notice') return { paper: word, ...at, ...(start !== undefined && { start }) };
  if ((word === 'approval' || word === 'report') && start === undefined) return { paper: word, ...at };
  const paper = listPapers.find((each) => each === word);
  if (paper !== undefined && start === undefined && as === undefined)
    return { paper, round, tranche: Number(n) };
  throw missing('paper-unknown', '没有这份材料。', 'There is no such paper.');
}

interface Loaded {
  readonly round: Round;
  readonly stage: Stage;
  readonly programme: Programme;
  readonly tranches: readonly Tranche[];
}

async function load(deps: Deps, id: string): Promise<Loaded> {
  const loaded = await roundWithStage(deps.table, id);
  return { ...loaded, tranches: (await tranchesOf(deps.table, id)).items };
}

/** What is cheaply known of a paper: how many names, and how its record stands. @throws Problem missing `paper-unknown`. */
async function paperOf(deps: Deps, { round, tranches }: Loaded, choice: RoundPaper): Promise<PaperOf> {
  const { states, moves } = await readTally(deps.table, round.id);
  const n = choice.tranche;
  const own = n === undefined ? tranches : tranches.filter((tranche) => tranche.n === n);
  if (n !== undefined && own.length === 0)
    throw missing('tranche-unknown', '没有这个批次。', 'There is no such tranche.');
  const sum = (counts: readonly number[]) => counts.reduce((all, count) => all + count, 0);
  const isInbox = choice.paper === 'summary' && choice.of === 'inbox';
  const isUp = choice.paper === 'summary' && choice.of === 'recommended';
  const sequence = isInbox ? 'inbox' : own.map((tranche) => `${tranche.n}:${tranche.version}`).join(',');
  return {
    ...{ of: round.id, key: paperKey(choice), org: round.org, choice, sequence },
    count:
      choice.paper === 'archive'
        ? undefined
        : isInbox
          ? sum(Object.values(states))
          : sum(own.map(({ entries, recommended = [] }) => (isUp ? recommended : entries).length)),
    mark: `${round.version}/${moves}/${sequence}`,
  };
}

/** Who is on a paper of a round and in which order, as one text. */
export const roundSequence = async (deps: Deps, choice: RoundPaper): Promise<string> =>
  (await paperOf(deps, await load(deps, choice.round), choice)).sequence;

/** Makes a paper of a round, for who asked for it; the right was asked before. */
export async function roundComposer(deps: Deps, by: string, choice: RoundPaper): Promise<Composer> {
  switch (choice.paper) {
    case 'summary':
      return summaryComposer(deps, choice);
    case 'notice':
    case 'approval':
    case 'report': {
      const { as, ...plain } = choice;
      const text = await textComposer(deps, by, plain);
      return as === undefined ? text : writtenComposer(deps, by, { ...plain, as }, text);
    }
    case 'archive': {
      const loaded = await load(deps, choice.round);
      // Of a text that has formats, those.
      const inside = choicesOf(loaded).filter(
        (each) => each.paper !== 'archive' && !(isText(each) && each.as === undefined),
      );
      return archiveComposer(deps, editionTitle(loaded.programme), inside, (each) =>
        roundComposer(deps, by, each),
      );
    }
    default:
      return listComposer(deps, choice);
  }
}
async function allowed(deps: Deps, actor: Actor, id: string): Promise<Loaded> {
  const loaded = await load(deps, id);
  demand(actor, 'export.read', { orgPath: loaded.round.orgPath });
  return loaded;
}

const isText = (choice: RoundPaper): choice is Extract<RoundPaper, { as?: unknown }> =>
  choice.paper === 'notice' || choice.paper === 'approval' || choice.paper === 'report';

/** A text and its formats. */
const inFormats = <C extends { readonly paper: 'notice' | 'approval' | 'report' }>(
  choice: C,
): readonly C[] => [choice, ...writtenFormats.map((as) => ({ ...choice, as }))];

/** Papers of a round in the order of its page: what came in, what goes up, each tranche's list and texts, what its honours need. */
function choicesOf({ round: { id: round }, stage, tranches }: Loaded): readonly RoundPaper[] {
  return [
    { paper: 'summary', round, of: 'inbox' },
    ...(stage.recommend && tranches.some(({ recommended }) => recommended !== undefined)
      ? [{ paper: 'summary' as const, round, of: 'recommended' as const }]
      : []),
    { paper: 'archive', round },
    ...tranches.flatMap(({ n: tranche, notice, decision, recommended, list }): readonly RoundPaper[] => [
      { paper: 'summary', round, of: 'tranche', tranche },
      ...(notice === undefined ? [] : inFormats({ paper: 'notice', round, tranche })),
      ...(decision === undefined ? [] : inFormats({ paper: 'approval', round, tranche })),
      ...(recommended === undefined ? [] : inFormats({ paper: 'report', round, tranche })),
      ...(list === undefined ? [] : listPapers.map((paper) => ({ paper, round, tranche }))),
    ]),
  ];
}

/** Every paper that a round has by now, with how it stands. @throws Problem forbidden; missing. */
export async function paperIndex(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<Loaded & { readonly papers: readonly (PaperStanding & { readonly choice: RoundPaper })[] }> {
  const loaded = await allowed(deps, actor, id);
  const papers = await Promise.all(
    choicesOf(loaded).map(async (choice) => ({
      ...(await paperStanding(deps, await paperOf(deps, loaded, choice))),
      choice,
    })),
  );
  return { ...loaded, papers };
}

/** How a paper of a round stands. @throws Problem forbidden; missing. */
export async function roundPaper(deps: Deps, actor: Actor, choice: RoundPaper): Promise<PaperStanding> {
  const loaded = await allowed(deps, actor, choice.round);
  return paperStanding(deps, await paperOf(deps, loaded, choice));
}

/** Begins to make a long paper of a round, as a job. @throws Problem forbidden; missing; conflict `not-posted`, `not-decided`. */
export async function makeRoundPaper(deps: Deps, actor: Actor, choice: RoundPaper): Promise<PaperStanding> {
  const loaded = await allowed(deps, actor, choice.round);
  // What cannot be made is refused now, not by the job.
  await roundComposer(deps, actor.id, choice);
  return beginPaper(deps, actor, await paperOf(deps, loaded, choice));
}

/**
 * A paper of a round, to be given out: the right is asked now, whoever had it made. In full for a package only, whose
 * action asked for that right and writes its event. @throws Problem forbidden; missing; conflict `paper-not-ready`.
 */
export async function giveRoundPaper(deps: Deps, actor: Actor, choice: RoundPaper): Promise<GivenPaper> {
  const loaded = await allowed(deps, actor, choice.round);
  return givePaper(deps, await paperOf(deps, loaded, choice), await roundComposer(deps, actor.id, choice));
}
