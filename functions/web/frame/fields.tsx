/** One field of a form: label, hint, input of its type, count and error, tied together for reading aloud. */

import type { PropsWithChildren } from 'hono/jsx';
import { countCharacters } from '#domain/characters.ts';
import { placesRead, placesShown } from '#domain/named-places.ts';
import type { Fault } from '#domain/problem.ts';
import { labelWithUnit, typeOf } from '#domain/programme/field-types.ts';
import { FieldErrors, faultsAt, fieldId, PersonalMark, RequiredMark } from './errors.tsx';
import { asText, type FieldSpec, inputOf, type Parts } from './field-inputs.tsx';
import { PlaceList } from './place-list.tsx';
import { type InLang, type Lang, t, w } from './words.ts';

export type { FieldSpec } from './field-inputs.tsx';

export interface FieldProps {
  readonly lang: Lang;
  readonly field: FieldSpec;
  /** The input's name, also the path of its faults; the field's id unless it stands in a table. */
  readonly name?: string | undefined;
  readonly value?: unknown;
  /** All faults of the form; the field picks its own. */
  readonly faults?: readonly Fault[] | undefined;
}

/** The form's help, then what the type asks for. */
const hintOf = (lang: Lang, field: FieldSpec, typed: string): string =>
  [field.help, inputOf(field).hint?.(field, typed)]
    .flatMap((words) => (words === undefined ? [] : [t(lang, words)]))
    .join(lang === 'zh' ? '；' : '; ');

function partsOf({ lang, field, name = field.id, value, faults = [] }: FieldProps): Parts {
  const id = fieldId(name);
  const own = faultsAt(faults, name);
  const hint = hintOf(lang, field, asText(value));
  const counted = field.max !== undefined && typeOf(field).hasMax === true;
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
const Count = (props: InLang & { readonly id: string; readonly text: string; readonly max: number }) => {
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

const Label = ({ lang, field }: Pick<FieldProps, 'lang' | 'field'>) => (
  <>
    {labelWithUnit(t(lang, field.label), field.label.zh.includes(field.unit ?? '') ? undefined : field.unit)}
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
  const looks = `field field-${inputOf(props.field).width}${parts.own.length > 0 ? ' field-bad' : ''}`;
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

/** A field with label, hint, error and the input of its type; for `table` see TableField. */
export const FormField = (props: FieldProps) => {
  const { lang, field } = props;
  const { places, placesIn = lang } = field;
  const value =
    places === undefined
      ? props.value
      : placesShown(places, placesRead(places, asText(props.value)), placesIn);
  const parts = partsOf(props);
  const { Control, isGroup } = inputOf(field);
  return (
    <Shell {...props} parts={parts} grouped={isGroup(field, parts.name)}>
      <Control lang={lang} field={field} value={value} parts={parts} />
      {parts.counted && <Count lang={lang} id={parts.id} text={asText(value)} max={field.max ?? 0} />}
      {places !== undefined && (
        <PlaceList lang={lang} id={parts.id} places={places} written={placesIn} value={asText(value)} />
      )}
    </Shell>
  );
};

/** A box to tick by itself, with its faults. Its `path` is theirs, and its name unless another is said. */
export const Tick = (props: {
  readonly lang: Lang;
  readonly path: string;
  readonly name?: string;
  readonly value: string;
  readonly words: string;
  readonly checked: boolean;
  readonly required?: true;
  readonly faults: readonly Fault[];
}) => {
  const { lang, path, required } = props;
  const [id, own] = [fieldId(path), faultsAt(props.faults, path)];
  return (
    <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      <label class="option">
        <input
          type="checkbox"
          id={id}
          name={props.name ?? path}
          value={props.value}
          checked={props.checked}
          required={required}
          aria-describedby={own.length > 0 ? `${id}-error` : undefined}
          aria-invalid={own.length > 0 ? 'true' : undefined}
        />
        <span>
          {props.words}
          {required && <RequiredMark />}
        </span>
      </label>
    </div>
  );
};
