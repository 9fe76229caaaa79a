/** Checks the files of a form against its attachment rules: how many of each. */
import { type Fault, fault } from '#domain/problem.ts';
import type { Form } from '#domain/programme/form.ts';
import { nameOf, unknownFault } from './answers.ts';

/** What is wrong with the number of files per attachment rule; `counts` by rule id, a missing one is 0. */
export function attachmentFaults(form: Form, counts: Readonly<Record<string, number>>): readonly Fault[] {
  const unknown = Object.keys(counts).filter((id) => !form.attachments.some((rule) => rule.id === id));
  const wrong = form.attachments.flatMap((rule): Fault[] => {
    const count = Object.hasOwn(counts, rule.id) ? counts[rule.id]! : 0;
    const { zh, en } = nameOf(rule);
    const path = `attachments.${rule.id}`;
    if (count < rule.min)
      return [
        fault(
          path,
          'too-few-files',
          `「${zh}」至少 ${rule.min} 个文件，现有 ${count} 个，请补充上传`,
          `"${en}" needs at least ${rule.min} files and has ${count}; upload more`,
        ),
      ];
    if (count > rule.max)
      return [
        fault(
          path,
          'too-many-files',
          `「${zh}」最多 ${rule.max} 个文件，现有 ${count} 个，请删去多余的`,
          `"${en}" may have at most ${rule.max} files and has ${count}; remove some`,
        ),
      ];
    return [];
  });
  return [...wrong, ...unknown.map((id) => unknownFault(`attachments.${id}`))];
}
