/** How a mass appraisal 群众评议 was held, as its form asks it and a confirmation repeats it. */
import { appraisalHeld } from '#actions/review/review-input.ts';
import { faultsIn, type Input, inputFromTexts } from '#domain/input.ts';
import { type Fault, text } from '#domain/problem.ts';
import { actWords } from '#domain/review/act-words.ts';
import {
  type AppraisalRule,
  appraisalFaults,
  appraisalOutcome,
  appraisalRuleWords,
  appraisalSaid,
} from '#domain/review/appraisal.ts';
import { FormField } from '#web/frame/fields.tsx';
import { ask } from '#web/frame/post-form.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import { type InLang, type Lang, t } from '#web/frame/words.ts';

const held = text('登记评议结果', 'Record the result');
/** Recording one, or sending the form back before it is held. */
export const appraisalOptions = [
  { value: 'held', label: held },
  { value: 'return', label: actWords('appraisal', 'return') },
] as const;

const fields = [
  ask(appraisalHeld, 'heldOn', { type: 'date' }),
  ask(appraisalHeld, 'place'),
  ask(appraisalHeld, 'present', { help: text('没有表态的计入弃权', 'Who did not vote abstained') }),
  ask(appraisalHeld, 'inFavour'),
  ask(appraisalHeld, 'against'),
  ask(appraisalHeld, 'abstained'),
];

export const AppraisalFields = (
  props: InLang & { readonly rule: AppraisalRule; readonly said: Body; readonly faults: readonly Fault[] },
) => (
  <>
    <p class="muted">{t(props.lang, appraisalRuleWords(props.rule))}</p>
    {fields.map((field) => (
      <FormField
        lang={props.lang}
        // A form that is sent back needs none of them.
        field={{ ...field, required: false }}
        value={one(props.said, field.id)}
        faults={props.faults}
      />
    ))}
  </>
);

export type Held = Input<typeof appraisalHeld>;

/** What was typed of it; undefined where the form is sent back. */
export const heldIn = (body: Body, minutes: string | undefined): Held | undefined =>
  one(body, 'outcome') === 'held'
    ? { ...inputFromTexts(appraisalHeld, (field) => body[field]), ...(minutes !== undefined && { minutes }) }
    : undefined;

/** What is wrong with it, `today` being the day on which it is recorded. */
export function heldFaults(rule: AppraisalRule, sent: Held, today: string): readonly Fault[] {
  const wrong = faultsIn(appraisalHeld, sent);
  return wrong.length > 0
    ? wrong
    : appraisalFaults(rule, sent, { today, minutes: sent.minutes === undefined ? 0 : 1 });
}

/** The votes and what they come to. */
export const heldRows = (lang: Lang, rule: AppraisalRule, sent: Held) => [
  { label: t(lang, held), value: t(lang, appraisalSaid(sent, rule)) },
  {
    label: t(lang, text('评议结果', 'Result')),
    value: <b>{t(lang, actWords('appraisal', appraisalOutcome(rule, sent)))}</b>,
  },
];
