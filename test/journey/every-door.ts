/** Every address that is read, taken from the routes of pages and API, with the ids of what stands in a journey. */
import { allRoutes, filled, namesIn } from '../policy/ground.ts';
import type { Journey } from './client.ts';

/** What no journey of one round has: their pages answer that there is no such thing. */
const absent = [
  ...[
    'bar',
    'draft',
    'file',
    'holder',
    'import',
    'job',
    'ledgerImport',
    'list',
    'number',
    'package',
    'recheck',
  ],
  ...['secret', 'slot', 'token', 'what', 'word', 'id', 'as', 'part', 'photo', 'entry', 'system', 'pair'],
  ...['run', 'template', 'submission', 'paper'],
];

/** The queries of the ground are about its own organisations. */
const here = (path: string): string =>
  path
    .replaceAll('furong', 'yuelu')
    .replaceAll('s01', 'wangcheng')
    .replaceAll('zmjt-2022-open', 'cxds-2022')
    .replace('date=2022-04-06', 'date=2022-05-09');

/**
 * Every address with these ids, of each nomination. @throws RangeError for a route with a name that is neither an id here
 * nor known to be absent: whoever adds one says which.
 */
export async function everyDoor(
  { home }: Pick<Journey, 'home'>,
  ids: Readonly<Record<string, string>>,
  nominations: readonly string[],
): Promise<readonly string[]> {
  const nowhere = Object.fromEntries(absent.map((name) => [name, `${name}00000000`]));
  const routes = await allRoutes(home);
  const unknown = new Set<string>();
  const ways = routes.flatMap(({ method, path }) => {
    // Links are opened with their letters; the table of rights says what states there are.
    if (method !== 'GET' || path.startsWith('/w/') || path === '/policy') return [];
    for (const name of namesIn(path))
      if (!(name in ids || name in nowhere || name === 'nomination')) unknown.add(name);
    const of = path.includes('{nomination}') ? nominations : nominations.slice(0, 1);
    return of.flatMap((nomination) => filled(path, { ...nowhere, ...ids, nomination }) ?? []);
  });
  if (unknown.size > 0) throw new RangeError(`no id for ${[...unknown].join(', ')}`);
  return [...new Set(ways.map(here))];
}
