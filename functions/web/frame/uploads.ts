/** Files that come with a form, where no script sends them one by one. */
import { addAttachment } from '#actions/files/attachments.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Fault, text } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import type { Direct } from './file-fields.tsx';
import type { Posted } from './posted.ts';
import { shownProblem } from './take.ts';

/**
 * Megabytes of files that one request to a Lambda holds: 6 MB in base64 are 4.5, and the form's own fields go with them
 * (docs/architecture.md#files-and-papers).
 */
export const atOnceMegabytes = 4.4;

/**
 * How the files of a form get there. In the cloud, a form whose files together may be more than one request holds needs
 * `slots`. @throws RangeError when it has none.
 */
export function waysOf(
  { files }: Pick<Deps, 'files'>,
  { id, max, maxMegabytes }: Pick<AttachmentRule, 'id' | 'max' | 'maxMegabytes'>,
  slots: Pick<Direct, 'slots' | 'keep'> | '' | undefined,
): Direct | undefined {
  if (files.direct === undefined || max * maxMegabytes <= atOnceMegabytes) return undefined;
  if (!slots) throw new RangeError(`${id}: ${max} files of ${maxMegabytes} MB need slots`);
  return { ...slots, without: 'one' };
}

/** Does one of several things that a form asks; what is wrong with it is said at `field` and stops nothing else. */
export async function faultsOf(work: () => Promise<unknown>, field: string): Promise<readonly Fault[]> {
  try {
    await work();
    return [];
  } catch (error) {
    const { code, text: said, faults } = shownProblem(error);
    return faults.length > 0 ? faults : [{ field, code, text: said }];
  }
}

/** Stores one of several files; what is wrong with it is said by its name. */
export async function storeFile(
  file: File,
  field: string,
  store: (bytes: Uint8Array) => Promise<unknown>,
): Promise<readonly Fault[]> {
  const faults = await faultsOf(async () => store(new Uint8Array(await file.arrayBuffer())), field);
  return faults.map((one) => ({
    ...one,
    text: text(`${file.name}：${one.text.zh}`, `${file.name}: ${one.text.en}`),
  }));
}

/** Stores the files that came with a form; what is wrong with them, by their field. */
export async function addFiles(
  deps: Deps,
  actor: Actor,
  record: string,
  rules: readonly { readonly id: string }[],
  sent: Posted['files'],
  keep: (file: Attachment) => void = () => {},
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { id } of rules) {
    const field = `attachments.${id}`;
    for (const file of sent[field] ?? []) {
      const store = async (bytes: Uint8Array) =>
        keep((await addAttachment(deps, actor, record, id, bytes, file.name)).attachment);
      faults.push(...(await storeFile(file, field, store)));
    }
  }
  return faults;
}
