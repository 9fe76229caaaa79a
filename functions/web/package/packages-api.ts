/** Routes of packages 报送包: make one, its letter, archive and lists, the results that come back. */
import * as z from 'zod';
import type { PaperStanding } from '#actions/kept-papers.ts';
import {
  archiveOf,
  fullStanding,
  fullSummary,
  makeFullSummary,
  packageNominees,
  startArchive,
  zipType,
} from '#actions/package/archive.ts';
import { packageLetter, packageStart, resultSheet } from '#actions/package/package-input.ts';
import { changeLetter, listPackages, makePackage, packable, readPackage } from '#actions/package/packages.ts';
import { listRuns, readRun, takeResults } from '#actions/package/results.ts';
import { sheetType } from '#actions/round/round-summary.ts';
import {
  packagePartRecord,
  packageRecord,
  type ResultRun,
  resultRunRecord,
} from '#domain/package/package-record.ts';
import { only } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, faultLine, faultsIn, named, page } from '#web/api/schemas.ts';
import { candidacy } from '#web/candidacy/candidacy-shape.ts';
import { paperAnswer } from '#web/frame/send.ts';
import type { Lang } from '#web/frame/words.ts';
import { paperStanding } from '#web/running/paper-shape.ts';

const ofPackages = routesOf('packages');

const shape = named(
  'Package',
  packageRecord()
    .pick(only('id org title to level outside parts letter at version'))
    .extend({
      /** Absent until it is begun; `readyAt` once it can be had. */
      archive: z
        .object({
          job: z.string(),
          left: z.int(),
          filesLeft: z.int(),
          readyAt: z.string().optional(),
          until: z.string(),
        })
        .optional(),
    }),
);
const row = resultRunRecord().shape.rows.element;
const results = named(
  'PackageResults',
  resultRunRecord()
    .pick({ id: true, package: true, at: true, done: true, version: true })
    .extend({ rows: z.array(row.extend({ faults: z.array(faultLine) })) }),
);
const told = (lang: Lang, run: ResultRun) => ({
  ...run,
  rows: run.rows.map((each) => ({ ...each, faults: faultsIn(lang, each.faults) })),
});

