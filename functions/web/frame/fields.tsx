/** One field of a form: label, hint, input of its type, count and error, tied together for reading aloud. */
import type { PropsWithChildren } from 'hono/jsx';
import { countCharacters } from '#domain/characters.ts';
import type { Fault } from '#domain/problem.ts';
import type { Field } from '#domain/programme/form.ts';
import { FieldErrors, faultsAt, fieldId, PersonalMark, RequiredMark } from './errors.tsx';
import { type Lang, t, w } from './words.ts';

/** A field of form.ts, or as little of one as a page of its own needs: `{ id, label, type }`. */
export type FieldSpec = Pick<Field, 'id' | 'label' | 'type'> & Partial<Field>;

export interface FieldProps {
  readonly lang: Lang;
  readonly field: FieldSpec;
  /** The input's name, also the path of its faults; the field's id unless it stands in a table. */
  readonly name?: string | undefined;
  readonly value?: unknown;
  /** All faults of the form; the field picks its own. */
  readonly faults?: readonly Fault[] | undefined;
}

/** An answer as the text that stands in its input; lists and rows have none. */
export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const dateShapes = { date: /^\d{4}-\d{2}-\d{2}$/, month: /^\d{4}-\d{2}$/ } as const;

/** A date input drops what it cannot read; a text input shows what was typed, so that it can be mended. */
const isNative = (type: keyof typeof dateShapes, text: string): boolean =>
  text === '' || dateShapes[type].test(text);

function typeHint(lang: Lang, field: FieldSpec, text: string): string {
  const words = w(lang).form;
  const { atLeast, atMost } = field;
  switch (field.type) {
    // A date input shows its own format; only what it could not show is explained.
    case 'date':
      return isNative('date', text) ? '' : words.dateHint;
    case 'month':
      return isNative('month', text) ? '' : words.monthHint;
    case 'year':
      return words.yearHint;
    case 'idDocument':
      return words.idDocumentHint;
    case 'creditCode':
      return words.creditCodeHint;
    case 'integer':
    case 'number':
      if (atLeast !== undefined && atMost !== undefined) return words.range(atLeast, atMost);
      if (atLeast !== undefined) return words.atLeast(atLeast);
      return atMost === undefined ? '' : words.atMost(atMost);
    default:
      return '';
  }
}

/** The form's help, then what the type asks for. */
const hintOf = (lang: Lang, field: FieldSpec, text: string): string =>
  [field.help === undefined ? '' : t(lang, field.help), typeHint(lang, field, text)]
    .filter((part) => part !== '')
    .join(lang === 'zh' ? '；' : '; ');

interface Parts {
  readonly id: string;
  readonly name: string;
  readonly own: readonly Fault[];
  readonly hint: string;
  readonly describedBy: string | undefined;
  /** Is there a counter below? */
  readonly counted: boolean;
}

function partsOf({ lang, field, name = field.id, value, faults = [] }: FieldProps): Parts {
  const id = fieldId(name);
  const own = faultsAt(faults, name);
  const hint = hintOf(lang, field, asText(value));
  const counted = field.max !== undefined && (field.type === 'text' || field.type === 'paragraph');
  const describedBy = [
    hint === '' ? '' : `${id}-hint`,
    own.length === 0 ? '' : `${id}-error`,
    counted ? `${id}-count` : '',
  ].filter((part) => part !== '');
  return {
    id,
    name,
    own,
    hint,
    counted,
    describedBy: describedBy.length === 0 ? undefined : describedBy.join(' '),
  };
}

/**
 * The server's count, kept alive by site.js. No `maxlength`: browsers count UTF-16 units and line breaks
 * (docs/rules/forms.md#character-count).
 */
const Count = (props: {
  readonly lang: Lang;
  readonly id: string;
  readonly text: string;
  readonly max: number;
}) => {
  const words = w(props.lang).form;
  const n = countCharacters(props.text);
  const over = n > props.max;
  return (
    <p
      id={`${props.id}-count`}
      class={`count${over ? ' count-over' : ''}`}
      data-text={words.count('{n}', props.max)}
      data-over={words.over('{n}')}
    >
      {over ? words.over(n - props.max) : words.count(n, props.max)}
    </p>
  );
};

