/** Parts of the page of a public notice: its period, what its state means, whom it shows, how and where to object. */

import { shanghaiDate } from '#domain/instant.ts';
import type { PublicNominee, PublicNotice } from '#domain/notice/notice-record.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { underTitles } from '#domain/programme/list-group.ts';
import { shownDay } from '#domain/shown-dates.ts';
import { dayIn, timeOf } from '#web/frame/common.tsx';
import { SummaryList, type SummaryRow } from '#web/frame/parts.tsx';
import { type Lang, sayIn, t } from '#web/frame/words.ts';
import type { noticeState } from './notice-state.ts';

type State = ReturnType<typeof noticeState>;

/** From the first day to the end of office hours of the last. */
export const Period = ({ lang, notice }: { readonly lang: Lang; readonly notice: PublicNotice }) => (
  <>
    <time datetime={notice.start}>{t(lang, shownDay(notice.start))}</time>
    {sayIn(lang)(' 至 ', ' to ')}
    <time datetime={notice.closesAt}>
      {t(lang, shownDay(notice.end))} {timeOf(notice.closesAt)}
    </time>
  </>
);

/** What the state means for a reader, in one sentence. */
export const stateLead = (lang: Lang, state: State, notice: PublicNotice): string => {
  const say = sayIn(lang);
  switch (state) {
    case 'open':
      return say('公示期间，任何单位和个人均可提出异议。', 'Anyone may object while the notice is open.');
    case 'ended':
      return say(
        '今日受理已截止，此后收到的反映仅作登记。',
        'It has closed for today; what comes now is only logged.',
      );
    case 'suspended':
      return say(
        `公示自 ${dayIn(lang, shanghaiDate(notice.suspended?.since ?? notice.closesAt))} 起中止，名单暂不显示；恢复后公示期重新计算。`,
        `Suspended since ${shanghaiDate(notice.suspended?.since ?? notice.closesAt)}; the names are not shown. When it resumes, the whole period starts anew.`,
      );
    case 'takenDown':
      return say(
        '公示期已满，名单已经撤下。审定并发布的名单见荣誉榜。',
        'The period is over and the names were taken down. Published lists are among the honours.',
      );
  }
};

/** Whom to reach, and when. */
export const Contact = ({ lang, notice }: { readonly lang: Lang; readonly notice: PublicNotice }) => {
  const say = sayIn(lang);
  const { office, phone, email, address, hours } = notice.contact;
  const rows: readonly SummaryRow[] = [
    { label: say('受理部门', 'Office'), value: office ?? notice.orgName },
    ...(phone === undefined
      ? []
      : [{ label: say('电话', 'Phone'), value: <a href={`tel:${phone}`}>{phone}</a> }]),
    ...(email === undefined
      ? []
      : [{ label: say('电子邮箱', 'E-mail'), value: <a href={`mailto:${email}`}>{email}</a> }]),
    ...(address === undefined ? [] : [{ label: say('通信地址', 'Address'), value: address }]),
    ...(hours === undefined ? [] : [{ label: say('受理时间', 'Hours'), value: hours }]),
  ];
  return <SummaryList rows={rows} />;
};

/** How an objection must be made to be accepted, by the settings of this notice. */
export const ObjectionRules = ({ lang, notice }: { readonly lang: Lang; readonly notice: PublicNotice }) => {
  const say = sayIn(lang);
  const { anonymousPolicy, letterDateRule } = notice.objection;
  const anonymous = {
    'log-only': say('匿名反映仅作登记，不予受理。', 'Anonymous objections are logged and not accepted.'),
    'log-only-unless-clear-leads': say(
      '匿名反映无明确线索的，仅作登记，不予受理。',
      'Anonymous objections without clear leads are logged and not accepted.',
    ),
    accept: say('匿名反映也予受理，请写明可核查的线索。', 'Anonymous objections are accepted; give leads.'),
  }[anonymousPolicy];
  return (
    <ul class="rules">
      <li>
        {say(
          '以个人名义反映的，请署真实姓名并留联系方式；以单位名义反映的，请加盖公章。',
          'A person gives her real name and how to reach her; a unit uses its seal.',
        )}
      </li>
      <li>{anonymous}</li>
      <li>
        {letterDateRule === 'arrival'
          ? say('来信以到达邮戳日期为准。', 'Letters are dated by the postmark of arrival.')
          : say('来信以寄出邮戳日期为准。', 'Letters are dated by the postmark of sending.')}
      </li>
      <li>{say('反映人的身份和反映内容依法保密。', 'Who objects and what is said is kept secret.')}</li>
    </ul>
  );
};

/** What of a nominee says her group; undefined where the notice has no groups. */
const groupIn = (label: string | undefined, { shown }: PublicNominee): string | undefined =>
  shown.find((item) => item.label === label)?.value;

/** One page of the nominees under the headings of their groups, with the permitted fields only. */
export const Names = (props: {
  readonly lang: Lang;
  readonly listedBy: string | undefined;
  readonly from: number;
  readonly nominees: readonly PublicNominee[];
  readonly object: string | undefined;
}) => (
  <>
    {underTitles(props.nominees, (nominee) => groupIn(props.listedBy, nominee)).map(
      ({ title, from, items }) => (
        <>
          {title !== undefined && <h3>{title}</h3>}
          <NameList {...props} from={props.from + from} nominees={items} />
        </>
      ),
    )}
  </>
);

const NameList = (props: {
  readonly lang: Lang;
  readonly from: number;
  readonly nominees: readonly PublicNominee[];
  readonly object: string | undefined;
}) => (
  <ol class="names" start={props.from}>
    {props.nominees.map((nominee, n) => (
      <li>
        <span class="names-number" aria-hidden="true">
          {props.from + n}
        </span>
        <span class="names-name">{nominee.name}</span>
        {nominee.grades !== undefined && (
          <span class="names-fact">
            {sayIn(props.lang)('拟评：', 'Proposed: ')}
            {t(props.lang, titlesSaid(nominee.grades))}
          </span>
        )}
        {nominee.shown.map(({ label, value }) => (
          <span class="names-fact">
            <span class="visually-hidden">{label}：</span>
            {value}
          </span>
        ))}
        {props.object !== undefined && (
          <a class="names-object" href={`${props.object}?nominee=${encodeURIComponent(nominee.nomination)}`}>
            {sayIn(props.lang)('提出异议', 'Object')}
            <span class="visually-hidden">：{nominee.name}</span>
          </a>
        )}
      </li>
    ))}
  </ol>
);
