/** The privacy notice and its consents, as they stand before a submission: of one draft, or of all that an import brought. */
import { type ConsentText, consentText, consentVersion } from '#domain/nomination/consent-text.ts';
import { type Fault, text } from '#domain/problem.ts';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { Agreement } from './agreement.tsx';
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

/** The notice with its boxes; none is ticked beforehand. */
export const Consents = (props: {
  readonly lang: Lang;
  /** The form that they stand in. */
  readonly form: string;
  readonly consent: ConsentText;
  readonly asksSensitive: boolean;
  /** The roll of honour is asked about: not where the nominee chooses herself. */
  readonly asksRoll?: boolean;
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
      <Agreement
        {...{ lang, faults, typed, form }}
        name="consentText"
        value={consent.version}
        words={t(lang, words.agree)}
      />
      {props.asksSensitive && (
        <Agreement
          {...{ lang, faults, typed, form }}
          name="sensitive"
          value="true"
          words={t(lang, consent.sensitive)}
        />
      )}
      {props.asksRoll === true && consent.roll !== undefined && (
        <Agreement
          {...{ lang, faults, typed, form }}
          name="roll"
          value="true"
          words={t(lang, consent.roll)}
          optional
        />
      )}
    </fieldset>
  );
};
