/** All papers of a round as one archive: a paper a part, so that one of them is in memory. */
import { type Composer, composeAll, composer } from '#actions/composing.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { zipEnd, zipName, zipPiece } from '#papers/zip.ts';

/** A piece of the archive: its directory as base64, its length. */
interface Piece {
  readonly index: string;
  readonly entries: number;
  readonly bytes: number;
}

interface Place {
  readonly n: number;
  readonly pieces: readonly Piece[];
}

/** The papers `inside`, each made by `composerOf`; those of a tranche in a folder of their own. */
export function archiveComposer<C extends { readonly tranche?: number | undefined }>(
  deps: Deps,
  title: string,
  inside: readonly C[],
  composerOf: (choice: C) => Promise<Composer>,
): Composer {
  return composer<Place>({
    ...{ name: `${zipName(title)}全部材料.zip`, plain: 'papers.zip', type: 'application/zip' },
    begin: { n: 0, pieces: [] },
    async more({ n, pieces }) {
      const choice = inside[n]!;
      const made = await composerOf(choice);
      const folder = choice.tranche === undefined ? '' : `第${choice.tranche}批/`;
      const { body, index, entries } = zipPiece(
        [{ path: `${folder}${zipName(made.name, 80)}`, bytes: await composeAll(made) }],
        instantOf(deps),
      );
      const piece = { index: Buffer.from(index).toString('base64'), entries, bytes: body.length };
      return {
        bytes: body,
        place: { n: n + 1, pieces: [...pieces, piece] },
        done: 1,
        isLast: n + 1 >= inside.length,
      };
    },
    around: async ({ pieces }) => ({
      front: new Uint8Array(),
      back: zipEnd(
        pieces.map(({ index, entries }) => ({ index: Buffer.from(index, 'base64'), entries })),
        pieces.map(({ bytes }) => bytes),
      ),
    }),
  });
}
