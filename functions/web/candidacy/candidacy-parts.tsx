/** Parts of the page of one candidacy: the conditions, what was decided, and the form as it stands. */

import type { ActRecord } from '#domain/review/act-record.ts';
import { actWords } from '#domain/review/act-words.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { ActDetails } from '#web/frame/act-details.tsx';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import { stepNameIn } from '#web/frame/names.ts';
import { Box, Button, Details, HiddenCsrf, Tag } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import { FileName } from '#web/nomination/record-files.tsx';
import type { SeenCandidacy, Shown } from './candidacy-read.ts';

interface Props {
  readonly seen: SeenCandidacy;
  readonly shown: Shown;
}

const recordPath = ({ nomination }: SeenCandidacy): string =>
  `/nominations/${encodeURIComponent(nomination.id)}`;
/** Where a file of an act is opened. */
export const actFile =
  (seen: SeenCandidacy) =>
  (file: string): string =>
    `${recordPath(seen)}/acts/${file}`;

export const Conditions = ({ seen: { lang, say }, shown }: Props) => (
  <Box title={say('申报条件', 'Conditions')}>
    <ul class="ticks">
      {shown.findings.map(({ ok, text }) => (
        <li>
          <Tag tone={ok ? 'good' : 'bad'}>{ok ? say('符合', 'Met') : say('不符合', 'Not met')}</Tag>{' '}
          {t(lang, text)}
        </li>
      ))}
    </ul>
  </Box>
);

export const Decided = ({ seen, shown }: Props) => {
  const { lang, say } = seen;
  if (shown.acts.length === 0) return null;
  const nameOf = ({ stage, step, kind }: ActRecord) =>
    stepNameIn(lang, seen.programme.stages[stage], { id: step, kind });
  return (
    <Box title={say('各环节意见', 'What was decided')}>
      <DataTable
        lang={lang}
        caption={say('意见', 'Opinions')}
        rows={shown.acts}
        columns={[
          {
            title: say('环节', 'Step'),
            cell: (act: ActRecord) => `${shown.orgName(act.org)} · ${nameOf(act)}`,
          },
          { title: say('意见', 'Opinion'), cell: (act) => t(lang, actWords(act.kind, act.outcome)) },
          {
            title: say('理由', 'Reason'),
            cell: (act) => (
              <>
                <span class="prose">{act.reason || '—'}</span>
                <ActDetails lang={lang} act={act} hrefOf={actFile(seen)} />
              </>
            ),
          },
          {
            title: say('何人何时', 'Who and when'),
            cell: (act) =>
              `${act.department === undefined || act.kind !== 'opinions' ? `${shown.memberName(act.member)}${act.department === undefined ? '' : `（${act.department}）`}` : act.department} · ${shownAt(act.at)}`,
          },
        ]}
      />
    </Box>
  );
};

/** Personal data are shown by a press only, which is recorded. */
const Reveal = ({ seen, csrf }: { readonly seen: SeenCandidacy; readonly csrf: string }) => (
  <form method="post" action={`${seen.here}/reveal`}>
    <HiddenCsrf csrf={csrf} />
    <Button tone="secondary" small>
      {seen.say('显示个人信息（记录在案）', 'Show personal data (logged)')}
    </Button>
  </form>
);

export const TheForm = (props: Props & { readonly csrf: string; readonly revealed: boolean }) => {
  const { seen, shown, csrf, revealed } = props;
  const { lang, say } = seen;
  const { attachments } = shown;
  return (
    <Box
      title={say('申报表', 'The form')}
      aside={revealed || shown.erased ? undefined : <Reveal seen={seen} csrf={csrf} />}
    >
      {shown.erased && (
        <p>{say('个人信息已按规定删除。', 'Personal data were erased as the rules demand.')}</p>
      )}
      <AnswersView form={seen.form} answers={shown.answers} lang={lang} reveal={revealed} />
      {attachments.length > 0 && (
        <Details title={w(lang).form.attachments} open>
          <ul>
            {attachments.map((file) => (
              <li>
                <FileName
                  lang={lang}
                  file={file}
                  href={`${recordPath(seen)}/files/${encodeURIComponent(file.id)}`}
                />
              </li>
            ))}
          </ul>
        </Details>
      )}
    </Box>
  );
};
