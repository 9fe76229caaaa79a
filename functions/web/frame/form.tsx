/** What pages with forms share: their frame with faults and confirmations, and fields that keep what was typed. */
import { type Child, createContext, useContext } from 'hono/jsx';
import { readNumber } from '#domain/number-input.ts';
import type { Problem, Text } from '#domain/problem.ts';
import { typeOf } from '#domain/programme/field-types.ts';
import type { Ctx } from './context.ts';
import { type FieldSpec, FormField } from './fields.tsx';
import type { Flash, Frame } from './layout.tsx';
import { one } from './posted.ts';
import type { Typed } from './take.ts';
import { type Lang, t, w } from './words.ts';

export { type Body, many, one } from './posted.ts';
export type { Markup, Typed } from './take.ts';

/**
 * True inside one of several small forms of a page: its inputs are then named `form.field`, so that two reasons on a page
 * have two ids. The form says so in `_scoped`, and its body is read without the prefix.
 */
export const Scoped = createContext(false);

/** A count as written, full-width digits and what is counted (10 名, 3 户) too; NaN for anything else. */
export function whole(
  written: string,
  units: readonly string[] = ['名', '个', '户', '家', '人', '项', '岗'],
): number {
  const number = readNumber(written, units);
  return Number.isInteger(number) && number >= 0 && number < 1e9 ? number : Number.NaN;
}
/** The lines of a text area that are not empty. */
export const linesOf = (written: string): readonly string[] =>
  written
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** A path with `?done=code`, for the confirmation on the next page. */
export const doneAt = (path: string, code: string): string =>
  `${path}${path.includes('?') ? '&' : '?'}done=${code}`;

/** Frame, faults and flash of a page, from the request and a refused form. `done` holds the words of confirmations by code. */
export function framed(
  c: Ctx,
  typed: Typed | undefined,
  done: Readonly<Record<string, Text>> = {},
): Frame & { readonly faults: Problem['faults']; readonly flash?: Flash } {
  const frame = c.get('frame');
  const { lang } = frame;
  // A fault of the version is said by the flash: there is no field to mend.
  const scope = one(typed?.body ?? {}, '_scoped');
  const faults = (typed?.problem?.faults ?? [])
    .filter((each) => each.field !== 'version')
    .map((each) => (scope === '' || each.field === '' ? each : { ...each, field: `${scope}.${each.field}` }));
  if (typed?.problem !== undefined) {
    const flash: Flash = {
      kind: 'warning',
      title: w(lang).problems[typed.problem.kind],
      body: t(lang, typed.problem.text),
    };
    const isListed = ['invalid', 'missing'].includes(typed.problem.kind) && faults.length > 0;
    return { ...frame, faults, ...(!isListed && { flash }) };
  }
  const words = done[c.req.query('done') ?? ''];
  return {
    ...frame,
    faults,
    ...(words !== undefined && { flash: { kind: 'success', title: t(lang, words) } as const }),
  };
}

/** One field of a page's own form: what was typed, else what is there now. */
export const Asked = (props: {
  readonly lang: Lang;
  readonly field: FieldSpec;
  /** Name and path of faults, where it is not the field's id. */
  readonly name?: string | undefined;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly now?: unknown;
}) => {
  const { lang, field, name = field.id, typed, now } = props;
  const mine = typed?.form === props.form ? typed : undefined;
  const value =
    mine === undefined
      ? now
      : typeOf(field).isMany === true
        ? (mine.body[name] ?? [])
        : (mine.body[name]?.at(-1) ?? '');
  const scope = useContext(Scoped) ? `${props.form}.` : '';
  const faults = mine?.problem?.faults.map((each) => ({ ...each, field: scope + each.field }));
  // A field in a scope has the id of its name: radios look at both.
  const spec = scope === '' ? field : { ...field, id: scope + name };
  return <FormField lang={lang} field={spec} name={scope + name} value={value} faults={faults} />;
};

/** What was typed under a name in this form, else what is there now. */
export const keptText = (typed: Typed | undefined, form: string, name: string, now: string): string =>
  typed?.form === form ? (typed.body[name]?.at(-1) ?? '') : now;

/** True when a box of this form is ticked. */
export const keptTick = (typed: Typed | undefined, form: string, name: string, value: string): boolean =>
  typed?.form === form && (typed.body[name] ?? []).includes(value);

/** A reason in a text area: the same everywhere. */
export const Reason = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly typed: Typed | undefined;
  readonly name?: string;
  readonly label?: Text;
  readonly help?: Text;
}) => (
  <Asked
    lang={props.lang}
    form={props.form}
    typed={props.typed}
    field={{
      id: props.name ?? 'reason',
      label: props.label ?? { zh: '原因', en: 'Reason' },
      type: 'paragraph',
      required: true,
      max: 200,
      ...(props.help !== undefined && { help: props.help }),
    }}
  />
);

/** A box with its words, for a form of a page's own. */
export const Tick = (props: {
  readonly name: string;
  readonly value: string;
  readonly checked?: boolean | undefined;
  readonly children?: Child;
}) => (
  <label class="option">
    <input type="checkbox" name={props.name} value={props.value} checked={props.checked === true} />
    <span>{props.children}</span>
  </label>
);
