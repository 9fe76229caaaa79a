/** Pictures of a federation's own, kept as they are drawn: the background of its certificates, its seal or logo. */

import { lookAfterAnswering } from '#actions/file-rows.ts';
import type { Deps } from '#deps';
import { pictureSize } from '#domain/files/picture-size.ts';
import type { Actor } from '#domain/people/people.ts';
import { fault, refuseIf } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { rowThere } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import type { Op } from '#store/table.ts';
import { keepFile, useFiles } from './step-files.ts';

/** A picture as it was sent. */
export interface SentPicture {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/**
 * Keeps a picture; one that nothing uses in time is removed.
 * @throws Problem `invalid` `not-a-picture` beside `attachments.<rule>`, and as `keepFile`.
 */
export async function keepPicture(
  deps: Deps,
  actor: Actor,
  record: string,
  rule: AttachmentRule,
  { bytes, name }: SentPicture,
) {
  const size = pictureSize(bytes);
  refuseIf(
    size === undefined
      ? [
          fault(
            `attachments.${rule.id}`,
            'not-a-picture',
            '这张图片打不开，请另存为 JPG 或 PNG 再上传',
            'This picture cannot be opened; save it as JPG or PNG and upload it again',
          ),
        ]
      : [],
  );
  const kept = await keepFile(deps, actor, record, rule, bytes, name);
  const type = kept.type === 'image/png' ? 'image/png' : 'image/jpeg';
  return { kept, picture: { file: kept.id, type, ...size! } as const };
}

/** The writes by which a record has another picture, or none: the one before goes when nothing uses it. */
export const changePicture = (
  deps: Pick<Deps, 'clock'>,
  before: { readonly file: string } | undefined,
  made: Awaited<ReturnType<typeof keepPicture>> | undefined,
): readonly Op[] => [
  ...useFiles(made === undefined ? [] : [made.kept]),
  ...(before === undefined
    ? []
    : [
        { update: keys.file(before.file), change: { add: { used: -1 } }, when: rowThere },
        { put: { ...lookAfterAnswering(deps, before.file) } },
      ]),
];
