/** Routes of a year of the ledger as a file: had at once when it is short, else made by a job first. */
import * as z from 'zod';
import { giveLedgerFile, ledgerFileStanding, makeLedgerFile } from '#actions/honour/ledger-paper.ts';
import type { PaperStanding } from '#actions/kept-papers.ts';
import { sheetType } from '#actions/round/round-summary.ts';
import { ledgerFilter } from '#domain/honour/ledger-filter.ts';
import { routesOf } from '#web/api/route.ts';
import { paperAnswer } from '#web/frame/send.ts';
import { paperStanding } from '#web/running/paper-shape.ts';

const ofHonours = routesOf('honours');

const fileQuery = ledgerFilter.extend({ as: z.enum(['xlsx', 'csv']).default('xlsx') });
const fileTold = (
  { org, year }: { readonly org: string; readonly year: number },
  query: Readonly<Record<string, string | number | undefined>>,
  standing: PaperStanding,
) => {
  const asked = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return {
    ...standing,
    file: `/api/organisations/${encodeURIComponent(org)}/ledger/${year}/file?${new URLSearchParams(asked)}`,
  };
};

export const ledgerFileRoutes = [
  ofHonours.file({
    path: '/api/organisations/{org}/ledger/{year}/file',
    id: 'getLedgerFile',
    needs: 'read',
    conflicts: true,
    summary: {
      zh: '下载某年度的荣誉（Excel 或 CSV）；行数较多的须先生成文件',
      en: 'Download a year (Excel or CSV); that of a long year is made first',
    },
    query: fileQuery,
    answer: { types: [sheetType, 'text/csv'] },
    handle: async (deps, actor, { params, query: { as, ...filter } }) =>
      paperAnswer(await giveLedgerFile(deps, actor, { ...params, as, filter })),
  }),
  ofHonours.get({
    path: '/api/organisations/{org}/ledger/{year}/file/standing',
    id: 'getLedgerFileStanding',
    needs: 'read',
    summary: { zh: '某年度导出文件的状态', en: 'How the file of a year stands' },
    query: fileQuery,
    answer: paperStanding,
    handle: async (deps, actor, { params, query: { as, ...filter } }) =>
      fileTold(params, { as, ...filter }, await ledgerFileStanding(deps, actor, { ...params, as, filter })),
  }),
  ofHonours.post({
    path: '/api/organisations/{org}/ledger/{year}/file',
    id: 'makeLedgerFile',
    needs: 'read',
    status: 202,
    summary: { zh: '生成某年度的导出文件（后台任务）', en: 'Make the file of a long year, as a job' },
    body: fileQuery,
    example: { as: 'csv', level: 'city' },
    answer: paperStanding,
    handle: async (deps, actor, { params, body: { as, ...filter } }) =>
      fileTold(params, { as, ...filter }, await makeLedgerFile(deps, actor, { ...params, as, filter })),
  }),
];
