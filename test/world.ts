/** 芙蓉区 on a real database in a temporary folder: its tree and people, a published 最美家庭 and the district's open window. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { actorOf } from '#actions/actor.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { askCandidacy } from '#actions/review/candidacy-steps.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { deliver } from '#actions/running/signals.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { Problem } from '#domain/problem.ts';
import type { Answers } from '#domain/programme/form.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import type { Programme } from '#domain/programme/programme.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { roundId } from '#domain/round/round.ts';
import { openKeys } from '#local/keys.ts';
import type { SmsGateway } from '#mail/sms.ts';
import type { OutgoingMail, Workflows } from '#ports';
import { keys } from '#store/keys.ts';
import { findMemberByEmail, getMember, memberIdFor, memberOps } from '#store/people.ts';
import { getCandidacy, listPage, readCalendar, worklistOf } from '#store/reads.ts';
import { makePaper } from '../functions/papers.ts';
import { district, emailOf, family, jpeg, plantFurong, street } from './furong.ts';
import { type Embedded, openEmbedded } from './local/database/embedded.ts';

export interface WorldOptions {
  /** Name of a preset in workflows/programmes; 最美家庭 by default. */
  readonly preset?: string;
  /** Changes the preset before it is published. */
  readonly adjust?: (programme: Programme) => unknown;
  /** Laid over the settings of the district's round. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** A gateway of short messages. */
  readonly sms?: SmsGateway | undefined;
  /** Where the clock starts. */
  readonly now?: string;
}

export interface World {
  readonly deps: Deps;
  readonly programme: string;
  /** The district's round, window 2021-04-01 to 2021-05-06 17:30. */
  readonly round: string;
  /** What was sent to the machines, in order. */
  readonly starts: { readonly machine: string; readonly name: string; readonly input: unknown }[];
  readonly answered: string[];
  readonly mails: OutgoingMail[];
  readonly logged: { readonly code: string; readonly fields: unknown }[];
  readonly stored: Map<string, Uint8Array>;
  /** The database under it. */
  readonly embedded: Embedded;
  /** Sets the clock. */
  at(instant: string): void;
  /** The n-th member with a role in an organisation (`administrator`, `reviewer`, `clerk`, `department:公安` …). */
  as(role: string, org: string, n?: number): Promise<Actor>;
  /** Somebody without a role who proved her address; made when new. */
  person(email: string, via?: 'session' | { readonly link: string }): Promise<Actor>;
  /** Saves a draft with two photographs and gives what `submit` takes. */
  prepared(
    actor: Actor,
    input?: Partial<Nominated>,
  ): Promise<Parameters<typeof submit>[2] & { readonly id: string }>;
  /** Nominates in one go: draft, photographs, submission. */
  nominate(
    actor: Actor,
    input?: Partial<Nominated>,
  ): Promise<{ readonly nomination: Nomination; readonly candidacy: Candidacy }>;
  /** The candidacy at the highest seat. */
  candidacy(nomination: Pick<Nomination, 'id' | 'seats'>): Promise<Candidacy>;
  /** Asks the people of a review as its machine would; the first one asked decides. The token is `t-<nomination>-<attempt>`. */
  decide(candidacy: Candidacy, outcome: 'approve' | 'return' | 'reject'): Promise<Candidacy>;
  /** Which nomination holds each identity of this one now. */
  holders(nomination: Nomination): Promise<readonly unknown[]>;
  todos(member: string): Promise<readonly Todo[]>;
  lettersTo(member: string): Promise<readonly Letter[]>;
  close(): Promise<void>;
}

export interface Nominated {
  readonly org: string;
  readonly channel: Nomination['channel'];
  readonly answers: Answers;
  readonly consentEmail: string;
}

/** The code of the Problem that a work ends with; undefined when it ends well. */
export async function codeOf(work: Promise<unknown>): Promise<string | undefined> {
  return (await problemOf(work))?.code;
}
/** The Problem that a work ends with; defects pass through. */
export async function problemOf(work: Promise<unknown>): Promise<Problem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

function recorder(starts: World['starts'], answered: string[]): Workflows {
  const started = new Set<string>();
  return {
    start: async (run) => {
      if (started.has(run.name)) return 'exists';
      started.add(run.name);
      starts.push(run);
      return 'started';
    },
    succeed: async (token) => {
      answered.push(token);
      return 'done';
    },
    fail: async () => 'done',
  };
}

