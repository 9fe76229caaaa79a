/** What belongs to others answers like what does not exist (docs/rules/privacy.md#what-others-have). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type Asker,
  allRoutes,
  ask,
  filled,
  type Ground,
  type Ids,
  namesIn,
  openGround,
  type Route,
} from './ground.ts';

let ground: Ground;
let routes: readonly Route[];
beforeAll(async () => {
  ground = await openGround();
  routes = await allRoutes(ground);
  ground.freeze();
}, 120_000);
afterAll(() => ground?.close());

/** What everybody knows of. */
const open = ['org', 'notice', 'list', 'number', 'n', 'step', 'year'];
/** An id of the same form at which nothing stands. */
const none: Readonly<Record<string, string>> = {
  round: 'zmjt-2029-nothing.2.furong',
  aggregate: 'nomination:nom99999999',
};
const missingId = (name: string, id: string): string => none[name] ?? `${id.slice(0, -2)}zz`;

/** All that an answer tells, without the ids that were asked for and what is new in every answer. */
async function told(answer: Response, path: string, ids: readonly string[]): Promise<string> {
  const headers = [...answer.headers]
    .filter(([name]) => !/^(date|x-request-id|set-cookie|etag|content-length)$/.test(name))
    .map(([name, value]) => `${name}: ${value.replace(/'nonce-[^']+'/g, 'nonce')}`);
  let text = `${answer.status}\n${headers.join('\n')}\n${await answer.text()}`;
  text = text.replaceAll(path, 'PATH').replaceAll(encodeURIComponent(path), 'PATH');
  for (const id of ids.toSorted((a, b) => b.length - a.length))
    text = text.replaceAll(id, 'ID').replaceAll(encodeURIComponent(id), 'ID');
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'REQUEST')
    .replace(/name="_csrf" value="[^"]*"/g, 'CSRF')
    .replace(/\/kept\/[\w-]+/g, 'KEPT');
}

/** The addresses in which from some name on nothing stands, beside the one where everything does. */
function pairs(
  route: Route,
): readonly { readonly there: string; readonly gone: string; readonly ids: readonly string[] }[] {
  const names = namesIn(route.path);
  const there = filled(route.path, ground.ids);
  if (there === undefined) return [];
  return names.flatMap((name, i) => {
    if (open.includes(name)) return [];
    const ids: Ids = {
      ...ground.ids,
      ...Object.fromEntries(
        names
          .slice(i)
          .filter((each) => !open.includes(each))
          .map((each) => [each, missingId(each, ground.ids[each]!)]),
      ),
    };
    return [
      {
        there,
        gone: filled(route.path, ids)!,
        ids: [...Object.values(ids), ...Object.values(ground.ids)].filter((id) => id.length > 4),
      },
    ];
  });
}

const curious = [
  'nobody',
  'stranger',
  'sideways',
  'sidewaysToken',
  'otherClerk',
  'department',
  'cityReviewer',
] as const;

test.each(curious)(
  'the %s learns from no route whether something stands at an id',
  async (name) => {
    const asker: Asker = ground.askers[name]!;
    const different: string[] = [];
    let asked = 0;
    // A liaison answers whatever her department is asked: she is told that it was not.
    const theirs = name === 'department' ? /opinion$/ : /^$/;
    for (const route of routes.filter(({ path }) => !theirs.test(path)))
      for (const { there, gone, ids } of pairs(route)) {
        asked++;
        const [a, b] = await Promise.all([
          ask(ground, asker, route, there, ground.ids),
          ask(ground, asker, route, gone, ground.ids),
        ]);
        const [one, other] = [await told(a, there, ids), await told(b, gone, ids)];
        if (one === other) continue;
        const at = [...one].findIndex((sign, i) => sign !== other[i]);
        different.push(
          `${route.method} ${gone}: ${a.status}/${b.status} ${a.status === b.status ? `${one.slice(at, at + 60)} | ${other.slice(at, at + 60)}` : ''}`,
        );
      }
    expect(asked).toBeGreaterThan(100);
    expect(different).toEqual([]);
  },
  120_000,
);
