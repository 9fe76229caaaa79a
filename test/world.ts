/** 芙蓉区 on a real database in a temporary folder: its tree, people, a published 最美家庭 and the district's open window. */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { addAttachment } from '#actions/attachments.ts';
import { saveDraft } from '#actions/drafts.ts';
import { createOrganisation } from '#actions/organisations.ts';
import { actorOf, inviteMember } from '#actions/people.ts';
import { createProgramme, publishProgramme } from '#actions/programmes.ts';
import { setUpRound } from '#actions/rounds.ts';
import { deliver } from '#actions/signals.ts';
import { submit } from '#actions/submit.ts';
import { consentVersion } from '#domain/consent-text.ts';
import type { Answers } from '#domain/form.ts';
import type { Level } from '#domain/level.ts';
import { type Actor, type Role, systemActor } from '#domain/people.ts';
import { presetToProgramme } from '#domain/preset.ts';
import { Problem } from '#domain/problem.ts';
import type { Programme } from '#domain/programme.ts';
import type { Attachment, Candidacy, Letter, Nomination, Todo } from '#domain/records.ts';
import { roundId } from '#domain/round.ts';
import { openKeys } from '#local/keys.ts';
import { keys } from '#store/keys.ts';
import { findMemberByEmail, memberIdFor, memberOps } from '#store/people.ts';
import { getCandidacy, listPage, readCalendar, worklistOf } from '#store/reads.ts';
import type { Deps, OutgoingMail } from '../functions/deps.ts';
import type { Workflows } from '../functions/ports.ts';
import { openEmbedded } from './local/embedded.ts';

export const province = '430000';
export const city = '430100';
export const district = '430102';
/** 13 streets and the science park, which ranks as one (domain.md 2.3). */
export const streetNames = [
  '文艺路街道',
  '朝阳街街道',
  '韭菜园街道',
  '五里牌街道',
  '火星街道',
  '马王堆街道',
  '东屯渡街道',
  '湘湖街道',
  '定王台街道',
  '荷花园街道',
  '东岸街道',
  '马坡岭街道',
  '东湖街道',
  '隆平高科技园',
] as const;
/** Id of the n-th street, from 1. */
export const street = (n: number): string => `430102${String(n).padStart(3, '0')}`;
/** Id of the m-th community of a street; the first three streets have two each. */
export const community = (n: number, m = 1): string => `${street(n)}${String(m).padStart(3, '0')}`;

export interface WorldOptions {
  /** Name of a preset in workflows/programmes; 最美家庭 by default. */
  readonly preset?: string;
  /** Changes the preset before it is published. */
  readonly adjust?: (programme: Programme) => unknown;
  /** Laid over the settings of the district's round. */
  readonly settings?: Readonly<Record<string, unknown>>;
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
  /** Sets the clock. */
  at(instant: string): void;
  /** The n-th member with a role in an organisation (`administrator`, `reviewer`, `clerk`, `department:公安` …). */
  as(role: string, org: string, n?: number): Promise<Actor>;
  /** Somebody without a role who proved her address; made when new. */
  person(email: string, via?: 'session' | { readonly link: string }): Promise<Actor>;
  /** Saves a draft with two photographs and gives what `submit` takes. */
  prepared(actor: Actor, input?: Partial<Nominated>): Promise<Parameters<typeof submit>[2]>;
  /** Nominates in one go: draft, photographs, submission. */
  nominate(
    actor: Actor,
    input?: Partial<Nominated>,
  ): Promise<{ readonly nomination: Nomination; readonly candidacy: Candidacy }>;
  candidacy(nomination: Pick<Nomination, 'id' | 'seats'>): Promise<Candidacy>;
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

/** The smallest start of a JPEG file that is one by content. */
export const jpeg = (mark = 0): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xd8,
    0xff,
    0xe0,
    0,
    16,
    0x4a,
    0x46,
    0x49,
    0x46,
    0,
    1,
    1,
    0,
    0,
    1,
    0,
    1,
    0,
    0,
    0xff,
    0xda,
    mark & 0x7f,
    0xff,
    0xd9,
  ]);

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/** A made-up ID number of 芙蓉区 with a right check digit. */
export function idNumber(birth: string, serial: number): string {
  const body = `430102${birth.replaceAll('-', '')}${String(serial % 1000).padStart(3, '0')}`;
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * weights[i]!, 0);
  return body + '10X98765432'[sum % 11];
}

