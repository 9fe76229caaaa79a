/** ID documents: kinds, numbers, and when two are the same (docs/rules/identity.md#documents). */
// @ts-expect-error: the package ships no types; `createValidator` gives what we use of it a type.
import IdValidator from 'id-validator';
import { plainDate } from '#domain/instant.ts';
import { hasMembers, oneOf } from '#domain/members.ts';
import { type Fault, fault, type Text, text } from '#domain/problem.ts';

export const documentTypes = [
  'idCard',
  'residencePermit',
  'hkMoPermit',
  'twPermit',
  'passport',
  'foreignerPermit',
] as const;
export type DocumentType = (typeof documentTypes)[number];
export interface IdDocument {
  readonly type: DocumentType;
  readonly number: string;
}

export const documentWords: Readonly<Record<DocumentType, Text>> = {
  idCard: text('居民身份证', 'Resident identity card'),
  residencePermit: text('港澳台居民居住证', 'Residence permit for Hong Kong, Macao and Taiwan residents'),
  hkMoPermit: text('港澳居民来往内地通行证', 'Mainland travel permit for Hong Kong and Macao residents'),
  twPermit: text('台湾居民来往大陆通行证', 'Mainland travel permit for Taiwan residents'),
  passport: text('护照', 'Passport'),
  foreignerPermit: text('外国人永久居留身份证', 'Foreign permanent resident ID card'),
};

/** Form of each number when normalised; an 18-digit one is checked for its check digit and birth date as well. */
const documentForms: Readonly<Record<DocumentType, { form: RegExp; zh: string; en: string }>> = {
  idCard: { form: /^[1-79]\d{16}[\dX]$/, zh: '18 位，末位可为 X', en: '18 digits, the last may be X' },
  residencePermit: {
    form: /^8[123]\d{15}[\dX]$/,
    zh: '18 位，以 81、82 或 83 开头',
    en: '18 digits, beginning with 81, 82 or 83',
  },
  hkMoPermit: { form: /^[HM]\d{8}$/, zh: 'H 或 M 加 8 位数字', en: 'H or M and 8 digits' },
  twPermit: {
    form: /^\d{8}$|^\d{10}[A-Z]?$/,
    zh: '8 位数字（旧证 10 位）',
    en: '8 digits (10 on old permits)',
  },
  passport: { form: /^[A-Z0-9]{5,20}$/, zh: '5 至 20 位字母或数字', en: '5 to 20 letters and digits' },
  foreignerPermit: {
    form: /^[A-Z]{3}\d{12}$|^9\d{16}[\dX]$/,
    zh: '3 个字母加 12 位数字，或 9 开头的 18 位数字',
    en: '3 letters and 12 digits, or 18 digits beginning with 9',
  },
};

/** Upper case and half width, without spaces, hyphens, brackets and invisible characters. */
const compact = (value: string): string =>
  value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Cf}\p{Pd}()]/gu, '');

/**
 * A document number in the form in which two are compared. A 港澳 permit of the old form carries two more digits that
 * count its renewals; the first nine characters stay with the person.
 */
export function normaliseDocument({ type, number }: IdDocument): string {
  const plain = compact(number);
  return type === 'hkMoPermit' ? plain.replace(/^([HM]\d{8})\d{2}$/, '$1') : plain;
}

interface Validator {
  isValid(number: string): boolean;
  getInfo(number: string): false | { readonly birth: string; readonly sex: 0 | 1 };
}
/** A new one for each number, because it caches every number that it ever saw. */
const createValidator = (): Validator => new (IdValidator as new () => Validator)();

function isRealDate(date: string): boolean {
  try {
    return plainDate(date).year >= 1850;
  } catch {
    return false;
  }
}

interface NumberDetails {
  readonly birthDate: string;
  readonly gender: '男' | '女';
}

/** Birth date and gender that an 18-digit number tells; undefined when its check digit or its birth date is wrong. */
export function detailsOfIdNumber(number: string): NumberDetails | undefined {
  // a form asks for the same one again and again: whether it is right, whose birthday it tells, what contradicts it
  if (last?.number !== number) last = { number, details: readIdNumber(number) };
  return last.details;
}
let last: { readonly number: string; readonly details: NumberDetails | undefined } | undefined;

function readIdNumber(number: string): NumberDetails | undefined {
  const plain = compact(number);
  if (!/^\d{17}[\dX]$/.test(plain)) return undefined;
  const info = createValidator().getInfo(plain);
  // The package lets 31 February pass, so the birth date is looked at again.
  if (info === false || !isRealDate(info.birth)) return undefined;
  return { birthDate: info.birth, gender: info.sex === 1 ? '男' : '女' };
}

/** What is wrong with the number of a document, beside `field`; empty when nothing is. */
export function documentFaults(document: IdDocument, field: string): readonly Fault[] {
  const { form, zh, en } = documentForms[document.type];
  const words = documentWords[document.type];
  const number = normaliseDocument(document);
  if (!form.test(number)) {
    return [
      fault(
        field,
        'document-form',
        `${words.zh}号码应为${zh}，请核对号码或证件类型`,
        `The number of a ${words.en} has ${en}; check the number or the kind of document`,
      ),
    ];
  }
  // The new cards of foreigners keep the same check digit (GB 11643), with the birth date in the same place.
  if (number.length === 18 && document.type !== 'passport' && detailsOfIdNumber(number) === undefined) {
    return [
      fault(
        field,
        'document-check',
        `${words.zh}号码的校验位或出生日期不对，请逐位核对`,
        `The check digit or the birth date in this ${words.en} number is wrong; compare it digit by digit`,
      ),
    ];
  }
  return [];
}

/** The kind of document that a bare number is of, by its form; the first that fits, an identity card when in doubt. */
function kindOf(number: string): DocumentType {
  if (/^8[123]\d{15}[\dX]$/.test(number)) return 'residencePermit';
  if (/^9\d{16}[\dX]$|^[A-Z]{3}\d{12}$/.test(number)) return 'foreignerPermit';
  if (/^[HM]\d{8}(\d\d)?$/.test(number)) return 'hkMoPermit';
  if (/^\d{8}$|^\d{10}[A-Z]?$/.test(number)) return 'twPermit';
  return /^(?=.*[A-WYZ])[A-Z0-9]{5,14}$|^\d{9}$/.test(number) ? 'passport' : 'idCard';
}

/**
 * The document that an answer to an `idDocument` field names: a bare number, whose kind its form tells, or
 * `{type, number}`. Undefined when there is none.
 */
export function readDocument(answer: unknown): IdDocument | undefined {
  const { type, number } = hasMembers(answer) ? answer : { number: answer };
  if (typeof number !== 'string' || compact(number) === '') return undefined;
  return { type: oneOf(documentTypes, type) ?? kindOf(compact(number)), number };
}

/** What is wrong with an answer to an `idDocument` field, for the check of a form; undefined when nothing is. */
export function checkDocument(answer: string): Text | undefined {
  const document = readDocument(answer);
  return document && documentFaults(document, '')[0]?.text;
}
