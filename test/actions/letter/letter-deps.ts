/** All dependencies of the actions on a real database, with a mailer, a site and a clock that tests change. */

import { actorOf } from '#actions/actor.ts';
import { inviteMember } from '#actions/people/people.ts';
import { deliver } from '#actions/running/signals.ts';
import type { Deps, Site } from '#deps';
import { makeCalendar } from '#domain/calendar-years.ts';
import type { Letter, StoredLetter } from '#domain/letter/letter-record.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import type { Member } from '#domain/people/people-records.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { openKeys } from '#local/keys.ts';
import { outboxMailer } from '#local/mail.ts';
import type { Mailer } from '#ports';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { RowCheck } from '#store/table.ts';
import { type Embedded, openEmbedded } from '../../local/database/embedded.ts';
import { plantTree } from '../people/people-deps.ts';

export interface LetterTest {
  readonly deps: Deps;
  readonly embedded: Embedded;
  /** What was logged: code, and all fields as one text. */
  readonly logged: { readonly code: string; readonly fields: string }[];
  /** Executions that were started. */
  readonly started: string[];
  use(change: { readonly mailer?: Mailer; readonly site?: Partial<Site> }): void;
  pass(seconds: number): void;
  now(): string;
  invite(
    email: string,
    role: 'reviewer' | 'administrator' | 'clerk',
    org?: string,
    language?: 'zh' | 'en',
  ): Promise<Member>;
  /** A session of a new administrator at an organisation. */
  administrator(org: string): Promise<Actor>;
  todo(member: string, name: string, change?: Partial<Todo>): Promise<void>;
  letter(change: Partial<Letter> & Pick<Letter, 'key' | 'to'>): Letter;
  stored(key: string): Promise<StoredLetter | undefined>;
}

const never = async (): Promise<never> => {
  throw new Error('not used here');
};

/** `check` as for `openEmbedded`: a test may plant rows of which it needs a few fields only. */
export async function openLetterTest(
  start = '2021-03-01T02:00:00.000Z',
  check?: RowCheck,
): Promise<LetterTest> {
  const embedded = await openEmbedded(check);
  let now = Date.parse(start);
  let count = 0;
  let mailer: Mailer = outboxMailer;
  let site: Site = {
    url: 'https://hongbang.example.cn',
    name: { zh: '红榜', en: 'Hongbang' },
    rehearsal: false,
  };
  const stored = new Map<string, Uint8Array>();
  const logged: { code: string; fields: string }[] = [];
  const started: string[] = [];
  const deps: Deps = {
    table: embedded.main,
    keysTable: embedded.keys,
    clock: () => now,
    keys: openKeys(embedded.data, { create: true }),
    workflows: {
      start: async ({ name }: { readonly name: string }) => void started.push(name),
      succeed: never,
    } as unknown as Deps['workflows'],
    files: {
      put: async (name, bytes) => void stored.set(name, bytes),
      get: async (name) => stored.get(name),
      remove: async (name) => void stored.delete(name),
    },
    papers: { make: never, bytes: never },
    get mailer() {
      return mailer;
    },
    get site() {
      return site;
    },
    calendar: async () => makeCalendar([]),
    id: (prefix) => `${prefix}${String(++count).padStart(6, '0')}`,
    handOver: async (rows) => void (await deliver(deps, rows)),
    background: async (work) => void (await work()),
    log: (code, fields = {}) => void logged.push({ code, fields: JSON.stringify(fields) }),
  };
  await plantTree(deps);
  const invite: LetterTest['invite'] = async (email, role, org = 'east', language = 'zh') => {
    const invitation = { email, name: '王芳', grants: [{ org, role }], language };
    return (await inviteMember(deps, systemActor, invitation)).member;
  };
  const instant = () => new Date(now).toISOString();
  return {
    deps,
    embedded,
    logged,
    started,
    use(change) {
      mailer = change.mailer ?? mailer;
      site = { ...site, ...change.site };
    },
    pass(seconds) {
      now += seconds * 1000;
    },
    now: instant,
    invite,
    administrator: async (org) =>
      actorOf(await invite(`admin-${org}@example.cn`, 'administrator', org), 'session'),
    async todo(member, name, change = {}) {
      const todo: Todo = {
        member,
        kind: 'review',
        round: 'r1',
        org: 'east',
        nomination: `nom${String(++count).padStart(6, '0')}`,
        name,
        step: 's1',
        attempt: 1,
        due: '2021-03-05T09:30:00.000Z',
        createdAt: instant(),
        title: { zh: '资格审查', en: 'Eligibility review' },
        ...change,
      };
      await deps.table.put(rows.todo(todo));
    },
    letter: (change) => ({
      template: 'worklist',
      params: {
        stepZh: '资格审查',
        stepEn: 'Eligibility review',
        programmeZh: '最美家庭',
        programmeEn: 'Model family',
      },
      opens: { kind: 'worklist', scope: 'r1#s1#' },
      createdAt: instant(),
      dueAt: instant(),
      attempts: 0,
      ...change,
    }),
    stored: (key) => find<StoredLetter>(deps.table, keys.letter(key)),
  };
}
