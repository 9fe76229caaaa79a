/** Places of the level above that an organisation hands down to those below it (docs/rules/quotas.md#handed-down). */
import * as z from 'zod';
import { type Fault, fault, refuseIf } from '#domain/problem.ts';
import { instant, lazily, type Stored, versioned } from '#domain/record.ts';

/** Who of those below a round may be sent up with how many; of whom there is nothing, none. */
export const handedPlacesRecord = lazily(() =>
  versioned().extend({
    /** The round of the organisation that hands down. */
    round: z.string(),
    shares: z.array(z.object({ organisation: z.string(), places: z.int() })),
    by: z.string(),
    at: instant,
  }),
);
export type HandedPlaces = Stored<typeof handedPlacesRecord>;
type Shares = HandedPlaces['shares'];

export const sumOf = (shares: Shares): number => shares.reduce((sum, { places }) => sum + places, 0);

/** @throws Problem `invalid` `handed-more` where more is handed down than was given. */
export function demandHandable(had: number, shares: Shares): void {
  const sum = sumOf(shares);
  refuseIf(
    sum <= had
      ? []
      : [
          fault(
            'shares',
            'handed-more',
            `上级给本级 ${had} 个名额，共分下去 ${sum} 个，多了 ${sum - had} 个`,
            `${had} places were given from above and ${sum} are handed down, ${sum - had} too many`,
          ),
        ],
  );
}

/** Whose places somebody from `path` takes: of whom stands directly below, on the way to her own organisation. */
export function directlyBelow(org: string, path: readonly string[]): string {
  const at = path.indexOf(org);
  return (at < 0 ? undefined : path[at + 1]) ?? path.at(-1) ?? org;
}

/** Those of whom more would go up than they were handed places, each with the words for it; `going` counts all, sent before too. */
export const handedFaults = (
  shares: Shares,
  going: ReadonlyMap<string, number>,
  nameOf: (org: string) => string,
): readonly Fault[] =>
  [...going].flatMap(([org, count]) => {
    const places = shares.find(({ organisation }) => organisation === org)?.places ?? 0;
    return count <= places
      ? []
      : [
          fault(
            'nominations',
            'handed-used-up',
            `分给${nameOf(org)}的上报名额为 ${places} 个，本次连同已报共 ${count} 个`,
            `${nameOf(org)} was handed ${places} places to go up, and ${count} would go in all`,
          ),
        ];
  });
