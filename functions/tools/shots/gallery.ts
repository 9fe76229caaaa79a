/**
 * A home in which every kind of page has something to show: the demo's cycle of 2021, played to its end, and five rounds
 * of the next edition, each stopped in another phase.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addAttachment } from '#actions/files/attachments.ts';
import { listOutbox, openAsRecipient } from '#actions/letter/outbox.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { firstAdministrator, firstSteps } from '#actions/people/first-steps.ts';
import { newSession } from '#actions/people/sessions.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { instantAt, shanghaiDate } from '#domain/instant.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { roundId } from '#domain/round/round.ts';
import { answerAll, by } from '#local/demo/answering.ts';
import { type People, streetId } from '#local/demo/furong.ts';
import { atHome, wholeFamily } from '#local/demo/photographs.ts';
import { judge, playDemo, shortlist } from '#local/demo/play.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { findMemberByEmail } from '#store/people.ts';
import { getTranche } from '#store/reads.ts';
import { presetData } from '#web/programme/presets.ts';
import { family } from '../../../test/furong.ts';
import { importSheets, keepSome, lookAgain, object, pack } from './cases.ts';

/** Where a round of the gallery stands, in the order of the process. */
const phases = ['open', 'review', 'panel', 'shortlist', 'notice'] as const;
type Phase = (typeof phases)[number];

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
  /** What the session's cookie of a reader holds; undefined for the public. */
  readonly sessions: Readonly<Record<Exclude<Reader, 'public'>, string>>;
  /** Pages that a reader comes to by a form: the preview before she hands in, the search of a record. */
  readonly entrances: Readonly<Partial<Record<Reader, readonly string[]>>>;
  /** Where the newest letters lead that ask for something: `/w/<secret>`. */
  letterLinks(): Promise<readonly string[]>;
  close(): Promise<void>;
}

const programmeOf = (phase: Phase): string => `zmjt-2022-${phase}`;
/** Each programme has families of its own: one family stands in one round only. */
const firstFamily = (phase: Phase): number => 100 + phases.indexOf(phase) * 20;
const nominees = 6;

/** Gives the ids in their order. */
async function nominate(home: Home, people: People, phase: Phase): Promise<readonly string[]> {
  const { deps } = home;
  const ids: string[] = [];
  for (let i = 0; i < nominees; i++) {
    // The first street's clerk keeps two: one to hand in, one that stays a draft where the round is open.
    const street = i < 2 ? 0 : i;
    const clerk = by(people.clerks[street]!);
    const input = {
      programme: programmeOf(phase),
      org: streetId(street),
      channel: 'organisation' as const,
      answers: family(firstFamily(phase) + i),
    };
    const draft = await saveDraft(deps, clerk, input);
    const attachments = [];
    for (const [name, picture] of [
      ['全家福.jpg', wholeFamily],
      ['生活照.jpg', atHome],
    ] as const) {
      const added = await addAttachment(deps, clerk, draft.id, 'photos', picture, name);
      attachments.push(added.attachment);
    }
    ids.push(draft.id);
    if (phase === 'open' && i === 0) continue;
    await submit(deps, clerk, {
      ...input,
      id: draft.id,
      attachments,
      consentText: consentVersion,
      sensitive: true,
    });
  }
  await home.settled();
  return ids;
}

async function setUp(home: Home, people: People, phase: Phase): Promise<string> {
  const { deps } = home;
  const administrator = by(people.district.administrator);
  const id = programmeOf(phase);
  const document = presetToProgramme(presetData('zmjt'), { edition: '2022' });
  const { programme } = await createProgramme(deps, administrator, { org: 'furong', id, document });
  await publishProgramme(deps, administrator, { id, version: programme.version });
  const round = await setUpRound(deps, administrator, {
    programme: id,
    org: 'furong',
    settings: {
      opensAt: instantAt('2022-03-01', '09:00'),
      closesAt: instantAt(phase === 'open' ? '2022-05-31' : '2022-03-20', '17:30'),
      places: 4,
    },
  });
  await home.settled();
  return round.id;
}

/** Takes a round whose nominations closed to the phase where it stops. */
async function lead(home: Home, people: People, phase: Phase, round: string): Promise<void> {
  const stage = { home, say: () => {}, people };
  if (phase === 'open' || phase === 'review') return;
  await answerAll(home, people.district, round);
  await home.settled();
  if (phase === 'panel') return judge(stage, people.district, round, { until: 3 });
  await judge(stage, people.district, round);
  if (phase === 'notice') await shortlist(stage, people.district, round, 4);
}

async function post(home: Home, people: People): Promise<void> {
  const round = roundId(programmeOf('notice'), 2, 'furong');
  await home.advanceClock!(instantAt('2022-04-06', '09:00'));
  const { version } = await getTranche(home.deps.table, round, 1);
  await postNotice(home.deps, by(people.district.administrator), round, {
    tranche: 1,
    start: '2022-04-06',
    version,
  });
  await home.settled();
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
    log: () => {},
  });
  const { deps } = home;
  const { org } = await firstSteps(home);
  const people = await playDemo(home, org, () => {});
  await home.advanceClock!(instantAt('2022-03-02', '09:00'));
  const rounds = new Map<Phase, string>();
  const handed = new Map<Phase, readonly string[]>();
  for (const phase of phases) {
    rounds.set(phase, await setUp(home, people, phase));
    handed.set(phase, await nominate(home, people, phase));
  }
  await home.advanceClock!(instantAt('2022-03-21', '09:00'));
  for (const [phase, round] of rounds) await lead(home, people, phase, round);
  await post(home, people);
  await keepSome(home, people, rounds.get('panel')!, handed.get('panel')!.slice(0, 4));
  await object(home, rounds.get('notice')!);
  const earlier = roundId('zmjt-2021-furong', 2, 'furong');
  const packed = await pack(home, people, earlier);
  const ledgerImport = await lookAgain(home, people);
  const imports = await importSheets(home, people, programmeOf('open'));
  const root = await findMemberByEmail(deps, firstAdministrator);
  const [draft, handedIn] = handed.get('open')!;
  const reviewed = rounds.get('review')!;
  const signIn = async (member: string): Promise<string> => {
    const { cookie, op } = newSession(home.deps, member, `gallery-${member}`);
    await deps.table.together([op]);
    return cookie;
  };
  return {
    home,
    root: org,
    sessions: {
      clerk: await signIn(people.clerks[0]!.id),
      reviewer: await signIn(people.district.reviewers[0]!.id),
      panellist: await signIn(people.district.panel[4]!.id),
      judge: await signIn(people.district.panel[3]!.id),
      department: await signIn(people.district.police.id),
      district: await signIn(people.district.administrator.id),
      city: await signIn(people.city.administrator.id),
      root: await signIn(root!.id),
    },
    entrances: {
      public: ['/certificates/T-430102-ZMJT-2021-0001', '/sign-in/code', `/honours/lists/${earlier}.h1`],
      clerk: [`/nominations/${draft}/preview`, `/nominations/${handedIn}/print`, ...imports],
      district: [
        `/rounds/${reviewed}/end`,
        `/rounds/${reviewed}/reassign?from=${people.district.reviewers[0]!.id}`,
        `/audit/${encodeURIComponent(`round:${reviewed}`)}`,
        '/jobs?org=furong',
        `/rounds/${rounds.get('shortlist')!}/tranches/new`,
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
