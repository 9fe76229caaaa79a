/** Routes of 查重: two nominations that seem to be of the same nominee. */
import * as z from 'zod';
import { settlement } from '#actions/nomination/nomination-input.ts';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs } from '#actions/nomination/pairs.ts';
import { candidacyStates } from '#domain/candidacy/candidacy-state.ts';
import { pairRecord } from '#domain/nomination/pair-record.ts';
import { routesOf } from '#web/api/route.ts';
import { cursor, instant, named, page } from '#web/api/schemas.ts';

const ofCandidacies = routesOf('candidacies');

const pair = named('Pair', pairRecord());
const side = z.object({
  id: z.string(),
  name: z.string(),
  channel: z.string(),
  org: z.string(),
  submittedAt: instant,
  /** Where it stands now; one that was withdrawn cannot stay. */
  state: z.enum(candidacyStates),
  withdrawnAt: instant.optional(),
});

export const pairRoutes = [
  ofCandidacies.get({
    path: '/api/rounds/{round}/pairs',
    id: 'listPairs',
    needs: 'write',
    summary: { zh: '待处理的疑似重复申报', en: 'Nominations that seem to be of the same nominee' },
    query: z.strictObject({ cursor }),
    answer: page(pair.extend({ nominations: z.array(side) })),
    handle: (deps, actor, { params, query }) => listPairs(deps, actor, params.round, query.cursor),
  }),
  ofCandidacies.post({
    path: '/api/rounds/{round}/pairs/{pair}',
    id: 'settlePair',
    needs: 'write',
    summary: {
      zh: '处理疑似重复：same 合并、different 区分',
      en: 'Merge two nominations, or tell them apart',
    },
    body: settlement,
    example: { verdict: 'different', reason: '同名不同人' },
    answer: pair,
    handle: (deps, actor, { params, body }) => settlePair(deps, actor, { ...params, ...body }),
  }),
];
