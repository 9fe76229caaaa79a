/** Routes of programmes 评选活动: what is open, and setting one up from its document. */

import * as z from 'zod';
import { openProgrammes } from '#actions/programme/open-programmes.ts';
import {
  programmeCopying,
  programmeDraft,
  programmeEditing,
  programmeRevising,
  programmeStart,
} from '#actions/programme/programme-input.ts';
import {
  archiveProgramme,
  createProgramme,
  listProgrammes,
  publishProgramme,
  reviseProgramme,
} from '#actions/programme/programmes.ts';
import type { Deps } from '#deps';
import { ofVersion } from '#domain/input.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { type Programme, programmeSchema } from '#domain/programme/programme.ts';
import { categories, programmeKinds } from '#domain/programme/programme-kinds.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import type { Deep } from '#domain/read-only.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { inside, routesOf } from '#web/api/route.ts';
import {
  cursor,
  faultLine,
  faultsIn,
  instant,
  named,
  organisationId,
  page,
  stored,
  words,
} from '#web/api/schemas.ts';
import type { Lang } from '#web/frame/words.ts';

const ofProgrammes = routesOf('programmes');

const status = z.enum(['draft', 'published', 'archived']);
const line = named(
  'ProgrammeLine',
  z.object({
    id: z.string(),
    owner: z.string(),
    revision: z.int(),
    status,
    code: z.string(),
    edition: z.string(),
    title: words,
    category: z.enum(categories),
    kind: z.enum(programmeKinds),
    version: z.int(),
  }),
);
const whole = named(
  'Programme',
  line.extend({ document: stored<Programme>('ProgrammeDocument', programmeSchema) }),
);
const answer = z.object({ programme: whole, warnings: z.array(faultLine) });
const example = {
  org: 'd1',
  document: { code: 'ZMJT', edition: '2027', title: { zh: '最美家庭' }, category: 'family', kind: 'seeking' },
};

const lineOf = (record: ProgrammeRecord): Deep<z.input<typeof line>> => {
  const { code, edition, title, category, kind } = record.document;
  return { ...record, code, edition, title, category, kind };
};
const wholeOf = (record: ProgrammeRecord): Deep<z.input<typeof whole>> => ({
  ...lineOf(record),
  document: record.document,
});
type Answer = Awaited<ReturnType<typeof createProgramme>>;
const answerIn = (lang: Lang, { programme, warnings }: Answer): Deep<z.input<typeof answer>> => ({
  programme: wholeOf(programme),
  warnings: faultsIn(lang, warnings),
});

/** Loaded when it is wanted: it brings the reader of YAML. */
const edits = () => import('#actions/programme/programme-edits.ts');

/** True for those who may see a draft of an organisation. */
async function seesDrafts(deps: Deps, actor: Actor | undefined, owner: string): Promise<boolean> {
  return may(actor, 'round.read', { orgPath: (await getOrganisation(deps.table, owner)).path });
}

