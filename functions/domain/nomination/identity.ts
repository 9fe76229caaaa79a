/** Who is who: names masked, and what must be unique (docs/rules/identity.md#identity-rule). */

import { ageOn } from '#domain/age.ts';
import { normaliseText } from '#domain/name.ts';
import { type Fault, fault, refuseIf, text } from '#domain/problem.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { creditFormFaults, normaliseCreditCode } from './credit-code.ts';
import { birthDateIn } from './document-facts.ts';
import { type Cell, columnsOfRow } from './form-rows.ts';
import { documentFaults, normaliseDocument, readDocument } from './id-document.ts';

/** One thing that makes a nominee unique. The caller stores its HMAC, never the value. */
export interface IdentityPart {
  readonly kind: 'document' | 'unit' | 'post' | 'own';
  readonly value: string;
}

interface Found {
  readonly parts: readonly IdentityPart[];
  readonly faults: readonly Fault[];
}
const found = (kind: IdentityPart['kind'], value: string): Found => ({
  parts: [{ kind, value }],
  faults: [],
});
const wrong = (...faults: readonly Fault[]): Found => ({ parts: [], faults });

const stringAt = (answers: Answers, field: string): string =>
  typeof answers[field] === 'string' ? answers[field] : '';

function documentPart(answer: unknown, field: string): Found {
  const document = readDocument(answer);
  if (document === undefined) {
    return wrong(
      fault(
        field,
        'identity-document',
        '请填写身份证件号码，用于核对是否重复申报',
        'Give the number of an ID document; it tells whether someone is nominated twice',
      ),
    );
  }
  const faults = documentFaults(document, field);
  return faults.length > 0
    ? wrong(...faults)
    : found('document', `${document.type}:${normaliseDocument(document)}`);
}

/** What of a programme says who is who. */
export type Identified = Pick<Programme, 'identity' | 'form'>;
type MembersRule = Extract<Programme['identity'], { by: 'members' }>;

/** The rows of a family, each with the birth date by the ID number, or else as it was typed. */
export function membersOf({ fields }: Form, rule: MembersRule, answers: Answers) {
  const columns = fields.find(({ id }) => id === rule.table)?.columns ?? [];
  const document = columns.find(({ id }) => id === rule.column);
  const table = answers[rule.table];
  const rows: readonly Answers[] = Array.isArray(table) ? table : [];
  return rows.map((row) => ({ row, born: birthDateIn(document, row) }));
}

/** A fault with the name of its field before it. */
const saidOf = ({ label: { zh, en = zh } }: Cell, one: Fault): Fault => ({
  ...one,
  text: text(`「${zh}」：${one.text.zh}`, `"${en}": ${one.text.en}`),
});

function memberParts(form: Form, rule: MembersRule, answers: Answers, asOf: string): Found {
  // An unknown age counts as adult.
  const columns = form.fields.find(({ id }) => id === rule.table)?.columns ?? [];
  const all = membersOf(form, rule, answers).flatMap(({ row, born }, i) => {
    if ((ageOn(born, asOf) ?? 18) < 18) return [];
    const part = documentPart(row[rule.column], `${rule.table}.${i}.${rule.column}`);
    const whose = columnsOfRow(columns, row, i).find(({ id }) => id === rule.column);
    return [whose === undefined ? part : { ...part, faults: part.faults.map((one) => saidOf(whose, one)) }];
  });
  if (all.length === 0) {
    return wrong(
      fault(
        rule.table,
        'identity-no-adult',
        '请至少填写一名成年家庭成员',
        'Enter at least one adult member of the family',
      ),
    );
  }
  const parts = all.flatMap((each) => each.parts);
  const twice = parts.length > new Set(parts.map(({ value }) => value)).size;
  return {
    parts,
    faults: [
      ...all.flatMap((each) => each.faults),
      ...(twice
        ? [
            fault(
              rule.table,
              'identity-member-twice',
              '同一证件号码出现了两次，请核对家庭成员',
              'The same ID number is given twice; check the members of the family',
            ),
          ]
        : []),
    ],
  };
}

function creditParts(rule: Extract<Programme['identity'], { by: 'creditCode' }>, answers: Answers): Found {
  const code = stringAt(answers, rule.field);
  // An odd check digit is a matter of the certificate: the code is the unit's all the same.
  const faults = [...creditFormFaults(code, rule.field)];
  if (rule.postField === undefined) {
    return faults.length > 0 ? wrong(...faults) : found('unit', normaliseCreditCode(code));
  }
  const post = normaliseText(stringAt(answers, rule.postField));
  if (post === '') {
    faults.push(
      fault(
        rule.postField,
        'identity-post',
        '请填写岗位名称，用于核对是否重复申报',
        'Give the name of the post; it tells whether it is nominated twice',
      ),
    );
  }
  return faults.length > 0 ? wrong(...faults) : found('post', `${normaliseCreditCode(code)}:${post}`);
}

function identityOf({ identity: rule, form }: Identified, answers: Answers, asOf: string): Found {
  switch (rule.by) {
    case 'document':
      return documentPart(answers[rule.field], rule.field);
    case 'members':
      return memberParts(form, rule, answers, asOf);
    case 'creditCode':
      return creditParts(rule, answers);
    case 'own': {
      const own = normaliseText(stringAt(answers, rule.field));
      if (own !== '') return found('own', own);
      return wrong(
        fault(
          rule.field,
          'identity-own',
          '请填写该项目的编号或名称，用于核对是否重复申报',
          'Give the number or name of this entry; it tells whether it is nominated twice',
        ),
      );
    }
  }
}

/**
 * What makes this nominee unique, by the programme's rule: an ID document, each adult of a family, a credit code with
 * or without a post, or an own id. Two nominations with one part in common are the same nominee.
 * @param asOf the day `YYYY-MM-DD` on which adults are 18: the first day of the window.
 * @throws Problem `invalid` with a fault beside each field (`members.2.idNumber`).
 */
export function identityParts(
  programme: Identified,
  answers: Answers,
  asOf: string,
): readonly IdentityPart[] {
  const { parts, faults } = identityOf(programme, answers, asOf);
  refuseIf(faults);
  return parts;
}
