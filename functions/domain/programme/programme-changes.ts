/** What one programme changes against another, place by place, entries of lists known again by their id, level, title or kind. */
import { pathInWords } from '#domain/fault-path.ts';
import { hasMembers, type Members } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Programme } from './programme.ts';

export interface ProgrammeChange {
  readonly path: readonly PropertyKey[];
  /** The place in words. */
  readonly where: Text;
  readonly how: 'added' | 'removed' | 'changed' | 'moved';
  /** In short; a group of settings has none. */
  readonly before?: string;
  readonly after?: string;
}
type Path = readonly PropertyKey[];
type Found = Omit<ProgrammeChange, 'where'>;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const brief = (value: unknown): string | undefined => {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return value.join('、');
  return undefined;
};
const said = (key: 'before' | 'after', value: unknown) => {
  const short = brief(value);
  return short === undefined ? {} : { [key]: short };
};

const nothing: Members = {};

/** What an entry of a list is known by; alike entries are told apart by how many came before. */
function namesOf(list: readonly unknown[]): readonly string[] {
  const seen = new Map<string, number>();
  return list.map((entry) => {
    const { id, level, kind, field, title, class: of, code, value } = hasMembers(entry) ? entry : nothing;
    const name = hasMembers(entry)
      ? JSON.stringify(
          id ?? level ?? of ?? code ?? value ?? [kind, field, kind === undefined ? title : undefined],
        )
      : JSON.stringify(entry);
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return `${name}#${count}`;
  });
}

function ofLists(before: readonly unknown[], after: readonly unknown[], path: Path): readonly Found[] {
  const [was, is] = [namesOf(before), namesOf(after)];
  const kept = is.filter((name) => was.includes(name));
  const order = was.filter((name) => is.includes(name));
  return [
    ...was.flatMap((name, i): Found[] =>
      is.includes(name) ? [] : [{ path: [...path, i], how: 'removed', ...said('before', before[i]) }],
    ),
    ...is.flatMap((name, i): readonly Found[] => {
      const old = was.indexOf(name);
      if (old < 0) return [{ path: [...path, i], how: 'added', ...said('after', after[i]) }];
      return differences(before[old], after[i], [...path, i]);
    }),
    ...(same(kept, order) ? [] : [{ path, how: 'moved' as const }]),
  ];
}

function differences(before: unknown, after: unknown, path: Path): readonly Found[] {
  if (same(before, after)) return [];
  if (Array.isArray(before) && Array.isArray(after) && [...before, ...after].some(hasMembers))
    return ofLists(before, after, path);
  if (hasMembers(before) && hasMembers(after))
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      differences(before[key], after[key], [...path, key]),
    );
  if (before === undefined) return [{ path, how: 'added', ...said('after', after) }];
  if (after === undefined) return [{ path, how: 'removed', ...said('before', before) }];
  return [{ path, how: 'changed', ...said('before', before), ...said('after', after) }];
}

/** Everything that `after` says otherwise than `before`, in the order of the document. */
export const programmeChanges = (before: Programme, after: Programme): readonly ProgrammeChange[] =>
  differences(before, after, []).map((found) => ({
    ...found,
    where: pathInWords(found.path, found.how === 'removed' ? before : after),
  }));

/** A change as a sentence. */
export function changeSaid({ where, how, before, after }: ProgrammeChange): Text {
  switch (how) {
    case 'added':
      return text(
        `新增 ${where.zh}${after === undefined ? '' : `：${after}`}`,
        `Added ${where.en}${after === undefined ? '' : `: ${after}`}`,
      );
    case 'removed':
      return text(
        `删去 ${where.zh}${before === undefined ? '' : `：${before}`}`,
        `Removed ${where.en}${before === undefined ? '' : `: ${before}`}`,
      );
    case 'moved':
      return text(`${where.zh}：顺序有变`, `${where.en}: in another order`);
    case 'changed':
      return text(
        `${where.zh}：由“${before ?? '…'}”改为“${after ?? '…'}”`,
        `${where.en}: from "${before ?? '…'}" to "${after ?? '…'}"`,
      );
  }
}
