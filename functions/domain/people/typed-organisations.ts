/** A pasted list of organisations below one, a name a line: level by its ending, id by its place. */
import { type Level, levelRank } from '#domain/level.ts';
import type { OrganisationInput } from './organisation.ts';

/** What a name ends with, without the federation in it; the longest first. */
const endings: readonly (readonly [RegExp, Level])[] = [
  [/(街道|镇|乡|苏木)$/, 'street'],
  [/(社区|村|居委会|村委会|嘎查)$/, 'community'],
  [/(区|县|旗)$/, 'district'],
  [/(市|州|盟)$/, 'city'],
  [/(省|自治区)$/, 'province'],
];
/** A name without the federation in it: 芙蓉区妇联 and 芙蓉区妇女联合会 are one. */
export const placeOf = (name: string): string =>
  name.replace(/(妇女联合会|妇联|妇女工作委员会|妇工委|妇委会)$/, '');
/** A number that a list has before its lines: 一、 2. （3） or a column 序号. */
const mark = /^\s*(?:[(（]?(?:[一二三四五六七八九十百]+|\d+)\s*[)）、.．]|\d+\t)(?![\w.+-]*@)\s*/u;
/** A line as it was meant: without its number in the list. */
export const withoutMark = (line: string): string => line.replace(mark, '');

/** The level that a name says, which must be below the one above; an organisation of another kind is a unit. */
export function levelOfName(name: string, above: Level): Level {
  const said = endings.find(([ending]) => ending.test(placeOf(name)))?.[1];
  return said !== undefined && levelRank(said) < levelRank(above) ? said : 'unit';
}

/**
 * The organisations of a list, in its order, without numbers and a title before them. Those that are there already keep
 * their ids and names, so that a list may be sent again with more lines.
 */
export function readOrganisations(
  written: string,
  above: Pick<OrganisationInput, 'id' | 'level' | 'region'>,
  there: readonly Pick<OrganisationInput, 'id' | 'name' | 'level'>[],
): readonly OrganisationInput[] {
  const names = [
    ...new Set(
      written
        .split(/\r\n|\r|\n/)
        .map((line) => withoutMark(line).replace(/\s+/g, ' ').trim())
        .filter((line) => line !== '' && !/^(序号 ?)?((下级)?单位)?(名称)?$/.test(line)),
    ),
  ];
  const taken = new Set(there.map(({ id }) => id));
  let count = 0;
  const free = (): string => {
    do count += 1;
    while (taken.has(`${above.id}${String(count).padStart(3, '0')}`));
    return `${above.id}${String(count).padStart(3, '0')}`;
  };
  return names.map((name, order) => {
    const known = there.find((each) => placeOf(each.name) === placeOf(name));
    return {
      id: known?.id ?? free(),
      name: known?.name ?? name,
      level: known?.level ?? levelOfName(name, above.level),
      parent: above.id,
      order: order + 1,
      region: above.region,
      contact: {},
    };
  });
}
