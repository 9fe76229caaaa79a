/** A change of a round in words, and those concerned told of it with its reason: nominators, drafts, those asked, the panel, units with places. */
import { queueJob } from '#actions/job.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { SettingsChange } from '#domain/programme/settings-change.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { changedParts, changeWords, type PartNames, type RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import { stepWords } from '#domain/step-kinds.ts';
import { findOrganisation } from '#store/people.ts';
import type { Writing } from '#store/writing.ts';

const told = ['nominators', 'drafts', 'asked', 'panel', 'below'] as const;
/** What was changed may name every unit that has places; a reason is as long as its form allows. */
const longest = 4_000;
const short = (words: string): string => {
  const characters = [...words];
  return characters.length <= longest ? words : `${characters.slice(0, longest - 1).join('')}…`;
};

/** What settings are called after phases and organisations, which have names instead of ids. */
async function partNames(
  deps: Deps,
  { programme, stage }: { readonly programme: Programme; readonly stage: number },
  changes: SettingsChange['changes'],
): Promise<PartNames> {
  const phases = stepPhases(programme.stages[stage]!).map(({ id, steps }) => {
    const [zh, en] = (['zh', 'en'] as const).map((lang) =>
      steps
        .map(({ kind, title }) => (lang === 'zh' ? title : undefined) ?? stepWords[kind][lang])
        .join(lang === 'zh' ? '、' : ', '),
    );
    return [id, { zh: zh!, en: en! }] as const;
  });
  const plain: PartNames = { phases: Object.fromEntries(phases), organisations: {} };
  const ids = changedParts(changes, plain).flatMap(({ field, part }) =>
    field === 'shares' ? (part ?? []) : [],
  );
  const found = await Promise.all(ids.map((id) => findOrganisation(deps.table, id)));
  return {
    ...plain,
    organisations: Object.fromEntries(found.flatMap((org) => (org ? [[org.id, org.name]] : []))),
  };
}

/** The changes of settings part by part, each with the words that it is told in. */
export const partsOf = async (
  deps: Deps,
  round: { readonly programme: Programme; readonly stage: number },
  changes: SettingsChange['changes'],
): Promise<RoundChange['changes']> => changedParts(changes, await partNames(deps, round, changes));

/**
 * Has those concerned told of a change with its reason, each person once: a job in the same write for each kind of them.
 * Before the window opens settings need no reason, and nobody waits for what they say.
 */
export function tellChange(
  deps: Deps,
  write: Writing,
  actor: Actor,
  round: Round,
  change: RoundChange,
): void {
  if (change.reason === '') return;
  const words = changeWords(change);
  const params = {
    reason: short(change.reason),
    whatZh: short(words.map(({ zh }) => zh).join('；')),
    whatEn: short(words.map(({ en }) => en).join('; ')),
  };
  const template = change.kind === 'cancel' ? 'roundCancelled' : 'roundChanged';
  for (const kind of told)
    queueJob(write, actor, 'bulk-mail', {
      id: deps.id('job'),
      org: round.org,
      params: { round: round.id, audience: { kind }, template, params, change: change.seq },
    });
}
