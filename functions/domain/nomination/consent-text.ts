/** What a nominee is told and agrees to before her data are handled: notice, separate consent, guardian's consent (PIPL 17, 29–31). */

import { ageOn } from '#domain/age.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { birthDateIn } from './document-facts.ts';
import { type Identified, membersOf } from './identity.ts';

/** Who handles the data, and for what; filled into the text. */
export interface ConsentFacts {
  readonly handler: string;
  readonly contact: string;
  readonly programme: Text;
  readonly retentionYears: number;
}

/** One version of the text as it is shown. Three agreements, each with its own box; none is ticked beforehand. */
export interface ConsentText {
  readonly version: string;
  /** Notice on the handling of personal data, by paragraph (PIPL 17). */
  readonly notice: readonly Text[];
  /** Separate consent for sensitive data (PIPL 29, 30). */
  readonly sensitive: Text;
  /** For minors: a parent or guardian agrees in their place (PIPL 31; Civil Code 27, 34). */
  readonly guardian: Text;
  /** Separate and optional: to be found by name on the roll of honour, with a page; none before 2027-2. */
  readonly roll?: Text;
}

type Write = (facts: ConsentFacts) => Omit<ConsentText, 'version'>;

const first: Write = ({ handler, contact, programme, retentionYears }) => ({
  notice: [
    text(`处理者：${handler}。联系方式：${contact}。`, `Handled by: ${handler}. Contact: ${contact}.`),
    text(
      `目的：仅用于“${programme.zh}”的申报、查重、资格审查、征求有关部门意见、评审、公示、表彰和荣誉核验，不作他用。`,
      `Purpose: only for ${programme.en}: nomination, check for duplicates, eligibility review, opinions of departments, selection, public notice, award and verification of the honour.`,
    ),
    text(
      '种类和方式：申报表所填内容和所附材料。个人信息加密保存，只有办理本次评选的人员在办理需要时可以看到，列表和邮件中一律隐去。',
      'What and how: what the form and its attachments hold. Personal data are stored encrypted, seen only by those whose task in this selection needs them, and masked in lists and mails.',
    ),
    text(
      '提供：通过本级评选后，申报材料将报送上级妇联；按规定须征求意见的，将向公安等有关部门核实。',
      "Passed on: to the women's federation above once this level recommends it, and to departments such as public security where their opinion is required.",
    ),
    text(
      '公开：拟推荐和表彰名单只公示姓名（称谓）、单位等评选活动规定的项目，不公示证件号码、电话、住址和出生日期。',
      'Made public: only the items that the programme names, such as name and unit; never ID numbers, phones, addresses or birth dates.',
    ),
    text(
      `保存期限：自评选结束起 ${retentionYears} 年，期满删除；获得的荣誉及其编号长期保存，供核验。`,
      `Kept for: ${retentionYears} years after the selection, then erased; an honour granted and its number stay for verification.`,
    ),
    text(
      '您的权利：可以查阅、复制、更正、删除您的信息，可以随时撤回同意；撤回不影响此前已进行的处理。请按上述联系方式提出。',
      'Your rights: to see, copy, correct and erase your data and to withdraw consent at any time, without effect on what was done before. Ask the contact above.',
    ),
    text(
      '同意与否由您自愿决定。不同意的，不能参加本次评选，其他权益不受影响。',
      'It is your free choice. Without consent you cannot take part in this selection; nothing else changes for you.',
    ),
  ],
  sensitive: text(
    '本人单独同意处理申报表中的敏感个人信息（如证件号码，以及不满十四周岁未成年人的个人信息）。处理的必要性：用于确认身份、防止重复申报和按规定核实；一旦泄露，可能使人格尊严或者人身、财产安全受到侵害，因此单独加密保存。',
    'I agree separately to the handling of the sensitive data on the form (such as ID numbers, and data of children under fourteen). They are needed to establish identity, to prevent double nominations and for the checks that the rules require; a leak could harm dignity or the safety of person and property, so they are encrypted.',
  ),
  guardian: text(
    '本人是表中未成年人的父母或者其他监护人，已阅读上述告知，同意为本次评选处理该未成年人的个人信息，并可以随时代为查阅、更正、删除和撤回同意。',
    'I am a parent or guardian of the minors on the form, have read the notice, and agree to the handling of their data for this selection; I may see, correct and erase them and withdraw this consent at any time.',
  ),
});

