/**
 * A home in which every kind of page has something to show: the demo's cycle of 2021, played to its end, and five rounds
 * of the next edition, each stopped in another phase.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listOutbox, openAsRecipient } from '#actions/letter/outbox.ts';
import { firstAdministrator, firstSteps } from '#actions/people/first-steps.ts';
import { newSession } from '#actions/people/sessions.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import type { Member } from '#domain/people/people-records.ts';
import { roundId } from '#domain/round/round.ts';
import { by } from '#local/demo/answering.ts';
import type { People } from '#local/demo/furong.ts';
import { playPhases } from '#local/demo/phases.ts';
import { playDemo } from '#local/demo/play.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { findMemberByEmail } from '#store/people.ts';
import { importSheets, keepSome, lookAgain, object, pack } from './cases.ts';

/** Who looks: nobody signed in, or a member by her part; the judge is a panellist who made her commitment and began to mark. */
export const readers = [
  'public',
  'clerk',
  'reviewer',
  'panellist',
  'judge',
  'department',
  'district',
  'city',
  'root',
] as const;
export type Reader = (typeof readers)[number];

export interface Gallery {
  readonly home: Home;
  readonly root: string;
  /** Who acts in it, for whoever leads a round on. */
  readonly people: People;
  /** What the session's cookie of a reader holds; undefined for the public. */
  readonly sessions: Readonly<Record<Exclude<Reader, 'public'>, string>>;
  /** Pages that a reader comes to by a form: the preview before she hands in, the search of a record. */
  readonly entrances: Readonly<Partial<Record<Reader, readonly string[]>>>;
  /** Where the newest letters lead that ask for something: `/w/<secret>`. */
  letterLinks(): Promise<readonly string[]>;
  close(): Promise<void>;
}

async function sessionsOf(deps: Deps, people: People, root: Member): Promise<Gallery['sessions']> {
  const { reviewers, panel, police, administrator } = people.district;
  const signIn = async ({ id }: Member): Promise<string> => {
    const { cookie, op } = newSession(deps, id, `gallery-${id}`);
    await deps.table.together([op]);
    return cookie;
  };
  return {
    clerk: await signIn(people.clerks[0]!),
    reviewer: await signIn(reviewers[0]!),
    panellist: await signIn(panel[4]!),
    judge: await signIn(panel[3]!),
    department: await signIn(police),
    district: await signIn(administrator),
    city: await signIn(people.city.administrator),
    root: await signIn(root),
  };
}

/** Opens the gallery in a folder that goes when it is closed. Takes some seconds. */
export async function openGallery(url: string): Promise<Gallery> {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-gallery-'));
  const home = await openHome({
    data,
    rehearsal: true,
    now: '2021-04-01T09:00:00+08:00',
    url,
    mailer: outboxMailer,
    // A rehearsal sends none; the forms ask for a mobile all the same.
    sms: { signature: '红榜', messages: { knowsRepeats: true, send: async () => {} } },
    log: () => {},
  });
  const { deps } = home;
  const { org } = await firstSteps(home);
  const people = await playDemo(home, org, () => {});
  const phase = await playPhases(home, people, () => {});
  await keepSome(home, people, phase('panel').round, phase('panel').nominations.slice(0, 4));
  await object(home, phase('notice').round);
  const earlier = roundId('zmjt-2021-furong', 2, 'furong');
  const packed = await pack(home, people, earlier);
  const ledgerImport = await lookAgain(home, people);
  const imports = await importSheets(home, people, phase('open').round.split('.')[0]!);
  const root = await findMemberByEmail(deps, firstAdministrator);
  const [draft, handedIn] = phase('open').nominations;
  const reviewed = phase('review').round;
  return {
    home,
    root: org,
    people,
    sessions: await sessionsOf(deps, people, root!),
    entrances: {
      public: [
        '/certificates/T-430102-ZMJT-2021-0001',
        '/sign-in/code',
        `/honours/lists/${earlier}.h1`,
        `/honours/names?name=${encodeURIComponent('罗步芳')}`,
      ],
      clerk: [`/nominations/${draft}/preview`, `/nominations/${handedIn}/print`, ...imports],
      district: [
        `/rounds/${reviewed}/end`,
        `/rounds/${reviewed}/reassign?from=${people.district.reviewers[0]!.id}`,
        `/audit/${encodeURIComponent(`round:${reviewed}`)}`,
        '/jobs?org=furong',
        `/rounds/${phase('shortlist').round}/tranches/new`,
        `/packages/${packed}`,
        ledgerImport,
        '/ledger/furong/2019/claims',
      ],
    },
    async letterLinks() {
      await home.sweep();
      const actor = by(root!);
      const today = shanghaiDate(new Date(deps.clock()).toISOString());
      const links = new Set<string>();
      for (const date of [today, '2022-03-21'])
        for (const { key } of (await listOutbox(deps, actor, date)).items) {
          const { link } = await openAsRecipient(deps, actor, key);
          if (link?.includes('/w/')) links.add(new URL(link).pathname);
        }
      return [...links];
    },
    async close() {
      await home.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
}
