/** Routes of the ledger 荣誉台账: honours that other levels granted, and what a year adds up to. */
import * as z from 'zod';
import { ledgerClaim, ledgerStrike } from '#actions/honour/honour-input.ts';
import { recordLedgerEntry, strikeLedgerEntry } from '#actions/honour/ledger.ts';
import { answerClaim, listUnclaimed } from '#actions/honour/ledger-claims.ts';
import { importLedger, ledgerOutcomes, readLedgerImport } from '#actions/honour/ledger-import.ts';
import { readLedger, yearReport } from '#actions/honour/ledger-reading.ts';
import { ledgerFilter, ledgerSources } from '#domain/honour/ledger-filter.ts';
import { ledgerImportRecord, ledgerOutcomesRecord } from '#domain/honour/ledger-import-record.ts';
import { ledgerCategories } from '#domain/honour/ledger-input.ts';
import { ledgerRecord } from '#domain/honour/ledger-record.ts';
import { only } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, level, limit, named, page } from '#web/api/schemas.ts';
import { job, jobIn } from '#web/running/jobs-api.ts';
import { ledgerFileRoutes } from './ledger-files-api.ts';

const ofHonours = routesOf('honours');

const entry = named(
  'LedgerEntry',
  ledgerRecord().pick(
    only(
      'id org year level levelSaid code title category kind count unit about outcome holderUnit',
      'names bodies documentNumber date group grades gradedOn batch number note source status struck',
      'standing history at version',
    ),
  ),
);
/** A line of a year, recorded or granted here. */
const line = named(
  'LedgerLine',
  entry.omit({ source: true, at: true }).extend({
    source: z.enum(ledgerSources),
    at: z.string().optional(),
    identified: z.boolean(),
    programme: z.string().optional(),
    list: z.string().optional(),
  }),
);
const importShape = named(
  'LedgerImport',
  ledgerImportRecord().omit({ by: true, parts: true, sheet: true }).extend({ refused: faultLine.optional() }),
);
const titleCount = {
  code: z.string(),
  title: z.string(),
  list: z.string().optional(),
  level: level.optional(),
  levelSaid: z.string().optional(),
  unit: z.string(),
  about: z.literal(true).optional(),
  prize: z.literal(true).optional(),
};
const counted = z.object({ count: z.int() });
const cells = z.record(z.string(), z.unknown());
const example = {
  year: 2021,
  level: 'city',
  code: 'SBQS',
  title: '三八红旗手',
  category: 'individual',
  names: ['王芳'],
  bodies: ['长沙市妇女联合会'],
};

