/** A bad day under any journey: with `JOURNEY_FAULTS=<seed>` every site that a test opens has the double around it. */
import { appendFileSync } from 'node:fs';
import type { Home } from '#local/home.ts';
import { type Faults, openFaults } from './faults.ts';
import { settle } from './settling.ts';

export interface Rough extends Pick<Faults, 'watch' | 'around'> {
  /** Has an answer made on a bad day. */
  serve(request: Request, fetch: (request: Request) => Response | Promise<Response>): Promise<Response>;
  /** Asks as a careful person does: looks a moment after what she wrote, and asks again what was refused for now. */
  patiently(method: string, ask: () => Promise<Response>): Promise<Response>;
  /** Waits until the home rests, what was dropped and what is tried again included. */
  settle(home: Home): Promise<void>;
  /** Waits until every index shows what was written. */
  indexed(): Promise<void>;
  /** True for what the log says of a fault that the double put in. */
  isOwn(fields: unknown): boolean;
  /** Adds what was put in as a line to the file that `JOURNEY_FAULTS_TOLD` names. */
  tell(): void;
}

const sleep = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** The double that the environment asks for; none without. */
export function roughAsked(): Rough | undefined {
  const { JOURNEY_FAULTS: seed = '', JOURNEY_FAULTS_TOLD: told } = process.env;
  if (seed === '') return undefined;
  const faults = openFaults(Number(seed), false);
  return {
    watch: faults.watch,
    around: faults.around,
    serve: async (request, fetch) =>
      faults.within(request.method === 'GET' ? 'looking' : 'pressing', () => fetch(request)),
    async patiently(method, ask) {
      if (method === 'GET') await sleep(faults.behind('looking'));
      for (let tries = 1; ; tries++) {
        const answer = await ask();
        if (answer.status !== 503 || tries > 40) return answer;
        await sleep(20);
      }
    },
    settle: (home) =>
      faults.within('deciding', async () => void (await settle(home, { tries: 6, killed: false }))),
    indexed: async () => void (await sleep(faults.behind('deciding'))),
    isOwn: (fields) =>
      /throttled|answer (of the task )?was lost|database-unavailable|数据库暂时无法/.test(
        JSON.stringify(fields) ?? '',
      ),
    tell() {
      if (told !== undefined) appendFileSync(told, `${JSON.stringify(faults.done)}\n`);
    },
  };
}
