/** What a load test runs on: a rehearsal with a notice, a thousand real nominations, and on one of two sites all that is stocked. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAdminLink } from '#actions/people/signin.ts';
import type { Deps } from '#deps';
import { addDays, addSeconds, instantAt, shanghaiDate } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { memberIdFor } from '#store/people.ts';
import { fill, type Stand } from '#tools/bench/flows.ts';
import { type Client, openClient } from '#tools/bench/load.ts';
import { playRound } from '#tools/bench/round.ts';
import { enter, openRound, presetIn, type Seeded, seed, worklistLink } from '#tools/bench/seed.ts';
import type { Site } from '#tools/bench/site.ts';
import { type PastProgramme, type Sizes, stock } from './stock.ts';

/** What is kept beside a data folder, so that it can be measured again. */
interface Kept {
  readonly programme: string;
  readonly round: string;
  readonly link: string;
  readonly notice: string;
  readonly open: readonly string[];
  readonly ids: Readonly<Record<Who, string>>;
}
const who = ['root', 'clerk', 'reviewer', 'administrator'] as const;
type Who = (typeof who)[number];

export interface Ground {
  readonly site: Site;
  readonly stand: Stand;
}

/** Opens the home of a stopped site in this process, does a piece of work there, and closes it. */
async function inside<T>(site: Site, work: (deps: Deps) => Promise<T>): Promise<T> {
  const home = await openHome({
    ...{ data: site.data, rehearsal: true, url: `http://127.0.0.1:${site.port}`, mailer: outboxMailer },
    log: (code, fields) => {
      if (/failed|stuck|died/.test(code)) process.stderr.write(`${code} ${JSON.stringify(fields)}\n`);
    },
  });
  try {
    return await work(home.deps);
  } finally {
    await home.close();
  }
}

/** Sessions of members of a stopped site, which is started; gives milliseconds to its first page too. */
export async function enterAs(
  site: Site,
  membersOf: (deps: Deps) => readonly string[],
): Promise<{ readonly sessions: readonly Client[]; readonly startMs: number }> {
  const links = await inside(site, async (deps) => {
    const made: string[] = [];
    for (const member of membersOf(deps)) made.push(await createAdminLink(deps, member));
    return made;
  });
  const startMs = await site.start();
  const sessions: Client[] = [];
  for (const link of links) sessions.push(await enter(site.port, link));
  return { sessions, startMs };
}

/** A token of somebody's own. */
export async function tokenOf(port: number, session: Client, admin = false): Promise<Client> {
  const scopes = ['read', 'write', ...(admin ? ['admin'] : [])];
  const { token } = await session.api<{ token: string }>('POST', '/api/tokens', {
    ...{ name: 'load', scopes, days: 90 },
  });
  return openClient(port, token);
}

/** The editions whose rounds are stocked. */
const pastYears = [2021, 2022, 2023, 2024, 2025];

async function publish(root: Client, id: string, document: unknown): Promise<void> {
  const { programme } = await root.api<{ programme: { version: number } }>('POST', '/api/programmes', {
    ...{ org: 'root', id, document },
  });
  await root.api('POST', `/api/programmes/${id}/publish`, { version: programme.version });
}

const keptIn = (site: Site): string => join(site.data, 'load.json');

/** The stand of a site that runs, by what is kept beside its data. */
async function standOf(site: Site, kept: Kept, sessions: readonly Client[]): Promise<Stand> {
  const [root, clerk, reviewer, administrator] = sessions;
  if (root === undefined || clerk === undefined || reviewer === undefined || administrator === undefined)
    throw new Error('somebody did not get in');
  const { port } = site;
  const person = async (id: string, session: Client, admin = false) => ({
    ...{ id, session, token: await tokenOf(port, session, admin) },
  });
  return {
    ...{ port, root, document: presetIn(site.folder, 'zmjt'), takesSensitive: true },
    consentText: consentVersion,
    clerk: await person(kept.ids.clerk, clerk),
    reviewer: await person(kept.ids.reviewer, reviewer),
    administrator: await person(kept.ids.administrator, administrator, true),
    ...{ programme: kept.programme, unit: 'street', round: kept.round, link: kept.link },
    open: [...kept.open],
    notice: { port, path: `/notices/${kept.notice}` },
    begun: 5_000_000 + Math.floor(performance.now()),
  };
}

