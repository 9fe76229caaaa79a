/** Papers that grow with a round or a year: short ones at once, long ones by a job, kept for a day (docs/architecture.md#files-and-papers). */
import type { Deps } from '#deps';
import { addSeconds } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { conflict } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import type { KeptPaper, PaperChoice } from '#domain/running/kept-paper-record.ts';
import { rowAbsent, versionIs } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { sealer } from '#store/sealing.ts';
import { type Composer, composeAll, namesAtOnce } from './composing.ts';
import { lookTomorrow } from './file-rows.ts';
import { type JobHandler, queueJob } from './job.ts';
import { isKept, joinPieces, keepPiece, streamOf } from './kept-pieces.ts';
import { begin, finish, instantOf } from './write.ts';

const daySeconds = 86_400;

/** A paper by what it is of, with what is cheaply known of it. Whoever makes one has asked for the right to it. */
export interface PaperOf {
  readonly of: string;
  readonly key: string;
  readonly org: string;
  readonly choice: PaperChoice;
  /** How many names it has at most; undefined where that is not known and they are many. */
  readonly count: number | undefined;
  /** How the record stands; empty where that cannot be told. */
  readonly mark: string;
  readonly sequence: string;
}

/** Makes the composer of a paper, on behalf of who asked for it. */
export type ComposerOf = (deps: Deps, by: string, choice: PaperChoice) => Promise<Composer>;

/** True for a paper that is made while one waits. */
export const isShort = (deps: Pick<Deps, 'namesAtOnce'>, { count }: Pick<PaperOf, 'count'>): boolean =>
  count !== undefined && count <= (deps.namesAtOnce ?? namesAtOnce);

export const paperStates = ['short', 'none', 'making', 'failed', 'ready'] as const;
/** How a paper stands, for page and API. */
export interface PaperStanding {
  readonly paper: string;
  /** `short`: made each time it is asked for. `none`: not made, or kept no longer. */
  readonly state: (typeof paperStates)[number];
  readonly count?: number;
  readonly job?: string;
  readonly done?: number;
  readonly madeAt?: string;
  readonly until?: string;
  /** The record has changed since it was begun. */
  readonly changed?: true;
}

const keptOf = (deps: Pick<Deps, 'table'>, { of, key }: Pick<PaperOf, 'of' | 'key'>) =>
  find<KeptPaper>(deps.table, keys.keptPaper(of, key));

async function standingOf(deps: Deps, of: PaperOf, kept: KeptPaper | undefined): Promise<PaperStanding> {
  const about = { paper: of.key, ...(of.count !== undefined && { count: of.count }) };
  if (isShort(deps, of)) return { ...about, state: 'short' };
  if (kept === undefined || kept.until <= instantOf(deps)) return { ...about, state: 'none' };
  const { job, until } = kept;
  const changed = kept.mark === of.mark ? {} : { changed: true as const };
  if (kept.madeAt !== undefined)
    return (await isKept(deps, kept.pieces.at(-1)))
      ? { ...about, ...changed, state: 'ready', job, until, madeAt: kept.madeAt }
      : { ...about, state: 'none' };
  const running = await find<Job>(deps.table, keys.job(job));
  return running === undefined || isJobOver(running)
    ? { ...about, state: 'failed', job }
    : { ...about, ...changed, state: 'making', job, done: running.done };
}

/** How a paper stands. */
export const paperStanding = async (deps: Deps, of: PaperOf): Promise<PaperStanding> =>
  standingOf(deps, of, isShort(deps, of) ? undefined : await keptOf(deps, of));

/**
 * Begins to make a long paper, and anew when it was made; one that is under way, or short, stays as it is. What is in it
 * in full is sealed while it is kept.
 */
export async function beginPaper(deps: Deps, actor: Actor, of: PaperOf): Promise<PaperStanding> {
  const kept = await keptOf(deps, of);
  const before = await standingOf(deps, of, kept);
  if (before.state === 'short' || before.state === 'making') return before;
  const write = begin(deps, actor);
  const job = deps.id('job');
  const isSealed = of.choice.paper === 'summary' && of.choice.full === true;
  const { key, org, choice, mark, sequence, count } = of;
  const next: KeptPaper = {
    ...{ of: of.of, key, org, choice, mark, sequence, job, by: actor.id, pieces: [], at: write.now },
    ...(isSealed && { sealed: true }),
    until: addSeconds(write.now, daySeconds),
    version: (kept?.version ?? 0) + 1,
  };
  const when = kept === undefined ? rowAbsent : versionIs(kept.version);
  write.op({ put: { ...keys.keptPaper(of.of, key), ...next }, when });
  if (isSealed) write.op((await sealer(deps).newRecordKey(job)).op);
  if (kept?.sealed === true) write.op(sealer(deps).eraseOp(kept.job));
  const params = { of: of.of, paper: key };
  queueJob(write, actor, 'make-paper', {
    org,
    id: job,
    params,
    ...(count !== undefined && { total: count }),
  });
  await finish(deps, write);
  return paperStanding(deps, of);
}

