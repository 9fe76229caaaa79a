/** Files that come with a form, where no script sends them one by one. */
import { addAttachment } from '#actions/files/attachments.ts';
import type { Deps } from '#deps';
import type { FormBody } from '#domain/nomination/form-body.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Fault, Problem, text } from '#domain/problem.ts';
import { attempt, filesIn, type Refused, refusedIn } from './body.ts';

/** Stores the files that came with a form; what is wrong with them, by their field. */
export async function addFiles(
  deps: Deps,
  actor: Actor,
  record: string,
  rules: readonly { readonly id: string }[],
  body: FormBody,
  keep: (file: Attachment) => void = () => {},
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const { id } of rules)
    for (const file of filesIn(body, `attachments.${id}`)) {
      const bytes = new Uint8Array(await file.arrayBuffer());
      const added = await attempt(
        () => addAttachment(deps, actor, record, id, bytes, file.name),
        `attachments.${id}`,
      );
      if ('done' in added) keep(added.done.attachment);
      else faults.push(...added.refused.faults.map((one) => ({ ...one, text: oneFile(file.name, one) })));
    }
  return faults;
}
const oneFile = (name: string, one: Fault) => text(`${name}：${one.text.zh}`, `${name}: ${one.text.en}`);

/** Faults as the refusal that a page shows. */
export const refusalOf = (faults: readonly Fault[]): Refused =>
  refusedIn(new Problem('invalid', faults[0]!.code, faults[0]!.text, faults));
