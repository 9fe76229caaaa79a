/** The job that makes the archive of a package: a piece of the zip at a time, its place kept on the package. */
import type { JobHandler } from '#actions/job.ts';
import { joinPieces } from '#actions/kept-pieces.ts';
import { openAnswers } from '#actions/nomination/revision.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Package, PackagePart } from '#domain/package/package-record.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { nameSteps } from '#domain/programme/step.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { actWords } from '#domain/review/act-words.ts';
import { stepRows } from '#domain/step-rows.ts';
import { contentsText, type OpinionLine, opinionsText } from '#papers/package-texts.ts';
import { type ZipFiles, zipEnd, zipName, zipPiece } from '#papers/zip.ts';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { namesOnce } from '#store/people.ts';
import { find, getRevision, getTranche, listPage, roundWithStage } from '#store/reads.ts';
import { replaced, rows } from '#store/rows.ts';
import { zipType } from './archive.ts';
import { type Archive, addAttached, growingArchive, keep, lookOf } from './archive-pieces.ts';
import { isUpBy } from './packages.ts';
import { morePaper, papersOf } from './part-papers.ts';

const utf8 = (written: string): Uint8Array => Buffer.from(written, 'utf8');
/** Windows reads a text as Chinese by this mark. */
const textFile = (path: string, written: string) => ({ path, bytes: utf8(`\ufeff${written}`) });

/** `01 2027年维护妇女儿童权益先进个人`: parts of one title differ by their number. */
const folderOf = (n: number, { title }: PackagePart): string =>
  `${String(n + 1).padStart(2, '0')} ${zipName(title)}`;

async function opinionsOf(
  deps: Deps,
  { nomination, stage }: Candidacy,
  programme: Programme,
  nameOf: (org: string) => Promise<string>,
): Promise<readonly OpinionLine[]> {
  const { pk } = keys.nomination(nomination);
  const acts = everyOne((cursor) =>
    listPage<ActRecord>(deps.table, { pk, prefix: keys.reviewPrefix, limit: 100, cursor }),
  );
  const lines: OpinionLine[] = [];
  for await (const act of acts) {
    const steps = programme.stages[act.stage]?.steps;
    if (act.stage > stage || steps === undefined) continue;
    const step = nameSteps(steps).find((each) => each.id === act.step);
    const { department, reason, at } = act;
    lines.push({
      ...{
        department,
        reason,
        date: shanghaiDate(at),
        outcome: actWords(act.kind, act.outcome).zh,
        org: await nameOf(act.org),
      },
      step: step?.title ?? (step === undefined ? act.step : stepRows[step.kind].words.zh),
    });
  }
  return lines.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
}

/** 推荐审批表 of a nominee as the archive holds it: masked, with the opinions of the levels up to here, without names of persons. */
const formFile = async (
  deps: Deps,
  { nomination, stage }: Candidacy,
  stem: string,
): Promise<ZipFiles[number]> => ({
  path: `${stem}.docx`,
  bytes: await deps.papers.bytes({
    paper: 'form',
    params: {
      ...{ nomination, format: 'docx', full: false, names: false },
      opinions: Array.from({ length: stage + 1 }, (_, n) => n),
    },
  }),
});

/** Form and opinions of one nominee, and what she attached; undefined where her data were erased. */
async function nomineeFiles(
  deps: Deps,
  part: PackagePart,
  candidacy: Candidacy,
  at: { readonly folder: string; readonly n: number; readonly nameOf: (org: string) => Promise<string> },
) {
  const { programme } = await roundWithStage(deps.table, part.round);
  const revision = await getRevision(deps.table, candidacy.nomination, candidacy.revision);
  const { erased } = await openAnswers(deps, revision);
  if (erased) return undefined;
  const name = `${String(at.n).padStart(4, '0')} ${zipName(candidacy.name, 40)}`;
  const lines = await opinionsOf(deps, candidacy, programme, at.nameOf);
  return {
    files: [
      await formFile(deps, candidacy, `${at.folder}/申报表/${name}`),
      textFile(`${at.folder}/意见/${name}.txt`, opinionsText(candidacy.name, lines)),
    ],
    form: programme.form,
    attached: revision.attachments,
    folder: `${at.folder}/附件/${name}`,
  };
}

interface Made {
  readonly archive: Archive;
  /** Nominees that it looked at. */
  readonly looked: number;
}