const second: Write = (facts) => ({
  ...first(facts),
  roll: text(
    '（自愿选择，可以不勾）获得荣誉后，同意在荣誉榜上按名称查到，并有一个列出所获荣誉的公开页面。不同意不影响评选；随时可以在申报记录中更改，撤回后立即查不到。',
    '(Optional.) I agree that an honour can be found by name on the roll of honour, and that a public page lists the honours held. It makes no difference to the selection; it can be changed on the record at any time, and once withdrawn nothing is found.',
  ),
});

/** Every version that anybody ever agreed to stays here, word for word; a change of the text is a new version. */
const versions: Readonly<Record<string, Write>> = { '2027-1': first, '2027-2': second };

/** The version that is shown now. */
export const consentVersion = '2027-2';
/** True for a version that was shown at some time. */
export const isConsentVersion = (version: string): boolean => Object.hasOwn(versions, version);

/** The text of a version, as the nominee read it; undefined for a version that never was. */
export function consentText(version: string, facts: ConsentFacts): ConsentText | undefined {
  if (!isConsentVersion(version)) return undefined;
  return { version, ...versions[version]!(facts) };
}

/** True when the form asks for sensitive data, so that a separate consent is needed (PIPL 29). */
export const asksSensitive = (form: Form): boolean =>
  form.fields.some((field) => field.sensitive || (field.columns ?? []).some((column) => column.sensitive));

/** What whoever submits has not agreed to yet: one rule for pages, API and imports (docs/rules/privacy.md#consent). */
export function privacyFaults(
  form: Form,
  sent: { readonly consentText: string; readonly sensitive?: boolean | undefined },
): readonly Fault[] {
  const faults: Fault[] = [];
  if (!isConsentVersion(sent.consentText))
    faults.push(
      fault(
        'consentText',
        'privacy-consent',
        '请先阅读并同意个人信息处理告知',
        'Read and agree to the privacy notice first',
      ),
    );
  if (asksSensitive(form) && sent.sensitive !== true)
    faults.push(
      fault(
        'sensitive',
        'separate-consent',
        '请单独勾选同意处理敏感个人信息',
        'Tick the separate consent for sensitive data',
      ),
    );
  return faults;
}

/**
 * True when a guardian must agree: the nominee is under 18 and cannot agree alone, or a child under 14 is on the form
 * of a family (PIPL 31). Ages are of `asOf` (`YYYY-MM-DD`), by the ID number or else as typed; unknown counts as adult.
 */
export function needsGuardian(programme: Identified, answers: Answers, asOf: string): boolean {
  const { identity: rule, form } = programme;
  if (rule.by === 'document') {
    const document = form.fields.find(({ id }) => id === rule.field);
    return (ageOn(birthDateIn(document, answers), asOf) ?? 18) < 18;
  }
  if (rule.by !== 'members') return false;
  return membersOf(form, rule, answers).some(({ born }) => (ageOn(born, asOf) ?? 14) < 14);
}

/** What an answer must hold: the choice, and with it the agreements that the form asks for. */
export function consentFaults(
  asks: { readonly sensitive: boolean; readonly guardian: boolean },
  answer: {
    readonly agree?: boolean | undefined;
    readonly sensitive?: boolean | undefined;
    readonly guardianName?: string | undefined;
  },
): readonly Fault[] {
  if (answer.agree === undefined)
    return [fault('agree', 'choose', '请选择“同意”或“不同意”', 'Choose whether you agree')];
  if (!answer.agree) return [];
  const faults: Fault[] = [];
  if (asks.sensitive && answer.sensitive !== true)
    faults.push(
      fault(
        'sensitive',
        'separate-consent',
        '请单独勾选同意处理敏感个人信息；不勾选的，请选择“不同意”',
        'Tick the separate consent for sensitive data, or choose not to agree',
      ),
    );
  if (asks.guardian && (answer.guardianName ?? '') === '')
    faults.push(
      fault(
        'guardianName',
        'guardian-needed',
        '表中有未成年人，请填写同意的父母或其他监护人姓名',
        'There are minors on the form: give the name of the parent or guardian who agrees',
      ),
    );
  return faults;
}
