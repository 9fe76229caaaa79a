/** A journey's home wherever the tests are told to go: a stage that was deployed, else one of their own on this machine. */
import { expect, inject } from 'vitest';
import type { Deployed } from '../deployed/operator.ts';
import { type Anywhere, openDeployed } from '../deployed/stage.ts';
import { openJourney, type Person } from './client.ts';

declare module 'vitest' {
  interface ProvidedContext {
    deployed: Deployed;
  }
}

/** Opens a rehearsal; `now` is local time, such as `2021-04-01 09:00`. */
export async function openAnywhere(now: string): Promise<Anywhere> {
  // Provided by test/deployed/setup.ts alone.
  const deployed = inject('deployed') as Deployed | undefined;
  if (deployed !== undefined) return openDeployed(deployed, now);
  const journey = await openJourney(now);
  return { ...journey, failures: async () => journey.logged };
}

/** Reads until it is right. Throws Error with what was read last when that takes longer than so many seconds. */
export async function until<T>(
  read: () => Promise<T>,
  isRight: (found: T) => boolean,
  seconds = 45,
): Promise<T> {
  const end = performance.now() + seconds * 1_000;
  for (;;) {
    const found = await read();
    if (isRight(found)) return found;
    if (performance.now() > end)
      throw new Error(`not within ${seconds} s; last: ${JSON.stringify(found)?.slice(0, 1_000)}`);
    await new Promise((soon) => setTimeout(soon, 250));
  }
}

/** Follows a download to the bucket, where files don't come from the server itself. */
export async function download(person: Person, path: string): Promise<Uint8Array> {
  const answer = await person.get(path);
  if (answer.status === 200) return answer.body;
  expect(answer.status).toBe(302);
  const found = await fetch(answer.headers.get('location')!);
  expect([found.status, found.headers.get('content-disposition')?.slice(0, 10)]).toEqual([200, 'attachment']);
  return new Uint8Array(await found.arrayBuffer());
}
