/** What an ID number tells of a person beside what the form says of her (docs/rules/identity.md#number-and-form). */
import { type Fault, fault } from '#domain/problem.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { detailsOfIdNumber, readDocument } from './id-document.ts';

type Cell = Omit<Field, 'columns' | 'maxRows'>;

/** One person of a form: the fields that speak of her, her answers, and the paths of their faults. */
interface Scope {
  readonly fields: readonly Cell[];
  readonly answers: Answers;
  readonly path: string;
}

const isBirth = ({ type, label }: Cell): boolean =>
  ['date', 'month', 'year'].includes(type) && /出生|生日/u.test(label.zh);
/** 男 or 女 as an option says it; undefined for any other choice. */
const genderOf = (field: Cell, value: unknown): string | undefined => {
  const option = (field.options ?? []).find((each) => each.value === value);
  return /^[男女]/u.exec(option?.label.zh ?? '')?.[0];
};
const isGender = (field: Cell): boolean =>
  field.type === 'choice' &&
  (field.options ?? []).length > 0 &&
  (field.options ?? []).every((each) => /^[男女]/u.test(each.label.zh));

const isRow = (row: unknown): row is Answers =>
  typeof row === 'object' && row !== null && !Array.isArray(row);

function scopesOf(form: Form, answers: Answers): readonly Scope[] {
  const plain = form.fields.filter((field) => field.type !== 'table');
  const rows = form.fields.flatMap((field) => {
    const value = answers[field.id];
    return field.type !== 'table' || !Array.isArray(value)
      ? []
      : value.flatMap((row: unknown, n): Scope[] =>
          isRow(row) ? [{ fields: field.columns ?? [], answers: row, path: `${field.id}.${n}.` }] : [],
        );
  });
  return [{ fields: plain, answers, path: '' }, ...rows];
}

/** The one field of its kind that stands with the document: in its group, or else in the whole scope. */
function besides(scope: Scope, document: Cell, isKind: (field: Cell) => boolean): Cell | undefined {
  for (const fields of [scope.fields.filter(({ group }) => group === document.group), scope.fields]) {
    const kinds = fields.filter(isKind);
    const documents = fields.filter(({ type }) => type === 'idDocument');
    if (kinds.length === 1 && documents.length === 1) return kinds[0];
  }
  return undefined;
}

const inFuture = (path: string, label: string): Fault =>
  fault(path, 'born-in-future', `「${label}」晚于今天，请核对`, `"${label}" is later than today; check it`);

function documentFaults(scope: Scope, document: Cell, today: string): readonly Fault[] {
  const details = detailsOfIdNumber(readDocument(scope.answers[document.id])?.number ?? '');
  if (details === undefined) return [];
  const faults: Fault[] = [];
  if (details.birthDate > today) faults.push(inFuture(scope.path + document.id, document.label.zh));
  const birth = besides(scope, document, isBirth);
  const born = birth && scope.answers[birth.id];
  if (birth !== undefined && born !== undefined && !details.birthDate.startsWith(String(born)))
    faults.push(
      fault(
        scope.path + birth.id,
        'differs-from-document',
        `「${birth.label.zh}」与证件号码不一致（号码中为 ${details.birthDate}），请核对两处`,
        `"${birth.label.en ?? birth.label.zh}" differs from the ID number, which says ${details.birthDate}; check both`,
      ),
    );
  const gender = besides(scope, document, isGender);
  const said = gender && genderOf(gender, scope.answers[gender.id]);
  if (gender !== undefined && said !== undefined && said !== details.gender)
    faults.push(
      fault(
        scope.path + gender.id,
        'differs-from-document',
        `「${gender.label.zh}」与证件号码不一致（号码中为${details.gender}），请核对两处`,
        `"${gender.label.en ?? gender.label.zh}" differs from the ID number, which says ${details.gender}; check both`,
      ),
    );
  return faults;
}

/**
 * Where birth dates and sexes of a form differ from the ID numbers beside them, of the nominee and of every row of a table;
 * and births later than `today` (YYYY-MM-DD). Answers are as `checkAnswers` gives them.
 */
export function personFaults(form: Form, answers: Answers, today: string): readonly Fault[] {
  return scopesOf(form, answers).flatMap((scope) => [
    ...scope.fields
      .filter((field) => isBirth(field) && String(scope.answers[field.id] ?? '') > today)
      .map((field) => inFuture(scope.path + field.id, field.label.zh)),
    ...scope.fields
      .filter(({ type }) => type === 'idDocument')
      .flatMap((document) => documentFaults(scope, document, today)),
  ]);
}
