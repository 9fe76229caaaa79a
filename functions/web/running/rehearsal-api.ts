/** The rehearsal clock, served elsewhere (pages of the rehearsal) and described here. */
import * as z from 'zod';
import { clockAdvance } from '#actions/running/running-input.ts';
import { routesOf } from '#web/api/route.ts';
import { instant } from '#web/api/schemas.ts';

const ofRehearsal = routesOf('rehearsal');

const standing = z.object({ now: instant });
const elsewhere = async (): Promise<never> => {
  throw new Error('served elsewhere');
};

export const rehearsalRoutes = [
  ofRehearsal.get({
    path: '/api/rehearsal/clock',
    id: 'getClock',
    needs: 'admin',
    elsewhere: true,
    summary: { zh: '演练时钟（仅演练环境）', en: 'The rehearsal clock, in a rehearsal only' },
    answer: standing,
    handle: elsewhere,
  }),
  ofRehearsal.post({
    path: '/api/rehearsal/clock',
    id: 'moveClock',
    needs: 'admin',
    elsewhere: true,
    summary: { zh: '把演练时钟向前拨到某一时刻', en: 'Move the rehearsal clock forward' },
    body: clockAdvance,
    example: { now: '2021-05-10T01:00:00Z' },
    answer: standing,
    handle: elsewhere,
  }),
];
