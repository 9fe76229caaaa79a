/** Routes of public notices 公示: only what the programme permits to be shown, and only while it runs. */
import * as z from 'zod';
import { openNotices, readNotice, readNoticePage } from '#actions/notice/notice-pages.ts';
import { publicNoticeRecord } from '#domain/notice/notice-record.ts';
import { only } from '#domain/record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, named, page, words } from '#web/api/schemas.ts';

const ofNotices = routesOf('notices');

const notice = named(
  'Notice',
  publicNoticeRecord()
    .pick(
      only(
        'id round tranche programme title org orgName region level start end strictEnd days mode',
        'countPostingDay closesAt decisionFrom count coHosts legalBasis suspended endedAt',
      ),
    )
    .extend({
      contact: z.object({
        office: z.string().optional(),
        phone: z.string().optional(),
        email: z.string().optional(),
        address: z.string().optional(),
        hours: z.string().optional(),
      }),
    }),
);

export const noticeRoutes = [
  ofNotices.get({
    path: '/api/notices',
    id: 'listNotices',
    needs: 'public',
    summary: { zh: '正在进行的公示', en: 'Open notices' },
    query: z.strictObject({
      region: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
      cursor,
    }),
    answer: page(notice),
    handle: (deps, _actor, { query }) => openNotices(deps, query.region, query.cursor),
  }),
  ofNotices.get({
    path: '/api/notices/{notice}',
    id: 'getNotice',
    needs: 'public',
    summary: { zh: '一份公示', en: 'One notice' },
    answer: notice,
    handle: (deps, _actor, { params }) => readNotice(deps, params.notice),
  }),
  ofNotices.get({
    path: '/api/notices/{notice}/nominees',
    id: 'listNominees',
    needs: 'public',
    summary: { zh: '公示名单（公示期满后为空）', en: 'Those on the notice; empty once it was taken down' },
    query: z.strictObject({ page: z.int().min(0).max(1_000).default(0) }),
    answer: z.object({
      items: z.array(
        named(
          'Nominee',
          z.object({
            nomination: z.string(),
            name: z.string(),
            shown: z.array(z.object({ label: z.string(), value: z.string(), number: z.string().optional() })),
            grades: z.array(words).optional(),
          }),
        ),
      ),
    }),
    handle: async (deps, _actor, { params, query }) => ({
      items: await readNoticePage(deps, await readNotice(deps, params.notice), query.page),
    }),
  }),
];
