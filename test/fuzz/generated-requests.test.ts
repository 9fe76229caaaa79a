/** Generated requests: no answer of 500, none that hangs, and each status stands in the document. `npm run fuzz` sends more. */
import fc from 'fast-check';
import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newSession } from '#actions/people/sessions.ts';
import { checkRows } from '#local/commands/misfits.ts';
import { pageRoutes } from '#tools/shots/crawl.ts';
import type { Env } from '#web/frame/context.ts';
import { district, province, street } from '../furong.ts';
import { serveApp } from '../served.ts';
import { strays } from '../strays.ts';
import { makeWorld, type World } from '../world.ts';
import { type Form, formsIn, type Generated, type Known, ofDocument, ofForm } from './generated-requests.ts';

const wanted = Number(process.env['FUZZ_REQUESTS'] ?? 300);
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

/** A visitor, the administrator and a reviewer of a district and the clerk of a street, each with the forms of all pages that open for them. */
async function askersOf(world: World, app: Hono<Env>, known: Known): Promise<readonly Asker[]> {
  const pages = (await pageRoutes({ deps: world.deps, root: province })).map((route) =>
    route.replace(/:(\w+)(\{.*?\}(?=\/|$))?/g, (_, name: string) => known[name]?.[0] ?? '1'),
  );
  const askers = [await askerOf(app, '', pages)];
  for (const [role, org] of [
    ['administrator', district],
    ['reviewer', district],
    ['clerk', street(1)],
  ] as const) {
    const actor = await world.as(role, org);
    const { cookie, op } = newSession(world.deps, actor.id, `fuzz-${actor.id}`);
    await world.deps.table.together([op]);
    askers.push(await askerOf(app, `session=${cookie}`, pages));
  }
  return askers;
}

interface Told {
  readonly counts: Record<string, number>;
  readonly faults: Set<string>;
  sent: number;
  slowest: number;
}

/** Sends one, and keeps what is wrong with its answer. */
async function sendOne(app: Hono<Env>, asker: Asker, request: Generated, told: Told): Promise<void> {
  const begun = performance.now();
  const answer = await send(app, asker, request);
  told.slowest = Math.max(told.slowest, performance.now() - begun);
  const status = answer === 'hangs' ? 'hangs' : answer.status;
  if (answer !== 'hangs') await answer.body?.cancel();
  told.counts[status] = (told.counts[status] ?? 0) + 1;
  told.sent++;
  if (status === 'hangs' || status >= 500)
    told.faults.add(`${status} ${request.method} ${request.path} ${(request.body ?? '').slice(0, 400)}`);
}

/** All operations and forms in turn, in an order that the seed gives, as often as wanted. */
async function sendAll(app: Hono<Env>, askers: readonly Asker[], known: Known): Promise<Told> {
  const document = ofDocument(known);
  const turns = askers.flatMap((asker) =>
    [...document, ...asker.forms.map(ofForm)].map((each) => ({ asker, each })),
  );
  const told: Told = { counts: {}, faults: new Set(), sent: 0, slowest: 0 };
  const whole = fc.shuffledSubarray(turns, { minLength: turns.length });
  const order = fc.sample(whole, { seed, numRuns: Math.ceil(wanted / turns.length) });
  for (const [round, all] of order.entries())
    for (const { asker, each } of all.slice(0, Math.max(0, wanted - told.sent))) {
      const [request] = fc.sample(each, { seed: seed + round * 100_003 + told.sent, numRuns: 1 });
      await sendOne(app, asker, request!, told);
    }
  return told;
}

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.close());

test(
  `${wanted} generated requests get no 5xx, none hangs, every status is documented`,
  async () => {
    const app = serveApp({ deps: world.deps, root: province });
    const { nomination } = await world.nominate(await world.as('clerk', street(1)));
    const known: Known = {
      ...{ org: [street(1), district], n: ['1', '2'], year: ['2021'], programme: [world.programme] },
      ...{ round: [world.round], nomination: [nomination.id], id: [nomination.id, world.round] },
    };
    strays.length = 0;
    const askers = await askersOf(world, app, known);
    const forms = askers.reduce((sum, each) => sum + each.forms.length, 0);
    const told = await sendAll(app, askers, known);
    const undocumented = [...new Set(strays.splice(0))];
    if (process.env['FUZZ_REQUESTS'] !== undefined)
      process.stdout.write(
        `${told.sent} requests (seed ${seed}); statuses ${JSON.stringify(told.counts)}; slowest ` +
          `${Math.round(told.slowest)} ms; 5xx or hanging ${told.faults.size}, undocumented ${undocumented.length}; ` +
          `${forms} page forms; rows that do not fit their schemas ${(await checkRows(world.embedded, true)).length}\n`,
      );
    // What was taken is what its schema says, as the doctor reads every row.
    const misfits = (await checkRows(world.embedded, true)).map(({ text }) => text.en);
    const unexpected = world.logged.filter(({ code }) => code === 'unexpected').slice(0, 5);
    expect({ faults: [...told.faults], undocumented, unexpected, misfits }).toEqual({
      ...{ faults: [], undocumented: [], unexpected: [], misfits: [] },
    });
    expect(told.sent).toBe(wanted);
  },
  60_000 + wanted * 50,
);
