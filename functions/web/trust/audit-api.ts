/** Routes of the audit trail: the events of one record, as they are chained. */
import * as z from 'zod';
import { checkpointKeys } from '#actions/trust/checkpoints.ts';
import { bilingual } from '#domain/record.ts';
import { auditEventRecord } from '#domain/trust/audit-event.ts';
import { readEvents } from '#store/chain.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, named } from '#web/api/schemas.ts';
import { linesOf } from './event-lines.ts';
import { trailOf } from './trail.ts';

const ofAudit = routesOf('audit');

export const auditRoutes = [
  ofAudit.get({
    path: '/api/audit/keys',
    id: 'listAuditKeys',
    needs: 'public',
    summary: {
      zh: '核验检查点的公钥（Ed25519），按版本',
      en: 'Public keys (Ed25519) by which checkpoints are checked, by version',
    },
    answer: z.object({ keys: z.record(z.string(), z.string()) }),
    handle: async (deps) => ({ keys: checkpointKeys(deps.keys) }),
  }),
  ofAudit.get({
    path: '/api/audit/{aggregate}',
    id: 'listEvents',
    needs: 'read',
    summary: {
      zh: '一条记录的操作历史，如 round:编号、candidacy:轮次:申报',
      en: 'The events of a record, such as round:id or candidacy:round:nomination',
    },
    query: z.strictObject({ cursor, newest: z.boolean().optional() }),
    answer: z.object({
      items: z.array(
        named(
          'AuditEvent',
          auditEventRecord().extend({
            /** Not part of what is chained: the words, and everybody by name. */
            shown: z.object({
              what: bilingual(),
              who: bilingual(),
              reason: z.string().optional(),
              changes: z.array(bilingual()),
              details: z.array(bilingual()),
            }),
          }),
        ),
      ),
      /** What the trail tells of, and the organisations that it belongs to, by name. */
      title: z.string(),
      organisations: z.array(z.string()),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query }) => {
      const { title, organisations, judged } = await trailOf(deps, actor, params.aggregate);
      const { events, cursor: next } = await readEvents(deps.table, params.aggregate, {
        limit: 50,
        cursor: query.cursor,
        descending: query.newest === true,
      });
      const lines = await linesOf(deps.table, params.aggregate, events, { judged });
      const items = lines.map(({ event, ...shown }) => ({ ...event, shown }));
      return { items, title: title.zh, organisations, cursor: next };
    },
  }),
];