export const programmeRoutes = [
  ofProgrammes.get({
    path: '/api/programmes/open',
    id: 'listOpenProgrammes',
    needs: 'public',
    summary: { zh: '某单位可以申报的评选活动', en: 'What an organisation can nominate for' },
    query: z.strictObject({ org: organisationId }),
    answer: z.object({
      items: z.array(
        named(
          'OpenProgramme',
          z.object({
            programme: z.string(),
            title: words,
            category: z.enum(categories),
            round: z.string(),
            org: z.string(),
            orgName: z.string(),
            opensAt: instant,
            closesAt: instant,
            state: z.enum(['open', 'coming']),
            /** How many from it may go up to the level above those who select. */
            handed: z.int().optional(),
            /** What its system 系统 may send here, and has. */
            systemPlaces: z.object({ system: z.string(), most: z.int(), used: z.int() }).optional(),
          }),
        ),
      ),
    }),
    handle: async (deps, _actor, { query }) => ({ items: await openProgrammes(deps, query.org) }),
  }),
  ofProgrammes.get({
    path: '/api/programmes',
    id: 'listProgrammes',
    needs: 'public',
    summary: { zh: '某单位设置的评选活动（草稿仅本级可见）', en: 'Programmes set up by an organisation' },
    query: z.strictObject({ org: organisationId, cursor }),
    answer: page(line),
    handle: async (deps, actor, { query }) => {
      const all = await seesDrafts(deps, actor, query.org);
      const found = await listProgrammes(deps, query.org, query.cursor);
      const seen = found.items.filter((record) => all || record.status !== 'draft');
      return { items: seen.map(lineOf), cursor: found.cursor };
    },
  }),
  ofProgrammes.post({
    path: '/api/programmes',
    id: 'createProgramme',
    needs: 'admin',
    status: 201,
    summary: { zh: '由文档新建评选活动（草稿）', en: 'Make a programme from its document, as a draft' },
    body: programmeDraft,
    faultAt: inside('document', programmeDraft),
    example,
    answer,
    handle: async (deps, actor, { body, facts }) =>
      answerIn(facts.lang, await createProgramme(deps, actor, body)),
  }),
  ofProgrammes.get({
    path: '/api/programmes/{programme}',
    id: 'getProgramme',
    needs: 'public',
    partly: true,
    summary: { zh: '一个评选活动及其文档', en: 'A programme with its document' },
    answer: whole,
    handle: async (deps, actor, { params }) => {
      const record = await getProgramme(deps.table, params.programme);
      const { path } = await getOrganisation(deps.table, record.owner);
      demand(actor, 'programme.read', { orgPath: path, state: record.status });
      return wholeOf(record);
    },
  }),
  ofProgrammes.put({
    path: '/api/programmes/{programme}',
    id: 'reviseProgramme',
    needs: 'admin',
    summary: { zh: '修订评选活动；已开始的轮次沿用原版本', en: 'Put a new revision in force' },
    body: programmeRevising,
    faultAt: inside('document', programmeRevising),
    example: { document: example.document, version: 1 },
    answer: answer.extend({ pinned: z.array(z.string()) }),
    handle: async (deps, actor, { params, body, facts }) => {
      const revised = await reviseProgramme(deps, actor, { ...body, id: params.programme });
      return { ...answerIn(facts.lang, revised), pinned: revised.pinned };
    },
  }),
  ofProgrammes.post({
    path: '/api/programmes/start',
    id: 'startProgramme',
    needs: 'admin',
    status: 201,
    summary: {
      zh: '只给名称、对象和层级，新建可以发布的草稿',
      en: 'Make a sound draft from title, category and levels',
    },
    body: programmeStart,
    judgesStored: true,
    example: {
      org: 'd1',
      title: '最美巾帼奋斗者',
      code: 'ZMFDZ',
      edition: '2027',
      category: 'individual',
      kind: 'seeking',
      levels: ['street', 'district', 'city'],
    },
    answer,
    handle: async (deps, actor, { body, facts }) =>
      answerIn(facts.lang, await (await edits()).startProgramme(deps, actor, body)),
  }),
  ofProgrammes.post({
    path: '/api/programmes/{programme}/edits',
    id: 'editProgramme',
    needs: 'admin',
    summary: {
      zh: '逐处修改评选活动，其余内容和注释不动',
      en: 'Change a programme place by place; all else and its comments stay',
    },
    body: programmeEditing,
    judgesStored: true,
    example: {
      edits: [
        { do: 'set', at: 'title.zh', value: '最美巾帼奋斗者' },
        { do: 'add', at: 'form.fields', value: { label: { zh: '民族' }, type: 'text' } },
        { do: 'move', at: 'form.fields.3', to: 1 },
      ],
      version: 1,
    },
    answer: answer.extend({ pinned: z.array(z.string()) }),
    handle: async (deps, actor, { params, body, facts }) => {
      const { editProgramme } = await edits();
      const revised = await editProgramme(deps, actor, { ...body, id: params.programme });
      return { ...answerIn(facts.lang, revised), pinned: revised.pinned };
    },
  }),
  ofProgrammes.post({
    path: '/api/programmes/{programme}/copy',
    id: 'copyProgramme',
    needs: 'admin',
    status: 201,
    summary: { zh: '复制为下一届草稿', en: 'Copy it as the draft of the next edition' },
    body: programmeCopying,
    judgesStored: true,
    example: {},
    answer,
    handle: async (deps, actor, { params, body, facts }) => {
      const { copyProgramme } = await edits();
      return answerIn(facts.lang, await copyProgramme(deps, actor, { ...body, id: params.programme }));
    },
  }),
  ofProgrammes.post({
    path: '/api/programmes/{programme}/publish',
    id: 'publishProgramme',
    needs: 'session',
    summary: { zh: '发布评选活动', en: 'Publish a programme' },
    body: ofVersion,
    example: { version: 1 },
    answer,
    handle: async (deps, actor, { params, body, facts }) =>
      answerIn(facts.lang, await publishProgramme(deps, actor, { ...body, id: params.programme })),
  }),
  ofProgrammes.post({
    path: '/api/programmes/{programme}/archive',
    id: 'archiveProgramme',
    needs: 'admin',
    summary: { zh: '归档评选活动', en: 'Archive a programme' },
    body: ofVersion,
    example: { version: 3 },
    answer: line,
    handle: async (deps, actor, { params, body }) =>
      lineOf(await archiveProgramme(deps, actor, { ...body, id: params.programme })),
  }),
];
