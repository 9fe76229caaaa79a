/** The text of a public notice 公示, from the stored one (docs/rules/notice.md#what-is-shown). */
import { noticeTitle } from '#domain/notice/notice-title.ts';
import { shownDate, shownDay } from '#domain/shown-dates.ts';
import { alsoOn, type OnLists, ownListLines } from './own-lists.ts';

/** What the text needs of a notice; the stored public notice has it all. */
export interface NoticePaper {
  readonly title: string;
  /** Who is on it: 拟表彰, 拟命名 …. */
  readonly proposed: string;
  /** What they have been through: 申报、资格审查. */
  readonly passed: string;
  readonly orgName: string;
  readonly coHosts: readonly string[];
  readonly legalBasis?: string | undefined;
  readonly start: string;
  readonly end: string;
  readonly strictEnd: string;
  readonly days: number;
  readonly mode: 'working' | 'calendar';
  readonly countPostingDay: boolean;
  /** Time of day at which objections close, `17:30`. */
  readonly closes: string;
  readonly contact: {
    readonly office?: string | undefined;
    readonly phone?: string | undefined;
    readonly email?: string | undefined;
    readonly address?: string | undefined;
    readonly hours?: string | undefined;
  };
  readonly anonymous: 'log-only' | 'log-only-unless-clear-leads' | 'accept';
  readonly letterDateRule: 'arrival' | 'sending';
  /** Absolute address of the notice's page. */
  readonly url: string;
  readonly unit: string;
  /** The label of what the nominees are grouped by. */
  readonly listedBy?: string | undefined;
  /** Titles of the lists of their own. */
  readonly lists: readonly string[];
  readonly rehearsal: boolean;
}
/** Who stands in the text of a notice or a decision. */
export interface TextNominee {
  readonly name: string;
  readonly shown: readonly { readonly label: string; readonly value: string }[];
  readonly grades?: readonly { readonly zh: string }[] | undefined;
  /** Titles of the lists of their own that she is on. */
  readonly lists?: readonly string[] | undefined;
}
/** Where the list of a text stands: how many are on it, and the heading that they stand under. */
export interface TextPlace {
  readonly count: number;
  readonly group?: string | undefined;
  readonly own?: OnLists | undefined;
}

/** How the days were counted, with both ends (docs/rules/notice.md#both-dates). */
function countingRule(
  notice: Pick<NoticePaper, 'days' | 'mode' | 'countPostingDay' | 'end' | 'strictEnd'>,
): string {
  const kind = notice.mode === 'working' ? '个工作日（含调休上班日）' : '天（自然日）';
  const first = notice.countPostingDay ? '发布当日计入' : '发布当日不计入，自次日起算';
  const other =
    notice.countPostingDay && notice.strictEnd !== notice.end
      ? `；若发布当日不计入，则至${shownDay(notice.strictEnd).zh}止`
      : '';
  return `共${notice.days}${kind}，${first}${other}`;
}

/** How an objection must be made to be accepted. */
function objectionRules(notice: Pick<NoticePaper, 'anonymous' | 'letterDateRule'>): readonly string[] {
  const anonymous = {
    'log-only': '匿名反映仅作登记，不予受理。',
    'log-only-unless-clear-leads': '匿名反映无明确线索的，仅作登记，不予受理。',
    accept: '匿名反映也予受理，请尽量提供可以核查的线索。',
  }[notice.anonymous];
  const letters = notice.letterDateRule === 'arrival' ? '到达邮戳' : '寄出邮戳';
  return [
    '以个人名义反映的，请署真实姓名并留联系方式；以单位名义反映的，请加盖公章。',
    `反映情况应当客观真实、有据可查。${anonymous}`,
    `来信以${letters}日期为准。反映人的身份和内容依法保密。`,
  ];
}

/** What a nominee's group says. */
const groupIn = ({ listedBy }: Pick<NoticePaper, 'listedBy'>, { shown }: TextNominee): string | undefined =>
  shown.find(({ label }) => label === listedBy)?.value;

/** What stands before the list, one paragraph a line. */
export function noticeHead(notice: NoticePaper, count: number): readonly string[] {
  const basis = notice.legalBasis === undefined ? '按照评选活动安排' : `根据${notice.legalBasis}`;
  return [
    ...(notice.rehearsal ? ['【演练】本公示为演练内容，不产生任何效力'] : []),
    noticeTitle(notice),
    '',
    `${basis}，经${notice.passed}，现将${notice.title}${notice.proposed}对象予以公示，接受社会监督。`,
    '',
    `一、公示对象（共${count}${notice.unit}）`,
  ];
}

/** Some nominees of the list, numbered on from where it stands, each group under its heading. */
export function noticeLines(
  notice: Pick<NoticePaper, 'listedBy'>,
  nominees: readonly TextNominee[],
  place: TextPlace,
): { readonly lines: readonly string[]; readonly place: TextPlace } {
  const lines: string[] = [];
  let { count, group, own: on = {} } = place;
  for (const nominee of nominees) {
    const { name, shown, grades = [] } = nominee;
    const own = groupIn(notice, nominee);
    if (own !== undefined && own !== group) lines.push(`【${own}】`);
    group = own;
    const more = [
      ...(grades.length === 0 ? [] : [`拟评等次：${grades.map(({ zh }) => zh).join('、')}`]),
      ...shown.map(({ label, value }) => `${label}：${value}`),
    ].join('，');
    lines.push(`${++count}．${name}${more === '' ? '' : `（${more}）`}`);
    on = alsoOn(on, nominee, count);
  }
  return { lines, place: { count, own: on, ...(group !== undefined && { group }) } };
}

/** What stands behind the list: the days, how to object, the contact, who signs. */
export function noticeTail(notice: NoticePaper, { own = {} }: TextPlace): readonly string[] {
  const hosts = [notice.orgName, ...notice.coHosts].join('、');
  const contact: readonly (readonly [string, string | undefined])[] = [
    ['受理部门', notice.contact.office],
    ['联系电话', notice.contact.phone],
    ['电子邮箱', notice.contact.email],
    ['通信地址', notice.contact.address],
    ['受理时间', notice.contact.hours],
  ];
  return [
    ...ownListLines(notice.lists, notice.unit, own),
    '',
    '二、公示时间',
    `${shownDay(notice.start).zh}至${shownDay(notice.end).zh}${notice.closes}，${countingRule(notice)}。`,
    '',
    '三、反映方式',
    '公示期间，任何单位和个人对公示对象有异议的，可通过网页、来信、来电、来访或电子邮件反映。',
    ...objectionRules(notice),
    `网上反映：${notice.url}`,
    '',
    '四、联系方式',
    ...contact.flatMap(([label, value]) =>
      value === undefined || value === '' ? [] : [`${label}：${value}`],
    ),
    '',
    hosts,
    shownDate(notice.start).zh,
    '',
  ];
}
