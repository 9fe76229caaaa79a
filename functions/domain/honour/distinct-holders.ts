/** How many families or persons some honours are of: one honoured twice is one (docs/rules/honours.md#year-report). */
import { normaliseName } from '#domain/name.ts';
import type { LedgerEntry } from './ledger-record.ts';

/** What says who the holders of a line are. */
type HolderLine = Pick<LedgerEntry, 'count' | 'names' | 'identities' | 'nomination'>;

/** By what lines are known to be of one nominee: an identity, the nomination, else the name. */
function holdersOf(line: HolderLine, byName: boolean): readonly string[] {
  const sure = [
    ...(line.identities ?? []).map((identity) => `identity ${identity}`),
    ...(line.nomination === undefined ? [] : [`nomination ${line.nomination}`]),
  ];
  return byName || sure.length === 0
    ? [...sure, ...line.names.map((name) => `name ${normaliseName(name)}`)]
    : sure;
}

/** Marks that belong to one nominee are one group, whatever brings them together. */
function grouping() {
  const above = new Map<string, string>();
  const rootOf = (mark: string): string => {
    let root = mark;
    for (let next = above.get(root); next !== undefined && next !== root; next = above.get(root)) root = next;
    // The way is shortened, so that ten thousand lines stay quick.
    for (let at = mark; at !== root; ) {
      const next = above.get(at)!;
      above.set(at, root);
      at = next;
    }
    return root;
  };
  return {
    add(marks: readonly string[]): void {
      const [first, ...others] = marks;
      if (first === undefined) return;
      if (!above.has(first)) above.set(first, first);
      for (const mark of others) {
        if (!above.has(mark)) above.set(mark, mark);
        above.set(rootOf(mark), rootOf(first));
      }
    },
    size: () => [...above.keys()].filter((mark) => rootOf(mark) === mark).length,
  };
}

/**
 * How many nominees some lines are of. Two with identities are one when they share one; a name tells only of a line that
 * was recorded by hand, since two families may have the same.
 */
export function distinct(lines: readonly HolderLine[]): number {
  const typed = new Set(
    lines.flatMap((line) =>
      line.identities === undefined && line.nomination === undefined
        ? line.names.map((name) => normaliseName(name))
        : [],
    ),
  );
  const groups = grouping();
  for (const line of lines) {
    // Several in one line are each their own.
    const isOne = line.count === 1 && line.names.length === 1;
    const byName = line.names.some((name) => typed.has(normaliseName(name)));
    if (isOne) groups.add(holdersOf(line, byName));
    else for (const name of line.names) groups.add([`name ${normaliseName(name)}`]);
  }
  return groups.size() + unnamedIn(lines);
}

/** How many holders of some lines were only counted. */
export const unnamedIn = (lines: readonly HolderLine[]): number =>
  lines.reduce((all, line) => all + Math.max(0, line.count - line.names.length), 0);
