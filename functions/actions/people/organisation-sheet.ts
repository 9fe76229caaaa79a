/** Import of organisations from a sheet: titles and words as people write them, faults by the line of the sheet. */
import type { Deps } from '#deps';
import { type Level, levels, levelWords } from '#domain/level.ts';
import { isOneOf, keysOf } from '#domain/members.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { type Fault, fault, invalid, refuseIf, text } from '#domain/problem.ts';
import { plainHead, readTable, type SheetRow } from '#domain/sheet.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { findOrganisation } from '#store/people.ts';
import { type ImportReport, importOrganisations } from './organisations.ts';

/** What a column is, and the titles that people give it; the first is the template's. */
const columns = {
  id: ['编号', '单位编号', '单位编码', '机构编号', '机构代码', '组织编号', 'id'],
  name: ['名称', '单位名称', '单位全称', '机构名称', '组织名称', '单位', 'name'],
  level: ['层级', '级别', '单位层级', '单位级别', 'level'],
  parent: ['上级编号', '上级单位编号', '上级单位编码', '上级机构编号', '上级', 'parent'],
  order: ['排序号', '排序', '顺序', '顺序号', 'order'],
  region: ['区划代码', '行政区划代码', '行政区划', '区划', 'region'],
  branch: ['所属系统', '系统', 'branch'],
} as const;
type Column = keyof typeof columns;
const needed: readonly Column[] = ['id', 'name', 'level', 'parent', 'region'];

const columnOf = (head: string): Column | undefined =>
  keysOf(columns).find((each) => isOneOf(columns[each], plainHead(head)));

/** The words that people have for a level beside its own. */
const spoken: Readonly<Record<Level, readonly string[]>> = {
  unit: ['基层单位', '企业', '机关'],
  community: ['村', '村社区', '行政村', '社区村'],
  street: ['乡', '镇', '乡镇', '乡镇街道', '街道乡镇'],
  district: ['区', '县', '县区', '区县市', '县市区'],
  city: ['地市', '市州', '设区市', '地级市'],
  province: ['省级', '自治区', '直辖市'],
  nation: ['国家', '中央'],
};
const levelText = text(
  `层级请写：${levels.map((level) => levelWords[level].zh).join('、')}`,
  `write one of the levels: ${levels.map((level) => levelWords[level].zh).join(', ')}`,
);
const bare = (written: string): string => written.normalize('NFKC').replace(/[\s()、/级]/gu, '');
const levelOf = (written: string): string =>
  levels.find((level) =>
    [level, levelWords[level].zh, ...spoken[level]].some((word) => bare(word) === bare(written)),
  ) ?? written;

const readCell = (column: Column, cell: SheetRow[string]): unknown => {
  const written = String(cell).trim();
  if (column === 'name' || column === 'branch') return written;
  if (column === 'level') return levelOf(written);
  const plain = written.normalize('NFKC').replace(/\s/gu, '');
  return column === 'order' && /^\d+$/.test(plain) ? Number(plain) : plain.toLowerCase();
};

interface Line {
  readonly row: number;
  readonly value: Readonly<Record<string, unknown>>;
}

async function linesOf(bytes: Uint8Array): Promise<readonly Line[]> {
  const wanted = needed.map((each) => columns[each][0]);
  const table = readTable(await readSheets(bytes), (head) => columnOf(head) !== undefined, wanted);
  const heads = table.heads.map((head) => [head, columnOf(head)] as const);
  const lacking = needed.filter((each) => !heads.some(([, column]) => column === each));
  if (lacking.length > 0) {
    const words = lacking.map((each) => columns[each][0]).join('、');
    const zh = `表头缺少这些列：${words}。请补上后再上传。`;
    const en = `The header lacks these columns: ${lacking.join(', ')}. Add them and upload again.`;
    throw invalid('sheet-titles', zh, en, [fault('file', 'sheet-titles', zh, en)]);
  }
  refuseIf(
    table.unread.flatMap(({ row, faults }) => faults.map((one) => ({ ...one, field: `rows.${row - 2}.` }))),
  );
  return table.rows
    .map((row, n) => ({
      row: n,
      value: Object.fromEntries(
        heads.flatMap(([head, column]) =>
          column === undefined || row[head] === undefined ? [] : [[column, readCell(column, row[head])]],
        ),
      ),
    }))
    .filter(({ value }) => Object.keys(value).length > 0);
}

/** New organisations need one above; those that are there already are left as they are. */
async function parentFaults(deps: Pick<Deps, 'table'>, lines: readonly Line[]): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { row, value } of lines)
    if (
      value.parent === undefined &&
      typeof value.id === 'string' &&
      (await findOrganisation(deps.table, value.id)) === undefined
    )
      faults.push(
        fault(`rows.${row}.parent`, 'required', '请填写上级编号', 'give the id of the organisation above'),
      );
  return faults;
}

/**
 * Imports the organisations of an uploaded sheet; who may not create any is refused before it is read. Faults are by line:
 * `rows.3.level` stands in line 5. @throws Problem as `importOrganisations` and `readSheets` do; `invalid` `sheet-titles`.
 */
export async function importOrganisationSheet(
  deps: Parameters<typeof importOrganisations>[0],
  actor: Actor,
  bytes: Uint8Array,
): Promise<ImportReport> {
  if (!actor.grants.some(({ org }) => may(actor, 'organisation.create', { orgPath: [org] })))
    demand(actor, 'organisation.create', { orgPath: [] });
  const lines = await linesOf(bytes);
  const orphans = await parentFaults(deps, lines);
  if (orphans.length > 0) return { created: [], unchanged: [], faults: orphans };
  const report = await importOrganisations(
    deps,
    actor,
    lines.map(({ value }) => value),
  );
  const placed = report.faults.map((one) => ({
    ...one,
    text: one.code === 'choice' && one.field.endsWith('.level') ? levelText : one.text,
    field: one.field.replace(/^rows\.(\d+)/, (_, n: string) => `rows.${lines[Number(n)]!.row}`),
  }));
  return { ...report, faults: placed };
}
