/** Judges a credit code with an odd check digit: the reviewer compares it with the certificate (docs/rules/identity.md#odd-check-digit). */
import { type Text, text } from '#domain/problem.ts';
import { codeDoubtId } from './doubt.ts';
import type { Finding } from './eligibility-check.ts';

/** Where the code stands in the form, and the attachment that shows it, if the form has one. */
export interface CodeInForm {
  readonly path: string;
  readonly code: string;
  readonly label: Text;
  readonly certificate: Text | undefined;
}

/** Never met by itself: only by a reviewer's yes. */
export function judgeOddCode(
  { path, code, label, certificate }: CodeInForm,
  answers: Readonly<Record<string, boolean>>,
): Finding {
  const id = codeDoubtId(path, code);
  const finding = (ok: boolean, zh: string, en: string) => ({
    rule: 'creditCode' as const,
    ok,
    field: path,
    text: text(zh, en),
  });
  switch (answers[id]) {
    case true:
      return finding(
        true,
        `「${label.zh}」的校验位与国家标准不符，审核人确认与证书一致`,
        `The check digit of "${label.en}" is not that of the standard; the reviewer says that it agrees with the certificate`,
      );
    case false:
      return finding(
        false,
        `「${label.zh}」与证书不一致，请退回更正`,
        `"${label.en}" does not agree with the certificate; return it to be corrected`,
      );
    default: {
      const shown = certificate ?? text('证书', 'the certificate');
      const question = text(
        `「${label.zh}」${code} 的校验位与国家标准不符。是否与「${shown.zh}」上的一致？`,
        `The check digit of "${label.en}", ${code}, is not that of the standard. Is it the code on "${shown.en}"?`,
      );
      return {
        ...finding(false, `须由审核人确认：${question.zh}`, `The reviewer has to say: ${question.en}`),
        doubts: [{ id, question }],
      };
    }
  }
}