/** A paper that is given out: its bytes, or the address of the bucket. */
export type GivenPaper =
  | { readonly url: string }
  | (Pick<Composer, 'name' | 'plain' | 'type'> & {
      readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
      readonly madeAt?: string;
    });

const notReady = () =>
  conflict(
    'paper-not-ready',
    '名单较长，这份材料须先生成文件（后台任务），做好后再下载；文件保存一天。',
    'The list is long: this paper is made as a file first, by a job, and downloaded when it is ready; it is kept for a day.',
  );

/** Sealed pieces are given out opened, one after the other, and never by an address of the bucket. */
const opened = (deps: Deps, job: string) => async (bytes: Uint8Array) => {
  const found = await sealer(deps).open(job, Buffer.from(bytes).toString('utf8'));
  if (found.kind === 'erased') throw notReady();
  return Buffer.from(found.text, 'base64');
};

/** The paper: made now when it is short, else the file that was made. @throws Problem conflict `paper-not-ready`. */
export async function givePaper(deps: Deps, of: PaperOf, made: Composer): Promise<GivenPaper> {
  const { name, plain, type } = made;
  if (isShort(deps, of)) return { name, plain, type, bytes: await composeAll(made) };
  const kept = await keptOf(deps, of);
  const { state, madeAt } = await standingOf(deps, of, kept);
  if (kept === undefined || state !== 'ready') throw notReady();
  const { direct } = deps.files;
  if (kept.whole !== undefined && direct !== undefined)
    return { url: await direct.downloadUrl(kept.whole, name, type) };
  const bytes = streamOf(deps, kept.pieces, kept.sealed === true ? opened(deps, kept.job) : undefined);
  return { name, plain, type, bytes, ...(madeAt !== undefined && { madeAt }) };
}

/**
 * One part a chunk, its place kept on the row of the paper, which is written with its version: a repeat after a crash goes
 * on from there, and pieces that lost are removed after their day. Begins anew when those on the list have changed.
 */
export const paperChunk =
  (composerOf: ComposerOf, sequenceOf: (deps: Deps, choice: PaperChoice) => Promise<string>): JobHandler =>
  async (deps, job, { rows }) => {
    const at = keys.keptPaper(String(job.params.of), String(job.params.paper));
    const kept = await find<KeptPaper>(deps.table, at);
    if (kept === undefined || kept.job !== job.id || kept.madeAt !== undefined)
      return { cursor: undefined, done: 0 };
    const sequence = await sequenceOf(deps, kept.choice);
    const isSame = kept.sequence === sequence;
    const pieces = isSame ? kept.pieces : [];
    const composer = await composerOf(deps, kept.by, kept.choice);
    const look = (file: string) => lookTomorrow(deps, file);
    const keep = async (bytes: Uint8Array) => {
      const sealed = kept.sealed && (await sealer(deps).seal(job.id, Buffer.from(bytes).toString('base64')));
      return keepPiece(deps, sealed ? Buffer.from(sealed, 'utf8') : bytes, composer.type, look);
    };
    const { bytes, place, done, isLast } = await composer.more(isSame ? kept.place : undefined, rows);
    const made = [...pieces, await keep(bytes)];
    const next = { ...kept, sequence, place, pieces: made, version: kept.version + 1 };
    const change: KeptPaper = isLast ? await whole(next) : next;
    await deps.table.put({ ...at, ...change }, versionIs(kept.version));
    return { cursor: isLast ? undefined : String(made.length), done };

    async function whole(parts: KeptPaper): Promise<KeptPaper> {
      const { front, back } = await composer.around(place);
      const all = [await keep(front), ...parts.pieces, await keep(back)];
      const joined = kept?.sealed ? undefined : await joinPieces(deps, all, composer.type, look);
      return {
        ...parts,
        pieces: all,
        ...(joined !== undefined && { whole: joined }),
        madeAt: instantOf(deps),
      };
    }
  };
