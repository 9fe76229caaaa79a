/** Routes of honours 荣誉: published lists, the certificate check, and what happens after the grant. */
import * as z from 'zod';
import { honourCorrection, honourRegrade, honourStatusChange } from '#actions/honour/honour-input.ts';
import { checkCertificate, findLists } from '#actions/honour/honour-roll.ts';
import { demandOwnList } from '#actions/honour/own-lists.ts';
import { regradeHonour } from '#actions/honour/regrading.ts';
import { correctHonour, setHonourStatus } from '#actions/honour/revocations.ts';
import { readChoices } from '#actions/honour/roll-choices.ts';
import { findOnRoll, type OnRollOf, readHolder } from '#actions/honour/roll-names.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { publicStatus } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { regradings } from '#domain/honour/regrade.ts';
import { line } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { levelSchema } from '#domain/level-schema.ts';
import { Problem, text } from '#domain/problem.ts';
import type { Deep } from '#domain/read-only.ts';
import { keys } from '#store/keys.ts';
import { getList, listPage } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, limit, organisationId, page, paging } from '#web/api/schemas.ts';
import { foundHonour, honour, honourList, rollChoices } from './honour-shapes.ts';

const ofHonours = routesOf('honours');

const missing = (zh: string, en: string) => new Problem('missing', 'not-found', text(zh, en));

/** An honour with its status of today, as everybody may see it. */
function shownOf(deps: Deps, found: HonourRecord): Deep<z.input<typeof honour>> {
  const { date, ...said } = publicStatus(found, shanghaiDate(instantOf(deps)));
  const regraded = regradings(found.history);
  return {
    ...found,
    ...said,
    ...(regraded.length > 0 && { regraded }),
    ...(date !== undefined && { decidedOn: date }),
  };
}

/** A list that everybody may see: one that is still being granted does not exist for the public. */
async function published(deps: Deps, id: string): Promise<HonourList> {
  const list = await getList(deps.table, id);
  if (list.publishedAt !== undefined) return list;
  throw missing('没有找到这份表彰名单，请检查编号。', 'There is no such list of honours; check its id.');
}

const foundOf = ({ entry, list, holder }: OnRollOf): Deep<z.input<typeof foundHonour>> => ({
  number: entry.number,
  name: entry.name,
  list: list.id,
  title: list.title,
  code: list.code,
  level: list.level,
  year: list.year,
  date: list.date,
  orgName: list.orgName,
  status: entry.status,
  words: entry.words,
  ...(holder !== undefined && { holder }),
});

const rulingExample = {
  grounds: '经查实弄虚作假',
  decisionNumber: '芙妇〔2022〕3号',
  date: '2022-06-01',
  body: '芙蓉区妇女联合会',
};

