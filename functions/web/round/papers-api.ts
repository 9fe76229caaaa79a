/** Routes of the papers of a round: which there are, how each stands, making a long one, and its file. */
import type { PaperStanding } from '#actions/kept-papers.ts';
import {
  giveRoundPaper,
  makeRoundPaper,
  paperIndex,
  paperNamed,
  roundPaper,
} from '#actions/round/round-papers.ts';
import { sheetType } from '#actions/round/round-summary.ts';
import { routesOf } from '#web/api/route.ts';
import { page } from '#web/api/schemas.ts';
import { docxType, paperAnswer, pdfType } from '#web/frame/send.ts';
import { paperStanding } from '#web/running/paper-shape.ts';

const ofRounds = routesOf('rounds');
const pathOf = (round: string, paper: string) => `/api/rounds/${encodeURIComponent(round)}/papers/${paper}`;
const told = (round: string, standing: PaperStanding) => ({
  ...standing,
  file: `${pathOf(round, standing.paper)}/file`,
});

export const paperRoutes = [
  ofRounds.get({
    path: '/api/rounds/{round}/papers',
    id: 'listRoundPapers',
    needs: 'read',
    summary: {
      zh: '一轮的材料：汇总表、公示、决定、报告、证书、仪式材料',
      en: 'Papers of a round: summary lists, notices, decisions, reports, certificates, what a ceremony needs',
    },
    answer: page(paperStanding),
    handle: async (deps, actor, { params: { round } }) => {
      const { papers } = await paperIndex(deps, actor, round);
      return { items: papers.map(({ choice: _, ...standing }) => told(round, standing)) };
    },
  }),
  ofRounds.get({
    path: '/api/rounds/{round}/papers/{paper}',
    id: 'getRoundPaper',
    needs: 'read',
    summary: { zh: '一份材料的状态', en: 'How a paper stands' },
    answer: paperStanding,
    handle: async (deps, actor, { params: { round, paper } }) =>
      told(round, await roundPaper(deps, actor, paperNamed(round, paper))),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/papers/{paper}',
    id: 'makeRoundPaper',
    needs: 'read',
    status: 202,
    summary: {
      zh: '生成较长的材料（后台任务）；较短的可直接下载',
      en: 'Make a long paper, as a job; a short one is had at once from its file',
    },
    answer: paperStanding,
    handle: async (deps, actor, { params: { round, paper } }) =>
      told(round, await makeRoundPaper(deps, actor, paperNamed(round, paper))),
  }),
  ofRounds.file({
    path: '/api/rounds/{round}/papers/{paper}/file',
    id: 'getRoundPaperFile',
    needs: 'read',
    conflicts: true,
    summary: { zh: '下载一份材料', en: 'Download a paper' },
    answer: { types: [sheetType, 'text/plain', docxType, pdfType, 'application/zip'] },
    handle: async (deps, actor, { params: { round, paper } }) =>
      paperAnswer(await giveRoundPaper(deps, actor, paperNamed(round, paper))),
  }),
];
