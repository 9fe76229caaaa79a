/** The state of a nomination as its reader may see it: the records that decide how much is public, and the words. */

import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { carriedWords } from '#domain/candidacy/candidacy-state.ts';
import {
  type OutcomeReader,
  type Release,
  releaseOf,
  type ShownOutcome,
  type ShownState,
  shownOutcome,
} from '#domain/candidacy/outcome-visibility.ts';
import { honourStatusWords } from '#domain/honour/honour-status.ts';
import { text } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { keys } from '#store/keys.ts';
import { find, findRound } from '#store/reads.ts';
import type { Tone } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { type Lang, t, w } from '#web/frame/words.ts';

/** Reads each round and tranche once for a page of nominations. */
export type Releases = (candidacy: Candidacy) => Promise<Release>;

/** How far the selections of a page's candidacies are public; reads are shared within the page. */
export function openReleases(deps: Pick<Deps, 'table'>): Releases {
  const rounds = new Map<string, Promise<Round | undefined>>();
  const tranches = new Map<string, Promise<Tranche | undefined>>();
  const once = <T>(kept: Map<string, Promise<T>>, name: string, read: () => Promise<T>): Promise<T> => {
    const known = kept.get(name) ?? read();
    kept.set(name, known);
    return known;
  };
  return async ({ round: id, tranche: n = 1 }) => {
    const round = await once(rounds, id, () => findRound(deps.table, id));
    const tranche =
      round === undefined || round.tranches === 0
        ? undefined
        : await once(tranches, `${id}#${n}`, () => find<Tranche>(deps.table, keys.tranche(id, n)));
    return releaseOf(round, tranche);
  };
}

/** A candidacy's state as a reader may see it. */
export const outcomeFor = async (
  releases: Releases,
  candidacy: Candidacy,
  reader: OutcomeReader,
): Promise<ShownOutcome> => shownOutcome(candidacy, await releases(candidacy), reader);

const hiddenWords = {
  selecting: text('评选中', 'Selection under way'),
  deciding: text('审定中', 'Decision under way'),
} as const;

/** 退回 leaves both levels `sentBack`: true at the upper one, which handed the package back; who was carried rests there too. */
export const isHandedBack = ({
  state,
  upward,
  carried,
}: Pick<Candidacy, 'state' | 'upward' | 'carried'>): boolean =>
  state === 'sentBack' && upward?.state !== 'returned' && carried === undefined;

const isHidden = (state: ShownState): state is keyof typeof hiddenWords => state in hiddenWords;

/** A shown state in words: 未入选 with its reason, an honour by name. */
export function outcomeWords(
  lang: Lang,
  shown: ShownOutcome,
  candidacy: Pick<Candidacy, 'honour' | 'state' | 'upward' | 'carried'>,
): string {
  if (isHidden(shown.state)) return t(lang, hiddenWords[shown.state]);
  if (candidacy.state === 'sentBack' && candidacy.carried !== undefined) return t(lang, carriedWords);
  if (isHandedBack(candidacy)) return t(lang, text('已退回下级', 'Handed back to the level below'));
  const { honour } = candidacy;
  if (honour?.ended !== undefined) return t(lang, honourStatusWords[honour.ended]);
  if (shown.state === 'done' && honour !== undefined) return t(lang, text('已获荣誉', 'Honoured'));
  if (shown.state === 'out' && shown.reason !== undefined) return w(lang).outReasons[shown.reason];
  return w(lang).states[shown.state];
}

/** The tone of a shown state. */
export const outcomeTone = (shown: ShownOutcome): Tone =>
  isHidden(shown.state) ? 'info' : candidacyTones[shown.state];
