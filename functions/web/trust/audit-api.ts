/** Routes of the audit trail: the events of one record, as they are chained. */
import * as z from 'zod';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { missing } from '#domain/problem.ts';
import { readEvents } from '#store/chain.ts';
import { getOrganisation } from '#store/people.ts';
import { getCandidacy, getList, getNomination, getProgramme, getRound } from '#store/reads.ts';
import { route } from '#web/api/route.ts';
import { cursor, instant, named } from '#web/api/schemas.ts';

/** The organisations that a chain belongs to; whoever may read the trail of one may read it. */
const ownersOf: Readonly<Record<string, (deps: Deps, a: string, b: string) => Promise<readonly string[]>>> = {
  organisation: async (_deps, id) => [id],
  programme: async (deps, id) => [(await getProgramme(deps.table, id)).owner],
  round: async (deps, id) => [(await getRound(deps.table, id)).org],
  list: async (deps, id) => [(await getList(deps.table, id)).org],
  candidacy: async (deps, round, nomination) => [(await getCandidacy(deps.table, round, nomination)).org],
  nomination: async (deps, id) => {
    const { org, seats } = await getNomination(deps.table, id);
    return [org, ...seats.map((round) => round.slice(round.lastIndexOf('.') + 1))];
  },
};

async function demandAudit(deps: Deps, actor: Actor, aggregate: string): Promise<void> {
  const [kind = '', a = '', b = ''] = aggregate.split(':');
  const owners = Object.hasOwn(ownersOf, kind) ? ownersOf[kind] : undefined;
  if (owners === undefined)
    throw missing(
      'chain-unknown',
      `没有名为“${aggregate.slice(0, 60)}”的操作记录，请写成 round:编号 的样子。`,
      `There is no trail "${aggregate.slice(0, 60)}"; write it like round:id.`,
    );
  const orgs = await Promise.all((await owners(deps, a, b)).map((org) => getOrganisation(deps.table, org)));
  const paths = orgs.map((org) => org.path);
  if (!paths.some((orgPath) => may(actor, 'audit.read', { orgPath })))
    demand(actor, 'audit.read', { orgPath: paths[0] ?? [] });
}

export const auditRoutes = [
  route({
    method: 'get',
    path: '/api/audit/{aggregate}',
    id: 'listEvents',
    tag: 'audit',
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
          z.object({
            aggregate: z.string(),
            seq: z.int(),
            at: instant,
            actor: z.string(),
            via: z.string(),
            action: z.string(),
            details: z.record(z.string(), z.unknown()),
            prev: z.string(),
            hash: z.string(),
          }),
        ),
      ),
      cursor: z.string().optional(),
    }),
    handle: async (deps, actor, { params, query }) => {
      await demandAudit(deps, actor, params.aggregate);
      const { events, cursor: next } = await readEvents(deps.table, params.aggregate, {
        limit: 50,
        cursor: query.cursor,
        descending: query.newest === true,
      });
      return { items: events, cursor: next };
    },
  }),
];
