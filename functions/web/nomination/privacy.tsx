/** The privacy notice and its consents, as they stand before a submission: of one draft, or of all that an import brought. */
import { type ConsentText, consentText, consentVersion } from '#domain/nomination/consent-text.ts';
import { type Fault, text } from '#domain/problem.ts';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from '#web/frame/errors.tsx';
import { keptTick } from '#web/frame/form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import type { OpenedDraft } from './opened-draft.ts';

const words = {
  privacy: text('个人信息处理告知', 'Privacy notice'),
  agree: text(
    '本人（本单位）已阅读并同意上述告知；代他人填报的，已取得其同意。',
    'I (we) have read the notice and agree; where I fill in for others, they have agreed.',
  ),
} as const;

/** The notice as it stands for a programme, handled by the organisation of the seat. */
export function privacyOf({
  programme,
  org,
  seat,
}: Pick<OpenedDraft, 'programme' | 'org' | 'seat'>): ConsentText {
  const contact = seat?.governing.settings.contact ?? {};
  const { zh, en = zh } = programme.title;
  const handler = seat?.org.name ?? org.name;
  const reached = [contact.office, contact.phone, contact.email].filter((one) => one !== undefined).join(' ');
  return consentText(consentVersion, {
    handler,
    contact: reached || handler,
    programme: { zh, en },
    retentionYears: programme.retention.years,
  })!;
}

const Consent = (props: {
  readonly lang: Lang;
  readonly form: string;
  readonly name: string;
  readonly value: string;
  readonly faults: readonly Fault[];
  readonly typed: Typed | undefined;
  readonly words: string;
}) => {
  const { lang, name, value } = props;
  const own = faultsAt(props.faults, name);
  const id = fieldId(name);
  return (
    <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      <label class="option">
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          required
          checked={keptTick(props.typed, props.form, name, value)}
          aria-describedby={own.length > 0 ? `${id}-error` : undefined}
          aria-invalid={own.length > 0 ? 'true' : undefined}
        />
        <span>
          {props.words}
          <RequiredMark />
        </span>
      </label>
    </div>
  );
};

/** The notice with its boxes; none is ticked beforehand. */
export const Consents = (props: {
  readonly lang: Lang;
  /** The form that they stand in. */
  readonly form: string;
  readonly consent: ConsentText;
  readonly asksSensitive: boolean;
  readonly faults: readonly Fault[];
  readonly typed: Typed | undefined;
}) => {
  const { lang, consent, faults, typed, form } = props;
  return (
    <fieldset class="group">
      <legend class="group-title">{t(lang, words.privacy)}</legend>
      <div class="prose">
        {consent.notice.map((line) => (
          <p>{t(lang, line)}</p>
        ))}
      </div>
      <Consent
        {...{ lang, faults, typed, form }}
        name="consentText"
        value={consent.version}
        words={t(lang, words.agree)}
      />
      {props.asksSensitive && (
        <Consent
          {...{ lang, faults, typed, form }}
          name="sensitive"
          value="true"
          words={t(lang, consent.sensitive)}
        />
      )}
    </fieldset>
  );
};
