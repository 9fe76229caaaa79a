/** Hands in the stamped page of a nomination, as its clerk does after printing it. */
import { issueCode, keepScan, matchScan } from '#actions/files/stamped-pages.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { jpeg } from './furong.ts';

export async function stamp(deps: Deps, actor: Actor, nomination: string): Promise<void> {
  const { code } = await issueCode(deps, actor, nomination);
  const { file } = await keepScan(deps, actor, jpeg(9), { name: '盖章页.jpg', code });
  await matchScan(deps, actor, { file: file.id, code });
}
