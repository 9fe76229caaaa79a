/** A journey's home wherever the tests are told to go: a stage that was deployed, else one of their own on this machine. */
import { inject } from 'vitest';
import { type Anywhere, type Deployed, openDeployed } from '../deployed/stage.ts';
import { openJourney } from './client.ts';

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
