/** The seal or logo that an organisation shows in the head of its public pages. */
import { changePicture, keepPicture, type SentPicture } from '#actions/files/pictures.ts';
import { again, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { changedOrganisationOps, findOrganisation, forgetKnown, getOrganisation } from '#store/people.ts';

/** It is drawn as high as a line of the head. */
export const logoRule = {
  id: 'logo',
  label: { zh: '徽标或印章图片（JPG 或 PNG）', en: 'Seal or logo (JPG or PNG)' },
  min: 0,
  max: 1,
  types: ['jpg', 'png'],
  maxMegabytes: 1,
} satisfies AttachmentRule;

/**
 * Shows another picture, or none where none is sent; the one before goes.
 * @throws Problem forbidden; missing; `invalid` for what is no picture, `toolarge`, `limited`.
 */
export async function changeLogo(
  deps: Deps,
  actor: Actor,
  id: string,
  sent: SentPicture | undefined,
): Promise<Organisation> {
  demand(actor, 'organisation.edit', { orgPath: (await getOrganisation(deps.table, id)).path });
  const made = sent === undefined ? undefined : await keepPicture(deps, actor, `logo#${id}`, logoRule, sent);
  return again(async () => {
    const { logo, ...before } = await getOrganisation(deps.table, id);
    if (made === undefined && logo === undefined) return before;
    const after = { ...before, ...(made !== undefined && { logo: made.picture }) };
    const happened = {
      at: instantOf(deps),
      actor: actor.id,
      via: actor.via,
      action: 'organisation.logo' as const,
      details: { shown: made !== undefined },
    };
    await deps.table.together([
      ...changedOrganisationOps(before, after, happened),
      ...changePicture(deps, logo, made),
    ]);
    forgetKnown(deps.table);
    return getOrganisation(deps.table, id);
  });
}

/** The picture of an organisation; undefined where it shows none. */
export async function readLogo(
  deps: Pick<Deps, 'table' | 'files'>,
  id: string,
): Promise<{ readonly type: string; readonly bytes: Uint8Array } | undefined> {
  const logo = (await findOrganisation(deps.table, id))?.logo;
  const bytes = logo && (await deps.files.get(logo.file));
  return bytes && { type: logo.type, bytes };
}
