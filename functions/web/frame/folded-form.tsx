/** A button that opens its own small form: a question, what is asked, and the press that posts; open again when refused. */
import type { PropsWithChildren } from 'hono/jsx';
import { Scoped, type Typed } from './form.tsx';
import { Button, type ButtonTone, HiddenCsrf } from './parts.tsx';
import { type Lang, w } from './words.ts';

/** Works without script: `details` opens the form, the second press posts it. `fields` go along as hidden fields. */
export const FoldedForm = (
  props: PropsWithChildren<{
    readonly lang: Lang;
    readonly csrf: string;
    readonly action: string;
    readonly label: string;
    readonly question: string;
    /** Name of the form, to stay open when it was refused. */
    readonly form: string;
    readonly typed: Typed | undefined;
    readonly confirm?: string | undefined;
    readonly tone?: ButtonTone | undefined;
    readonly fields?: Readonly<Record<string, string>> | undefined;
  }>,
) => (
  <details class="confirm" open={props.typed?.form === props.form}>
    <summary class={`button button-${props.tone === 'danger' ? 'danger-line' : 'secondary'}`}>
      {props.label}
    </summary>
    <form method="post" action={props.action} class="confirm-body">
      <HiddenCsrf csrf={props.csrf} />
      <input type="hidden" name="_scoped" value={props.form} />
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <p>{props.question}</p>
      <Scoped.Provider value={true}>{props.children}</Scoped.Provider>
      <Button tone={props.tone ?? 'primary'}>{props.confirm ?? w(props.lang).buttons.confirm}</Button>
    </form>
  </details>
);
