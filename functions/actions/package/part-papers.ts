/** The papers of a part of a package, each made name by name over as many chunks as it needs (docs/rules/packages.md#archive). */
import { type Composer, composer } from '#actions/composing.ts';
import { type RoundPaper, roundComposer } from '#actions/round/round-papers.ts';
import type { Deps } from '#deps';
import type { PackagePart } from '#domain/package/package-record.ts';
import type { Tranche } from '#domain/round/tranche-record.ts';
import { returnHead, returnRows } from '#papers/package-texts.ts';
import type { ZipFiles } from '#papers/zip.ts';
import { type Archive, keep } from './archive-pieces.ts';
import { sentOf } from './packages.ts';

type PaperPlace = NonNullable<Archive['paper']>;

interface PartPaper {
  readonly file: string;
  readonly compose: () => Promise<Composer>;
}

/** 结果回填表, with those who are up when it is made. */
const returnSheet = (deps: Deps, part: PackagePart): Composer =>
  composer<number>({
    ...{ name: '结果回填表.csv', plain: 'results.csv', type: 'text/csv' },
    begin: 0,
    async more(from, most) {
      const { up, next, all } = await sentOf(deps, part, from, most);
      const written = returnRows(
        up.map(({ nomination, name }) => ({ number: nomination, name, programme: part.title })),
      );
      return { bytes: Buffer.from(written, 'utf8'), place: next, done: up.length, isLast: next >= all };
    },
    around: async () => ({ front: Buffer.from(returnHead(), 'utf8'), back: new Uint8Array() }),
  });

/** 汇总表, report, notice and decision where there were any, the sheet for the results. */
export function papersOf(
  deps: Deps,
  by: string,
  part: PackagePart,
  { notice, decision }: Tranche,
): readonly PartPaper[] {
  const { round, tranche } = part;
  const at = { round, tranche, as: 'docx' } as const;
  const paper = (file: string, choice: RoundPaper): PartPaper => ({
    file,
    compose: () => roundComposer(deps, by, choice),
  });
  return [
    paper('汇总表.xlsx', { paper: 'summary', round, of: 'recommended', tranche }),
    paper('推荐工作报告.docx', { paper: 'report', ...at }),
    ...(notice === undefined ? [] : [paper('公示.docx', { paper: 'notice', ...at })]),
    ...(decision === undefined ? [] : [paper('审定.docx', { paper: 'approval', ...at })]),
    { file: '结果回填表.csv', compose: async () => returnSheet(deps, part) },
  ];
}

/** The next names of the paper that is being made; with `whole`, once it has all. */
export async function morePaper(
  deps: Deps,
  papers: readonly PartPaper[],
  { n, place, pieces }: PaperPlace,
  most: number,
): Promise<{ readonly at: PaperPlace; readonly names: number; readonly whole?: ZipFiles[number] }> {
  const { file, compose } = papers[n]!;
  const made = await compose();
  const part = await made.more(place, most);
  if (!part.isLast) {
    const at = { n, place: part.place, pieces: [...pieces, await keep(deps, part.bytes)] };
    return { at, names: part.done };
  }
  const kept = await Promise.all(pieces.map((piece) => deps.files.get(piece)));
  if (kept.includes(undefined)) throw new RangeError('a piece of a paper is gone');
  const { front, back } = await made.around(part.place);
  const bytes = Buffer.concat([front, ...kept.filter((each) => each !== undefined), part.bytes, back]);
  return { at: { n: n + 1, pieces: [] }, names: part.done, whole: { path: file, bytes } };
}
