/** Generated requests: no answer of 500, none that hangs, and each status stands in the document. `npm run fuzz` sends more. */
import fc from 'fast-check';
import type { Hono } from 'hono';
import { expect, test } from 'vitest';
import { newSession } from '#actions/people/sessions.ts';
import { pageRoutes } from '#tools/shots/crawl.ts';
import type { Env } from '#web/frame/context.ts';
import { district, province, street } from '../furong.ts';
import { serveApp } from '../served.ts';
import { strays } from '../strays.ts';
import { makeWorld } from '../world.ts';
import { type Form, formsIn, type Generated, type Known, ofDocument, ofForm } from './generated-requests.ts';

const wanted = Number(process.env['FUZZ_REQUESTS'] ?? 600);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_210_515);
const longest = 5_000;

/** Somebody who asks, with her cookies and the sign against other sites. */
interface Asker {
  readonly headers: Readonly<Record<string, string>>;
  readonly forms: readonly Form[];
}

async function askerOf(app: Hono<Env>, cookie: string, pages: readonly string[]): Promise<Asker> {
  const first = await app.request('http://localhost/api/csrf', { headers: { cookie } });
  const { csrf } = (await first.json()) as { csrf: string };
  const own = (first.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const headers = { cookie: [cookie, own].filter(Boolean).join('; '), 'x-csrf-token': csrf };
  const forms: Form[] = [];
  for (const page of pages) {
    const answer = await app.request(`http://localhost${page}`, { headers });
    if (answer.ok && /html/.test(answer.headers.get('content-type') ?? ''))
      forms.push(...formsIn(await answer.text(), page));
    else await answer.body?.cancel();
  }
  // a form that signs out would leave the rest to a visitor
  return { headers, forms: forms.filter(({ action }) => !/sign-?out|logout/.test(action)) };
}

async function send(app: Hono<Env>, { headers }: Asker, request: Generated): Promise<Response | 'hangs'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'hangs'>((done) => {
    timer = setTimeout(() => done('hangs'), longest);
  });
  const { method, path, type, body } = request;
  const asked = app.request(`http://localhost${path}`, {
    method,
    headers: { ...headers, ...(type !== undefined && { 'content-type': type }) },
    ...(body !== undefined && { body }),
  });
  const answer = await Promise.race([asked, late]);
  clearTimeout(timer);
  return answer;
}

test(
  `${wanted} generated requests get no 5xx, none hangs, every status is documented`,
  async () => {
    const world = await makeWorld();
    try {
      const app = serveApp({ deps: world.deps, root: province });
      const clerk = await world.as('clerk', street(1));
      const { nomination } = await world.nominate(clerk);
      const known: Known = {
        ...{ org: [street(1), district], n: ['1', '2'], year: ['2021'], programme: [world.programme] },
        ...{ round: [world.round], nomination: [nomination.id], id: [nomination.id, world.round] },
      };
      const pages = (await pageRoutes({ deps: world.deps, root: province })).map((route) =>
        route.replace(/:(\w+)(\{.*?\}(?=\/|$))?/g, (_, name: string) => known[name]?.[0] ?? '1'),
      );
      const cookies = ['']; // the first is a visitor
      for (const actor of [await world.as('administrator', district), clerk]) {
        const { cookie, op } = newSession(world.deps, actor.id, `fuzz-${actor.id}`);
        await world.deps.table.together([op]);
        cookies.push(`session=${cookie}`);
      }
      const askers: Asker[] = [];
      for (const cookie of cookies) askers.push(await askerOf(app, cookie, pages));
      const document = ofDocument(known);
      const byAsker = askers.map(({ forms }) => [...document, ...forms.map(ofForm)]);
      const counts: Record<string, number> = {};
      const faults = new Set<string>();
      let [sent, slowest] = [0, 0];
      strays.length = 0;
      const rounds = Math.ceil(wanted / byAsker.reduce((sum, all) => sum + all.length, 0));
      const turns = askers.flatMap((asker, i) => byAsker[i]!.map((each) => ({ asker, each })));
      const order = fc.sample(fc.shuffledSubarray(turns, { minLength: turns.length }), {
        seed,
        numRuns: rounds,
      });
      for (const [round, all] of order.entries())
        for (const { asker, each } of all.slice(0, Math.max(0, wanted - sent))) {
          const [request] = fc.sample(each, { seed: seed + round * 100_003 + sent, numRuns: 1 });
          const begun = performance.now();
          const answer = await send(app, asker, request!);
          slowest = Math.max(slowest, performance.now() - begun);
          const status = answer === 'hangs' ? 'hangs' : answer.status;
          if (answer !== 'hangs') await answer.body?.cancel();
          counts[status] = (counts[status] ?? 0) + 1;
          sent++;
          if (status === 'hangs' || status >= 500)
            faults.add(
              `${status} ${request!.method} ${request!.path} ${(request!.body ?? '').slice(0, 400)}`,
            );
        }
      const undocumented = [...new Set(strays.splice(0))];
      if (process.env['FUZZ_REQUESTS'] !== undefined)
        process.stdout.write(
          `${sent} requests (seed ${seed}), ${document.length} operations, ${askers.map(({ forms }) => forms.length).join(' + ')} forms; ` +
            `statuses ${JSON.stringify(counts)}; slowest ${Math.round(slowest)} ms; ` +
            `5xx or hanging ${faults.size}, undocumented ${undocumented.length}\n`,
        );
      const unexpected = world.logged.filter(({ code }) => code === 'unexpected');
      expect({ faults: [...faults], undocumented, unexpected: unexpected.slice(0, 5) }).toEqual({
        ...{ faults: [], undocumented: [], unexpected: [] },
      });
      expect(sent).toBe(wanted);
    } finally {
      await world.close();
    }
  },
  60_000 + wanted * 50,
);
