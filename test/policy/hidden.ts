/** What an answer tells of whether something stands at an id: the same address with ids that are there and that are not. */
import { filled, type Ground, type Ids, namesIn, type Route } from './ground.ts';

/** What everybody knows of. */
const open = ['org', 'notice', 'list', 'number', 'n', 'step', 'year'];
/** An id of the same form at which nothing stands. */
const none: Readonly<Record<string, string>> = {
  round: 'zmjt-2029-nothing.2.furong',
  aggregate: 'nomination:nom99999999',
};
const missingId = (name: string, id: string): string => none[name] ?? `${id.slice(0, -2)}zz`;

/** All that an answer tells, without the ids that were asked for and what is new in every answer. */
export async function told(answer: Response, path: string, ids: readonly string[]): Promise<string> {
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
export function pairs(
  ground: Pick<Ground, 'ids'>,
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
