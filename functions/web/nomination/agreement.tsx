/** Boxes that must be ticked before a nomination is sent, with their faults; none is ticked beforehand. */
import { amendment } from '#actions/nomination/nomination-input.ts';
import { type Fault, text } from '#domain/problem.ts';
import { Tick } from '#web/frame/fields.tsx';
import { keptTick } from '#web/frame/form.tsx';
import { ask } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  certificate: text('统一社会信用代码', 'Unified social credit code'),
  certificateNote: text(
    '校验位与国家标准不符。请逐位核对；确与证书一致的，请上传证书并勾选，由审核人对照证书确认。',
    'The check digit is not that of the standard. Compare it digit by digit; if it agrees with the certificate, upload that and tick the box, and the reviewer compares the two.',
  ),
} as const;

interface InForm {
  readonly lang: Lang;
  /** The form that they stand in. */
  readonly form: string;
  readonly faults: readonly Fault[];
  readonly typed: Typed | undefined;
}

/** One box. */
export const Agreement = (
  props: InForm & {
    readonly name: string;
    readonly value: string;
    readonly words: string;
    readonly optional?: true;
  },
) => {
  const { lang, form, typed, faults, name, value, words } = props;
  const checked = keptTick(typed, form, name, value);
  const needed = props.optional === true ? {} : { required: true as const };
  return <Tick {...{ lang, value, words, checked, faults, ...needed }} path={name} />;
};

/** Vouches for a credit code whose check digit is odd. Shown only where there is one. */
export const Certifying = (props: InForm) => (
  <fieldset class="group">
    <legend class="group-title">{t(props.lang, words.certificate)}</legend>
    <p class="hint">{t(props.lang, words.certificateNote)}</p>
    <Agreement
      {...props}
      name="certified"
      value="true"
      words={t(props.lang, ask(amendment, 'certified').label)}
    />
  </fieldset>
);
