/** Which content of a draft a page was made from: a file added beside it is no change of its text. */
import { createHash } from 'node:crypto';
import { findDraft } from '#actions/nomination/draft-record.ts';
import { getDraft } from '#actions/nomination/drafts.ts';
import type { Deps } from '#deps';
import type { Draft } from '#domain/nomination/draft-record.ts';
import type { Actor } from '#domain/people/people.ts';

/** The sealed part is new with every save of the text, and only then. */
const digestOf = ({ sealed }: Draft): string =>
  createHash('sha256').update(sealed).digest('base64url').slice(0, 16);

/** What the form carries as `_version`: the draft's version, and a digest of its text. */
export const stampOf = (draft: Draft): string => `${draft.version}.${digestOf(draft)}`;

/**
 * The version to save on: the one that the page was made from, or the present one when only files were added since (the
 * script uploads them beside the open form). A save on an older text stays a conflict.
 */
export async function versionFor(deps: Deps, actor: Actor, id: string, stamp: string): Promise<number> {
  const [version = '', digest = ''] = stamp.split('.');
  const now = await findDraft(deps.table, id);
  // A form that was never saved, and a draft that only its files have made, a refused one too: one version for the draft,
  // one for each file that it holds, and not a word in it.
  if (stamp === '' && now !== undefined && now.version === 1 + now.attachments.length) {
    const { answers } = await getDraft(deps, actor, id);
    if (Object.keys(answers).length === 0) return now.version;
  }
  return now !== undefined && digest === digestOf(now) ? now.version : Number(version) || 0;
}