export const honourRoutes = [
  ofHonours.get({
    path: '/api/honours/lists',
    id: 'listHonourLists',
    needs: 'public',
    summary: {
      zh: '已发布的表彰名单，按单位或按年度',
      en: 'Published lists, of an organisation or of a year',
    },
    query: z
      .strictObject({
        org: organisationId.optional(),
        year: z.int().min(1949).max(2200).optional(),
        code: line(20).optional(),
        edition: line(20).optional(),
        level: levelSchema.optional(),
        area: z
          .string()
          .regex(/^\d{6}$/)
          .optional(),
        cursor,
        limit,
      })
      .refine((asked) => asked.org !== undefined || asked.year !== undefined, {
        message: '请给出 org 或 year / give org or year',
        path: ['org'],
      }),
    answer: page(honourList),
    handle: async (deps, _actor, { query: { cursor: from, limit: most, ...filter } }) => {
      const found = await findLists(deps, filter, { cursor: from, limit: most ?? 25 });
      return { ...found, items: found.items.map(({ list }) => list) };
    },
  }),
  ofHonours.get({
    path: '/api/honours/choices',
    id: 'listHonourChoices',
    needs: 'public',
    summary: {
      zh: '名单可按哪些荣誉、地区选择：某年发布过的荣誉，某地及其下级',
      en: 'What lists may be chosen by: honours of a year, a place and those below it',
    },
    query: z.strictObject({
      year: z.int().min(1949).max(2200),
      area: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    answer: rollChoices,
    handle: (deps, _actor, { query }) => readChoices(deps, query),
  }),
  ofHonours.get({
    path: '/api/honours/names',
    id: 'findHonours',
    needs: 'public',
    summary: {
      zh: '在所有名单中按名称（前两个字或更多）查找荣誉；个人和家庭须经其同意才能查到。一页可能不足，有 cursor 就继续读取',
      en: 'Honours over all lists by the beginning of a name; persons and families only where they agreed. A page may be short while there is a cursor',
    },
    query: paging.extend({ name: line(100) }),
    answer: page(foundHonour),
    handle: async (deps, _actor, { query, facts }) => {
      const found = await findOnRoll(deps, { ...query, address: facts.address });
      return { ...found, items: found.items.map(foundOf) };
    },
  }),
  ofHonours.get({
    path: '/api/honours/holders/{holder}',
    id: 'getHolder',
    needs: 'public',
    summary: {
      zh: '同一个人、家庭或单位同意公开的荣誉，新的在前',
      en: 'The honours of one person, family or unit, as far as agreed, the newest first',
    },
    query: z.strictObject({ cursor }),
    answer: page(foundHonour),
    handle: async (deps, _actor, { params, query }) => {
      const found = await readHolder(deps, params.holder, query.cursor);
      return { ...found, items: found.items.map(foundOf) };
    },
  }),
  ofHonours.get({
    path: '/api/honours/lists/{list}',
    id: 'getHonourList',
    needs: 'public',
    summary: { zh: '一份表彰名单', en: 'One list' },
    answer: honourList,
    handle: (deps, _actor, { params }) => published(deps, params.list),
  }),
  ofHonours.get({
    path: '/api/honours/lists/{list}/honours',
    id: 'listHonours',
    needs: 'public',
    summary: {
      zh: '名单上的荣誉，按名单顺序；list 为专项名单的编号，此时一页可能不足，有 cursor 就继续读取',
      en: 'The honours of a list, in its order; `list` names a list of its own, a page of which may be short while there is a cursor',
    },
    query: paging.extend({ list: z.string().max(60).optional() }),
    answer: page(honour),
    handle: async (deps, _actor, { params, query }) => {
      const list = await published(deps, params.list);
      const { id } = list;
      demandOwnList(list, query.list);
      const isOn = (each: HonourRecord) =>
        query.list === undefined || each.lists?.includes(query.list) === true;
      const pk = keys.list(id).pk;
      const found = await listPage<HonourRecord>(deps.table, {
        pk,
        prefix: keys.listEntryPrefix,
        cursor: query.cursor,
        limit: query.limit ?? 100,
      });
      return { items: found.items.filter(isOn).map((each) => shownOf(deps, each)), cursor: found.cursor };
    },
  }),
  ofHonours.get({
    path: '/api/honours/{number}',
    id: 'checkCertificate',
    needs: 'public',
    summary: { zh: '按证书编号核验', en: 'Check a certificate by its number' },
    answer: honour,
    handle: async (deps, _actor, { params, facts }) => {
      const { honour: found, list } = await checkCertificate(deps, params.number, facts.address);
      return shownOf(deps, list.annulled === undefined ? found : { ...found, status: 'annulled' });
    },
  }),
  ofHonours.post({
    path: '/api/honours/{number}/correct',
    id: 'correctHonour',
    needs: 'session',
    summary: { zh: '更正姓名或所示项目，原文留存', en: 'Correct a name or a shown text; the old one stays' },
    body: honourCorrection,
    example: { field: 'name', text: '李秀英', reason: '录入笔误', version: 1 },
    answer: honour,
    handle: async (deps, actor, { params, body }) =>
      shownOf(deps, await correctHonour(deps, actor, { ...body, number: params.number })),
  }),
  ofHonours.post({
    path: '/api/honours/{number}/regrade',
    id: 'regradeHonour',
    needs: 'session',
    summary: { zh: '凭决定升级或降级', en: 'Raise or lower to another grade by a decision' },
    body: honourRegrade,
    example: { ...rulingExample, grade: 'four', grounds: '庭院长期无人管护', version: 1 },
    answer: honour,
    handle: async (deps, actor, { params, body }) =>
      shownOf(deps, await regradeHonour(deps, actor, { ...body, number: params.number })),
  }),
  ofHonours.post({
    path: '/api/honours/{number}/status',
    id: 'setHonourStatus',
    needs: 'session',
    summary: { zh: '复核中、限期整改或恢复有效', en: 'Under review, to be put right, or valid again' },
    body: honourStatusChange,
    example: { to: 'underReview', reason: '接到举报', version: 1 },
    answer: honour,
    handle: async (deps, actor, { params, body }) =>
      shownOf(deps, await setHonourStatus(deps, actor, { ...body, number: params.number })),
  }),
];
