/** A deployed rehearsal as a journey sees it: over HTTP, and by the operator's own commands. */
import { instantAt } from '#domain/instant.ts';
import { actsOf, type Journey, newPerson, type Place, pressed } from '../journey/client.ts';
import { type Deployed, operatorOf } from './operator.ts';

/** What a journey has in both homes. Machines run beside it in the cloud, so what they do is waited for with `until`. */
export interface Anywhere
  extends Pick<Journey, 'root' | 'visitor' | 'letters' | 'byCode' | 'clock' | 'close'> {
  /** What went wrong behind the answers: empty at the end of a good journey. */
  failures(): Promise<readonly string[]>;
}

/**
 * How a request reaches the site. Its own name is tried first; an emulator's (`<api>.execute-api.localhost`) is known to
 * browsers only, so there the API is asked for by its path.
 */
async function wayTo({ site, endpoint }: Deployed): Promise<Pick<Place, 'via'>> {
  const health = async (address: string) => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
    return answer.status;
  };
  try {
    if ((await health(`${site}/healthz`)) === 200) return {};
  } catch {
    // The name leads nowhere from here.
  }
  const [api] = new URL(site).hostname.split('.');
  const base = `${endpoint}/_aws/execute-api/${api}`;
  const status = await health(`${base}/healthz`);
  if (status !== 200) throw new Error(`neither ${site} nor ${base} answers: ${status}`);
  return { via: (path) => base + path };
}

/**
 * Opens the deployment by a sign-in link of its operator; `now` is where the clock of a fresh one begins, in local time:
 * `2021-04-01 09:00`.
 */
export async function openDeployed(deployed: Deployed, now?: string): Promise<Anywhere> {
  const operator = operatorOf(deployed);
  const [date = '', time = '09:00'] = now?.split(' ') ?? [];
  const begin = now === undefined ? {} : { now: instantAt(date, time) };
  const { url } = await operator.command({ signIn: true, ...begin });
  const place: Place = { url: deployed.site, ...(await wayTo(deployed)), settle: async () => {} };
  const root = newPerson(place, { name: '系统管理员', email: '', id: '' });
  await pressed(root, new URL(url).pathname);
  return {
    ...actsOf(place, root),
    root,
    failures: operator.failures,
    close: async () => operator.close(),
  };
}
