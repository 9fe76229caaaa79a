/** What a panellist marks or votes on one nominee, as a form and as its confirmation repeats it. */

import type { PanelSitting } from '#actions/selection/panel.ts';
import type { BallotInput } from '#actions/selection/panel-input.ts';
import { entryUnder, oneOf } from '#domain/members.ts';
import { readNumber } from '#domain/number-input.ts';
import { type Fault, text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import { totalSaid, understood } from '#domain/selection/mark.ts';
import { panelVotes } from '#domain/selection/panel.ts';
import type { BallotRecord, KeptMarks } from '#domain/selection/selection-records.ts';
import { assetPaths } from '#web/frame/assets.ts';
import { FormField } from '#web/frame/fields.tsx';
import { keptText } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import type { Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { Choice } from '#web/review/task-parts.tsx';

const words = {
  ballot: text('我的评审', 'My ballot'),
  vote: text('表决', 'Vote'),
  range: ({ max, weight }: { readonly max: number; readonly weight?: string | undefined }) =>
    weight === undefined
      ? text(`0 至 ${max} 分`, `0 to ${max}`)
      : text(`0 至 ${max} 分，权重 ${weight}`, `0 to ${max}, weight ${weight}`),
  sum: text('合计', 'Sum'),
  keepOn: text('保存，评下一位', 'Keep, and the next nominee'),
  only: text('只核对并确认这一位', 'Check and confirm this one alone'),
  kept: text(
    '这一位的评分已保存，还没有确认；全部评完后一并确认。',
    'These marks are kept and not confirmed yet; confirm all together when you are through.',
  ),
} as const;
const voteWords = {
  for: text('赞成', 'For'),
  against: text('反对', 'Against'),
  abstain: text('弃权', 'Abstain'),
} as const;

export const form = 'ballot';
/** The press that keeps the marks and goes on to the next nominee. */
export const keepPress = 'next';

type Step = PanelSitting['step'];
export type Cast = Pick<BallotInput, 'scores' | 'vote' | 'version'>;

/** What was marked or voted, with marks as they were understood. */
export function castIn({ method, criteria }: Step, body: Body): Cast {
  const version = readNumber(one(body, '_version')) || 0;
  if (method === 'vote') return { vote: one(body, 'vote'), version };
  const marks = criteria.map(({ id }) => [id, one(body, `scores.${id}`)]);
  return { scores: understood(Object.fromEntries(marks)), version };
}

/** A vote in words. */
export const voteSaid = (lang: Lang, vote: string | undefined): string =>
  t(lang, entryUnder(voteWords, String(vote)) ?? { zh: '' });

/** The lines by which a confirmation repeats it. */
export const castRows = (lang: Lang, step: Step, { scores, vote }: Cast) =>
  scores === undefined
    ? [{ label: t(lang, words.vote), value: <b>{voteSaid(lang, String(oneOf(panelVotes, vote)))}</b> }]
    : [
        ...step.criteria.map((each) => ({
          label: `${t(lang, titled(each))}（${t(lang, words.range(each))}）`,
          value: <b>{scores[each.id]}</b>,
        })),
        { label: t(lang, words.sum), value: <b>{totalSaid(step.criteria, scores)}</b> },
      ];

/** The sum while one types: for each criterion the factor that its mark counts with. Without script it stands on the confirmation. */
const Sum = ({ lang, step }: { readonly lang: Lang; readonly step: Step }) => {
  const factors = Object.fromEntries(
    step.criteria.map(({ id, max, weight }) => [
      id,
      weight === undefined ? 1 : Number.parseFloat(weight) / max,
    ]),
  );
  return (
    <p class="ballot-sum" aria-live="polite" hidden data-sum={JSON.stringify(factors)}>
      {t(lang, words.sum)} <b></b>
    </p>
  );
};

/** One page has all criteria; shown with what is kept, else with what stands. */
export const BallotForm = (props: {
  readonly lang: Lang;
  readonly csrf: string;
  readonly action: string;
  readonly step: Step;
  readonly own: BallotRecord | undefined;
  readonly kept: KeptMarks | undefined;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}) => {
  const { lang, step, own, typed, faults } = props;
  const shown = props.kept ?? own;
  const now = (name: string, stands: string | undefined) => keptText(typed, form, name, stands ?? '');
  return (
    <form method="post" action={props.action} data-guard>
      <HiddenCsrf csrf={props.csrf} />
      <input type="hidden" name="_version" value={String(own?.version ?? 0)} />
      <fieldset class="group" id="conclusion">
        <legend class="group-title">{t(lang, words.ballot)}</legend>
        {props.kept !== undefined && <p class="muted">{t(lang, words.kept)}</p>}
        {step.method === 'vote' ? (
          <Choice
            lang={lang}
            name="vote"
            label={words.vote}
            options={panelVotes.map((value) => ({ value, label: voteWords[value] }))}
            picked={now('vote', shown?.vote)}
            faults={faults}
          />
        ) : (
          <>
            {step.criteria.map((each) => (
              <FormField
                lang={lang}
                field={{
                  id: each.id,
                  type: 'number',
                  label: titled(each),
                  help: words.range(each),
                  required: true,
                }}
                name={`scores.${each.id}`}
                value={now(`scores.${each.id}`, shown?.scores?.[each.id])}
                faults={faults}
              />
            ))}
            <Sum lang={lang} step={step} />
            <script type="module" src={assetPaths.ballot}></script>
          </>
        )}
      </fieldset>
      <Actions>
        <Button name="press" value={keepPress}>
          {t(lang, words.keepOn)}
        </Button>
        <Button tone="secondary">{t(lang, words.only)}</Button>
      </Actions>
    </form>
  );
};
