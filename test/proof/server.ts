/** The server of the proof: a whole home in a process of its own, its actions called over HTTP, dying where it is told to. */

import { writeSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import { parse } from 'yaml';
import { actorOf } from '#actions/actor.ts';
import { addAttachment } from '#actions/files/attachments.ts';
import { publishList } from '#actions/honour/publishing.ts';
import { amend } from '#actions/nomination/amend.ts';
import { getDraft, saveDraft } from '#actions/nomination/drafts.ts';
import { submit } from '#actions/nomination/submit.ts';
import { postNotice } from '#actions/notice/notices.ts';
import { getObjection, listObjections } from '#actions/objection/objection-reading.ts';
import { settleObjection } from '#actions/objection/objection-settling.ts';
import { raiseObjection } from '#actions/objection/objections.ts';
import { firstSteps } from '#actions/people/first-steps.ts';
import { createProgramme, publishProgramme } from '#actions/programme/programmes.ts';
import { recommend } from '#actions/recommendation/recommendations.ts';
import { answerOpinion } from '#actions/review/opinions.ts';
import { decideReview } from '#actions/review/reviews.ts';
import { formFurtherTranche } from '#actions/round/further-tranches.ts';
import { setUpRound } from '#actions/round/rounds.ts';
import { confirmShortlist } from '#actions/selection/confirming.ts';
import { recordDecision } from '#actions/selection/decisions.ts';
import { invitePanel } from '#actions/selection/panel.ts';
import { commitToPanel, scoreNomination } from '#actions/selection/panel-ballots.ts';
import { closePanel } from '#actions/selection/panel-closing.ts';
import { editShortlist } from '#actions/selection/shortlists.ts';
import type { Actor } from '#domain/people/people.ts';
import { Problem } from '#domain/problem.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { commitmentVersion } from '#domain/selection/commitment.ts';
import { plantFurong } from '#local/demo/furong.ts';
import { atHome } from '#local/demo/photographs.ts';
import { type Home, openHome } from '#local/home.ts';
import { outboxMailer } from '#local/mail.ts';
import { keys } from '#store/keys.ts';
import { findMemberByEmail } from '#store/people.ts';
import { candidaciesOf, find, findRound, getTranche, worklistOf } from '#store/reads.ts';
import { findShortlist } from '#store/shortlists.ts';
import type { Table } from '#store/table.ts';
import zmjt from '../../workflows/programmes/zmjt.yaml?raw' with { type: 'text' };
import { demandFits } from '../rows.ts';
import { openFaults } from './faults.ts';
import { settle } from './settling.ts';

export const firstInstant = '2021-04-01T09:00:00+08:00';

/** Where to die: in the middle of the n-th write from now, or between it and what follows. */
export interface Arming {
  readonly how: 'during' | 'after';
  readonly writes: number;
  readonly milliseconds: number;
}

/** `kill -9`, after telling the driver in one write that cannot be lost. */
function die(how: string): void {
  writeSync(1, `killed ${how}\n`);
  process.kill(process.pid, 'SIGKILL');
}

/**
 * A second thread that ends the process so many milliseconds after it is told to: the first one is inside SQLite then, and
 * could not end itself in the middle of a commit.
 */
function openKiller(): (milliseconds: number) => void {
  const told = new Float64Array(new SharedArrayBuffer(8));
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const code = `
    const { workerData: [told, flag] } = require('node:worker_threads');
    Atomics.wait(flag, 0, 0);
    const until = performance.now() + told[0];
    while (performance.now() < until);
    require('node:fs').writeSync(1, 'killed during-write\\n');
    process.kill(process.pid, 'SIGKILL');`;
  new Worker(code, { eval: true, execArgv: [], workerData: [told, flag] }).unref();
  return (milliseconds) => {
    told[0] = milliseconds;
    Atomics.store(flag, 0, 1);
    Atomics.notify(flag, 0);
  };
}

/** Makes the writes of a table count down to the death that was ordered. */
function armable(home: Home): (arming: Arming) => void {
  const kill = openKiller();
  let armed: Arming | undefined;
  let left = 0;
  const verbs = home.deps.table as { -readonly [V in keyof Table]: Table[V] };
  for (const verb of ['put', 'update', 'remove', 'together', 'batchPut'] as const) {
    const write = verbs[verb] as (...args: unknown[]) => Promise<unknown>;
    verbs[verb] = (async (...args: unknown[]) => {
      const now = armed !== undefined && --left <= 0 ? armed : undefined;
      if (now !== undefined) armed = undefined;
      if (now?.how === 'during') kill(now.milliseconds);
      const answer = await write(...args);
      if (now?.how === 'after') die('after-write');
      return answer;
    }) as never;
  }
  return (arming) => {
    armed = arming;
    left = arming.writes;
  };
}

type Operation = (home: Home, actor: Actor, input: never) => Promise<unknown>;

/** What the driver may ask for: the actions as they are, and the reads that a careful client makes before it repeats one. */
const operations: Readonly<Record<string, Operation>> = {
  plant: async (home) => {
    const { org } = await firstSteps(home);
    await plantFurong(home.deps, org);
  },
  createProgramme: async ({ deps }, actor, { id, org }: { id: string; org: string }) => {
    const preset = presetToProgramme(parse(zmjt), { edition: '2021' });
    // The cycle promotes a reserve; the preset itself leaves vacancies empty.
    const document = { ...preset, vacancy: 'promote-reserve-with-new-notice' };
    await createProgramme(deps, actor, { org, id, document });
  },
  programme: ({ deps }, _, { id }: { id: string }) => find(deps.table, keys.programme(id)),
  publishProgramme: ({ deps }, actor, input: never) => publishProgramme(deps, actor, input),
  setUpRound: ({ deps }, actor, input: never) => setUpRound(deps, actor, input),
  round: async ({ deps }, _, { id }: { id: string }) => findRound(deps.table, id),
  saveDraft: ({ deps }, actor, input: never) => saveDraft(deps, actor, input),
  draft: ({ deps }, actor, { id }: { id: string }) => getDraft(deps, actor, id),
  nomination: ({ deps }, _, { id }: { id: string }) => find(deps.table, keys.nomination(id)),
  addPhoto: ({ deps }, actor, { id, name }: { id: string; name: string }) =>
    addAttachment(deps, actor, id, 'photos', atHome, name),
  submit: ({ deps }, actor, input: never) => submit(deps, actor, input),
  amend: ({ deps }, actor, input: never) => amend(deps, actor, input),
  revision: ({ deps }, _, { id, n }: { id: string; n: number }) => find(deps.table, keys.revision(id, n)),
  worklist: async ({ deps }, actor, { round }: { round: string }) =>
    (await worklistOf(deps.table, actor.id, round, undefined, 100)).items,
  decideReview: ({ deps }, actor, input: never) => decideReview(deps, actor, input),
  answerOpinion: ({ deps }, actor, input: never) => answerOpinion(deps, actor, input),
  invitePanel: async ({ deps }, actor, { round, emails }: { round: string; emails: string[] }) => {
    const members = await Promise.all(emails.map((email) => findMemberByEmail(deps, email)));
    return invitePanel(
      deps,
      actor,
      round,
      members.map((member) => member!.id),
    );
  },
  commitToPanel: ({ deps }, actor, { round }: { round: string }) =>
    commitToPanel(deps, actor, round, commitmentVersion),
  scoreNomination: ({ deps }, actor, input: never) => scoreNomination(deps, actor, input),
  closePanel: ({ deps }, actor, { round }: { round: string }) => closePanel(deps, actor, round),
  candidacies: async ({ deps }, _, { round }: { round: string }) =>
    (await candidaciesOf(deps.table, round, undefined, 200)).items,
  shortlist: async ({ deps }, _, { round }: { round: string }) => findShortlist(deps.table, round),
  editShortlist: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    editShortlist(deps, actor, round, input as never),
  confirmShortlist: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    confirmShortlist(deps, actor, round, input as never),
  formFurtherTranche: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    formFurtherTranche(deps, actor, round, input as never),
  tranche: async ({ deps }, _, { round, n }: { round: string; n: number }) =>
    getTranche(deps.table, round, n),
  postNotice: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    postNotice(deps, actor, round, input as never),
  raiseObjection: ({ deps }, _, input: never) => raiseObjection(deps, undefined, input),
  objections: async ({ deps }, actor, { org }: { org: string }) =>
    (await listObjections(deps, actor, org)).items,
  settleObjection: async ({ deps }, actor, input: { id: string } & Record<string, never>) => {
    await getObjection(deps, actor, input.id);
    return settleObjection(deps, actor, input as never);
  },
  recordDecision: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    recordDecision(deps, actor, round, input as never),
  publishList: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    publishList(deps, actor, round, input as never),
  recommend: ({ deps }, actor, { round, ...input }: { round: string } & Record<string, never>) =>
    recommend(deps, actor, round, input as never),
  advanceClock: async (home, _, { to }: { to: string }) => {
    if (home.deps.clock() < Date.parse(to)) await home.advanceClock!(to);
    else await home.engine.tick();
  },
  settle: (home) => settle(home),
};

const reads = new Set([
  ...['programme', 'round', 'draft', 'nomination', 'revision', 'worklist', 'candidacies', 'shortlist'],
  ...['tranche', 'objections'],
]);
async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.kind !== 'unavailable' || tries > 50) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
}

