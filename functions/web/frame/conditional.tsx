/** A part of a form that only some are asked: says of whom, and conditions.js shows it to them alone. */
import type { PropsWithChildren } from 'hono/jsx';
import { conditionsOf, conditionWords } from '#domain/programme/asked-form.ts';
import type { Field, Form } from '#domain/programme/form.ts';
import { type InLang, t } from './words.ts';

/** Without script everything is shown with its condition in words; the server judges alike (asked-form.ts). */
export const Conditional = (
  props: PropsWithChildren<
    InLang & { readonly form: Form; readonly part: Pick<Partial<Field>, 'when' | 'group'> }
  >,
) => {
  const conditions = conditionsOf(props.form, props.part);
  if (conditions.length === 0) return <>{props.children}</>;
  return (
    <div class="conditional" data-when={JSON.stringify(conditions)}>
      <p class="hint">{t(props.lang, conditionWords(props.form, props.part))}</p>
      {props.children}
    </div>
  );
};
