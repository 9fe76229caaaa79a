/** Which fields of a form a notice may show at all (docs/rules/notice.md#never-shown). */
import { type Fault, fault, text } from '#domain/problem.ts';
import { typeOf } from './field-types.ts';
import type { Form } from './form.ts';

/** ID number, phone, address, birth date by their labels (docs/rules/notice.md#never-shown). */
const forbiddenLabels =
  /身份证|证件号|通行证|护照|手机|电话|联系方式|住址|(家庭|居住|详细)地址|门牌|出生|生日|\b(id (card|number)|passport|phone|mobile|telephone|home address|birth)/i;

/**
 * Faults of the list of public fields itself: unknown fields, and those that a notice may never show: personal or
 * sensitive ones, ID numbers, phones, addresses, birth dates (docs/rules/notice.md#never-shown).
 */
export function publicFieldFaults(form: Form): readonly Fault[] {
  return form.publicFields.flatMap((id, i) => {
    const place = `form.publicFields.${i}`;
    const field = form.fields.find((each) => each.id === id);
    if (field === undefined) {
      return [
        fault(
          place,
          'public-field-unknown',
          `公示字段“${id}”不在申报表中，请改为表中字段的编号`,
          `The public field “${id}” is not in the form; name a field of the form`,
        ),
      ];
    }
    const forbidden =
      field.personal ||
      field.sensitive ||
      typeOf(field).neverPublic === true ||
      forbiddenLabels.test(`${field.label.zh} ${field.label.en ?? ''}`);
    const { zh, en = zh } = field.label;
    const words = text(
      `“${zh}”属于个人信息，不得公示，请从公示字段中删去`,
      `“${en}” is personal data and must not be shown in a notice; remove it from the public fields`,
    );
    return forbidden ? [{ field: place, code: 'public-field-forbidden', text: words }] : [];
  });
}
