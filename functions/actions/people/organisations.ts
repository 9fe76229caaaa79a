/** The tree of organisations: make, edit, import from a sheet; each change stands on the organisation's audit chain. */

import { again, instantOf } from '#actions/write.ts';
import { faultsFromZod } from '#domain/faults.ts';
import { type OfRecord, readInput, readOfRecord } from '#domain/input.ts';
import { type Level, levelRank, levelWords } from '#domain/level.ts';
import { memberOf } from '#domain/members.ts';
import { type OrganisationInput, organisationSchema } from '#domain/people/organisation.ts';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, type Problem, refuseIf, tooLarge } from '#domain/problem.ts';
import type { EventName } from '#domain/trust/event-words.ts';
import type { Happened } from '#store/chain.ts';
import {
  changedOrganisationOps,
  findOrganisation,
  forgetKnown,
  getOrganisation,
  newOrganisationOps,
} from '#store/people.ts';
import { isConflict } from '#store/table.ts';
import type { PeopleDeps } from './people.ts';
import { organisationEdit } from './people-input.ts';

const happened = (
  deps: PeopleDeps,
  actor: Actor,
  action: EventName,
  details: Happened['details'],
): Happened => ({
  at: instantOf(deps),
  actor: actor.id,
  via: actor.via,
  action,
  details,
});

/** A recommendation climbs: who is above has a higher level (docs/rules/levels.md#levels). */
const levelFaults = (level: Level, above: Level, at = ''): readonly Fault[] =>
  levelRank(level) < levelRank(above)
    ? []
    : [
        fault(
          `${at}level`,
          'level-not-below',
          `层级“${levelWords[level].zh}”须低于上级单位的层级“${levelWords[above].zh}”`,
          `the level “${levelWords[level].en}” must be below that of the organisation above, “${levelWords[above].en}”`,
        ),
      ];

const taken = (id: string): Problem =>
  conflict(
    'organisation-exists',
    `编号 ${id} 已被另一单位使用，请换一个编号。`,
    `Another organisation has the id ${id}; choose another.`,
  );

/**
 * Makes an organisation below another; only the system makes a root.
 * @throws Problem invalid with faults (`level-not-below` among them); missing `organisation-unknown` for the parent;
 * conflict `organisation-exists`; forbidden.
 */
export async function createOrganisation(
  deps: PeopleDeps,
  actor: Actor,
  sent: unknown,
): Promise<Organisation> {
  const data = readInput(organisationSchema, sent);
  const above = data.parent === undefined ? undefined : await getOrganisation(deps.table, data.parent);
  demand(actor, 'organisation.create', { orgPath: above?.path ?? [] });
  if (above !== undefined) refuseIf(levelFaults(data.level, above.level));
  const { organisation, ops } = newOrganisationOps(
    { ...data, path: [...(above?.path ?? []), data.id] },
    happened(deps, actor, 'organisation.create', { level: data.level, parent: data.parent ?? '' }),
  );
  try {
    await deps.table.together(ops);
    forgetKnown(deps.table);
  } catch (error) {
    throw isConflict(error) ? taken(data.id) : error;
  }
  return organisation;
}

/**
 * Changes an organisation. `version` is the one that the form was made from.
 * @throws Problem conflict `organisation-changed` when it was edited meanwhile; invalid; missing; forbidden.
 */
export async function editOrganisation(
  deps: PeopleDeps,
  actor: Actor,
  sent: OfRecord<typeof organisationEdit>,
): Promise<Organisation> {
  const { id, version, ...edit } = readOfRecord(organisationEdit, sent);
  return again(async () => {
    const before = await getOrganisation(deps.table, id);
    demand(actor, 'organisation.edit', { orgPath: before.path });
    if (before.version !== version)
      throw conflict(
        'organisation-changed',
        '该单位的信息刚被改动，请刷新后再试。',
        'This organisation was changed meanwhile; reload and try again.',
      );
    const { path, version: _, head, logo, ...input } = before;
    const { name, order, region, branch, contact } = { ...input, ...edit };
    const data = readInput(organisationSchema, {
      ...input,
      name,
      order,
      region,
      contact,
      ...(branch === undefined ? {} : { branch }),
    });
    const after: Organisation = { ...data, path, version, head, ...(logo !== undefined && { logo }) };
    const fields = Object.keys(edit).sort();
    const ops = changedOrganisationOps(before, after, happened(deps, actor, 'organisation.edit', { fields }));
    await deps.table.together(ops);
    forgetKnown(deps.table);
    return getOrganisation(deps.table, id);
  });
}

