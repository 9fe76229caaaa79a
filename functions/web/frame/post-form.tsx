/** A form as data: what it asks, what goes along, its button and its way back; shown again as it was typed. */

import type { PropsWithChildren } from 'hono/jsx';
import type * as z from 'zod';
import { fieldsOf, saidOf, unwrapped } from '#domain/field-label.ts';
import { keysOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { assetPaths } from './assets.ts';
import type { Ctx } from './context.ts';
import { FieldErrors, faultsAt, fieldId } from './errors.tsx';
import type { FieldSpec } from './fields.tsx';
import { sheetSlots } from './file-fields.tsx';
import { FoldedForm } from './folded-form.tsx';
import { Asked, keptText, keptTick, Scoped } from './form.tsx';
import { Actions, Button, type ButtonTone, Details, HiddenCsrf } from './parts.tsx';
import { one, type Posted } from './posted.ts';
import type { OnPage, Typed } from './take.ts';
import { t, w } from './words.ts';

/** A field of a form of a page. */
export interface Ask extends FieldSpec {
  /** The name of its input, where it is not the field's. */
  readonly name?: string | undefined;
  /** What stands there before anything was typed. */
  readonly now?: unknown;
  /** `tick`: one box for yes. `list`: a list to choose from, however few the options. */
  readonly as?: 'tick' | 'list' | undefined;
}

export interface FormSpec {
  /** Which form of the page it is, as `take` calls it. */
  readonly form: string;
  /** Where it is posted. */
  readonly action: string;
  /** Its fields in groups, each with a frame of its own; one group has none. */
  readonly groups?: readonly (readonly Ask[])[];
  /** The fields of a group stand side by side where there is room. */
  readonly beside?: true;
  /** Fields that are seldom needed: folded below the others, open when the form comes back. */
  readonly seldom?: readonly Ask[];
  /** A file that may come along; it stands after the fields. */
  readonly file?: {
    readonly name: string;
    readonly label: Text;
    readonly accept: string;
    readonly required?: boolean;
    /** A table, which may be larger than one request holds; its page reads it by `sheetOf`. */
    readonly sheet?: true;
  };
  /** What goes along unseen: the version that the page shows. */
  readonly hidden?: Readonly<Record<string, string>>;
  /** Name of the hidden key by which a double press is one; the same while the form is shown again. See `keyOf`. */
  readonly once?: 'key' | '_idem';
  /** A sentence before the button: what a press does. */
  readonly note?: Text;
  readonly button?: Text;
  readonly tone?: ButtonTone;
  /** Where "cancel" leads. */
  readonly cancel?: string;
  /** One of several open forms of a page: its inputs bear its name. One that is folded is always so. */
  readonly scoped?: true;
  /** Folded behind a button of these words; `note` is then its question. */
  readonly folded?: Text;
}

/** The key of a press, for the action to take once. */
export function keyOf({ body }: Posted, name: NonNullable<FormSpec['once']>): string | undefined {
  const key = one(body, name);
  return key === '' ? undefined : key;
}

const kinds: Readonly<Record<string, FieldSpec['type']>> = {
  string: 'text',
  number: 'integer',
  boolean: 'boolean',
  enum: 'choice',
  array: 'choices',
};

/** A field as the schema of the action has it: its label, whether it is needed, how long a paragraph may be. */
export function ask<S extends z.ZodType>(
  schema: S,
  id: keyof z.input<S> & string,
  more: Partial<Omit<Ask, 'id'>> = {},
): Ask {
  const field = fieldsOf(schema)[id]!;
  const inner = unwrapped(field);
  const max = more.type === 'paragraph' && 'maxLength' in inner ? inner.maxLength : null;
  const label = more.label ?? saidOf(field)?.label;
  if (label === undefined) throw new Error(`the field ${id} has no label`);
  return {
    id,
    label,
    type: kinds[inner._zod.def.type] ?? 'text',
    // One that may be left out, or has a value of its own when it is.
    required: field._zod.optin === undefined,
    ...(typeof max === 'number' && { max }),
    ...more,
  };
}

/** Options from a dictionary of words, in its order. */
export const optionsOf = <K extends string>(words: Readonly<Record<K, Text>>, only?: readonly K[]) =>
  (only ?? keysOf(words)).map((value) => ({ value, label: words[value] }));

const Always = (props: OnPage & { readonly form: string; readonly of: Ask }) => {
  const { c, form, typed } = props;
  const { name, now, as, ...field } = props.of;
  const { lang } = c.get('frame');
  if (as === 'tick')
    return (
      <label class="option">
        <input
          type="checkbox"
          name={name ?? field.id}
          value="true"
          checked={typed === undefined ? now === true : keptTick(typed, form, name ?? field.id, 'true')}
        />
        <span>{t(lang, field.label)}</span>
      </label>
    );
  // An input whose field has another id is a list, see FormField.
  const spec = as === 'list' ? { ...field, id: `${field.id}-list` } : field;
  return <Asked lang={lang} form={form} typed={typed} field={spec} name={name ?? field.id} now={now} />;
};

/** A field that only some are asked is shown to them alone where script runs (conditions.js). */
const Field = (props: Parameters<typeof Always>[0]) => {
  const { when } = props.of;
  return when === undefined ? (
    <Always {...props} />
  ) : (
    <div class="conditional" data-when={JSON.stringify([when])}>
      <Always {...props} />
    </div>
  );
};

/** An input for one file; a sheet goes straight to the bucket where that is the way of files. */
export const FileInput = (props: OnPage & { readonly of: NonNullable<FormSpec['file']> }) => {
  const { c, of, typed } = props;
  const { lang, site } = c.get('frame');
  const own = faultsAt(typed?.problem?.faults ?? [], of.name);
  const id = fieldId(of.name);
  const direct = of.sheet === true && site.direct === true ? sheetSlots : undefined;
  const words = w(lang).form;
  return (
    <div class={`field field-file${own.length > 0 ? ' field-bad' : ''}`}>
      <label class="label" for={id}>
        {t(lang, of.label)}
      </label>
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      <input
        type="file"
        id={id}
        name={of.name}
        accept={of.accept}
        required={of.required === true}
        data-direct={direct?.slots}
        data-megabytes={direct?.maxMegabytes}
        data-large={direct && words.tooLarge(direct.maxMegabytes)}
        data-keep={direct?.keep}
        data-uploading={direct && words.uploading}
        data-uploaded={direct && words.uploaded}
        data-failed={direct && words.failedUpload}
      />
      {direct !== undefined && (
        <>
          <ul class="files" data-files />
          <script type="module" src={assetPaths.upload}></script>
        </>
      )}
    </div>
  );
};

/** A form; children stand before its button: what cannot be said as a field. */
export const PostForm = (
  props: PropsWithChildren<{ readonly c: Ctx; readonly of: FormSpec; readonly typed: Typed | undefined }>,
) => {
  const { c, typed, children } = props;
  const {
    form,
    action,
    groups = [],
    beside = false,
    seldom = [],
    file,
    once,
    note,
    button,
    tone = 'primary',
    cancel,
    folded,
  } = props.of;
  const { lang, csrf } = c.get('frame');
  const hidden = {
    ...props.of.hidden,
    ...(once !== undefined && { [once]: keptText(typed, form, once, crypto.randomUUID()) }),
  };
  const press = button === undefined ? w(lang).buttons.confirm : t(lang, button);
  const fields = groups.map((group) => {
    const inside = group.map((each) => <Field c={c} form={form} of={each} typed={typed} />);
    if (groups.length < 2) return inside;
    return <div class="group">{beside ? <div class="row-fields">{inside}</div> : inside}</div>;
  });
  if (folded !== undefined)
    return (
      <FoldedForm
        {...{ lang, csrf, typed, form, action, tone }}
        fields={hidden}
        label={t(lang, folded)}
        question={note === undefined ? '' : t(lang, note)}
        confirm={press}
      >
        {fields}
        {children}
      </FoldedForm>
    );
  return (
    <form
      method="post"
      action={action}
      enctype={file === undefined ? undefined : 'multipart/form-data'}
      data-guard
    >
      <HiddenCsrf csrf={csrf} />
      {props.of.scoped === true && <input type="hidden" name="_scoped" value={form} />}
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <Scoped.Provider value={props.of.scoped === true}>{fields}</Scoped.Provider>
      {seldom.length > 0 && (
        <Details title={t(lang, text('更多设置', 'More'))} open={typed?.form === form}>
          {seldom.map((each) => (
            <Field c={c} form={form} of={each} typed={typed} />
          ))}
        </Details>
      )}
      {file !== undefined && <FileInput c={c} of={file} typed={typed?.form === form ? typed : undefined} />}
      {children}
      {note !== undefined && <p class="muted">{t(lang, note)}</p>}
      {[...groups.flat(), ...seldom].some(({ when }) => when !== undefined) && (
        <script type="module" src={assetPaths.conditions}></script>
      )}
      <Actions>
        <Button tone={tone}>{press}</Button>
        {cancel !== undefined && (
          <Button tone="secondary" href={cancel}>
            {w(lang).buttons.cancel}
          </Button>
        )}
      </Actions>
    </form>
  );
};
