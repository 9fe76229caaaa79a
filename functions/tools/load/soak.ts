/** An ordinary day for many minutes: does the server's memory grow, does anything fail. */
import { submitByApi, submitByPages } from '#tools/bench/flows.ts';
import type { Ground } from './ground.ts';
import type { Crowd } from './hour.ts';
import { dayOfVisits, spread } from './visits.ts';

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

/** Ten pages and half a submission a second; memory every ten seconds, its growth from the second quarter to the last. */
export async function soak({ site, stand }: Ground, { units, programme }: Crowd, minutes: number) {
  const until = performance.now() + minutes * 60_000;
  const memory: number[] = [];
  const times: number[] = [];
  let begun = 8_000_000 + (Date.now() % 1_000_000);
  let submitted = 0;
  const failures: string[] = [];
  const failed = (error: unknown) => void failures.push(String(error).slice(0, 300));
  const watching = (async () => {
    while (performance.now() < until) {
      memory.push(site.memory().megabytes);
      await sleep(Math.min(10_000, minutes * 3_000));
    }
  })();
  const writing = (async () => {
    for (let n = 0; performance.now() < until; n++) {
      const unit = units[n % units.length]!;
      const own = { ...stand, programme, unit: unit.id, open: [], begun: begun++ };
      const handedIn = n % 2 === 0 ? submitByApi(own, unit.token) : submitByPages(own, unit.session);
      await handedIn.then(() => submitted++, failed);
      await sleep(2_000);
    }
  })();
  const reading = (async () => {
    for (const [, visit] of dayOfVisits(stand, {})) {
      if (performance.now() >= until) break;
      await visit.then((ms) => times.push(ms), failed);
      await sleep(100);
    }
  })();
  await Promise.all([watching, writing, reading]);
  const quarter = Math.max(1, memory.length >> 2);
  const [second, last] = [mean(memory.slice(quarter, 2 * quarter)), mean(memory.slice(-quarter))];
  return {
    ...{ minutes, visits: times.length, submitted, ...spread(times) },
    ...{ firstMegabytes: memory[0] ?? 0, secondQuarter: second, lastQuarter: last },
    growth: last / second,
    mostMegabytes: Math.max(...memory),
    ...{ errors: failures.length, ...(failures.length > 0 && { error: failures[0] }) },
  };
}
