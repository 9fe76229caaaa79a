/** Credit codes of the right form with an odd check digit: mistyped, or given out so (docs/rules/identity.md#odd-check-digit). */
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { hasOddCheck, normaliseCreditCode } from './credit-code.ts';
import { type Cell, type PathOf, throughForm } from './form-rows.ts';

export interface OddCode {
  readonly path: string;
  readonly field: Cell;
  /** As it is compared. */
  readonly code: string;
}

/** The odd codes among these fields, or columns of one row. */
export const oddCodes = (fields: readonly Cell[], values: Answers, pathOf: PathOf): readonly OddCode[] =>
  fields.flatMap((field) => {
    const value = field.type === 'creditCode' ? values[field.id] : undefined;
    return typeof value === 'string' && hasOddCheck(value)
      ? [{ path: pathOf(field.id), field, code: normaliseCreditCode(value) }]
      : [];
  });

/** The odd codes of a whole form, rows of tables included. */
export const oddCodesIn = (form: Form, answers: Answers): readonly OddCode[] =>
  throughForm(form, answers, oddCodes);

/** For whoever reads a form with an odd code. */
export const oddCodeNote = ({ field: { label } }: OddCode): Text =>
  text(
    `「${label.zh}」的校验位与国家标准不符，须与证书核对`,
    `The check digit of "${label.en ?? label.zh}" is not that of the standard; compare it with the certificate`,
  );

/** The attachment that shows a code, where the form asks for one. */
export const certificateOf = ({ attachments }: Form, { field }: OddCode) =>
  attachments.find(({ id }) => id === field.certificate);

/** True when somebody may vouch for an odd code of these answers by its certificate. */
export const isCertifiable = (form: Form, answers: Answers): boolean =>
  oddCodesIn(form, answers).some((odd) => certificateOf(form, odd) !== undefined);

/** The code of every fault about a check digit. */
export const oddCheck = 'credit-code-check';

/** What is wrong with an odd code, and the way on where the form has one. */
export function oddCodeFault({ path, field }: Omit<OddCode, 'code'>): Fault {
  const { zh, en = zh } = field.label;
  return field.certificate === undefined
    ? fault(
        path,
        oddCheck,
        `「${zh}」：校验位不对，请逐位核对；与证照一致的，请联系组织评选的妇联`,
        `"${en}": the check digit is wrong; compare it digit by digit. If the certificate says so, ask the federation that runs the selection`,
      )
    : fault(
        path,
        oddCheck,
        `「${zh}」：校验位不对，请逐位核对；与证书一致的（2016 年以前登记的可能如此），请上传证书，提交时勾选确认`,
        `"${en}": the check digit is wrong; compare it digit by digit. If the certificate says so (registered before 2016), upload it and tick the box when you submit`,
      );
}

/**
 * What keeps an odd code from being submitted: its certificate is attached (`counts` of files by attachment rule) and
 * whoever submits vouches that the two agree (`certified`); empty then.
 */
export function certificateFaults(
  form: Form,
  odd: OddCode,
  certified: boolean,
  counts: Readonly<Record<string, number>>,
): readonly Fault[] {
  const rule = certificateOf(form, odd);
  if (rule === undefined) return [oddCodeFault(odd)];
  const [label, { zh, en = zh }] = [odd.field.label, rule.label];
  const isAttached = (counts[rule.id] ?? 0) > 0;
  if (isAttached && certified) return [];
  if (isAttached)
    return [
      fault(
        'certified',
        oddCheck,
        `「${label.zh}」的校验位不对，请逐位核对；与所附「${zh}」一致的，请在提交页面勾选确认`,
        `The check digit of "${label.en ?? label.zh}" is wrong; compare it digit by digit. If it agrees with "${en}", tick the box on the page where you submit`,
      ),
    ];
  return certified
    ? [
        fault(
          odd.path,
          'certificate-missing',
          `「${label.zh}」：校验位不对，须附证书核对，请上传「${zh}」`,
          `"${label.en ?? label.zh}": the check digit is wrong, so the certificate is needed; upload "${en}"`,
        ),
      ]
    : [oddCodeFault(odd)];
}
