/** What is wrong with a form: the summary before it, the messages and marks beside its fields, the ids that tie them. */
import type { Fault } from '#domain/problem.ts';
import { type InLang, type Lang, t, w } from './words.ts';

/** The id of the input for a path such as `members.0.name`; faults link to it. */
export const fieldId = (path: string): string => `f-${path.replaceAll('.', '-')}`;

/** The faults at exactly this path. */
export const faultsAt = (faults: readonly Fault[], path: string): readonly Fault[] =>
  faults.filter((one) => one.field === path);

/** What is wrong, listed before the form, each linked to its field; takes the focus when the page opens. */
export const ErrorSummary = ({ lang, faults }: InLang & { readonly faults: readonly Fault[] }) => (
  <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
    <h2 id="error-summary-title">{w(lang).form.errorTitle(faults.length)}</h2>
    <ul>
      {faults.map((one) => (
        <li>
          {one.field === '' ? t(lang, one.text) : <a href={`#${fieldId(one.field)}`}>{t(lang, one.text)}</a>}
        </li>
      ))}
    </ul>
  </div>
);

/** The messages beside a field. */
export const FieldErrors = (props: InLang & { readonly id: string; readonly faults: readonly Fault[] }) => (
  <div id={`${props.id}-error`} class="field-error">
    {props.faults.map((one) => (
      <p>
        <span class="visually-hidden">{w(props.lang).form.error}</span>
        {t(props.lang, one.text)}
      </p>
    ))}
  </div>
);

/** The asterisk after a label; the input itself says `required`. */
export const RequiredMark = () => (
  <span class="required" aria-hidden="true">
    {'\u00a0*'}
  </span>
);

/** A small lock after the label of personal data. */
export const PersonalMark = ({ lang }: { readonly lang: Lang }) => (
  <span class="personal" title={w(lang).form.personal}>
    <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true" focusable="false">
      <path
        d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2M3.5 7h9v7h-9z"
        fill="none"
        stroke="currentColor"
        stroke-width="1.4"
        stroke-linejoin="round"
      />
    </svg>
    <span class="visually-hidden">（{w(lang).form.personal}）</span>
  </span>
);