/** Fills an empty site: a notice, and so many nominations under review that people submitted. */
async function play(site: Site, names: number, submitted: number): Promise<void> {
  await site.start();
  const seeded: Seeded = await seed(site);
  const { notice } = await playRound(site, seeded, names, true);
  for (const year of pastYears)
    await publish(seeded.root, `past${year}`, { ...seeded.document, edition: String(year) });
  const { now } = await seeded.root.api<{ now: string }>('GET', '/api/rehearsal/clock');
  const ids: Record<Who, string> = {
    root: (await seeded.root.api<{ id: string }>('GET', '/api/me')).id,
    ...{ clerk: seeded.clerk.id, reviewer: seeded.reviewer.id, administrator: seeded.administrator.id },
  };
  await site.stop();
  // the clock has moved, and every session is over
  const { sessions } = await enterAs(site, () => who.map((each) => ids[each]));
  const none: Kept = { programme: 'bench', round: '', link: '', notice: notice, open: [], ids };
  const entered = await standOf(site, none, sessions);
  const round = await openRound({ ...entered, document: seeded.document }, 'bench', seeded.document, {
    opensAt: addSeconds(now, -60),
    closesAt: instantAt(addDays(shanghaiDate(now), 60), '17:30'),
    places: 1_000,
  });
  const stand = { ...entered, round };
  await fill(stand, site.rest, 1);
  const link = await worklistLink(stand, shanghaiDate(now));
  await fill(stand, site.rest, submitted - 1);
  const kept: Kept = { ...none, round, link, open: stand.open };
  writeFileSync(keptIn(site), JSON.stringify(kept));
  await site.stop();
}

/** Makes a site's ground, or takes the one that its folder has; with `sizes` it is stocked. Tells milliseconds to the first page. */
export async function prepare(
  site: Site,
  { names, submitted, sizes }: { readonly names: number; readonly submitted: number; readonly sizes?: Sizes },
  tell: (numbers: object) => void,
): Promise<Ground> {
  if (!existsSync(keptIn(site))) {
    await play(site, names, submitted);
    if (sizes !== undefined) await fillUp(site, sizes, tell);
  }
  const kept: Kept = JSON.parse(readFileSync(keptIn(site), 'utf8'));
  const { sessions, startMs } = await enterAs(site, () => who.map((each) => kept.ids[each]));
  await new Promise((done) => setTimeout(done, 2_000));
  tell({ firstPageMs: startMs, idleMegabytes: site.memory().megabytes, gigabytes: sizeOf(site) });
  return { site, stand: await standOf(site, kept, sessions) };
}

/** Gigabytes of a site's database. */
const sizeOf = (site: Site): number => statSync(join(site.data, 'hongbang.sqlite')).size / 2 ** 30;

async function fillUp(site: Site, sizes: Sizes, tell: (numbers: object) => void): Promise<void> {
  const document = presetIn(site.folder, 'zmjt');
  const programmes = pastYears.map((year): PastProgramme => {
    const form = { ...document.form, attachments: [] };
    return { id: `past${year}`, year, document: { ...document, form, edition: String(year) } };
  });
  const began = performance.now();
  const { rows } = await inside(site, (deps) =>
    stock(deps, { root: 'root', sizes, programmes }, (nominations) =>
      tell({ nominations, seconds: (performance.now() - began) / 1_000 }),
    ),
  );
  tell({ ...sizes, rows, seconds: (performance.now() - began) / 1_000, gigabytes: sizeOf(site) });
}

/** The ids of members by their addresses. */
export const idsOf = (deps: Pick<Deps, 'keys'>, emails: readonly string[]): readonly string[] =>
  emails.map((email) => memberIdFor(deps.keys, email));
