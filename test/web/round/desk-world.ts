/** The whole application on a real home with its machines running, and browsers that press its buttons. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actorOf } from '#actions/actor.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { newSession } from '#actions/people/sessions.ts';
import { answerOpinion } from '#actions/review/opinions.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { commitToPanel, scoreNomination } from '#actions/selection/panel-ballots.ts';
import { consentVersion } from '#domain/nomination/consent-text.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { findMemberByEmail } from '#store/people.ts';
import { getCandidacy, worklistOf } from '#store/reads.ts';
import { emailOf, family, jpeg, plantFurong, province, street } from '../../furong.ts';
import { demandFits } from '../../rows.ts';
import { serveApp } from '../../served.ts';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** Where it sends the browser. */
  readonly location: string;
  readonly headers: Headers;
}
export interface Browser {
  readonly actor: Actor;
  get(path: string): Promise<Answer>;
  /** Sends a form; a list sends a name several times. */
  post(path: string, fields?: Readonly<Record<string, string | readonly string[]>>): Promise<Answer>;
  /** The value of a hidden field on a page, such as its version. */
  hidden(path: string, name: string, after?: string): Promise<string>;
}

export interface DeskWorld {
  readonly home: Home;
  readonly app: ReturnType<typeof serveApp>;
  readonly logged: string[];
  browser(role: string, org: string, n?: number, lang?: 'zh' | 'en'): Promise<Browser>;
  cookies(browser: Browser): string;
  nominate(programme: string, org: string, n: number): Promise<Nomination>;
  /** Lets reviewers approve and departments agree for some nominations of a round, until they wait. */
  approve(round: string, nominations: readonly string[]): Promise<void>;
  judge(round: string, marks: ReadonlyMap<string, number>): Promise<void>;
  close(): Promise<void>;
}

const token = 'csrf-token-of-24-letters';
const site = 'http://localhost';

/** Opens a rehearsal of 芙蓉区 at an instant. */
export async function openDesk(now = '2021-03-20T09:00:00+08:00'): Promise<DeskWorld> {
  const data = mkdtempSync(join(tmpdir(), 'hongbang-desk-'));
  const logged: string[] = [];
  const home = await openHome({
    check: demandFits,
    data,
    rehearsal: true,
    now,
    url: site,
    mailer: outboxMailer,
    log: (code, fields) => {
      if (/failed|stuck|died|defect/.test(code)) logged.push(`${code} ${JSON.stringify(fields)}`);
    },
  });
  const { deps } = home;
  await plantFurong(deps);
  const app = serveApp({
    deps,
    root: province,
    ...(home.advanceClock !== undefined && { advanceClock: home.advanceClock }),
  });
  const sessions = new WeakMap<Browser, string>();

  async function memberOf(role: string, org: string, n: number): Promise<Actor> {
    const member = await findMemberByEmail(deps, emailOf(role, org, n));
    if (member === undefined) throw new RangeError(`no ${role} ${n} in ${org}`);
    return actorOf(member, 'session');
  }
  async function answerOf(response: Response): Promise<Answer> {
    await home.settled();
    return {
      status: response.status,
      text: await response.text(),
      location: response.headers.get('location') ?? '',
      headers: response.headers,
    };
  }
  const browser: DeskWorld['browser'] = async (role, org, n = 1, lang = 'zh') => {
    const actor = await memberOf(role, org, n);
    const { cookie, op } = newSession(deps, actor.id, `challenge-${role}-${org}-${n}`);
    await deps.table.together([op]).catch(() => undefined);
    const headers = { cookie: `session=${cookie}; csrf=${token}; lang=${lang}` };
    const made: Browser = {
      actor,
      get: async (path) => answerOf(await app.request(`${site}${path}`, { headers })),
      post: async (path, fields = {}) => {
        const body = new URLSearchParams([['_csrf', token]]);
        for (const [name, value] of Object.entries(fields))
          for (const each of [value].flat()) body.append(name, each);
        return answerOf(
          await app.request(`${site}${path}`, {
            method: 'POST',
            body: body.toString(),
            headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
          }),
        );
      },
      hidden: async (path, name, after = '') => {
        const { text } = await made.get(path);
        const rest = text.slice(Math.max(0, text.indexOf(after)));
        const found = new RegExp(`name="${name}" value="([^"]*)"`).exec(rest);
        if (found === null) throw new Error(`no field ${name} on ${path}`);
        return found[1]!;
      },
    };
    sessions.set(made, cookie);
    return made;
  };
  const world: DeskWorld = {
    home,
    app,
    logged,
    browser,
    cookies: (made) => sessions.get(made) ?? '',
    async nominate(programme, org, n) {
      const clerk = await memberOf('clerk', org, 1);
      const plain = { programme, org, channel: 'organisation' as const, answers: family(n) };
      const draft = await saveDraft(deps, clerk, plain);
      const attachments: Attachment[] = [];
      for (const photo of [1, 2])
        attachments.push(
          (await addAttachment(deps, clerk, draft.id, 'photos', jpeg(photo), `照片${photo}.jpg`)).attachment,
        );
      const { nomination } = await submit(deps, clerk, {
        ...plain,
        id: draft.id,
        attachments,
        consentText: consentVersion,
        sensitive: true,
      });
      await home.settled();
      return nomination;
    },
    async approve(round, nominations) {
      for (const nomination of nominations)
        for (let turn = 0; turn < 4; turn++) {
          const candidacy = await getCandidacy(deps.table, round, nomination);
          if (candidacy.state !== 'review' && candidacy.state !== 'opinions') break;
          for (const asked of candidacy.asked.filter((each) => each.answer === undefined)) {
            const { items } = await worklistOf(deps.table, asked.member, `${round}#`, undefined, 100);
            if (!items.some((todo) => todo.nomination === nomination)) continue;
            const actor: Actor = { id: asked.member, name: '', grants: [], via: 'session' };
            const ref = { round, nomination, step: candidacy.step!.id, reason: '' };
            if (asked.department === undefined)
              await decideReview(deps, actor, { ...ref, outcome: 'approve' });
            else await answerOpinion(deps, actor, { ...ref, department: asked.department, outcome: 'agree' });
          }
          await home.settled();
        }
    },
    async judge(round, marks) {
      for (const n of [1, 2, 3, 4, 5]) {
        const panellist = await memberOf('panellist', '430102', n);
        await commitToPanel(deps, panellist, round, commitmentVersion);
        for (const [nomination, mark] of marks)
          await scoreNomination(deps, panellist, {
            round,
            nomination,
            scores: { deeds: String(mark), ethos: '20', public: '15' },
            version: 0,
          });
      }
    },
    async close() {
      await home.close();
      rmSync(data, { recursive: true, force: true });
    },
  };
  return world;
}

export { street };
