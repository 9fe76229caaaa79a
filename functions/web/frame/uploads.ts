/** Files that come with a form, where no script sends them one by one. */
import { addAttachment } from '#actions/files/attachments.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Fault, text } from '#domain/problem.ts';
import type { Posted } from './posted.ts';
import { shownProblem } from './take.ts';

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
