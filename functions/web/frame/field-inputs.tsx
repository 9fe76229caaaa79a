/** The input of each type of field, one row each; how its answers are read stands in `domain/programme/field-types.ts`. */
import type { FC } from 'hono/jsx';
import type { NamedPlaces } from '#domain/named-places.ts';
import { type Fault, type Text, text } from '#domain/problem.ts';
import type { FieldTypeName } from '#domain/programme/field-types.ts';
import type { Field } from '#domain/programme/form.ts';
import { type Lang, t, w } from './words.ts';

/** A field of form.ts, or as little of one as a page of its own needs: `{ id, label, type }`. */
export type FieldSpec = Pick<Field, 'id' | 'label' | 'type'> &
  Partial<Field> & {
    /** A choice by which a list is narrowed: always a list to choose from, whose first line says this. */
    readonly anyOf?: Text;
    /** What may be inserted into its text. */
    readonly places?: NamedPlaces | undefined;
    /** The language that the text is written in, where it is not the reader's. */
    readonly placesIn?: Lang;
  };

/** What ties a field's label, hint, input and error together. */
export interface Parts {
  readonly id: string;
  readonly name: string;
  readonly own: readonly Fault[];
  readonly hint: string;
  readonly describedBy: string | undefined;
  /** Is there a counter below? */
  readonly counted: boolean;
}
interface ControlProps {
  readonly lang: Lang;
  readonly field: FieldSpec;
  readonly value: unknown;
  readonly parts: Parts;
}

/** An answer as the text that stands in its input; lists and rows have none. */
export const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

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
  readonly parts: Parts;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly picked: string;
  readonly none: string;
  readonly required: boolean;
}) => (
  <select
    id={props.parts.id}
    name={props.parts.name}
    required={props.required}
    aria-describedby={props.parts.describedBy}
    aria-invalid={props.parts.own.length > 0 ? 'true' : undefined}
  >
    <option value="">{props.none}</option>
    {props.options.map((one) => (
      <option value={one.value} selected={one.value === props.picked}>
        {one.label}
      </option>
    ))}
  </select>
);

/** Attributes that every input to write in has. */
const shared = ({ field, parts }: ControlProps) => ({
  id: parts.id,
  name: parts.name,
  required: field.required === true,
  autocomplete: 'off',
  'aria-describedby': parts.describedBy,
  'aria-invalid': parts.own.length > 0 ? 'true' : undefined,
  'data-max': parts.counted ? field.max : undefined,
});

/** An input of one line. */
const line =
  (attributes: Readonly<Record<string, string>> = {}): FC<ControlProps> =>
  (props) => <input {...shared(props)} type="text" {...attributes} value={asText(props.value)} />;

/** A date input drops what it cannot read; a text input shows what was typed, so that it can be mended. */
const isNative = (shape: RegExp, typed: string): boolean => typed === '' || shape.test(typed);
const dateInput = (type: 'date' | 'month', shape: RegExp, example: string, hint: Text): FieldInput => ({
  width: 'date',
  // A date input shows its own format; only what it could not show is explained.
  hint: (_field, typed) => (isNative(shape, typed) ? undefined : hint),
  Control: (props) => {
    const typed = asText(props.value);
    // The placeholder is for browsers that know no such input.
    const native = isNative(shape, typed) ? { type, placeholder: example } : { type: 'text' };
    return <input {...shared(props)} {...native} value={typed} />;
  },
  isGroup: () => false,
});

const Paragraph: FC<ControlProps> = (props) => (
  // The line break after the tag is dropped by HTML, so a first line break of the answer survives.
  <textarea
    {...shared(props)}
    rows={(props.field.max ?? 0) > 300 ? 10 : 5}
  >{`\n${asText(props.value)}`}</textarea>
);

const YesNo: FC<ControlProps> = ({ lang, field, value, parts }) => (
  <Options
    parts={parts}
    kind="radio"
    options={[
      { value: 'true', label: w(lang).form.yes },
      { value: 'false', label: w(lang).form.no },
    ]}
    picked={[asText(value)]}
    required={field.required === true}
  />
);

const optionsOf = (lang: Lang, { options = [] }: FieldSpec) =>
  options.map((one) => ({ value: one.value, label: t(lang, one.label) }));

/** At most this many options are shown as radios; more, and those of a table, make a list to choose from. */
const mostRadios = 6;
const isRadios = ({ id, options = [], anyOf }: FieldSpec, name: string): boolean =>
  options.length <= mostRadios && name === id && anyOf === undefined;

