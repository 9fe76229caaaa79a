/** Routes of imports: up to 5,000 rows are checked first, then a job makes the drafts; the outcome of each row. */
import * as z from 'zod';
import { importOutcomes, prepareImport, readImport, startImport } from '#actions/nomination/import-job.ts';
import { allSubmission, sheetRows } from '#actions/nomination/nomination-input.ts';
import { submitImported, submitOutcomes } from '#actions/nomination/submit-job.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { inside, routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, instant, named } from '#web/api/schemas.ts';
import { job, jobIn } from '#web/running/jobs-api.ts';

const ofNominations = routesOf('nominations');

const rowFaults = z.object({ row: z.int(), faults: z.array(faultLine) });
const importShape = named(
  'Import',
  z.object({
    id: z.string(),
    programme: z.string(),
    org: z.string(),
    rows: z.int(),
    doubles: z.array(z.int()),
    faultyRows: z.int(),
    createdAt: instant,
    job: job.optional(),
  }),
);

export const importRoutes = [
  ofNominations.post({
    path: '/api/imports',
    id: 'importNominations',
    needs: 'write',
    status: 202,
    summary: {
      zh: '批量导入（最多 5000 行）：逐行检查，无错误即开始；有错误则等待 start 只导入正确的行',
      en: 'Import up to 5,000 rows: all are checked; without faults the job starts, otherwise `start` takes the good rows only',
    },
    body: sheetRows,
    example: { programme: 'zmjt-2021-d1', org: 'c1', rows: [{ 家庭名称: '李秀英家庭' }] },
    faultAt: inside('rows', sheetRows),
    answer: z.object({
      id: z.string(),
      good: z.int(),
      doubles: z.array(z.int()),
      faulty: z.array(rowFaults),
      job: job.optional(),
    }),
    handle: async (deps, actor, { body, facts: { lang } }) => {
      const { faulty, job: started, ...made } = await prepareImport(deps, actor, body);
      return {
        ...made,
        faulty: faulty.map(({ row, faults }) => ({ row, faults: faultsIn(lang, faults) })),
        ...(started !== undefined && { job: jobIn(lang, started) }),
      };
    },
  }),
  ofNominations.post({
    path: '/api/imports/{job}/start',
    id: 'startImport',
    needs: 'write',
    status: 202,
    summary: { zh: '只导入正确的行', en: 'Import the good rows without the others' },
    answer: job,
    handle: async (deps, actor, { params, facts }) =>
      jobIn(facts.lang, await startImport(deps, actor, params.job)),
  }),
  ofNominations.get({
    path: '/api/imports/{job}',
    id: 'getImport',
    needs: 'read',
    summary: { zh: '导入进度', en: 'Progress of an import' },
    answer: importShape,
    handle: async (deps, actor, { params, facts }) => {
      const { record, job: of } = await readImport(deps, actor, params.job);
      return { ...record, ...(of !== undefined && { job: jobIn(facts.lang, of) }) };
    },
  }),
  ofNominations.post({
    path: '/api/imports/{job}/submissions',
    id: 'submitImported',
    needs: 'write',
    status: 202,
    summary: {
      zh: '一次提交这次导入的全部草稿；缺内容的仍是草稿，按行说明原因',
      en: 'Submit every draft of an import; one that lacks something stays a draft, with its reasons by row',
    },
    body: allSubmission,
    example: { consentText: consentVersion, sensitive: true },
    answer: job,
    handle: async (deps, actor, { params, body, facts: { lang, receivedAt } }) =>
      jobIn(lang, await submitImported(deps, actor, { ...body, import: params.job, receivedAt })),
  }),
  ofNominations.get({
    path: '/api/imports/{job}/submissions/{submission}',
    id: 'listSubmittedRows',
    needs: 'read',
    summary: { zh: '每行的提交结果', en: 'What became of each row when it was submitted' },
    query: z.strictObject({ cursor }),
    answer: z.object({
      items: z.array(
        z.object({
          submitted: z.array(z.object({ row: z.int(), id: z.string(), name: z.string() })),
          refused: z.array(rowFaults.extend({ id: z.string(), name: z.string() })),
        }),
      ),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query, facts: { lang } }) => {
      const of = { import: params.job, job: params.submission };
      const { items, cursor: next } = await submitOutcomes(deps, actor, of, query.cursor);
      return {
        items: items.map(({ submitted, refused }) => ({
          submitted,
          refused: refused.map(({ faults, ...row }) => ({ ...row, faults: faultsIn(lang, faults) })),
        })),
        cursor: next,
      };
    },
  }),
  ofNominations.get({
    path: '/api/imports/{job}/rows',
    id: 'listImportedRows',
    needs: 'read',
    summary: { zh: '每行的导入结果', en: 'What became of each row' },
    query: z.strictObject({ cursor }),
    answer: z.object({
      items: z.array(
        z.object({
          saved: z.array(z.object({ row: z.int(), id: z.string(), name: z.string() })),
          known: z.array(z.object({ row: z.int(), name: z.string() })),
          refused: z.array(rowFaults.extend({ name: z.string() })),
        }),
      ),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query, facts }) => {
      const { items, cursor: next } = await importOutcomes(deps, actor, params.job, query.cursor);
      return {
        items: items.map(({ refused, ...rest }) => ({
          ...rest,
          refused: refused.map(({ fault, ...row }) => ({ ...row, faults: faultsIn(facts.lang, [fault]) })),
        })),
        cursor: next,
      };
    },
  }),
];
