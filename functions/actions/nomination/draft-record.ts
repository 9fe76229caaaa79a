/** A draft 草稿 as it is stored: encrypted like a form, with the id that its nomination will have. */

import type { Deps } from '#deps';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import type { Draft } from '#domain/nomination/draft-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, type Fault, Problem } from '#domain/problem.ts';
import type { Thing } from '#domain/things.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find } from '#store/reads.ts';
import type { Item, Op, Table } from '#store/table.ts';

/** Ids of drafts and nominations: part of keys and of names of executions, which have 80 characters in all. */
export const nominationIdForm = /^[A-Za-z0-9][A-Za-z0-9_-]{3,55}$/;
export const isNominationId = (id: string): boolean => nominationIdForm.test(id);

/** When a draft that is not saved again is removed: at three in the night, a year after it was last saved. */
export const draftEnd = (savedAt: string): string => instantAt(addDays(shanghaiDate(savedAt), 365), '03:00');

export const draftRow = (draft: Draft): Item => ({
  ...draft,
  ...keys.draft(draft.id),
  gsi2pk: keys.owned(draft.owner),
  gsi2sk: `${draft.createdAt}#${draft.id}`,
});

const placeOf = ({ programme, orgPath, id }: Draft) =>
  keys.draftPlace(programme, keys.draftsBelow(orgPath), id);

/** The writes by which a draft is found by programme and organisation; without `after` it is no more. */
export function placeOps(before: Draft | undefined, after: Draft | undefined): readonly Op[] {
  const row = (draft: Draft): Item => {
    const { org, channel, owner } = draft;
    return { ...placeOf(draft), org, channel, owner };
  };
  const [was, is] = [before && row(before), after && row(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return [];
  return [
    ...(was !== undefined && was.sk !== is?.sk ? [{ remove: placeOf(before!) }] : []),
    ...(is === undefined ? [] : [{ put: is }]),
  ];
}

/** The draft of this id, strongly consistent; undefined when there is none (any more). */
export const findDraft = (table: Table, id: string): Promise<Draft | undefined> =>
  find<Draft>(table, keys.draft(id));

/** A draft for whoever may write it; undefined when there is none, or another's. */
export async function findOwnDraft(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  id: string,
): Promise<Draft | undefined> {
  const draft = await findDraft(deps.table, id);
  if (draft === undefined) return undefined;
  try {
    await demandDraft(deps, actor, draft);
    return draft;
  } catch (error) {
    if (error instanceof Problem && error.kind === 'missing') return undefined;
    throw error;
  }
}

/** Whoever nominates herself or another owns her draft; an organisation's belongs to its clerks and administrators. */
export async function demandDraft(
  deps: Pick<Deps, 'table'>,
  actor: Actor,
  { org, channel, owner }: Pick<Draft, 'org' | 'channel' | 'owner'>,
  thing: Thing = 'draft',
): Promise<void> {
  const { path } = await getOrganisation(deps.table, org);
  demand(actor, 'nomination.draft', { orgPath: path, ...(channel !== 'organisation' && { owner }) }, thing);
}

/** What the slower of two savers is told; `changed` names the fields that differ. The page keeps her text. */
export const draftChanged = (changed: readonly Fault[]): Problem =>
  conflict(
    'draft-changed',
    '这份草稿刚在别处保存过（另一个窗口，或另一位填报员）。您填写的内容还在本页，请对照标出的项目后再保存。',
    'This draft was just saved elsewhere (another window, or another clerk). Your text is still on this page; compare the marked items, then save again.',
    changed,
  );