const fullTold = (
  { package: id, n }: { readonly package: string; readonly n: number },
  standing: PaperStanding,
) => ({
  ...standing,
  file: `/api/packages/${encodeURIComponent(id)}/parts/${n}/full`,
});
const saved = (name: string): string => `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;

export const packageRoutes = [
  ofPackages.get({
    path: '/api/organisations/{org}/packages',
    id: 'listPackages',
    needs: 'read',
    summary: { zh: '单位的报送包，新的在前', en: 'Packages of an organisation, newest first' },
    query: z.strictObject({ cursor }),
    answer: page(shape),
    handle: (deps, actor, { params, query }) => listPackages(deps, actor, params.org, query.cursor),
  }),
  ofPackages.get({
    path: '/api/organisations/{org}/packages/parts',
    id: 'listPackable',
    needs: 'admin',
    summary: {
      zh: '可以报送的批次，新的评选在前；q 为年度或活动名称；一页可能为空，有 cursor 就继续读取',
      en: 'Tranches that may be packed, newest round first; `q` is a year or a part of the title; a page may be empty while there is a cursor',
    },
    query: z.strictObject({ q: z.string().max(60).optional(), cursor }),
    answer: page(packagePartRecord.omit({ programme: true })),
    handle: (deps, actor, { params, query }) => packable(deps, actor, params.org, query),
  }),
  ofPackages.post({
    path: '/api/organisations/{org}/packages',
    id: 'makePackage',
    needs: 'admin',
    status: 201,
    summary: {
      zh: '建立报送包：几个活动的上报批次，报送同一上级',
      en: 'Make a package of tranches that were sent up, of several programmes, to one level above',
    },
    body: packageStart,
    example: {
      title: '2027年推荐材料',
      to: '全国妇联',
      parts: [{ round: 'wqgr-2027.3.hunan', tranche: 1 }],
    },
    answer: shape,
    handle: (deps, actor, { params, body }) => makePackage(deps, actor, { ...body, org: params.org }),
  }),
  ofPackages.get({
    path: '/api/packages/{package}',
    id: 'getPackage',
    needs: 'read',
    summary: { zh: '一个报送包', en: 'A package' },
    answer: shape,
    handle: async (deps, actor, { params }) => (await readPackage(deps, actor, params.package)).package,
  }),
  ofPackages.get({
    path: '/api/packages/{package}/parts/{n}/nominees',
    id: 'listPackageNominees',
    needs: 'read',
    summary: { zh: '报送包一项中在报的对象', en: 'Who of a part is up' },
    query: z.strictObject({ from: z.coerce.number().int().min(0).optional() }),
    answer: z.object({ items: z.array(candidacy), next: z.int().optional() }),
    handle: (deps, actor, { params, query }) =>
      packageNominees(deps, actor, params.package, { part: params.n, from: query.from }),
  }),
  ofPackages.put({
    path: '/api/packages/{package}/letter',
    id: 'changePackageLetter',
    needs: 'admin',
    summary: {
      zh: '修改报送函；已制作的压缩包作废',
      en: 'Change the cover letter; an archive made before is dropped',
    },
    body: packageLetter,
    example: { letter: '全国妇联：现报送推荐材料，请予审核。', version: 1 },
    answer: shape,
    handle: (deps, actor, { params, body }) => changeLetter(deps, actor, { ...body, id: params.package }),
  }),
  ofPackages.post({
    path: '/api/packages/{package}/archive',
    id: 'makePackageArchive',
    needs: 'admin',
    status: 202,
    summary: { zh: '制作压缩包（后台任务）', en: 'Make the archive, as a job' },
    answer: shape,
    handle: (deps, actor, { params }) => startArchive(deps, actor, params.package),
  }),
  ofPackages.file({
    path: '/api/packages/{package}/archive',
    id: 'getPackageArchive',
    needs: 'read',
    conflicts: true,
    summary: { zh: '下载压缩包', en: 'Download the archive' },
    answer: { types: [zipType] },
    handle: async (deps, actor, { params }) => {
      const made = await archiveOf(deps, actor, params.package);
      return 'url' in made ? made : { bytes: made.stream, type: zipType, disposition: saved(made.name) };
    },
  }),
  ofPackages.file({
    path: '/api/packages/{package}/parts/{n}/full',
    id: 'getFullSummary',
    needs: 'session',
    conflicts: true,
    summary: {
      zh: '下载一项的未脱敏汇总表；每次都记入操作记录',
      en: 'The summary list of a part with personal data in full; each time is recorded',
    },
    answer: { types: [sheetType] },
    handle: async (deps, actor, { params }) => {
      return paperAnswer(await fullSummary(deps, actor, params.package, params.n));
    },
  }),
  ofPackages.get({
    path: '/api/packages/{package}/parts/{n}/full/standing',
    id: 'getFullSummaryStanding',
    needs: 'session',
    summary: { zh: '未脱敏汇总表的状态', en: 'How the list with personal data in full stands' },
    answer: paperStanding,
    handle: async (deps, actor, { params }) =>
      fullTold(params, await fullStanding(deps, actor, params.package, params.n)),
  }),
  ofPackages.post({
    path: '/api/packages/{package}/parts/{n}/full',
    id: 'makeFullSummary',
    needs: 'session',
    status: 202,
    summary: {
      zh: '生成较长的未脱敏汇总表（后台任务），加密保存一天；较短的可直接下载',
      en: 'Make a long list with personal data in full, as a job; it is kept sealed for a day. A short one is had at once',
    },
    answer: paperStanding,
    handle: async (deps, actor, { params }) =>
      fullTold(params, await makeFullSummary(deps, actor, params.package, params.n)),
  }),
  ofPackages.get({
    path: '/api/packages/{package}/results',
    id: 'listPackageResults',
    needs: 'read',
    summary: { zh: '已上传的结果表及各行情况', en: 'Sheets of results that came back, row by row' },
    query: z.strictObject({ cursor }),
    answer: page(results),
    handle: async (deps, actor, { params, query, facts }) => {
      const listed = await listRuns(deps, actor, params.package, query.cursor);
      return { ...listed, items: listed.items.map((run) => told(facts.lang, run)) };
    },
  }),
  ofPackages.post({
    path: '/api/packages/{package}/results',
    id: 'takePackageResults',
    needs: 'session',
    status: 202,
    multipart: true,
    summary: {
      zh: '上传系统外上级的结果表（xlsx 或 csv），逐行登记',
      en: 'Upload the results of a level outside (xlsx or csv); they are recorded row by row',
    },
    body: resultSheet.extend({ file: z.file() }),
    answer: results,
    handle: async (deps, actor, { params, body: { file, ...sent }, facts }) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return told(facts.lang, await takeResults(deps, actor, { ...sent, id: params.package }, bytes));
    },
  }),
  ofPackages.get({
    path: '/api/packages/{package}/results/{run}',
    id: 'getPackageResults',
    needs: 'read',
    summary: { zh: '一张结果表各行的办理情况', en: 'What became of each row of a sheet' },
    answer: results,
    handle: async (deps, actor, { params, facts }) =>
      told(facts.lang, await readRun(deps, actor, params.package, params.run)),
  }),
];
