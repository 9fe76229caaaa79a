/** Routes of drafts 草稿, and of the import that makes many of them. */
import * as z from 'zod';
import { importNominations } from '#actions/nomination/draft-import.ts';
import { discardDraft, getDraft, type SavedDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { channel, draftContent, sheetRows } from '#actions/nomination/nomination-input.ts';
import type { Fault } from '#domain/problem.ts';
import { inside, routesOf } from '#web/api/route.ts';
import { faultLine, faultsIn, instant, named, version } from '#web/api/schemas.ts';
import type { Lang } from '#web/frame/words.ts';
import { attachment } from './nomination-shapes.ts';

const ofNominations = routesOf('nominations');

const saved = named(
  'SavedDraft',
  z.object({
    id: z.string(),
    version: z.int(),
    savedAt: instant,
    faults: z.array(faultLine),
    compared: z.array(faultLine),
  }),
);
/** What was saved; its faults name fields as the request does, like those of a refusal. */
const savedIn = (lang: Lang, made: SavedDraft) => {
  const named = (faults: readonly Fault[]) =>
    faultsIn(
      lang,
      faults.map((each) => ({ ...each, field: atAnswers(each.field) })),
    );
  return { ...made, faults: named(made.faults), compared: named(made.compared) };
};
const atAnswers = inside('answers', draftContent);
const example = {
  programme: 'zmjt-2021-d1',
  org: 'c1',
  channel: 'organisation',
  answers: { name: '李秀英家庭' },
};

export const draftRoutes = [
  ofNominations.post({
    path: '/api/drafts',
    id: 'createDraft',
    needs: 'write',
    status: 201,
    summary: { zh: '新建草稿；未填完的照样保存', en: 'Make a draft; what is unfinished is kept as typed' },
    body: draftContent,
    faultAt: atAnswers,
    example,
    answer: saved,
    handle: async (deps, actor, { body, facts }) => {
      const made = await saveDraft(deps, actor, body);
      return savedIn(facts.lang, made);
    },
  }),
  ofNominations.get({
    path: '/api/drafts/{draft}',
    id: 'getDraft',
    needs: 'write',
    summary: { zh: '一份草稿', en: 'A draft with what was typed' },
    answer: named(
      'Draft',
      z.object({
        id: z.string(),
        programme: z.string(),
        org: z.string(),
        channel,
        name: z.string(),
        answers: z.record(z.string(), z.unknown()),
        attachments: z.array(attachment),
        consentEmail: z.string().optional(),
        paper: z.object({ receivedOn: z.string(), consentOn: z.string() }).optional(),
        createdAt: instant,
        savedAt: instant,
        version: z.int(),
      }),
    ),
    handle: async (deps, actor, { params }) => {
      const { draft, ...open } = await getDraft(deps, actor, params.draft);
      return { ...draft, ...open };
    },
  }),
  ofNominations.put({
    path: '/api/drafts/{draft}',
    id: 'saveDraft',
    needs: 'write',
    summary: { zh: '保存草稿', en: 'Save a draft' },
    body: draftContent.extend({ version }),
    faultAt: inside('answers', draftContent.extend({ version })),
    example: { ...example, version: 1 },
    answer: saved,
    handle: async (deps, actor, { params, body, facts }) => {
      const made = await saveDraft(deps, actor, { ...body, id: params.draft });
      return savedIn(facts.lang, made);
    },
  }),
  ofNominations.remove({
    path: '/api/drafts/{draft}',
    id: 'discardDraft',
    needs: 'write',
    summary: { zh: '删除草稿及其附件', en: 'Discard a draft and its files' },
    handle: (deps, actor, { params }) => discardDraft(deps, actor, params.draft),
  }),
  ofNominations.post({
    path: '/api/drafts/import',
    id: 'importDrafts',
    needs: 'write',
    summary: {
      zh: '批量导入为草稿（每行一份，列名用表单的项目名）',
      en: 'Import rows as drafts, columns by the names of the fields',
    },
    body: sheetRows,
    example: { programme: 'zmjt-2021-d1', org: 'c1', rows: [{ 家庭名称: '李秀英家庭' }] },
    faultAt: inside('rows', sheetRows),
    answer: z.object({
      saved: z.array(z.object({ row: z.int(), id: z.string(), name: z.string() })),
      known: z.array(z.int()),
      faulty: z.array(z.object({ row: z.int(), faults: z.array(faultLine) })),
    }),
    handle: async (deps, actor, { body, facts }) => {
      const report = await importNominations(deps, actor, body);
      const faulty = report.faulty.map(({ row, faults }) => ({ row, faults: faultsIn(facts.lang, faults) }));
      return { ...report, faulty };
    },
  }),
];
