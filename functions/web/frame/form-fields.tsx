/** A whole nomination form: fields in groups, tables with rows, declarations. */

import type { Fault } from '#domain/problem.ts';
import { asksAlike } from '#domain/programme/asked-form.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import { AnswersView } from './answers-view.tsx';
import { assetPaths } from './assets.ts';
import { Conditional } from './conditional.tsx';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from './errors.tsx';
import { type FieldProps, FormField, Tick } from './fields.tsx';
import { groupsOf, rowsOf } from './groups.ts';
import { type InLang, type Lang, t, w } from './words.ts';

type Row = Readonly<Record<string, unknown>>;

/** A table as one card per row, each with its fields and a button that removes it, and a button that adds one. */
export const TableField = (
  props: FieldProps & { readonly blank?: number | undefined; readonly told?: boolean | undefined },
) => {
  const { lang, field, name = field.id, faults = [] } = props;
  const words = w(lang).form;
  const filled = rowsOf(props.value);
  // An empty table starts with one row, so that nobody must press a button before writing.
  const rows = [...filled, ...Array<Row>(props.blank ?? (filled.length === 0 ? 1 : 0)).fill({})];
  const own = faultsAt(faults, name);
  const id = fieldId(name);
  const label = t(lang, field.label);
  return (
    <fieldset
      id={id}
      tabindex={-1}
      class={`field field-table${own.length > 0 ? ' field-bad' : ''}`}
      aria-describedby={own.length > 0 ? `${id}-error` : undefined}
    >
      <legend class={props.told === true ? 'visually-hidden' : 'label'}>
        {label}
        {field.required === true && <RequiredMark />}
      </legend>
      {field.help !== undefined && <p class="hint">{t(lang, field.help)}</p>}
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      {rows.map((row, index) => (
        <fieldset class="row-card">
          <legend class="row-title">{words.row(index + 1)}</legend>
          <div class="row-fields">
            {(field.columns ?? []).map((column) => (
              <FormField
                lang={lang}
                field={column}
                name={`${name}.${index}.${column.id}`}
                value={row[column.id]}
                faults={faults}
              />
            ))}
          </div>
          <button
            type="submit"
            class="button button-quiet button-small row-remove"
            formnovalidate
            name="_removeRow"
            value={`${name}.${index}`}
          >
            {words.removeRow(index + 1)}
          </button>
        </fieldset>
      ))}
      {rows.length < (field.maxRows ?? Number.POSITIVE_INFINITY) ? (
        <button type="submit" class="button button-secondary" formnovalidate name="_addRow" value={name}>
          + {words.addRow(label)}
        </button>
      ) : (
        <p class="hint">{words.rowsAtMost(rows.length)}</p>
      )}
    </fieldset>
  );
};

const Declarations = (
  props: InLang & { readonly form: Form; readonly ticked: unknown; readonly faults: readonly Fault[] },
) => {
  const { lang, form } = props;
  const ticked: readonly unknown[] = Array.isArray(props.ticked) ? props.ticked : [];
  if (form.declarations.length === 0) return null;
  return (
    <fieldset class="group" id={fieldId('declarations')} tabindex={-1}>
      <legend class="group-title">{w(lang).form.declarations}</legend>
      {form.declarations.map((one) => {
        return (
          <Conditional form={form} part={one} lang={lang}>
            <Tick
              lang={lang}
              path={`declarations.${one.id}`}
              name="declarations"
              value={one.id}
              words={t(lang, one.text)}
              checked={ticked.includes(one.id)}
              required
              faults={props.faults}
            />
          </Conditional>
        );
      })}
    </fieldset>
  );
};

export interface FormFieldsProps {
  readonly form: Form;
  readonly answers: Answers;
  readonly faults?: readonly Fault[] | undefined;
  readonly lang: Lang;
  /** Shows the answers instead of inputs. */
  readonly readOnly?: boolean | undefined;
  /** When read only: personal data in full. */
  readonly reveal?: boolean | undefined;
  /** From `pressedRow`. */
  readonly blank?: Readonly<Record<string, number>> | undefined;
  /** Fields and statements that a page shows of the form; all of them when left out. */
  readonly part?: FormPart | undefined;
}

/** A part of a form: those of its fields and statements that a page asks. */
export type FormPart = Pick<Form, 'fields' | 'declarations'>;

/**
 * The form with one part of it. What a condition looks at may stand in another part: then it was judged by what was
 * saved (`part` leaves out what is not asked), and is asked here without it.
 */
const onlyPart = (form: Form, part: FormPart): Form => {
  const here = new Set(part.fields.map(({ id }) => id));
  const isHere = ({ field }: { readonly field: string }) => here.has(field);
  const settled = <P extends { readonly when?: { readonly field: string } | undefined }>(one: P): P =>
    one.when === undefined || isHere(one.when) ? one : { ...one, when: undefined };
  return {
    ...form,
    groups: form.groups.filter(({ when }) => when === undefined || isHere(when)),
    fields: part.fields.map(settled),
    declarations: part.declarations.map(settled),
  };
};

/** All fields and declarations of a form, in groups; the page adds the form element, attachments and buttons. */
export const FormFields = ({
  form: whole,
  part,
  answers,
  faults = [],
  lang,
  readOnly,
  reveal,
  blank = {},
}: FormFieldsProps) => {
  const form = part === undefined ? whole : onlyPart(whole, part);
  if (readOnly === true) return <AnswersView form={form} answers={answers} lang={lang} reveal={reveal} />;
  return (
    <>
      {!asksAlike(form) && <script type="module" src={assetPaths.conditions}></script>}
      {/* Enter presses a form's first button: without this one it would add or remove a row. */}
      <button type="submit" class="visually-hidden" tabindex={-1} formnovalidate>
        {w(lang).buttons.save}
      </button>
      <p class="hint">{w(lang).form.requiredNote}</p>
      {groupsOf(form).map(({ title, said, fields }) => {
        const inside = fields.map((field) => {
          // The field that names the nominee is always required (answers.ts).
          const asked = field.id === form.nameField ? { ...field, required: true } : field;
          const shared = { lang, field: asked, value: answers[field.id], faults };
          return (
            <Conditional form={form} part={field} lang={lang}>
              {field.type === 'table' ? (
                <TableField
                  {...shared}
                  blank={blank[field.id]}
                  told={fields.length === 1 && t(lang, field.label) === t(lang, said)}
                />
              ) : (
                <FormField {...shared} />
              )}
            </Conditional>
          );
        });
        return title === '' ? (
          <div class="group">{inside}</div>
        ) : (
          <fieldset class="group">
            <legend class="group-title">{t(lang, said)}</legend>
            {inside}
          </fieldset>
        );
      })}
      <Declarations lang={lang} form={form} ticked={answers.declarations} faults={faults} />
    </>
  );
};
