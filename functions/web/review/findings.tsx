/** What the conditions of eligibility came to, and what they leave to the reviewer: doubts about typed honours and odd credit codes. */
import { type Fault, fault, text } from '#domain/problem.ts';
import type { Doubt } from '#domain/review/doubt.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { Box, type SummaryRow } from '#web/frame/parts.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { Choice } from './task-parts.tsx';

const words = {
  conditions: text('申报条件', 'Conditions'),
  met: text('符合', 'Met'),
  unmet: text('不符合', 'Not met'),
  open: text('待审核人确认', 'For the reviewer to say'),
} as const;
const yesNo = [
  { value: 'yes', label: text('是', 'Yes') },
  { value: 'no', label: text('否', 'No') },
];

/** A reviewer's answer to one doubt. */
interface DoubtSaid {
  readonly id: string;
  readonly is: boolean;
}

/** The answer to a doubt, and beside it which doubt was asked about. */
const doubtName = (i: number): string => `doubt.${i}`;
const askedName = (i: number): string => `doubt.${i}.id`;
/** Everything the findings leave to the reviewer, each once. */
export const doubtsOf = (findings: readonly Finding[]): readonly Doubt[] => [
  ...new Map(findings.flatMap(({ doubts = [] }) => doubts).map((doubt) => [doubt.id, doubt])).values(),
];

/** Met, not met, or left to the reviewer. */
const markOf = ({ ok, doubts = [] }: Finding) =>
  doubts.length > 0
    ? { sign: '？ ', said: words.open }
    : ok
      ? { sign: '✓ ', said: words.met }
      : { sign: '✗ ', said: words.unmet };

export const Findings = ({ lang, findings }: { lang: Lang; findings: readonly Finding[] }) =>
  findings.length === 0 ? null : (
    <Box title={t(lang, words.conditions)}>
      <ul class="ticks">
        {findings.map((one) => {
          const { sign, said } = markOf(one);
          return (
            <li>
              <span aria-hidden="true">{sign}</span>
              <span class="visually-hidden">{t(lang, said)} </span>
              {one.ok ? t(lang, one.text) : <b>{t(lang, one.text)}</b>}
            </li>
          );
        })}
      </ul>
    </Box>
  );

/** The doubts that were answered with yes or no. */
export function saidOf(body: Body): DoubtSaid[] {
  const said: DoubtSaid[] = [];
  for (let i = 0; body[askedName(i)] !== undefined; i++) {
    const answer = one(body, doubtName(i));
    if (answer === 'yes' || answer === 'no') said.push({ id: one(body, askedName(i)), is: answer === 'yes' });
  }
  return said;
}

/** Approving wants an answer to every doubt. */
export const doubtFaults = (
  doubts: readonly Doubt[],
  conclusion: { readonly outcome: string; readonly doubts: readonly DoubtSaid[] },
): readonly Fault[] =>
  conclusion.outcome !== 'approve'
    ? []
    : doubts.flatMap(({ id }, i) =>
        conclusion.doubts.some((said) => said.id === id)
          ? []
          : [fault(doubtName(i), 'doubt-open', '请选择“是”或“否”', 'Choose yes or no')],
      );

/** A question for each doubt; none is answered beforehand. */
export const Doubts = (props: {
  readonly lang: Lang;
  readonly doubts: readonly Doubt[];
  readonly said: Body;
  readonly faults: readonly Fault[];
}) => (
  <>
    {props.doubts.map(({ id, question }, i) => (
      <>
        <input type="hidden" name={askedName(i)} value={id} />
        <Choice
          lang={props.lang}
          name={doubtName(i)}
          label={question}
          required={false}
          options={yesNo}
          picked={one(props.said, askedName(i)) === id ? one(props.said, doubtName(i)) : ''}
          faults={props.faults}
        />
      </>
    ))}
  </>
);

/** The answers as a confirmation repeats them. */
export const doubtRows = (lang: Lang, doubts: readonly Doubt[], body: Body): readonly SummaryRow[] =>
  doubts.map(({ question }, i) => {
    const picked = yesNo.find(({ value }) => value === one(body, doubtName(i)));
    return {
      label: t(lang, question),
      value: picked === undefined ? w(lang).form.notAnswered : t(lang, picked.label),
    };
  });
