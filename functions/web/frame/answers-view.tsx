/** The answers of a nomination to read: one list per group, tables as tables, personal data masked. */

import { maskPersonal } from '#domain/nomination/personal.ts';
import { answeredForm } from '#domain/programme/asked-form.ts';
import { sayAnswer } from '#domain/programme/field-types.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { DataTable } from './boards.tsx';
import { inputOf } from './field-inputs.tsx';
import { groupsOf, rowsOf } from './groups.ts';
import { SummaryList } from './parts.tsx';
import { type InLang, type Lang, t, w } from './words.ts';

type Cell = Omit<Field, 'columns' | 'maxRows'>;

/** An answer in words, which also say where nothing was answered. */
const answerText = (lang: Lang, field: Cell, value: unknown): string =>
  t(lang, sayAnswer(field, value)) || w(lang).form.notAnswered;

/** One answer to read: a text, or a table of rows. */
export const AnswerValue = (props: InLang & { readonly field: Field; readonly value: unknown }) => {
  const { lang, field, value } = props;
  const rows = rowsOf(value);
  if (field.type === 'table' && rows.length > 0)
    return (
      <DataTable
        lang={lang}
        caption={t(lang, field.label)}
        columns={(field.columns ?? []).map((column, index) => ({
          title: t(lang, column.label),
          header: index === 0,
          numeric: inputOf(column).isNumeric === true,
          cell: (row: Readonly<Record<string, unknown>>) => answerText(lang, column, row[column.id]),
        }))}
        rows={rows}
      />
    );
  const said = answerText(lang, field, value);
  const missing = said === w(lang).form.notAnswered;
  return (
    <span class={missing ? 'muted' : inputOf(field).isProse === true ? 'prose' : undefined}>{said}</span>
  );
};

/** What is told at length: the account of deeds 事迹, read before anything else. */
export const isAccount = (field: Field): boolean => inputOf(field).isProse === true;

/** The form's fields that belong to a part of it, which may be all. */
const fieldsOf = (fields: readonly Field[], part: 'account' | 'rest' | undefined): readonly Field[] =>
  part === undefined ? fields : fields.filter((field) => isAccount(field) === (part === 'account'));

/** Whether a nomination tells anything at length: there are such fields, and they are asked of it. */
export const tellsAccount = (form: Form, answers: Answers): boolean =>
  answeredForm(form, answers).fields.some(isAccount);

/**
 * Answers as summary lists by group. Personal data is masked (personal.ts) unless `reveal`. `part` shows the account of
 * deeds alone, or all but it.
 */
export const AnswersView = (props: {
  readonly form: Form;
  readonly answers: Answers;
  readonly lang: Lang;
  readonly reveal?: boolean | undefined;
  readonly part?: 'account' | 'rest' | undefined;
}) => {
  const { form, lang, part } = props;
  const answers = props.reveal === true ? props.answers : maskPersonal(form, props.answers);
  const ticked: readonly unknown[] = Array.isArray(answers.declarations) ? answers.declarations : [];
  return (
    <div class="answers">
      {groupsOf(answeredForm(form, answers))
        .map((group) => ({ ...group, fields: fieldsOf(group.fields, part) }))
        .filter(({ fields }) => fields.length > 0)
        .map(({ title, said, fields }) => (
          <section>
            {title !== '' && <h2 class="group-title">{t(lang, said)}</h2>}
            <SummaryList
              rows={fields.map((field) => ({
                label: t(lang, field.label),
                wide: field.type === 'table',
                told: fields.length === 1 && t(lang, field.label) === t(lang, said),
                value: <AnswerValue lang={lang} field={field} value={answers[field.id]} />,
              }))}
            />
          </section>
        ))}
      {part !== 'account' && form.declarations.length > 0 && (
        <section>
          <h2 class="group-title">{w(lang).form.declarations}</h2>
          <ul class="ticks">
            {form.declarations.map((one) => (
              <li>
                <span aria-hidden="true">{ticked.includes(one.id) ? '☑ ' : '☐ '}</span>
                {t(lang, one.text)}
                <span class="visually-hidden">
                  {' '}
                  {ticked.includes(one.id) ? w(lang).form.yes : w(lang).form.no}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
