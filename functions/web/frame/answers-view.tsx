/** The answers of a nomination to read: one list per group, tables as tables, personal data masked. */

import { maskPersonal } from '#domain/nomination/personal.ts';
import type { Answers, Field, Form } from '#domain/programme/form.ts';
import { DataTable } from './boards.tsx';
import { asText } from './fields.tsx';
import { groupsOf, rowsOf } from './groups.ts';
import { SummaryList } from './parts.tsx';
import { type Lang, t, w } from './words.ts';

type Cell = Omit<Field, 'columns' | 'maxRows'>;

/** An answer in words: option labels, yes or no, and a dash of words where nothing was answered. */
export function answerText(lang: Lang, field: Cell, value: unknown): string {
  const labelOf = (one: unknown): string => {
    const option = field.options?.find((candidate) => candidate.value === one);
    return option === undefined ? asText(one) : t(lang, option.label);
  };
  const words = w(lang).form;
  const said =
    field.type === 'boolean' && typeof value === 'boolean'
      ? value
        ? words.yes
        : words.no
      : Array.isArray(value)
        ? value.map(labelOf).join(lang === 'zh' ? '、' : ', ')
        : labelOf(value);
  return said === '' ? words.notAnswered : said;
}

const Value = (props: { readonly lang: Lang; readonly field: Field; readonly value: unknown }) => {
  const { lang, field, value } = props;
  const rows = rowsOf(value);
  if (field.type === 'table' && rows.length > 0)
    return (
      <DataTable
        lang={lang}
        caption={t(lang, field.label)}
        captionHidden
        columns={(field.columns ?? []).map((column, index) => ({
          title: t(lang, column.label),
          header: index === 0,
          numeric: column.type === 'integer' || column.type === 'number',
          cell: (row: Readonly<Record<string, unknown>>) => answerText(lang, column, row[column.id]),
        }))}
        rows={rows}
      />
    );
  const said = answerText(lang, field, field.type === 'table' ? undefined : value);
  const missing = said === w(lang).form.notAnswered;
  return <span class={missing ? 'muted' : field.type === 'paragraph' ? 'prose' : undefined}>{said}</span>;
};

/** Answers as summary lists by group. Personal data is masked (personal.ts) unless `reveal`. */
export const AnswersView = (props: {
  readonly form: Form;
  readonly answers: Answers;
  readonly lang: Lang;
  readonly reveal?: boolean | undefined;
}) => {
  const { form, lang } = props;
  const answers = props.reveal === true ? props.answers : maskPersonal(form, props.answers);
  const ticked: readonly unknown[] = Array.isArray(answers.declarations) ? answers.declarations : [];
  return (
    <div class="answers">
      {groupsOf(form).map(({ title, fields }) => (
        <section>
          {title !== '' && <h2 class="group-title">{title}</h2>}
          <SummaryList
            rows={fields.map((field) => ({
              label: t(lang, field.label),
              value: <Value lang={lang} field={field} value={answers[field.id]} />,
            }))}
          />
        </section>
      ))}
      {form.declarations.length > 0 && (
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
