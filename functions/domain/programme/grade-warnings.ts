/** Warnings about prizes: a table with more places than its round, or one of its groups, will have entries for (docs/rules/grades.md#places). */
import { type Fault, fault } from '#domain/problem.ts';
import { type Prize, prizesOf, prizeTable } from './grade.ts';
import { groupLimits } from './group-limits.ts';
import type { Programme, Stage } from './programme.ts';

const placesOf = (prizes: readonly Prize[]): number =>
  prizes.reduce((sum, { grade, places }) => sum + (grade.beside || places === 'open' ? 0 : places), 0);

/** How many a group of the list may have at most; undefined where no cap of the quota is over just that group. */
function capOf({ quota, listBy }: Stage, group: string, places: number): number | undefined {
  const caps = quota.groups
    .filter(({ field, values }) => field === listBy && values.length === 1 && values[0] === group)
    .flatMap((rule) => groupLimits(rule, places, places).atMost ?? []);
  return caps.length === 0 ? undefined : Math.min(...caps);
}

/** Ranked grades with more places than the round has, and in a group with more than its cap. */
export function gradePlaces(
  { form }: Pick<Programme, 'form'>,
  stage: Stage,
  places: number | undefined,
): readonly Fault[] {
  if (places === undefined) return [];
  const table = prizeTable(form, stage);
  const prizes = prizesOf(table);
  const all = placesOf(prizes);
  const inAll =
    all <= places
      ? []
      : [
          fault(
            'places',
            'grade-places',
            `各等次共 ${all} 个名额，多于本轮名额 ${places} 个，会有等次空缺`,
            `The grades have ${all} places and the round ${places}; some will be left empty`,
          ),
        ];
  const inGroups = (table.by?.groups ?? []).flatMap(({ value, title }) => {
    const own = placesOf(prizes.filter(({ group }) => group?.value === value));
    const cap = capOf(stage, value, places);
    if (cap === undefined || own <= cap) return [];
    return [
      fault(
        'places',
        'grade-places-group',
        `“${title.zh}”各等次共 ${own} 个名额，多于该类别上限 ${cap} 个，会有等次空缺`,
        `The grades of "${title.en}" have ${own} places and its cap is ${cap}; some will be left empty`,
      ),
    ];
  });
  return [...inAll, ...inGroups];
}