/** Makes the world anew: about half a second. Machines are recorded, not run: call the tasks yourself. */
export async function makeWorld(options: WorldOptions = {}): Promise<World> {
  const embedded = await openEmbedded();
  let now = Date.parse(options.now ?? '2021-04-02T01:00:00.000Z');
  let count = 0;
  const starts: World['starts'] = [];
  const answered: string[] = [];
  const mails: OutgoingMail[] = [];
  const logged: { code: string; fields: unknown }[] = [];
  const stored = new Map<string, Uint8Array>();
  const deps: Deps = {
    table: embedded.main,
    keysTable: embedded.keys,
    clock: () => now,
    keys: openKeys(embedded.data, { create: true }),
    workflows: recorder(starts, answered),
    files: {
      put: async (name, bytes) => void stored.set(name, bytes),
      get: async (name) => stored.get(name),
      remove: async (name) => void stored.delete(name),
    },
    papers: {
      make: (request) => makePaper(deps, request),
      bytes: async (request) => (await makePaper(deps, request)).bytes,
    },
    mailer: { kind: 'smtp', send: async (mail) => void mails.push(mail) },
    ...(options.sms !== undefined && { sms: options.sms.messages }),
    site: {
      ...{ url: 'http://localhost', name: { zh: '红榜', en: 'Hongbang' }, rehearsal: false },
      ...(options.sms !== undefined && { smsSignature: options.sms.signature }),
    },
    calendar: () => readCalendar(embedded.main),
    id: (prefix) => `${prefix}${String(++count).padStart(8, '0')}`,
    handOver: async (rows) => void (await deliver(deps, rows)),
    background: async (work) => void (await work()),
    log: (code, fields = {}) => void logged.push({ code, fields }),
  };
  await plantFurong(deps);

  const as: World['as'] = async (role, org, n = 1) => {
    const member = await findMemberByEmail(deps, emailOf(role, org, n));
    if (member === undefined) throw new RangeError(`no ${role} ${n} in ${org}`);
    return actorOf(member, 'session');
  };
  const administrator = await as('administrator', district);
  const yaml = readFileSync(
    new URL(`../workflows/programmes/${options.preset ?? 'zmjt'}.yaml`, import.meta.url),
    'utf8',
  );
  const preset = presetToProgramme(parse(yaml), { edition: '2021' });
  const { programme } = await createProgramme(deps, administrator, {
    org: district,
    document: { ...(options.adjust?.(preset) ?? preset) },
  });
  await publishProgramme(deps, administrator, { id: programme.id, version: programme.version });
  const { id: round } = await setUpRound(deps, administrator, {
    programme: programme.id,
    org: district,
    settings: {
      opensAt: '2021-04-01T00:00:00+08:00',
      closesAt: '2021-05-06T17:30:00+08:00',
      ...options.settings,
    },
  });

  const prepared: World['prepared'] = async (actor, input = {}) => {
    const { org = street(1), channel = 'organisation', answers = family(1), consentEmail } = input;
    const plain = { programme: programme.id, org, channel, answers };
    const draft = await saveDraft(deps, actor, plain);
    const attachments: Attachment[] = [];
    for (const n of [1, 2])
      attachments.push(
        (await addAttachment(deps, actor, draft.id, 'photos', jpeg(n), `照片${n}.jpg`)).attachment,
      );
    return {
      ...plain,
      id: draft.id,
      attachments,
      consentText: consentVersion,
      sensitive: true,
      ...(consentEmail !== undefined && { consentEmail }),
    };
  };
  const candidacy: World['candidacy'] = ({ id, seats }) => getCandidacy(deps.table, seats.at(-1)!, id);
  return {
    deps,
    programme: programme.id,
    round,
    starts,
    answered,
    mails,
    logged,
    stored,
    embedded,
    as,
    prepared,
    candidacy,
    at(instant) {
      now = Date.parse(instant);
    },
    async person(email, via = 'session') {
      const known = await findMemberByEmail(deps, email);
      const made = {
        id: memberIdFor(deps.keys, email),
        name: '',
        email,
        grants: [],
        status: 'active',
        language: 'zh',
        version: 1,
      } as const;
      if (known === undefined) await deps.table.together(memberOps(deps.keys, undefined, made));
      return via === 'session'
        ? actorOf(known ?? made, 'session')
        : actorOf(known ?? made, 'link', { link: { scope: via.link } });
    },
    async nominate(actor, input) {
      const { nomination } = await submit(deps, actor, await prepared(actor, input));
      return { nomination, candidacy: await candidacy(nomination) };
    },
    async decide({ round, nomination, step }, outcome) {
      const token = `t-${nomination}-${step!.attempt}`;
      await askCandidacy(deps, { round, nomination, phase: 0, token, step: step!.id });
      const { asked } = await getCandidacy(deps.table, round, nomination);
      const actor = actorOf(await getMember(deps.table, asked[0]!.member), 'session');
      return decideReview(deps, actor, { round, nomination, step: step!.id, outcome, reason: '请补充事迹' });
    },
    async holders({ code, edition, identities }) {
      const rows = identities.map((each) =>
        deps.table.get(keys.unique(code, edition, each), { consistent: true }),
      );
      return (await Promise.all(rows)).map((row) => row?.nomination);
    },
    todos: async (member) => (await worklistOf(deps.table, member, undefined, undefined, 100)).items,
    lettersTo: async (member) =>
      (await listPage<Letter>(deps.table, { pk: keys.lettersTo(member), index: 'gsi2', limit: 100 })).items,
    close: () => embedded.close(),
  };
}

/** Id of the seat of a stage at an organisation: its round, or the place of candidacies at a stage without one. */
export const seatId = (world: Pick<World, 'programme'>, stage: number, org: string): string =>
  roundId(world.programme, stage, org);
