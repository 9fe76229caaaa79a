/** The links of letters: derived, never stored; a new generation ends them (docs/architecture.md#links). */
import { timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { actorOf } from '#actions/actor.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { missing, type Problem } from '#domain/problem.ts';
import { findMember } from '#store/people.ts';
import { findNomination, findRound } from '#store/reads.ts';
import type { Key, Op, Table } from '#store/table.ts';

type LinkDeps = Pick<Deps, 'table' | 'keys'>;

/** What a link opens: a worklist such as `review:<round>:<step>`, a nomination, or a page. */
export const linkKinds = ['worklist', 'nomination', 'page'] as const;
export type LinkKind = (typeof linkKinds)[number];

/** m member, s scope, k kind, g generation, v version of the key. */
const payloadSchema = z.strictObject({
  m: z.string(),
  s: z.string(),
  k: z.enum(linkKinds),
  g: z.int().nonnegative(),
  v: z.int().positive(),
});

const generationKey = (member: string, scope: string): Key => ({ pk: `LINK#${member}`, sk: scope });

/** Instead of a scope: whatever was sent to a member. */
export const everyLink = '*';

/**
 * Generation of a member's links to a scope; 0 until it was first raised. Raising that of every link raises each: both
 * only grow, so a sum that was once passed never comes back.
 */
async function generationOf(table: Table, member: string, scope: string): Promise<number> {
  const rows = await Promise.all(
    [scope, everyLink].map((each) => table.get(generationKey(member, each), { consistent: true })),
  );
  return rows.reduce((sum, row) => sum + Number(row?.generation ?? 0), 0);
}

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * The path of a member's link, `/w/<payload>.<mac>`: the same at every sending, until its generation is raised or the
 * link key is rotated (older keys stay accepted).
 */
export async function linkFor(
  { table, keys }: LinkDeps,
  { member, scope, kind }: { readonly member: string; readonly scope: string; readonly kind: LinkKind },
): Promise<string> {
  const g = await generationOf(table, member, scope);
  const v = keys.versions('link').current;
  const payload = Buffer.from(JSON.stringify({ m: member, s: scope, k: kind, g, v })).toString('base64url');
  return `/w/${payload}.${keys.mac('link', payload, v)}`;
}

export interface OpenedLink {
  readonly actor: Actor;
  readonly scope: string;
  readonly kind: LinkKind;
}

const unknown = (): Problem =>
  missing(
    'link-unknown',
    '没有这个页面，请检查网址是否完整。',
    'There is no such page; check that the address is complete.',
  );

/** Reads a code whose seal is right; undefined for anything that we did not write. */
function read(keys: Deps['keys'], code: string): z.infer<typeof payloadSchema> | undefined {
  const [payload = '', mac = '', ...more] = code.split('.');
  if (more.length > 0 || code.length > 2_000) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  const result = payloadSchema.safeParse(parsed);
  if (!result.success || !keys.versions('link').all.includes(result.data.v)) return undefined;
  return same(keys.mac('link', payload, result.data.v), mac) ? result.data : undefined;
}

/**
 * Opens the code of a link (what follows `/w/`); repeatable, changes nothing.
 * @throws Problem missing `link-unknown` for a code that is not ours; `link-replaced` when a newer link or another
 * person took over; `link-ended` when its person has left.
 */
export async function openLink(deps: LinkDeps, code: string): Promise<OpenedLink> {
  const payload = read(deps.keys, code);
  if (payload === undefined) throw unknown();
  const { m, s, k, g } = payload;
  if (g !== (await generationOf(deps.table, m, s)))
    throw missing(
      'link-replaced',
      '此链接已失效：任务已转交他人，或已发送新的链接。请使用最近一封邮件中的链接；若任务仍由您承办而没有新邮件，请登录系统查看待办，或联系管理员。',
      'This link was replaced: the task went to somebody else, or a new link was sent. Use the link in the latest mail; if the task is still yours and there is no new mail, sign in to see your tasks, or ask the administrator.',
    );
  const member = await findMember(deps.table, m);
  if (member === undefined || member.status === 'left')
    throw missing(
      'link-ended',
      '此链接已失效：收件人已离岗。如需继续办理，请联系管理员改派。',
      'This link has ended: its recipient has left. Ask the administrator to reassign the task.',
    );
  if (await isOver(deps.table, k, s))
    throw missing(
      'link-ended',
      '此链接已失效：评选已结束，或申报的个人信息已删除。需要查看时请登录系统。',
      'This link has ended: the round is over, or the data of the nomination were erased. Sign in to look at it.',
    );
  return { actor: actorOf(member, 'link', { link: { scope: s } }), scope: s, kind: k };
}

/** A link ends with what it opens: a worklist with its round, a nomination when it is erased. */
async function isOver(table: Table, kind: LinkKind, scope: string): Promise<boolean> {
  if (kind === 'nomination') return (await findNomination(table, scope))?.erased !== undefined;
  if (kind !== 'worklist') return false;
  const round = await findRound(table, scope.split('#')[0] ?? '');
  // Settled, it may still have objections, and reviews of those who were carried.
  return round?.endedAt !== undefined || round?.status === 'cancelled';
}

/** The write that ends a member's links to a scope: for delegation, reassignment and reissue. */
export const raiseGenerationOp = (member: string, scope: string): Op => ({
  update: generationKey(member, scope),
  change: { add: { generation: 1 } },
});