const OneOf: FC<ControlProps> = ({ lang, field, value, parts }) => {
  const options = optionsOf(lang, field);
  const required = field.required === true;
  return isRadios(field, parts.name) ? (
    <Options parts={parts} kind="radio" options={options} picked={[asText(value)]} required={required} />
  ) : (
    <Select
      {...{ parts, options, required }}
      picked={asText(value)}
      none={field.anyOf === undefined ? w(lang).form.choose : t(lang, field.anyOf)}
    />
  );
};

const SomeOf: FC<ControlProps> = ({ lang, field, value, parts }) => (
  <Options
    parts={parts}
    kind="checkbox"
    options={optionsOf(lang, field)}
    picked={Array.isArray(value) ? value.map(asText) : [asText(value)]}
    required={field.required === true}
  />
);

interface FieldInput {
  /** The class of its width: `field-figure`. */
  readonly width: string;
  /** What to write, beside the form's own help. */
  readonly hint?: (field: FieldSpec, typed: string) => Text | undefined;
  readonly Control: FC<ControlProps>;
  /** Several inputs that share a legend, instead of one with a label. */
  readonly isGroup: (field: FieldSpec, name: string) => boolean;
  /** Its answers stand right in a table. */
  readonly isNumeric?: true;
  /** Its answers keep their line breaks. */
  readonly isProse?: true;
}

const alone = () => false;
const grouped = () => true;

function rangeHint({ atLeast, atMost }: FieldSpec): Text | undefined {
  if (atLeast !== undefined && atMost !== undefined)
    return text(`${atLeast} 至 ${atMost}`, `${atLeast} to ${atMost}`);
  if (atLeast !== undefined) return text(`不小于 ${atLeast}`, `at least ${atLeast}`);
  return atMost === undefined ? undefined : text(`不大于 ${atMost}`, `at most ${atMost}`);
}

// Not `email`, `number` nor `pattern`: the server also reads full-width digits and spaces, a browser would refuse.
const capitals = { autocapitalize: 'characters', spellcheck: 'false' };
const inputs = {
  text: { width: 'text', Control: line(), isGroup: alone },
  paragraph: { width: 'paragraph', Control: Paragraph, isGroup: alone, isProse: true },
  integer: {
    width: 'figure',
    hint: rangeHint,
    Control: line({ inputmode: 'numeric' }),
    isGroup: alone,
    isNumeric: true,
  },
  number: {
    width: 'figure',
    hint: rangeHint,
    Control: line({ inputmode: 'decimal' }),
    isGroup: alone,
    isNumeric: true,
  },
  date: dateInput(
    'date',
    /^\d{4}-\d{2}-\d{2}$/,
    '2027-01-31',
    text('写成 2027-01-31 的样子', 'Write it like 2027-01-31'),
  ),
  month: dateInput('month', /^\d{4}-\d{2}$/, '2027-01', text('写成 2027-01 的样子', 'Write it like 2027-01')),
  year: {
    width: 'figure',
    hint: () => text('四位年份，如 2027', 'Four digits, like 2027'),
    Control: line({ inputmode: 'numeric' }),
    isGroup: alone,
  },
  boolean: { width: 'boolean', Control: YesNo, isGroup: grouped },
  choice: { width: 'choice', Control: OneOf, isGroup: isRadios },
  choices: { width: 'choices', Control: SomeOf, isGroup: grouped },
  phone: { width: 'phone', Control: line({ type: 'tel' }), isGroup: alone },
  email: {
    width: 'email',
    Control: line({ inputmode: 'email', autocapitalize: 'none', spellcheck: 'false' }),
    isGroup: alone,
  },
  idDocument: {
    width: 'code',
    hint: () => text('居民身份证为 18 位', 'A resident ID has 18 characters'),
    Control: line(capitals),
    isGroup: alone,
  },
  creditCode: {
    width: 'code',
    hint: () => text('统一社会信用代码，18 位', 'Unified social credit code, 18 characters'),
    Control: line(capitals),
    isGroup: alone,
  },
  // Rows of the other types: TableField.
  table: { width: 'table', Control: () => <></>, isGroup: grouped },
} satisfies Readonly<Record<FieldTypeName, FieldInput>>;

/** The input of a field. */
export const inputOf = ({ type }: Pick<FieldSpec, 'type'>): FieldInput => inputs[type];