const inputAttributes: Readonly<Partial<Record<Field['type'], Readonly<Record<string, string>>>>> = {
  text: { type: 'text' },
  phone: { type: 'tel' },
  // Not `email`, `number` nor `pattern`: the server also reads full-width digits and spaces, a browser would refuse.
  email: { type: 'text', inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' },
  integer: { type: 'text', inputmode: 'numeric' },
  number: { type: 'text', inputmode: 'decimal' },
  year: { type: 'text', inputmode: 'numeric' },
  idDocument: { type: 'text', autocapitalize: 'characters', spellcheck: 'false' },
  creditCode: { type: 'text', autocapitalize: 'characters', spellcheck: 'false' },
  // The placeholder is for browsers that know no such input.
  date: { type: 'date', placeholder: '2027-01-31' },
  month: { type: 'month', placeholder: '2027-01' },
};
const attributesFor = (type: Field['type'], text: string): Readonly<Record<string, string>> =>
  (type === 'date' || type === 'month') && !isNative(type, text)
    ? { type: 'text' }
    : (inputAttributes[type] ?? { type: 'text' });

/** Radios or checkboxes; the first carries the field's id, so that a fault's link lands on it. */
const Options = (props: {
  readonly parts: Parts;
  readonly kind: 'radio' | 'checkbox';
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly picked: readonly string[];
  readonly required: boolean;
}) => (
  <div class={`options${props.options.every((one) => one.label.length <= 4) ? ' options-inline' : ''}`}>
    {props.options.map((one, index) => (
      <label class="option">
        <input
          type={props.kind}
          id={index === 0 ? props.parts.id : `${props.parts.id}-${index}`}
          name={props.parts.name}
          value={one.value}
          checked={props.picked.includes(one.value)}
          required={props.required && props.kind === 'radio'}
        />
        <span>{one.label}</span>
      </label>
    ))}
  </div>
);

const Select = (props: {
  readonly lang: Lang;
  readonly parts: Parts;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly picked: string;
  readonly required: boolean;
}) => (
  <select
    id={props.parts.id}
    name={props.parts.name}
    required={props.required}
    aria-describedby={props.parts.describedBy}
    aria-invalid={props.parts.own.length > 0 ? 'true' : undefined}
  >
    <option value="">{w(props.lang).form.choose}</option>
    {props.options.map((one) => (
      <option value={one.value} selected={one.value === props.picked}>
        {one.label}
      </option>
    ))}
  </select>
);

const Label = ({ lang, field }: Pick<FieldProps, 'lang' | 'field'>) => (
  <>
    {t(lang, field.label)}
    {field.required === true && <RequiredMark />}
    {(field.personal === true || field.sensitive === true) && <PersonalMark lang={lang} />}
  </>
);

const Shell = (
  props: PropsWithChildren<FieldProps & { readonly parts: Parts; readonly grouped: boolean }>,
) => {
  const { lang, parts } = props;
  const inside = (
    <>
      {parts.hint !== '' && (
        <p id={`${parts.id}-hint`} class="hint">
          {parts.hint}
        </p>
      )}
      {parts.own.length > 0 && <FieldErrors lang={lang} id={parts.id} faults={parts.own} />}
      {props.children}
    </>
  );
  const looks = `field field-${props.field.type}${parts.own.length > 0 ? ' field-bad' : ''}`;
  return props.grouped ? (
    <fieldset class={looks} aria-describedby={parts.describedBy}>
      <legend class="label">
        <Label {...props} />
      </legend>
      {inside}
    </fieldset>
  ) : (
    <div class={looks}>
      <label class="label" for={parts.id}>
        <Label {...props} />
      </label>
      {inside}
    </div>
  );
};

/** At most this many options are shown as radios; more make a list to choose from. */
const mostRadios = 6;

/** A field with label, hint, error and the input of its type; for `table` see TableField. */
export const FormField = (props: FieldProps) => {
  const { lang, field, value } = props;
  const parts = partsOf(props);
  const words = w(lang).form;
  const options = (field.options ?? []).map((one) => ({ value: one.value, label: t(lang, one.label) }));
  const required = field.required === true;
  const text = asText(value);
  const shared = {
    id: parts.id,
    name: parts.name,
    required,
    autocomplete: 'off',
    'aria-describedby': parts.describedBy,
    'aria-invalid': parts.own.length > 0 ? 'true' : undefined,
    'data-max': parts.counted ? field.max : undefined,
  };
  if (field.type === 'boolean') {
    const answers = [
      { value: 'true', label: words.yes },
      { value: 'false', label: words.no },
    ];
    return (
      <Shell {...props} parts={parts} grouped>
        <Options parts={parts} kind="radio" options={answers} picked={[text]} required={required} />
      </Shell>
    );
  }
  if (field.type === 'choices') {
    const picked = Array.isArray(value) ? value.map(asText) : [text];
    return (
      <Shell {...props} parts={parts} grouped>
        <Options parts={parts} kind="checkbox" options={options} picked={picked} required={required} />
      </Shell>
    );
  }
  if (field.type === 'choice') {
    const radios = options.length <= mostRadios && parts.name === field.id;
    return (
      <Shell {...props} parts={parts} grouped={radios}>
        {radios ? (
          <Options parts={parts} kind="radio" options={options} picked={[text]} required={required} />
        ) : (
          <Select lang={lang} parts={parts} options={options} picked={text} required={required} />
        )}
      </Shell>
    );
  }
  return (
    <Shell {...props} parts={parts} grouped={false}>
      {field.type === 'paragraph' ? (
        // The line break after the tag is dropped by HTML, so a first line break of the answer survives.
        <textarea {...shared} rows={(field.max ?? 0) > 300 ? 10 : 5}>{`\n${text}`}</textarea>
      ) : (
        <input {...shared} {...attributesFor(field.type, text)} value={text} />
      )}
      {parts.counted && <Count lang={lang} id={parts.id} text={text} max={field.max ?? 0} />}
    </Shell>
  );
};
