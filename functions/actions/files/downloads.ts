/** A stored file as it is handed out: always a download, never shown inside the site. */

import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Problem } from '#domain/problem.ts';
import { noSuch } from '#domain/things.ts';
import { heldWhy } from './scanning.ts';

export interface Download {
  readonly attachment: Attachment;
  readonly bytes: Uint8Array;
  /** Always a download, never shown inside the site. */
  readonly disposition: string;
}

/** What is said of a file that is not there, or not this reader's. */
export const fileMissing = (): Problem => noSuch('file');

/** One stored file as a download. Throws Problem `missing`. */
export async function downloadOf(deps: Deps, attachment: Attachment): Promise<Download> {
  const bytes = await deps.files.get(attachment.id);
  if (bytes === undefined) throw (await heldWhy(deps, attachment.id)) ?? fileMissing();
  const { name } = attachment;
  const disposition = `attachment; filename="file.${name.split('.').at(-1)}"; filename*=UTF-8''${encodeURIComponent(name)}`;
  return { attachment, bytes, disposition };
}
