/** Names for pages: organisations and members by id, steps and acts in words. */

import type { CandidacyState } from '#domain/candidacy/candidacy-state.ts';
import { isOneOf, keysOf, oneOf } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import type { Stage } from '#domain/programme/programme.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import { type NamedStep, nameSteps, type Phase } from '#domain/programme/step.ts';
import { isNomineeStep, type StepKind } from '#domain/step-kinds.ts';
import { eventWords, isEventName } from '#domain/trust/event-words.ts';
import { findMember, findOrganisation } from '#store/people.ts';
import type { Table } from '#store/table.ts';
import { type Lang, t, w } from './words.ts';

/** Gives the name of an id; the id itself when it is unknown. */
export type NameOf = (id: string) => string;

async function namesBy(
  ids: Iterable<string>,
  read: (id: string) => Promise<{ readonly name: string } | undefined>,
): Promise<NameOf> {
  const unique = [...new Set(ids)].filter((id) => id !== '');
  const found = await Promise.all(unique.map(async (id) => [id, (await read(id))?.name] as const));
  const names = new Map(found);
  return (id) => names.get(id) || id;
}

/** Names of organisations; one get each, so for what a page shows and no more. */
export const organisationNames = (table: Table, ids: Iterable<string>): Promise<NameOf> =>
  namesBy(ids, (id) => findOrganisation(table, id));

/** Who acts without being a member. */
export const nobodyWords = {
  system: text('系统', 'system'),
  public: text('公众', 'the public'),
} as const;
const noMembers = keysOf(nobodyWords);

/** Names of members, of the system itself, and of the public, who objects without signing in. */
export async function memberNames(table: Table, ids: Iterable<string>, lang: Lang): Promise<NameOf> {
  const nameOf = await namesBy(
    [...ids].filter((id) => !isOneOf(noMembers, id)),
    (id) => findMember(table, id),
  );
  return (id) => {
    const nobody = oneOf(noMembers, id);
    return nobody === undefined ? nameOf(id) : t(lang, nobodyWords[nobody]);
  };
}

/** A step's own title, else the word of its kind. */
export const stepName = (lang: Lang, step: Pick<NamedStep, 'kind' | 'title' | 'titleEn'>): string =>
  t(lang, stepTitle(step));

/** A batch step of a stage by its kind, as the programme calls it: there is one of each. */
export const batchName = (lang: Lang, stage: Pick<Stage, 'steps'>, kind: StepKind): string =>
  stepName(lang, stage.steps.find((one) => one.kind === kind) ?? { kind });

/** A step of a stage by its id, as the programme calls it: two of one kind are told apart by it. */
export const stepNameIn = (
  lang: Lang,
  stage: Pick<Stage, 'steps'> | undefined,
  { id, kind }: { readonly id: string; readonly kind: string },
): string => {
  const step = nameSteps(stage?.steps ?? []).find((one) => one.id === id);
  return step !== undefined ? stepName(lang, step) : isNomineeStep(kind) ? w(lang).steps[kind] : id;
};

/** A state as the desk says it: what rests here may have been sent back, or carried to a later tranche (stragglers.ts). */
export const stateName = (lang: Lang, state: CandidacyState): string =>
  state === 'sentBack'
    ? lang === 'en'
      ? 'Sent back or carried'
      : '退回或转后续批次'
    : w(lang).states[state];

/** The steps of a phase in one line. */
export const phaseName = (lang: Lang, phase: Phase): string =>
  phase.steps.map((step) => stepName(lang, step)).join(lang === 'zh' ? '、' : ', ');

/** What an event says in words; one of an earlier version that has none shows its name. */
export const eventName = (lang: Lang, name: string): string =>
  isEventName(name) ? t(lang, eventWords[name]) : name;