/** The next piece: of the papers of a part as many names as a chunk may do, then of its nominees. */
async function nextPiece(
  deps: Deps,
  found: Package,
  { paper = { n: 0, pieces: [] }, ...archive }: Archive,
  { rows: most, spent }: Parameters<JobHandler>[2],
): Promise<Made> {
  const part = found.parts[archive.part]!;
  const folder = folderOf(archive.part, part);
  const growing = growingArchive(deps, archive.pieces);
  const tranche = await getTranche(deps.table, part.round, part.tranche);
  const papers = papersOf(deps, found.by, part, tranche);
  let at = paper;
  let spoken = 0;
  const mayGoOn = () => spoken < most && (spoken === 0 || !spent());
  while (at.n < papers.length && mayGoOn()) {
    const made = await morePaper(deps, papers, at, most - spoken);
    at = made.at;
    spoken += Math.max(1, made.names);
    if (made.whole !== undefined) await growing.add({ ...made.whole, path: `${folder}/${made.whole.path}` });
  }
  const { recommended = [] } = tranche;
  const nameOf = namesOnce(deps.table);
  let { done, left, filesLeft } = archive;
  let looked = 0;
  while (at.n === papers.length && done < recommended.length && mayGoOn()) {
    const candidacy = await find<Candidacy>(deps.table, keys.candidacy(part.round, recommended[done]!));
    done++;
    looked++;
    spoken++;
    const own =
      candidacy === undefined || !isUpBy(candidacy, part.tranche)
        ? undefined
        : await nomineeFiles(deps, part, candidacy, { folder, n: done, nameOf });
    if (own === undefined) {
      left++;
      continue;
    }
    for (const file of own.files) await growing.add(file);
    filesLeft += await addAttached(deps, growing, own.form, own.attached, own.folder);
  }
  const over = at.n === papers.length && done >= recommended.length;
  return {
    looked,
    archive: {
      ...archive,
      ...(over ? { part: archive.part + 1, done: 0 } : { done, paper: at }),
      ...{ left, filesLeft },
      pieces: await growing.end(),
    },
  };
}

/** The last piece: cover letter and contents, then the directory of all; joined to one object where a bucket gives it out. */
async function lastPiece(deps: Deps, found: Package, archive: Archive): Promise<Archive> {
  const texts = [
    {
      path: '报送函.docx',
      bytes: await deps.papers.bytes({ paper: 'cover-letter', params: { package: found.id } }),
    },
    textFile('目录.txt', contentsText(found.title, found.parts, archive)),
  ];
  const { body, index, entries } = zipPiece(texts, instantOf(deps));
  const before: { index: Uint8Array; entries: number }[] = [];
  for (const piece of archive.pieces) {
    const read = await deps.files.get(piece.index);
    if (read === undefined) throw new RangeError('a piece of the archive is gone');
    before.push({ index: read, entries: piece.entries });
  }
  const end = zipEnd(
    [...before, { index, entries }],
    [...archive.pieces.map(({ bytes }) => bytes), body.length],
  );
  const file = await keep(deps, Buffer.concat([body, end]));
  const pieces = [...archive.pieces, { file, index: '', bytes: body.length + end.length, entries }];
  const files = pieces.map((each) => each.file);
  const whole = await joinPieces(deps, files, zipType, lookOf(deps));
  return { ...archive, pieces, ...(whole !== undefined && { whole }), readyAt: instantOf(deps) };
}

/**
 * One piece a chunk. The package is written with its version: who changed the letter meanwhile dropped the archive, and
 * this stops. A repeat after a crash goes on from the package; pieces that lost are removed after their days.
 */
export const packageChunk: JobHandler = async (deps, job, allowance) => {
  const found = await find<Package>(deps.table, keys.package(String(job.params.package)));
  const archive = found?.archive;
  if (found === undefined || archive === undefined || archive.job !== job.id || archive.readyAt !== undefined)
    return { cursor: undefined, done: 0 };
  const { archive: after, looked } =
    found.parts[archive.part] === undefined
      ? { archive: await lastPiece(deps, found, archive), looked: 0 }
      : await nextPiece(deps, found, archive, allowance);
  await deps.table.together([replaced(rows.package, found, { archive: after })]);
  const cursor =
    after.readyAt === undefined ? `${after.part}:${after.paper?.n ?? 0}:${after.done}` : undefined;
  return { cursor, done: looked };
};
