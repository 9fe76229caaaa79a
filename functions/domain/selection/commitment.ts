/** 评审承诺: what a panellist promises before her first ballot; a change of the words is a new version. */
import { entryUnder } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';

export const commitmentVersion = '2027-1';

const lines: readonly Text[] = [
  text(
    '独立、客观、公正地评审，只依据申报材料和评审标准。',
    'I judge independently, objectively and fairly, by the nominations and the criteria alone.',
  ),
  text(
    '与申报对象有亲属、师生、同一单位或其他利害关系的，主动申明回避。',
    'Where I am related to a nominee, taught or was taught by, work in the same unit, or have another interest, I declare it and stand aside.',
  ),
  text(
    '不接受任何请托，不与申报对象或其单位就评审私下联系，不收受财物。',
    'I accept no requests or gifts, and have no private contact with nominees or their units about the selection.',
  ),
  text(
    '评审情况和评审材料严格保密，结束后不留存个人信息。',
    'I keep the proceedings and the material confidential, and keep no personal data afterwards.',
  ),
];

/** The words of each version that was ever accepted, for printing what somebody promised. */
const versions: Readonly<Record<string, readonly Text[]>> = { [commitmentVersion]: lines };
export const commitmentLines = (version: string = commitmentVersion): readonly Text[] =>
  entryUnder(versions, version) ?? lines;
