/** The seal or logo of an organisation as a picture for its papers. */
import type { Deps } from '#deps';
import type { PaperPicture } from '#papers/paper.ts';
import { findOrganisation } from '#store/people.ts';

/** Undefined where it shows none. */
export async function logoPicture(
  deps: Pick<Deps, 'table' | 'files'>,
  org: string,
): Promise<PaperPicture | undefined> {
  const logo = (await findOrganisation(deps.table, org))?.logo;
  const bytes = logo && (await deps.files.get(logo.file));
  return bytes && { bytes, type: logo.type, width: logo.width, height: logo.height };
}