async function actorFor(home: Home, as: string | undefined): Promise<Actor> {
  const member = as === undefined ? undefined : await findMemberByEmail(home.deps, as);
  if (as !== undefined && member === undefined) throw new RangeError(`nobody has the address ${as}`);
  return member === undefined
    ? { id: 'driver', name: '', grants: [], via: 'session' }
    : actorOf(member, 'session');
}

/** Opens the home in a folder and answers until it is killed; says `ready <port>` when it does. */
export async function serveProof(data: string): Promise<void> {
  const seed = process.env.PROOF_FAULTS ?? '';
  const faults = seed === '' ? undefined : openFaults(Number(seed));
  const home = await openHome({
    ...(faults !== undefined && { watch: faults.watch }),
    check: demandFits,
    data,
    rehearsal: true,
    // only a new home begins there: the clock never goes back
    now: process.env.PROOF_FRESH === '1' ? firstInstant : undefined,
    url: 'http://127.0.0.1:1',
    mailer: outboxMailer,
    log: (code, fields) => {
      if (/failed|stuck|nobody/.test(code)) writeSync(1, `log ${code} ${JSON.stringify(fields)}\n`);
    },
  });
  const arm = armable(home);
  faults?.around(home);
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { op, as, input } = JSON.parse(body) as { op: string; as?: string; input?: unknown };
      const answer = (status: number, value: unknown) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(value ?? null));
      };
      const work = async () => {
        if (op === 'arm') return arm(input as Arming);
        if (op === 'close' && faults !== undefined) writeSync(1, `faults ${JSON.stringify(faults.done)}\n`);
        if (op === 'close') return home.close().then(() => void setTimeout(() => process.exit(0), 50));
        const act = async () => operations[op]!(home, await actorFor(home, as), (input ?? {}) as never);
        // The list of objections is an index, which may be late: a person looks a moment later.
        if (faults !== undefined && op === 'objections') await new Promise((done) => setTimeout(done, 250));
        // A careful client reads again; what writes, she looks at first.
        return faults !== undefined && (reads.has(op) || op === 'settle') ? patiently(act) : act();
      };
      work().then(
        (value) => answer(200, value),
        (error: unknown) =>
          error instanceof Problem
            ? answer(409, { kind: error.kind, code: error.code, en: error.text.en, faults: error.faults })
            : answer(500, { kind: 'defect', code: String(error), en: (error as Error).stack }),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    writeSync(1, `ready ${(server.address() as AddressInfo).port}\n`);
  });
}
