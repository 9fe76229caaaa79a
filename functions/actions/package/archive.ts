/** The archive of a package: begun as a job, given out when it is whole; and the summary lists in full (docs/rules/packages.md#archive). */
import { queueJob } from '#actions/job.ts';
import type { GivenPaper, PaperStanding } from '#actions/kept-papers.ts';
import { isKept, streamOf } from '#actions/kept-pieces.ts';
import { giveRoundPaper, makeRoundPaper, type RoundPaper, roundPaper } from '#actions/round/round-papers.ts';
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { addDays, shanghaiDate } from '#domain/instant.ts';
import type { Package, PackagePart } from '#domain/package/package-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict, missing } from '#domain/problem.ts';
import type { Job } from '#domain/running/job-record.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { readPackage, sentOf } from './packages.ts';

/** For so long its files are kept; it can be made again. */
export const keptDays = 30;
export const zipType = 'application/zip';

/** Begins to make the archive anew. @throws Problem conflict `package-making` while it is being made; forbidden. */
export async function startArchive(deps: Deps, actor: Actor, id: string): Promise<Package> {
  const { package: found, organisation } = await readPackage(deps, actor, id);
  demand(actor, 'package.make', { orgPath: organisation.path });
  const running = found.archive && (await find<Job>(deps.table, keys.job(found.archive.job)));
  if (running !== undefined && !isJobOver(running))
    throw conflict('package-making', '压缩包正在制作，请稍候。', 'The archive is being made; wait a moment.');
  const write = begin(deps, actor);
  const job = deps.id('job');
  const until = addDays(shanghaiDate(write.now), keptDays);
  const after = write.save(
    'package',
    found,
    { archive: { job, part: 0, done: 0, pieces: [], left: 0, filesLeft: 0, until } },
    'package.archive',
    { job },
  );
  const total = found.parts.reduce((sum, { count }) => sum + count, 0);
  queueJob(write, actor, 'make-package', { org: found.org, id: job, params: { package: id }, total });
  await finish(deps, write);
  return after;
}

/** How the archive stands, for the page. */
export type ArchiveState = 'none' | 'making' | 'failed' | 'ready' | 'over';

/** Whether an archive can be had. */
export async function archiveState(deps: Deps, { archive }: Package): Promise<ArchiveState> {
  if (archive === undefined) return 'none';
  if (archive.until < shanghaiDate(instantOf(deps))) return 'over';
  if (archive.readyAt !== undefined) return 'ready';
  const job = await find<Job>(deps.table, keys.job(archive.job));
  return job === undefined || isJobOver(job) ? 'failed' : 'making';
}

/** The archive: an address of the bucket where there is one, else its bytes. @throws Problem conflict `package-not-ready`; forbidden. */
export async function archiveOf(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<
  { readonly name: string; readonly stream: ReadableStream<Uint8Array> } | { readonly url: string }
> {
  const { package: found } = await readPackage(deps, actor, id);
  const { archive, title } = found;
  if (
    archive === undefined ||
    (await archiveState(deps, found)) !== 'ready' ||
    !(await isKept(deps, archive.pieces[0]?.file))
  )
    throw conflict(
      'package-not-ready',
      '压缩包还没有做好，或已过保存期，请先制作。',
      'The archive is not made yet, or was kept no longer; make it first.',
    );
  const name = `${title}.zip`;
  const { direct } = deps.files;
  if (archive.whole !== undefined && direct !== undefined)
    return { url: await direct.downloadUrl(archive.whole, name, zipType) };
  return {
    name,
    stream: streamOf(
      deps,
      archive.pieces.map(({ file }) => file),
    ),
  };
}

/** A part by its number, from 1. @throws Problem missing `part-unknown`. */
export function partOf(found: Package, n: number): PackagePart {
  const part = found.parts[n - 1];
  if (part === undefined)
    throw missing('part-unknown', '报送包中没有这一项。', 'The package has no such part.');
  return part;
}

/** A part with its list in full, for who may have it. */
async function fullPart(deps: Deps, actor: Actor, id: string, n: number) {
  const { package: found, organisation } = await readPackage(deps, actor, id);
  demand(actor, 'package.full', { orgPath: organisation.path });
  const part = partOf(found, n);
  const { round, tranche } = part;
  const paper: RoundPaper = { paper: 'summary', round, of: 'recommended', tranche, full: true };
  return { found, part, paper };
}

/** How the list in full of a part stands. @throws Problem forbidden; missing. */
export const fullStanding = async (deps: Deps, actor: Actor, id: string, n: number): Promise<PaperStanding> =>
  roundPaper(deps, actor, (await fullPart(deps, actor, id, n)).paper);

/** Begins to make a long list in full, sealed while it is kept, for a day. @throws Problem forbidden; missing. */
export const makeFullSummary = async (
  deps: Deps,
  actor: Actor,
  id: string,
  n: number,
): Promise<PaperStanding> => makeRoundPaper(deps, actor, (await fullPart(deps, actor, id, n)).paper);

/**
 * The summary list of a part with personal values in full, for a receiver who needs them: made anew each time, a long one
 * kept sealed for a day, and never in the archive; an event says who opened it before it is given.
 * @throws Problem forbidden; missing; conflict `paper-not-ready`.
 */
export async function fullSummary(deps: Deps, actor: Actor, id: string, n: number): Promise<GivenPaper> {
  const { found, part, paper } = await fullPart(deps, actor, id, n);
  const given = await giveRoundPaper(deps, actor, paper);
  const write = begin(deps, actor);
  const { round, tranche, count } = part;
  write.save('package', found, {}, 'package.reveal', { round, tranche, nominees: count });
  await finish(deps, write);
  deps.log('personal-opened', { package: id, by: actor.id });
  return given;
}

const perPage = 50;

/** A page of the nominees of a part who are up. @throws Problem forbidden; missing. */
export async function packageNominees(
  deps: Deps,
  actor: Actor,
  id: string,
  { part, from = 0 }: { readonly part: number; readonly from?: number | undefined },
) {
  const { package: found } = await readPackage(deps, actor, id);
  const { up, next, all } = await sentOf(deps, partOf(found, part), from, perPage);
  return { items: up, ...(next < all && { next }) };
}
