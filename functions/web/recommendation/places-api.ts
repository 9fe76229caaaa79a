/** Routes of places beside those that a round gives: through systems, and from the level above handed down. */
import * as z from 'zod';
import { systemCounts } from '#actions/candidacy/system-places.ts';
import { handDown, handedDown, handingDown } from '#actions/recommendation/handing-down.ts';
import { demand } from '#domain/people/policy.ts';
import { roundWithStage } from '#store/reads.ts';
import { routesOf } from '#web/api/route.ts';
import { named } from '#web/api/schemas.ts';

const ofRounds = routesOf('rounds');
const handedShape = named(
  'HandedPlaces',
  z.object({
    /** Places that the level above gave; absent where it set none. */
    had: z.int().optional(),
    shares: z.array(z.object({ organisation: z.string(), places: z.int() })),
    version: z.int(),
  }),
);

export const placesRoutes = [
  ofRounds.get({
    path: '/api/rounds/{round}/handed',
    id: 'readHandedPlaces',
    needs: 'read',
    summary: {
      zh: '上级给本级的名额，以及已向下分配的',
      en: 'What the level above gave, and how it was handed down',
    },
    answer: handedShape,
    handle: async (deps, actor, { params }) => {
      const { round, programme } = await roundWithStage(deps.table, params.round);
      demand(actor, 'round.read', { orgPath: round.orgPath });
      const { had, handed } = await handedDown(deps, round, programme);
      return {
        ...(had !== undefined && { had }),
        shares: handed?.shares ?? [],
        version: handed?.version ?? 0,
      };
    },
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/handed',
    id: 'handPlacesDown',
    needs: 'admin',
    summary: {
      zh: '把上级给的名额分给下级，不能多于所得',
      en: 'Hand the places from above down, no more than were given',
    },
    body: handingDown,
    example: { shares: [{ organisation: '430102001', places: 2 }], version: 0 },
    answer: handedShape,
    handle: async (deps, actor, { params, body }) => handDown(deps, actor, params.round, body),
  }),
  ofRounds.get({
    path: '/api/rounds/{round}/systems',
    id: 'listSystemPlaces',
    needs: 'read',
    summary: { zh: '各系统的限额及已报', en: 'How many may come through each system, and have' },
    answer: z.object({
      items: z.array(named('SystemPlaces', z.object({ system: z.string(), most: z.int(), used: z.int() }))),
    }),
    handle: async (deps, actor, { params }) => {
      const { round, stage } = await roundWithStage(deps.table, params.round);
      demand(actor, 'round.read', { orgPath: round.orgPath });
      return { items: await systemCounts(deps, stage, round.id) };
    },
  }),
];