export interface ImportReport {
  readonly created: readonly string[];
  readonly unchanged: readonly string[];
  /** Faults by row, such as `rows.3.level`, counted from 0; with any of them nothing was written. */
  readonly faults: readonly Fault[];
}

/** Rows of one call: a job cuts a longer sheet, the organisations above first. */
const mostRows = 1_000;

/** What an existing organisation must share with its row to count as the same one, so that an import can be repeated. */
const same = (there: Organisation, row: OrganisationInput): boolean =>
  there.name === row.name && there.level === row.level && (there.parent ?? '') === (row.parent ?? '');

/** What a row says of its place, however wrong the rest of it is. */
function placeIn(row: unknown): { readonly id: string | undefined; readonly parent: string | undefined } {
  const word = (value: unknown) =>
    typeof value === 'string' && value !== '' && value.length <= 100 ? value : undefined;
  return { id: word(memberOf(row, 'id')), parent: word(memberOf(row, 'parent')) };
}

/**
 * The right comes before the faults: who may not create here learns nothing about what stands in the tree. New rows
 * under others of the sheet need no check of their own, since the right above them reaches down.
 */
async function demandImport(
  actor: Actor,
  rows: readonly unknown[],
  there: (id: string) => Promise<Organisation | undefined>,
): Promise<void> {
  if (!actor.grants.some(({ org }) => may(actor, 'organisation.create', { orgPath: [org] })))
    demand(actor, 'organisation.create', { orgPath: [] });
  for (const { id, parent } of rows.map(placeIn)) {
    if (id !== undefined && (await there(id)) !== undefined) continue;
    const above = parent === undefined ? undefined : await there(parent);
    if (above !== undefined) demand(actor, 'organisation.create', { orgPath: above.path });
    else if (parent === undefined && id !== undefined) demand(actor, 'organisation.create', { orgPath: [] });
  }
}

/**
 * Imports organisations from the rows of a sheet, in any order. All rows are checked first: with one fault nothing is
 * written. Rows that are there already are left as they are, so a broken import is simply repeated.
 * @throws Problem forbidden when the actor may not create below one of the parents; toolarge beyond 1,000 rows.
 */
export async function importOrganisations(
  deps: PeopleDeps,
  actor: Actor,
  rows: readonly unknown[],
): Promise<ImportReport> {
  if (rows.length > mostRows)
    throw tooLarge(
      'import-rows',
      `一次最多导入 ${mostRows} 行，请分批导入。`,
      `Import ${mostRows} rows at a time at most.`,
    );
  const found = new Map<string, Promise<Organisation | undefined>>();
  const findOne = (id: string) => {
    const known = found.get(id) ?? findOrganisation(deps.table, id);
    found.set(id, known);
    return known;
  };
  await demandImport(actor, rows, findOne);
  const faults: Fault[] = [];
  const good = new Map<string, { readonly row: OrganisationInput; readonly at: string }>();
  for (const [i, row] of rows.entries()) {
    const at = `rows.${i}.`;
    const result = organisationSchema.safeParse(row);
    if (!result.success) {
      for (const each of faultsFromZod(result.error, row, organisationSchema))
        faults.push({ ...each, field: at + each.field });
    } else if (good.has(result.data.id))
      faults.push(
        fault(`${at}id`, 'import-twice', '该编号在表中出现两次', 'this id stands twice in the sheet'),
      );
    else good.set(result.data.id, { row: result.data, at });
  }

  const unchanged: string[] = [];
  const fresh: OrganisationInput[] = [];
  for (const { row, at } of good.values()) {
    const there = await findOne(row.id);
    if (there === undefined) fresh.push(row);
    else if (same(there, row)) unchanged.push(row.id);
    else
      faults.push(
        fault(
          `${at}id`,
          'organisation-exists',
          `编号 ${row.id} 已是“${there.name}”，与本行不同`,
          `${row.id} is “${there.name}” already, which differs from this row`,
        ),
      );
    const above =
      row.parent === undefined ? undefined : (good.get(row.parent)?.row ?? (await findOne(row.parent)));
    if (row.parent !== undefined && above === undefined)
      faults.push(
        fault(
          `${at}parent`,
          'import-parent',
          `没有编号为 ${row.parent} 的上级单位`,
          `there is no organisation ${row.parent} above`,
        ),
      );
    if (above !== undefined) faults.push(...levelFaults(row.level, above.level, at));
  }
  if (faults.length > 0) return { created: [], unchanged: [], faults };

  // Every level is below its parent's (checked above), so the higher levels first are the parents first.
  fresh.sort((a, b) => levelRank(b.level) - levelRank(a.level));
  for (const row of fresh) await createOrganisation(deps, actor, row);
  return { created: fresh.map((row) => row.id), unchanged, faults: [] };
}
