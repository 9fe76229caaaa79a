/** What was handed in with an act: the checklist of a visit, its photographs, an appraisal and its minutes, a stamped reply. */

import { text } from '#domain/problem.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { appraisalSaid } from '#domain/review/appraisal.ts';
import { doubtSaid } from '#domain/review/doubt.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { Box } from './parts.tsx';
import { type Lang, t } from './words.ts';

const words = {
  met: text('符合', 'Met'),
  unmet: text('不符合', 'Not met'),
  visits: text('实地评估记录', 'Visits'),
} as const;

type Told = Pick<ActRecord, 'checklist' | 'doubts' | 'appraisal' | 'answers' | 'files'>;
type Href = (file: string) => string;

/** True when there is something to show beside outcome and reason. */
export const hasDetails = ({
  checklist = [],
  doubts = [],
  files = [],
  answers = [],
  appraisal,
}: Told): boolean =>
  appraisal !== undefined || answers.length + checklist.length + doubts.length + files.length > 0;

/** Checklist and files of one act; `hrefOf` undefined where files may not be opened. */
export const ActDetails = (props: { lang: Lang; act: Told; hrefOf?: Href | undefined }) => {
  const { lang, hrefOf } = props;
  const { checklist = [], doubts = [], files = [], answers = [], appraisal } = props.act;
  return (
    <>
      {answers.length > 0 && (
        <ul>
          {answers.map(({ question, answer }) => (
            <li>
              {question}：{answer}
            </li>
          ))}
        </ul>
      )}
      {appraisal !== undefined && <p>{t(lang, appraisalSaid(appraisal))}</p>}
      {checklist.length > 0 && (
        <ul class="ticks">
          {checklist.map(({ item, ok }) => (
            <li>
              <span aria-hidden="true">{ok ? '✓ ' : '✗ '}</span>
              <span class="visually-hidden">{t(lang, ok ? words.met : words.unmet)} </span>
              {ok ? item : <b>{item}</b>}
            </li>
          ))}
        </ul>
      )}
      {doubts.length > 0 && (
        <ul>
          {doubts.map(({ id, is }) => (
            <li>{t(lang, doubtSaid(id, is))}</li>
          ))}
        </ul>
      )}
      {files.length > 0 && (
        <ul class="files">
          {files.map((file) => (
            <li>{hrefOf === undefined ? file.name : <a href={hrefOf(file.id)}>{file.name}</a>}</li>
          ))}
        </ul>
      )}
    </>
  );
};

/** The visits to one nominee, as its panel sees them: checklist and photographs, without names or reasons. */
export const VisitsBox = (props: { lang: Lang; acts: readonly ActRecord[]; hrefOf: Href }) => {
  const visits = props.acts.filter((act) => act.kind === 'visit' && hasDetails(act));
  if (visits.length === 0) return null;
  return (
    <Box title={t(props.lang, words.visits)}>
      {visits.map((act) => (
        <>
          <p class="muted">{shownAt(act.at)}</p>
          <ActDetails lang={props.lang} act={act} hrefOf={props.hrefOf} />
        </>
      ))}
    </Box>
  );
};