export const ledgerRoutes = [
  ...ledgerFileRoutes,
  ofHonours.get({
    path: '/api/organisations/{org}/ledger/{year}',
    id: 'readLedger',
    needs: 'read',
    summary: {
      zh: '单位某年度的全部荣誉：本级授予的、登记的、导入的；一页最多查看 2000 行，不足时可能还有下一页',
      en: 'All honours of a year, granted here, recorded or imported; a page looks at 2,000 rows at most, and may be short and still have a next one',
    },
    query: ledgerFilter.extend({ cursor, limit }),
    answer: page(line),
    handle: (deps, actor, { params, query }) => readLedger(deps, actor, params.org, params.year, query),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/ledger',
    id: 'recordLedgerEntry',
    needs: 'session',
    status: 201,
    idempotent: true,
    summary: { zh: '登记其他层级授予的荣誉', en: 'Record an honour that another level granted' },
    body: cells,
    example,
    answer: entry,
    handle: (deps, actor, { params, body, facts }) =>
      recordLedgerEntry(deps, actor, params.org, body, facts.idempotencyKey),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/ledger/import',
    id: 'importLedger',
    needs: 'session',
    status: 202,
    summary: {
      zh: '导入旧台账（列名同模板，旧台账的常用列名也可以），在后台逐行检查和登记',
      en: 'Import an old ledger (titles of the template, or those that ledgers use), its lines checked and recorded in the background',
    },
    body: z.strictObject({ rows: z.array(cells).min(1).max(50_000) }),
    example: {
      rows: [{ 年度: 2021, 荣誉: '三八红旗手', 级别: '市级', 姓名: '王芳', 授予单位: '长沙市妇联' }],
    },
    answer: importShape,
    handle: async (deps, actor, { params, body }) => {
      const { refused: _, ...begun } = await importLedger(deps, actor, params.org, body);
      return begun;
    },
  }),
  ofHonours.get({
    path: '/api/ledger-imports/{job}',
    id: 'getLedgerImport',
    needs: 'read',
    summary: { zh: '台账导入的进度', en: 'Progress of an import of a ledger' },
    answer: importShape.extend({ job }),
    handle: async (deps, actor, { params, facts }) => {
      const { record, job: running } = await readLedgerImport(deps, actor, params.job);
      const { refused, ...rest } = record;
      return {
        ...rest,
        ...(refused !== undefined && { refused: faultsIn(facts.lang, [refused])[0]! }),
        job: jobIn(facts.lang, running),
      };
    },
  }),
  ofHonours.get({
    path: '/api/ledger-imports/{job}/rows',
    id: 'listLedgerImportRows',
    needs: 'read',
    summary: {
      zh: '各行的结果：有误的、重复的、此前已登记的；其余计数',
      en: 'What became of the lines: faulty, doubled and known ones by number, the others counted',
    },
    query: z.strictObject({ cursor }),
    answer: page(
      ledgerOutcomesRecord().extend({
        faulty: z.array(z.object({ row: z.int(), faults: z.array(faultLine) })),
      }),
    ),
    handle: async (deps, actor, { params, query, facts }) => {
      const { items, cursor: next } = await ledgerOutcomes(deps, actor, params.job, query.cursor);
      return {
        items: items.map((each) => ({
          ...each,
          faulty: each.faulty.map(({ row, faults }) => ({ row, faults: faultsIn(facts.lang, faults) })),
        })),
        cursor: next,
      };
    },
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/ledger/{year}/strike',
    id: 'strikeLedgerEntry',
    needs: 'session',
    summary: { zh: '划去误登的一条', en: 'Strike out an entry that was recorded by mistake' },
    body: ledgerStrike,
    example: { id: 'led01', reason: '重复登记', version: 1 },
    handle: async (deps, actor, { params, body }) => {
      await strikeLedgerEntry(deps, actor, { ...body, org: params.org, year: params.year });
    },
  }),
  ofHonours.get({
    path: '/api/organisations/{org}/ledger/{year}/claims',
    id: 'listLedgerClaims',
    needs: 'session',
    summary: {
      zh: '只知道名称的旧荣誉，和可能是其获得者的申报对象',
      en: 'Older titles known by name alone, each with nominees who may be its holder',
    },
    query: z.strictObject({ cursor }),
    answer: page(
      z.object({
        entry,
        suggestions: z.array(
          z.object({ nomination: z.string(), name: z.string(), programme: z.string(), from: z.string() }),
        ),
      }),
    ),
    handle: (deps, actor, { params, query }) =>
      listUnclaimed(deps, actor, params.org, params.year, query.cursor),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/ledger/{year}/claims',
    id: 'answerLedgerClaim',
    needs: 'session',
    summary: {
      zh: '确认或否认申报对象就是旧荣誉的获得者',
      en: 'Say that a nominee is the holder of an older title, or somebody else',
    },
    body: ledgerClaim,
    example: { entry: 'led01', nomination: 'nom01', is: true },
    handle: async (deps, actor, { params, body }) => {
      await answerClaim(deps, actor, { ...body, org: params.org, year: params.year });
    },
  }),
  ofHonours.get({
    path: '/api/organisations/{org}/report/{year}',
    id: 'yearReport',
    needs: 'read',
    summary: { zh: '年度荣誉统计', en: 'What a year of honours adds up to' },
    answer: z.object({
      year: z.int(),
      totals: z.object({
        total: z.int(),
        byLevel: z.array(counted.extend({ level, prizes: z.int().optional() })),
        unlevelled: z.array(counted.extend({ said: z.string() })),
        byCategory: z.array(counted.extend({ category: z.enum(ledgerCategories) })),
        byTitle: z.array(
          counted.extend({
            ...titleCount,
            vacant: z.int().optional(),
            groups: z.array(counted.extend({ group: z.string() })).optional(),
            grades: z.array(counted.extend({ grade: z.string() })).optional(),
            regraded: z.int().optional(),
          }),
        ),
        byAward: z.array(counted.extend({ award: z.string() })),
        families: z.int(),
        people: z.int(),
        unnamed: z.object({ families: z.int(), people: z.int() }),
        familyTitles: z.array(counted.extend({ level })),
        others: z.int(),
        aside: z.array(counted.extend({ ...titleCount, why: z.enum(['sent', 'stock', 'support']) })),
      }),
      paragraph: z.string(),
      cut: z.boolean(),
    }),
    handle: (deps, actor, { params }) => yearReport(deps, actor, params.org, params.year),
  }),
];
