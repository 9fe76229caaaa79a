/** Who is found on the roll of honour by name, and whose honours stand on a page of hers (docs/rules/honours.md#roll). */
import { normaliseName } from '#domain/name.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { fault, refuseIf } from '#domain/problem.ts';
import type { HonourRecord } from './honour-records.ts';

/** A family is persons too; everything else bears the name of a unit or a work. */
const isPersonal = ({ category }: Pick<Nomination, 'category'>): boolean =>
  category === 'individual' || category === 'family';

const stands = ({ status }: Pick<HonourRecord, 'status'>): boolean =>
  status !== 'revoked' && status !== 'annulled';

type Asked = Pick<Nomination, 'category' | 'roll' | 'erased'>;

const agreed = ({ roll, erased }: Asked): boolean => roll?.agreed === true && erased === undefined;

/** Whether an honour is found by its name: a unit's always, a person's or a family's where they agreed. */
export const isFoundByName = (nomination: Asked, honour: Pick<HonourRecord, 'status'>): boolean =>
  stands(honour) && nomination.erased === undefined && (!isPersonal(nomination) || agreed(nomination));

/** Whether an honour stands on a page of its holder: only where it was agreed to. */
export const isOnOwnPage = (nomination: Asked, honour: Pick<HonourRecord, 'status'>): boolean =>
  stands(honour) && agreed(nomination);

/**
 * What makes two honours those of one holder: the sealed identities that it was granted to, never a name. A family is another holder than its
 * only adult member, and a unit than a person. Undefined where a programme knows no identity.
 */
export const holderParts = (
  { category }: Pick<Nomination, 'category'>,
  { identities }: Pick<HonourRecord, 'identities'>,
): readonly string[] | undefined =>
  identities.length === 0
    ? undefined
    : [isPersonal({ category }) ? category : 'unit', ...identities.toSorted()];

/** How many characters of a name say where it stands in the index, and how few may be searched for. */
const leastOfName = 2;
const mostOfName = 60;

/** A name as it stands in the index, with the part that says where. */
export function indexedName(name: string): { readonly name: string; readonly at: string } {
  const characters = [...normaliseName(name)].slice(0, mostOfName);
  return { name: characters.join(''), at: characters.slice(0, leastOfName).join('') };
}

/** What is looked for, as names stand in the index. @throws Problem `invalid` `name-short` for less than two characters. */
export function searchedName(written: string): ReturnType<typeof indexedName> {
  const sought = indexedName(written);
  refuseIf(
    [...sought.name].length >= leastOfName
      ? []
      : [
          fault(
            'name',
            'name-short',
            '请输入名称的前两个字或更多',
            'Give at least the first two characters of the name',
          ),
        ],
  );
  return sought;
}