/** A member of family `n`: the last three digits but one of an ID number tell 1,000 people of one birthday apart. */
function adult(relation: string, name: string, n: number, serial: number) {
  const birthDate = `${1960 + (Math.floor(n / 400) % 30)}-03-05`;
  return { relation, name, birthDate, idNumber: idNumber(birthDate, serial) };
}
/** A whole and eligible form of 最美家庭; `n`, up to 12,000, tells families apart. */
export const family = (n: number, changes: Answers = {}): Answers => ({
  familyName: `罗步芳${n}家庭`,
  representative: `罗步芳${n}`,
  community: '示例社区',
  address: `芙蓉区示例路 ${n} 号`,
  residenceYears: 8,
  tags: ['孝老爱亲'],
  phone: `139${String(n).padStart(8, '0')}`,
  members: [adult('本人', `罗步芳${n}`, n, 2 * (n % 400)), adult('配偶', `周建国${n}`, n, 2 * (n % 400) + 1)],
  brief: '一家三代同堂，孝老爱亲，邻里互助。',
  deeds: '多年照顾邻里独居老人，带动楼栋居民参加社区志愿服务。',
  declarations: ['noNegative', 'truthful'],
  ...changes,
});

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

type Planted = readonly [id: string, name: string, level: Level, parent: string | undefined, order: number];
const tree: readonly Planted[] = [
  [province, '湖南省妇女联合会', 'province', undefined, 1],
  [city, '长沙市妇女联合会', 'city', province, 1],
  [district, '芙蓉区妇女联合会', 'district', city, 1],
  ...streetNames.map((name, i): Planted => [street(i + 1), `${name}妇联`, 'street', district, i + 1]),
  ...[1, 2, 3].flatMap((n) =>
    [1, 2].map(
      (m): Planted => [
        community(n, m),
        `${streetNames[n - 1]!.replace('街道', '')}第${m}社区`,
        'community',
        street(n),
        m,
      ],
    ),
  ),
];

const emailOf = (role: string, org: string, n: number): string =>
  `${role.replace('公安', 'police').replace('文明办', 'civility').replace(':', '-')}${n}@o${org}.example.org`;

async function plantPeople(deps: Deps): Promise<void> {
  const invite = (org: string, role: Role, n: number, department?: string) =>
    inviteMember(deps, systemActor, {
      email: emailOf(department === undefined ? role : `${role}:${department}`, org, n),
      name: `${role} ${n}`,
      grants: [{ org, role, ...(department !== undefined && { department }) }],
    });
  for (const org of [district, city]) {
    await invite(org, 'administrator', 1);
    for (const n of [1, 2]) await invite(org, 'reviewer', n);
    for (const department of ['公安', '文明办']) await invite(org, 'department', 1, department);
    for (const n of [1, 2, 3, 4, 5]) await invite(org, 'panellist', n);
  }
  await invite(district, 'auditor', 1);
  for (const [i] of streetNames.entries())
    for (const role of ['clerk', 'reviewer', 'administrator'] as const) await invite(street(i + 1), role, 1);
  for (const n of [1, 2, 3])
    for (const m of [1, 2])
      for (const role of ['clerk', 'reviewer'] as const) await invite(community(n, m), role, 1);
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
    mailer: { kind: 'smtp', send: async (mail) => void mails.push(mail) },
    site: { url: 'http://localhost', name: { zh: '红榜', en: 'Hongbang' }, rehearsal: false },
    calendar: () => readCalendar(embedded.main),
    id: (prefix) => `${prefix}${String(++count).padStart(8, '0')}`,
    handOver: async (rows) => void (await deliver(deps, rows)),
    background: async (work) => void (await work()),
    log: (code, fields = {}) => void logged.push({ code, fields }),
  };
  for (const [id, name, level, parent, order] of tree)
    await createOrganisation(deps, systemActor, {
      id,
      name,
      level,
      order,
      region: id.length > 6 ? district : id,
      ...(parent !== undefined && { parent }),
    });
  await plantPeople(deps);

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
    document: options.adjust?.(preset) ?? preset,
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
    todos: async (member) => (await worklistOf(deps.table, member, undefined, undefined, 100)).items,
    lettersTo: async (member) =>
      (await listPage<Letter>(deps.table, { pk: keys.lettersTo(member), index: 'gsi2', limit: 100 })).items,
    close: () => embedded.close(),
  };
}

/** Id of the seat of a stage at an organisation: its round, or the place of candidacies at a stage without one. */
export const seatId = (world: Pick<World, 'programme'>, stage: number, org: string): string =>
  roundId(world.programme, stage, org);
