/** Whom an objection is about where the notice is too long for a list to choose from: by her name, or by her number. */
import { cut } from '#domain/characters.ts';
import { normaliseName, normaliseText } from '#domain/name.ts';
import { nearest } from '#domain/nearest.ts';
import { type Fault, fault } from '#domain/problem.ts';

/** One of those whom an objection may be about; `number` tells two of one name apart. */
export interface Subject {
  readonly id: string;
  readonly name: string;
  readonly number: string;
}

const mostNear = 5;

/** Names that were perhaps meant: the nearest one, and those that hold what was typed. */
function nearOf(typed: string, subjects: readonly Subject[]): readonly string[] {
  const plain = subjects.map(({ name }) => normaliseName(name));
  const close = nearest(typed, plain);
  const near = subjects.filter(
    (_, n) => plain[n] === close || (typed.length > 1 && plain[n]!.includes(typed)),
  );
  return [...new Set(near.map(({ name }) => name))].slice(0, mostNear);
}

/**
 * The id of the one whom a name or number means, however it is typed; a fault where it means nobody, with the names that
 * are near, or several, with their numbers (docs/rules/objections.md#who).
 */
export function subjectNamed(typed: string, subjects: readonly Subject[]): string | Fault {
  const name = normaliseName(typed);
  const word = normaliseText(typed).replace(/^第?\s*(\S+?)\s*号$/u, '$1');
  const called = subjects.filter((each) => normaliseName(each.name) === name);
  if (called.length === 1) return called[0]!.id;
  if (called.length > 1) {
    const numbers = called.map(({ number }) => number);
    return fault(
      'nomination',
      'subject-several',
      `名单中有 ${called.length} 个“${cut(typed, 60)}”，请填编号：${numbers.join('、')}`,
      `${called.length} on the list are called "${cut(typed, 60)}"; give the number: ${numbers.join(', ')}`,
    );
  }
  const numbered = subjects.find(({ id, number }) => normaliseText(number) === word || id === typed);
  if (numbered !== undefined) return numbered.id;
  const near = nearOf(name, subjects);
  return fault(
    'nomination',
    'subject-unknown',
    `名单中没有“${cut(typed, 60)}”${near.length === 0 ? '' : `，相近的有：${near.join('、')}`}，请核对姓名、名称或编号`,
    `nobody on the list is called "${cut(typed, 60)}"${near.length === 0 ? '' : `; near it: ${near.join(', ')}`}; check the name or number`,
  );
}

/** What is written in the field for one of them: her name, or her number where others share it. */
export function namedSubject(chosen: string | undefined, subjects: readonly Subject[]): string | undefined {
  const found = subjects.find(({ id }) => id === chosen);
  if (found === undefined) return undefined;
  const name = normaliseName(found.name);
  return subjects.filter((each) => normaliseName(each.name) === name).length === 1
    ? found.name
    : found.number;
}
