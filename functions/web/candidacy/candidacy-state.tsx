/** How a candidacy stands: its facts line by line, and who is asked in its step. */
import type { Asked } from '#domain/candidacy/candidacy-record.ts';
import { carriedWords } from '#domain/candidacy/candidacy-state.ts';
import { entryUnder } from '#domain/members.ts';
import { actWords } from '#domain/review/act-words.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { stepNameIn } from '#web/frame/names.ts';
import { Box, SummaryList, Tag } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import type { SeenCandidacy, Shown } from './candidacy-read.ts';

interface Props {
  readonly seen: SeenCandidacy;
  readonly shown: Shown;
}

/** Each with its label; a line without a value is not shown. */
function rowsOf({ seen, shown }: Props) {
  const { candidacy, nomination, programme, lang, say } = seen;
  const { outcome, upward, score, honour, step, note, openObjections, missing, reopened, mending } =
    candidacy;
  const words = w(lang);
  const withNote = (said: string, more: string | undefined, between: string) =>
    more === undefined ? said : `${said}${between}${more}`;
  const roleOr = (name: string) => entryUnder<string>(words.roles, name) ?? name;
  const objections = say(`${openObjections} 件在核查`, `${openObjections} under inquiry`);
  return [
    {
      label: say('来自', 'From'),
      value: `${shown.orgName(candidacy.from)}（${words.channels[candidacy.channel]}）`,
    },
    {
      label: say('收到时间', 'Received'),
      value: `${shownAt(candidacy.receivedAt)}${candidacy.late === true ? say('（补报）', ' (after the window, as allowed)') : ''}`,
    },
    {
      label: say('申报表', 'Form'),
      value: say(`第 ${candidacy.revision} 稿`, `Revision ${candidacy.revision}`),
    },
    { label: say('环节', 'Step'), value: step && stepNameIn(lang, programme.stages[candidacy.stage], step) },
    {
      label: say('缺少承办人', 'Nobody yet for'),
      value: step?.kind === candidacy.state && missing && missing.map(roleOr).join('、'),
    },
    {
      label: say('整改', 'To be mended'),
      value:
        mending &&
        say(
          `第 ${mending.times} 次${mending.until === undefined ? '' : `，期限 ${mending.until}`}`,
          `Time ${mending.times}${mending.until === undefined ? '' : `, until ${mending.until}`}`,
        ),
    },
    { label: say('评审名次', 'Rank by the panel'), value: score && (score.rank ?? '—') },
    { label: say('说明', 'Note'), value: note !== undefined && <span class="prose">{note}</span> },
    {
      label: say('结果', 'Outcome'),
      value: outcome && withNote(words.outReasons[outcome.reason], outcome.note, '：'),
    },
    {
      label: say('重新审查', 'Reopened'),
      value: reopened?.map(({ at, by, reason }) => (
        <div class="prose">{`${shownAt(at)} · ${shown.memberName(by)} · ${reason}`}</div>
      )),
    },
    { label: say('证书编号', 'Certificate'), value: honour?.number },
    {
      label: say('上报', 'Sent up'),
      value:
        upward && withNote(`${words.upward[upward.state]} · ${shownAt(upward.at)}`, upward.reason, ' · '),
    },
    {
      label: say('本人同意', 'Consent'),
      value: nomination.consent && words.consents[nomination.consent.state],
    },
    {
      label: say('异议', 'Objections'),
      value:
        openObjections > 0 &&
        (seen.can('objection.read') ? (
          <a href={`/objections?org=${candidacy.org}`}>{objections}</a>
        ) : (
          objections
        )),
    },
  ].flatMap(({ label, value }) => (value === undefined || value === false ? [] : [{ label, value }]));
}

const AskedTable = ({ seen, shown }: Props) => {
  const { candidacy, lang, say } = seen;
  const kind = candidacy.step?.kind ?? '';
  return (
    <DataTable
      lang={lang}
      caption={say('本环节的承办人', 'Asked in this step')}
      captionShown
      rows={candidacy.asked}
      columns={[
        {
          title: say('承办人', 'Person'),
          cell: ({ department, member }: Asked) =>
            department === undefined
              ? shown.memberName(member)
              : `${department}（${shown.memberName(member)}）`,
        },
        { title: say('期限', 'Due'), cell: ({ due }: Asked) => shownAt(due) },
        {
          title: say('答复', 'Answer'),
          cell: ({ answer, late }: Asked) =>
            answer === undefined ? (
              <Tag tone="warn">{say('未答复', 'Not answered')}</Tag>
            ) : (
              t(lang, actWords(kind, answer)) + (late === true ? say('（逾期）', ' (late)') : '')
            ),
        },
      ]}
    />
  );
};

export const State = ({ seen, shown }: Props) => {
  const { candidacy, lang, say } = seen;
  const isCarried = candidacy.carried !== undefined && candidacy.state === 'sentBack';
  const unanswered = candidacy.asked.find(({ answer }) => answer === undefined);
  return (
    <Box
      title={say('现在的情况', 'How it stands')}
      aside={
        <Tag tone={candidacyTones[candidacy.state]}>
          {isCarried
            ? t(lang, carriedWords)
            : candidacy.outcome !== undefined && candidacy.state === 'out'
              ? w(lang).outReasons[candidacy.outcome.reason]
              : w(lang).states[candidacy.state]}
        </Tag>
      }
    >
      <SummaryList rows={rowsOf({ seen, shown })} />
      {candidacy.asked.length > 0 && <AskedTable seen={seen} shown={shown} />}
      {unanswered !== undefined && seen.can('task.reassign') && (
        <p>
          <a href={`${seen.path}/reassign?from=${encodeURIComponent(unanswered.member)}`}>
            {say('改派给其他人', 'Reassign to somebody else')}
          </a>
        </p>
      )}
    </Box>
  );
};
