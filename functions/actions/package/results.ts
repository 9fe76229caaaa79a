/** Results of an outer level for a package by a sheet: read at once, held against the package and recorded by a job. */
import { queueJob } from '#actions/job.ts';
import { begin, finish } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import type { Package, ResultRun } from '#domain/package/package-record.ts';
import { isResultColumn, resultRows, wantedColumns } from '#domain/package/result-sheet.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, fault, invalid, missing, tooLarge } from '#domain/problem.ts';
import { readTable } from '#domain/sheet.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find, type Listed, listPage } from '#store/reads.ts';
import { resultSheet } from './package-input.ts';
import { readPackage } from './packages.ts';

/** Rows of one sheet: its outcomes stand in one record. */
const mostRows = 500;
/** A sheet of results is kept so long: the result itself stands at each candidacy. */
const keptSeconds = 400 * 86_400;

const bodiesIn = (written: string): readonly string[] =>
  written
    .split(/[、，,;；\n]/u)
    .map((each) => each.trim())
    .filter((each) => each !== '');

function demandOutside(found: Package): void {
  if (!found.outside)
    throw conflict(
      'not-external',
      '这个报送包报送给本系统内的上级，结果由上级办理后自动返回，无需登记。',
      'This package goes to a level that uses this system; its results come back by themselves.',
    );
}

/**
 * Takes a sheet of results. Each row is told: what was recorded, and what could not be read or matched, by name. What the
 * rows leave out (basis, bodies, date) the form that came with the sheet says. @throws Problem `invalid`, toolarge,
 * conflict `not-external`, forbidden.
 */
export async function takeResults(
  deps: Deps,
  actor: Actor,
  { id, ...sent }: Input<typeof resultSheet> & { readonly id: string },
  bytes: Uint8Array,
): Promise<ResultRun> {
  const { package: found, organisation } = await readPackage(deps, actor, id);
  demand(actor, 'upward.send', { orgPath: organisation.path }, 'package');
  demandOutside(found);
  const { source, bodies, date } = readInput(resultSheet, sent);
  const table = readTable(await readSheets(bytes), isResultColumn, wantedColumns);
  const rows = resultRows(table, { source, bodies: bodiesIn(bodies), date });
  if (rows.length === 0) {
    const zh = '表中没有结果，请在表头下面逐行填写后再上传。';
    const en = 'The sheet has no results; fill in a row each and upload it again.';
    throw invalid('no-rows', zh, en, [fault('file', 'no-rows', zh, en)]);
  }
  if (rows.length > mostRows)
    throw tooLarge(
      'sheet-too-large',
      `一次最多登记 ${mostRows} 行，表中有 ${rows.length} 行，请分成几张表。`,
      `A sheet has ${mostRows} rows at most, this one ${rows.length}; split it.`,
    );
  const write = begin(deps, actor);
  const run: ResultRun = {
    ...{ id: deps.id('run'), package: id, by: actor.id, at: write.now },
    ...{ matched: false, done: 0, rows, version: 0 },
  };
  write.save('package', found, {}, 'package.results', { run: run.id, rows: rows.length });
  const ttl = Math.floor(deps.clock() / 1000) + keptSeconds;
  write.op({ put: { ...run, ...keys.resultRun(id, run.id), ttl }, when: rowAbsent });
  const params = { package: id, run: run.id };
  queueJob(write, actor, 'record-results', {
    org: found.org,
    id: `job-${run.id}`,
    params,
    total: rows.length,
  });
  await finish(deps, write);
  return run;
}

/** What became of one sheet, row by row. @throws Problem missing `results-unknown`; forbidden. */
export async function readRun(deps: Deps, actor: Actor, id: string, run: string): Promise<ResultRun> {
  await readPackage(deps, actor, id);
  const found = await find<ResultRun>(deps.table, keys.resultRun(id, run));
  if (found === undefined)
    throw missing('results-unknown', '没有这次登记。', 'There is no such sheet of results.');
  return found;
}

/** The sheets that came back for a package, newest first. @throws Problem forbidden. */
export async function listRuns(
  deps: Deps,
  actor: Actor,
  id: string,
  cursor?: string,
): Promise<Listed<ResultRun>> {
  await readPackage(deps, actor, id);
  const { pk } = keys.package(id);
  return listPage<ResultRun>(deps.table, {
    ...{ pk, prefix: keys.resultRunPrefix, limit: 10, descending: true, cursor },
  });
}
