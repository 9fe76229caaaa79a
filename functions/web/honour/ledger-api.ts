/** Routes of the ledger 荣誉台账: honours that other levels granted, and what a year adds up to. */
import * as z from 'zod';
import { ledgerStrike } from '#actions/honour/honour-input.ts';
import {
  importLedger,
  readLedger,
  recordLedgerEntry,
  strikeLedgerEntry,
  yearReport,
} from '#actions/honour/ledger.ts';
import { ledgerRecord } from '#domain/honour/ledger-record.ts';
import { categories } from '#domain/programme/programme-kinds.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, level, named, page } from '#web/api/schemas.ts';

const ofHonours = routesOf('honours');

const entry = named(
  'LedgerEntry',
  ledgerRecord().pick({
    id: true,
    org: true,
    year: true,
    level: true,
    code: true,
    title: true,
    category: true,
    count: true,
    names: true,
    bodies: true,
    documentNumber: true,
    date: true,
    group: true,
    grades: true,
    batch: true,
    number: true,
    note: true,
    source: true,
    status: true,
    struck: true,
    standing: true,
    history: true,
    at: true,
    version: true,
  }),
);
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
  ofHonours.get({
    path: '/api/organisations/{org}/ledger/{year}',
    id: 'readLedger',
    needs: 'read',
    summary: { zh: '单位某年度的荣誉台账', en: 'The ledger of an organisation for a year' },
    query: z.strictObject({ cursor }),
    answer: page(entry),
    handle: (deps, actor, { params, query }) =>
      readLedger(deps, actor, params.org, params.year, query.cursor),
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
    summary: { zh: '批量导入台账（列名同模板）', en: 'Import rows, columns as in the template' },
    body: z.strictObject({ rows: z.array(cells).min(1) }),
    example: { rows: [{ 年度: 2021, 荣誉: '三八红旗手' }] },
    answer: z.object({
      saved: z.int(),
      known: z.int(),
      faulty: z.array(z.object({ row: z.int(), faults: z.array(faultLine) })),
    }),
    handle: async (deps, actor, { params, body, facts }) => {
      const report = await importLedger(deps, actor, params.org, body.rows);
      const faulty = report.faulty.map(({ row, faults }) => ({ row, faults: faultsIn(facts.lang, faults) }));
      return { ...report, faulty };
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
    path: '/api/organisations/{org}/report/{year}',
    id: 'yearReport',
    needs: 'read',
    summary: { zh: '年度荣誉统计', en: 'What a year of honours adds up to' },
    answer: z.object({
      year: z.int(),
      totals: z.object({
        total: z.int(),
        byLevel: z.array(counted.extend({ level })),
        byCategory: z.array(counted.extend({ category: z.enum(categories) })),
        byTitle: z.array(
          counted.extend({
            code: z.string(),
            title: z.string(),
            list: z.string().optional(),
            level,
            vacant: z.int().optional(),
            groups: z.array(counted.extend({ group: z.string() })).optional(),
            grades: z.array(counted.extend({ grade: z.string() })).optional(),
          }),
        ),
        byAward: z.array(counted.extend({ award: z.string() })),
        families: z.int(),
        others: z.int(),
      }),
      paragraph: z.string(),
      cut: z.boolean(),
    }),
    handle: (deps, actor, { params }) => yearReport(deps, actor, params.org, params.year),
  }),
];
