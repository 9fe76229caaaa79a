/** What of a result leaves the house, and what is answered when something stored is none of what its list allows. */
import type * as z from 'zod';
import type { Deps } from '#deps';
import { hasMembers } from '#domain/members.ts';
import { unavailable } from '#domain/problem.ts';

/** Entries of a page whose stored values are outside of their lists; undefined when that is not all that is wrong. */
function unknownIn(result: unknown, { issues }: z.ZodError): ReadonlySet<number> | undefined {
  const at = issues.map(({ path: [list, index] }) => (list === 'items' ? index : undefined));
  const isPage = hasMembers(result) && Array.isArray(result.items);
  return isPage && at.every((index) => typeof index === 'number') ? new Set(at) : undefined;
}

/**
 * What of a result may leave. A stored value outside of its list spoils neither the page that it stands on, which leaves
 * that entry out and counts it, nor says nothing: a record with one is refused by name, and `doctor` finds its row.
 * @throws Problem unavailable `record-unreadable`; ZodError for a defect of our own.
 */
export function leaving(answer: z.ZodType, result: unknown, log: Deps['log']): unknown {
  const parsed = answer.safeParse(result);
  if (parsed.success) return parsed.data;
  if (parsed.error.issues.some(({ code }) => code !== 'invalid_value')) throw parsed.error;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.map(String).join('.')))];
  log('record-unreadable', { fields });
  const unknown = unknownIn(result, parsed.error);
  if (unknown === undefined || !hasMembers(result) || !Array.isArray(result.items))
    throw unavailable(
      'record-unreadable',
      `记录中有本版本不认识的值（${fields.join('、')}），暂不能给出。请运维人员运行 npm run doctor 查明。`,
      `The record holds a value that this version does not know (${fields.join(', ')}) and cannot be given out; have the operator run npm run doctor.`,
    );
  const items: readonly unknown[] = result.items.filter((_, index) => !unknown.has(index));
  return answer.parse({ ...result, items, unreadable: unknown.size });
}
