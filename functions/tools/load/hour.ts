/** The hour of a deadline: units of a country hand in, most at the end, while reviewers' tasks are made and others read. */
import { join } from 'node:path';
import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import { openConnection } from '#local/database/sqlite.ts';
import { keys } from '#store/keys.ts';
import { memberIdFor } from '#store/people.ts';
import { type Stand, submitByApi, submitByPages } from '#tools/bench/flows.ts';
import type { Client } from '#tools/bench/load.ts';
import { short } from '#tools/bench/round.ts';
import { administratorOf, clerkOf, districtsOf, reviewerOf } from './country.ts';
import { enterAs, type Ground, idsOf, tokenOf } from './ground.ts';
import { dayOfVisits, spread } from './visits.ts';

export interface Unit {
  readonly id: string;
  readonly session: Client;
  readonly token: Client;
}
export interface Crowd {
  readonly units: readonly Unit[];
  /** Members whose worklists fill. */
  readonly reviewers: readonly string[];
  readonly programme: string;
  readonly rounds: readonly string[];
}

/** Opens a round in each of so many districts, and lets the clerks of so many units in. The site runs again afterwards. */
export async function gather(
  ground: Ground,
  { organisations, districts, units }: { organisations: number; districts: number; units: number },
): Promise<{ readonly ground: Ground; readonly crowd: Crowd }> {
  const { site, stand } = ground;
  const chosen = districtsOf(organisations, 'root').slice(0, districts);
  const each = Math.ceil(units / chosen.length);
  const streets = chosen.flatMap((district) => district.streets.slice(0, each)).slice(0, units);
  await site.stop();
  let reviewers: readonly string[] = [];
  const { sessions } = await enterAs(site, (deps) => {
    reviewers = idsOf(
      deps,
      chosen.map(({ id }) => reviewerOf(id)),
    );
    const administrators = chosen.map(({ id }) => memberIdFor(deps.keys, administratorOf(id)));
    return [...administrators, ...streets.map(({ id }) => memberIdFor(deps.keys, clerkOf(id)))];
  });
  const programme = `deadline${Date.now() % 1_000_000_000}`;
  const document = { ...stand.document, form: { ...stand.document.form, attachments: [] } };
  const fields = document.form.fields.map((field) =>
    field.id === 'deeds' ? { ...field, max: 2_000 } : field,
  );
  const made = await stand.root.api<{ programme: { version: number } }>('POST', '/api/programmes', {
    ...{ org: 'root', id: programme },
    document: { ...short({ ...document, form: { ...document.form, fields } }), edition: '2030' },
  });
  await stand.root.api('POST', `/api/programmes/${programme}/publish`, { version: made.programme.version });
  const { now } = await stand.root.api<{ now: string }>('GET', '/api/rehearsal/clock');
  const rounds: string[] = [];
  for (const [n, district] of chosen.entries()) {
    const round = await sessions[n]!.api<{ id: string }>('POST', '/api/rounds', {
      ...{ programme, org: district.id },
      settings: {
        opensAt: addSeconds(now, -60),
        closesAt: instantAt(addDays(shanghaiDate(now), 30), '17:30'),
        places: 1_000,
      },
    });
    rounds.push(round.id);
  }
  const crowd: Unit[] = [];
  for (const [n, { id }] of streets.entries()) {
    const session = sessions[chosen.length + n]!;
    crowd.push({ id, session, token: await tokenOf(site.port, session) });
  }
  return { ground, crowd: { units: crowd, reviewers, programme, rounds } };
}

/** When each comes, in shares of the hour: 30 % in its last sixth. */
function arrivals(count: number): readonly number[] {
  const early = Math.round(count * 0.7);
  return Array.from({ length: count }, (_, n) =>
    n < early ? (n / early) * (5 / 6) : 5 / 6 + (n - early) / (count - early) / 6,
  );
}

/** Counts the tasks in the worklists of members, beside the server. */
function countTasks(data: string, members: readonly string[]) {
  const connection = openConnection(join(data, 'hongbang.sqlite'), { readOnly: true });
  const count = connection.prepare('SELECT count(*) AS n FROM hongbang WHERE pk = ?');
  return {
    count: () => members.reduce((sum, member) => sum + Number(count.get(keys.worklist(member))?.n ?? 0), 0),
    close: () => connection.close(),
  };
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Everybody hands in at her time, half of them by the pages; gives rates, what waited, and times from when each came. */
export async function deadline(
  { site, stand }: Ground,
  { units, reviewers, programme }: Crowd,
  {
    count,
    minutes,
    visitEveryMs,
  }: { readonly count: number; readonly minutes: number; readonly visitEveryMs: number },
) {
  const stands = units.map((unit): readonly [Unit, Stand] => [
    unit,
    {
      ...stand,
      ...{ programme, unit: unit.id, open: [], begun: 0 },
    },
  ]);
  let begun = 2_000_000 + (Date.now() % 1_000_000);
  const tasks = countTasks(site.data, reviewers);
  const before = tasks.count();
  const [times, pages, late, visits]: number[][] = [[], [], [], []];
  const [began, cpu] = [performance.now(), site.cpu()];
  let [accepted, most, settledAt, ended, going] = [0, 0, began, Number.POSITIVE_INFINITY, true];
  const failures: string[] = [];
  const failed = (error: unknown) => void failures.push(String(error).slice(0, 300));
  const settling = (async () => {
    while (going || tasks.count() - before < accepted) {
      const backlog = accepted - (tasks.count() - before);
      most = Math.max(most, backlog);
      if (backlog > 0) settledAt = performance.now();
      if (performance.now() - Math.max(ended, settledAt) > 120_000)
        throw new Error(`${backlog} tasks were never made`);
      await sleep(250);
    }
  })().catch(failed);
  const reading = (async () => {
    for (const [, visit] of dayOfVisits(stand, {})) {
      if (!going) break;
      await visit.then((ms) => visits!.push(ms), failed);
      await sleep(visitEveryMs);
    }
  })();
  const handIn = async (n: number, due: number) => {
    const [unit, own] = stands[n % stands.length]!;
    own.begun = begun++;
    if (n % 2 === 0) await submitByApi(own, unit.token.again());
    else await submitByPages(own, unit.session.again());
    accepted++;
    const ms = performance.now() - due;
    (n % 2 === 0 ? times : pages)!.push(ms);
    if (n >= count * 0.7) late!.push(ms);
  };
  const running: Promise<void>[] = [];
  let lastSixth = began;
  for (const [n, share] of arrivals(count).entries()) {
    const due = began + share * minutes * 60_000;
    const wait = due - performance.now();
    if (wait > 0) await sleep(wait);
    if (n === Math.round(count * 0.7)) lastSixth = performance.now();
    running.push(handIn(n, due).catch(failed));
    if (running.length % 500 === 0) await Promise.all(running.splice(0, 250));
  }
  await Promise.all(running);
  ended = performance.now();
  going = false;
  await Promise.all([settling, reading]);
  tasks.close();
  return {
    ...{ count, minutes, acceptedPerSecond: (late!.length * 1_000) / (ended - lastSixth) },
    settledPerSecond: (late!.length * 1_000) / (Math.max(ended, settledAt) - lastSixth),
    ...{ backlogMost: most, settledAfterMs: Math.max(0, settledAt - ended) },
    cpuMs: (site.cpu() - cpu) / count,
    ...{ api: spread(times!), web: spread(pages!), lastSixth: spread(late!), pages: spread(visits!) },
    ...{ visits: visits!.length, megabytes: site.memory().megabytes },
    ...{ errors: failures.length, ...(failures.length > 0 && { error: failures[0] }) },
  };
}
