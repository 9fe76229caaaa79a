/** Guards, changes and ranges as DynamoDB's expressions, with the names and values that they use. */
import type { Guard } from './guard.ts';
import type { Change, Range } from './table.ts';

/** Collects the names and values of the expressions of one request. */
function placeholders() {
  const names: Record<string, string> = {};
  const values: Record<string, unknown> = {};
  let count = 0;
  return {
    /** `counts.open` as `#counts.#open`. */
    path: (dotted: string): string =>
      dotted
        .split('.')
        .map((name) => {
          names[`#${name}`] = name;
          return `#${name}`;
        })
        .join('.'),
    value(given: unknown): string {
      const name = `:v${count++}`;
      values[name] = given;
      return name;
    },
    all: () => ({
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    }),
  };
}
type Placeholders = ReturnType<typeof placeholders>;

function conditionOf(guard: Guard, { path, value }: Placeholders): string {
  const render = (each: Guard): string => {
    switch (each.kind) {
      case 'has':
        return `attribute_exists(${path(each.field)})`;
      case 'lacks':
        return `attribute_not_exists(${path(each.field)})`;
      case 'compare':
        return `${path(each.field)} ${each.by} ${'field' in each.to ? path(each.to.field) : value(each.to.value)}`;
      default:
        return `(${each.guards.map(render).join(each.kind === 'all' ? ' AND ' : ' OR ')})`;
    }
  };
  return render(guard);
}

const condition = (when: Guard | undefined, used: Placeholders) =>
  when && {
    ConditionExpression: conditionOf(when, used),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };

/** Gives the members of a request that a guard makes; none without one. */
export function guarded(when: Guard | undefined): object {
  const used = placeholders();
  return { ...condition(when, used), ...used.all() };
}

/** Gives the members of an update. */
export function changed(change: Change, when: Guard | undefined): object {
  const used = placeholders();
  const { path, value } = used;
  const set: string[] = [];
  const drop = (change.remove ?? []).map(path);
  for (const name in change.set) {
    if (change.set[name] === undefined) drop.push(path(name));
    else set.push(`${path(name)} = ${value(change.set[name])}`);
  }
  for (const name in change.initial)
    set.push(`${path(name)} = if_not_exists(${path(name)}, ${value(change.initial[name])})`);
  const add = Object.entries(change.add ?? {}).map(([name, by]) => `${path(name)} ${value(by)}`);
  const parts = [
    set.length > 0 && `SET ${set.join(', ')}`,
    add.length > 0 && `ADD ${add.join(', ')}`,
    drop.length > 0 && `REMOVE ${drop.join(', ')}`,
  ].filter((part) => part !== false);
  return { UpdateExpression: parts.join(' '), ...condition(when, used), ...used.all() };
}

/** Gives the members of a query that say what part of which partition. */
export function ranged(range: Range): object {
  const names: Record<string, string> = { '#pk': `${range.index ?? ''}pk` };
  const values: Record<string, unknown> = { ':pk': range.pk };
  const { sk } = range;
  const where = (): string => {
    if (sk === undefined) return '';
    names['#sk'] = `${range.index ?? ''}sk`;
    if ('prefix' in sk) {
      values[':a'] = sk.prefix;
      return ' AND begins_with(#sk, :a)';
    }
    if ('below' in sk) {
      values[':a'] = sk.below;
      return ' AND #sk < :a';
    }
    if (!('from' in sk)) {
      values[':a'] = sk.to;
      return ' AND #sk <= :a';
    }
    values[':a'] = sk.from;
    if (sk.to === undefined) return ' AND #sk >= :a';
    values[':b'] = sk.to;
    return ' AND #sk BETWEEN :a AND :b';
  };
  return {
    KeyConditionExpression: `#pk = :pk${where()}`,
    ExpressionAttributeNames: names,
    ExpressionAttributeValues: values,
  };
}
