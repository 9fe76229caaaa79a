/** The pages that a load test opens, one after another or as the visitors of a day, and how long each takes. */
import { pagesOf, type Stand } from '#tools/bench/flows.ts';
import { type Client, openClient } from '#tools/bench/load.ts';
import type { Ground } from './ground.ts';

export type Pages = Readonly<Record<string, readonly [client: Client, path: string]>>;

/** What every site has, however much is stored beside it. */
export function everyPage(stand: Stand): Pages {
  const { administrator, clerk, root, notice, round } = stand;
  const visitor = openClient(stand.port);
  const at = (id: string) => `/rounds/${round}/${id}`;
  return {
    ...pagesOf(stand),
    notice: [visitor, notice.path],
    feed: [visitor, '/feed.xml'],
    'open data': [visitor, '/open-data'],
    'home, signed in': [clerk.session, '/'],
    'people of an organisation': [administrator.session, '/organisations/district'],
    'organisations below the root': [root, '/organisations/root'],
    programmes: [root, '/programmes'],
    'shortlist of a round': [administrator.session, at('shortlist')],
    'list by API': [administrator.token, `/api/rounds/${round}/candidacies?state=review`],
    outbox: [root, '/outbox'],
  };
}

/** p50, p95 and p99 in milliseconds. */
export function spread(times: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

async function once([client, path]: readonly [Client, string]): Promise<number> {
  const began = performance.now();
  if (path.startsWith('/api/')) await client.api('GET', path);
  else await client.open(path);
  return performance.now() - began;
}

/** Opens each page so many times on every ground in turn, so that what else the machine does falls on all alike. */
export async function comparePages(
  grounds: readonly Ground[],
  times: number,
  tell: (numbers: object) => void,
): Promise<void> {
  const all = grounds.map(({ stand }) => everyPage(stand));
  for (const page of Object.keys(all[0]!)) {
    const took = grounds.map((): number[] => []);
    const cpu = grounds.map(() => 0);
    for (let n = 0; n < times; n++)
      for (const [g, { site }] of grounds.entries()) {
        const before = site.cpu();
        const ms = await once(all[g]![page]!);
        // the first ones load what the page needs
        if (n < times / 10) continue;
        took[g]!.push(ms);
        cpu[g]! += site.cpu() - before;
      }
    const [small, large] = took.map(spread);
    if (small === undefined) continue;
    const cpuOf = (g: number) => cpu[g]! / took[g]!.length;
    tell({
      page,
      ...{ p50Small: small.p50, cpuSmall: cpuOf(0) },
      ...(large !== undefined && { ...large, cpu: cpuOf(1), ratio: large.p50 / small.p50 }),
    });
  }
}

/** Pages of a day by weight: many visitors, some clerks, few administrators. */
export function* dayOfVisits(
  stand: Stand,
  also: Pages,
): Generator<readonly [page: string, ms: Promise<number>]> {
  const pages = Object.entries({ ...everyPage(stand), ...also });
  for (let n = 0; ; n++) {
    const [page, visit] = pages[n % pages.length]!;
    yield [page, once(visit)];
  }
}
