/** Whom a row of results is about (docs/rules/packages.md#matching): by number, else by name; what is not certain is no match. */
import { normaliseName, normaliseText } from '#domain/name.ts';
import { nearest } from '#domain/nearest.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { ResultRow } from './package-record.ts';

/** A nominee of the package. */
export interface Candidate {
  readonly round: string;
  readonly nomination: string;
  readonly name: string;
  /** Title of the part. */
  readonly programme: string;
}

const unknownNumber = (number: string): Fault =>
  fault(
    'number',
    'result-number-unknown',
    `报送包中没有编号“${number}”，请核对`,
    `the package has no number "${number}"; check it`,
  );
const otherName = (number: string, name: string): Fault =>
  fault(
    'name',
    'result-name-differs',
    `编号“${number}”对应的是“${name}”，与表中的姓名或名称不一致，请核对`,
    `the number "${number}" is of "${name}", not of the name in the sheet; check it`,
  );
const unknownName = (name: string, meant: string | undefined): Fault =>
  fault(
    'name',
    'result-name-unknown',
    `报送包中没有“${name}”${meant === undefined ? '' : `，是否为“${meant}”？`}请核对姓名或名称`,
    `the package has no "${name}"${meant === undefined ? '' : `; is "${meant}" meant?`} Check the name`,
  );
const severalNames = (name: string, count: number): Fault =>
  fault(
    'name',
    'result-name-several',
    `报送包中有 ${count} 个“${name}”，请在“编号”列写明是哪一个`,
    `the package has ${count} of the name "${name}"; give the number`,
  );
const twice = (line: number): Fault =>
  fault(
    'name',
    'result-twice',
    `与第 ${line} 行是同一对象，每个对象只能写一行`,
    `the same nominee as in line ${line}; each has one row only`,
  );

interface Index {
  readonly byNumber: ReadonlyMap<string, Candidate>;
  readonly byName: ReadonlyMap<string, readonly Candidate[]>;
}
const numberOf = (written: string): string => normaliseText(written).replace(/\s/gu, '');

function indexOf(candidates: readonly Candidate[]): Index {
  const byName = new Map<string, Candidate[]>();
  for (const each of candidates) {
    const name = normaliseName(each.name);
    byName.set(name, [...(byName.get(name) ?? []), each]);
  }
  return { byNumber: new Map(candidates.map((each) => [numberOf(each.nomination), each])), byName };
}

/** The one whom a row means, or what is wrong. */
function meantBy(row: ResultRow, { byNumber, byName }: Index): Candidate | Fault {
  const name = normaliseName(row.name);
  if (row.number !== undefined) {
    const found = byNumber.get(numberOf(row.number));
    if (found === undefined) return unknownNumber(row.number);
    return normaliseName(found.name) === name ? found : otherName(row.number, found.name);
  }
  const all = byName.get(name) ?? [];
  const programme = row.programme === undefined ? '' : normaliseText(row.programme);
  const named =
    all.length > 1 && programme !== ''
      ? all.filter((each) => normaliseText(each.programme).includes(programme))
      : all;
  const [only] = named;
  if (only === undefined)
    return all.length > 1
      ? severalNames(row.name, all.length)
      : unknownName(row.name, byName.get(nearest(name, [...byName.keys()]) ?? '')?.[0]?.name);
  return named.length > 1 ? severalNames(row.name, named.length) : only;
}

/** Each row with whom it is about; what could not be matched is refused and says why. Rows refused before stay so. */
export function matchResults(
  rows: readonly ResultRow[],
  candidates: readonly Candidate[],
): readonly ResultRow[] {
  const index = indexOf(candidates);
  const lines = new Map<string, number>();
  return rows.map((row) => {
    if (row.outcome !== 'waiting') return row;
    const meant = meantBy(row, index);
    if ('code' in meant) return { ...row, outcome: 'refused', faults: [meant] };
    const { round, nomination } = meant;
    const first = lines.get(nomination);
    if (first !== undefined) return { ...row, outcome: 'refused', faults: [twice(first)] };
    lines.set(nomination, row.line);
    return { ...row, round, nomination };
  });
}
