/** Which content of a draft a page was made from: a file added beside it is no change of its text. */
import { createHash } from 'node:crypto';
import { findDraft } from '#actions/nomination/draft-record.ts';
import type { Deps } from '#deps';
import type { Draft } from '#domain/nomination/draft-record.ts';

/** The sealed part is new with every save of the text, and only then. */
const digestOf = ({ sealed }: Draft): string =>
  createHash('sha256').update(sealed).digest('base64url').slice(0, 16);

/** What the form carries as `_version`: the draft's version, and a digest of its text. */
export const stampOf = (draft: Draft): string => `${draft.version}.${digestOf(draft)}`;

/**
 * The version to save on: the one that the page was made from, or the present one when only files were added since (the
 * script uploads them beside the open form). A save on an older text stays a conflict.
 */
export async function versionFor(deps: Deps, id: string, stamp: string): Promise<number> {
  const [version = '', digest = ''] = stamp.split('.');
  const now = await findDraft(deps.table, id);
  // A form that was never saved, and a draft that only its files have made: one version for it, one for each of them.
  const isBare =
    now !== undefined &&
    now.attachments.length > 0 &&
    now.version === 1 + now.attachments.length &&
    Object.keys(now.open).length === 0;
  if (stamp === '' && isBare) return now.version;
  return now !== undefined && digest === digestOf(now) ? now.version : Number(version) || 0;
}
