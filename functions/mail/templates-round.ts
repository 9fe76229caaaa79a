/** Letters about a round as a whole: its settings were changed, it was cancelled, a unit may hand in late. */
import { text } from '#domain/problem.ts';
import { type Template, type Told, thisSelection } from './template.ts';

const reason = (told: Told) =>
  [text('原因', 'Reason'), text(told.value('reason'), told.value('reason'))] as const;
const concernedWhy = () =>
  text(
    '您收到此邮件，是因为您的申报、草稿、待办、评审或名额受此影响。',
    'You get this mail because it concerns your nomination, your draft, your tasks, your panel or your places.',
  );

export const roundTemplates = {
  /** params: programmeZh, programmeEn, whatZh, whatEn, reason. */
  roundChanged: {
    title: text('安排调整', 'Changed arrangements'),
    subject: ({ programme: p }) => text(`【安排调整】${p.zh}`, `Changed arrangements: ${p.en}`),
    lead: ({ programme: p }) =>
      text(
        `“${p.zh}”的安排已调整，自即日起按新的安排执行。`,
        `The arrangements of ${p.en} were changed and hold from now on.`,
      ),
    facts: (told) => [[text('调整内容', 'Changed'), told.words('what', thisSelection)], reason(told)],
    action: text('查看详情', 'See the details'),
    why: concernedWhy,
  },
  /** params: programmeZh, programmeEn, reason. */
  roundCancelled: {
    title: text('评选取消', 'Round cancelled'),
    subject: ({ programme: p }) => text(`【评选取消】${p.zh}`, `Cancelled: ${p.en}`),
    lead: ({ programme: p }) =>
      text(
        `“${p.zh}”的本轮评选已取消，不再办理；已提交的申报保持原状。`,
        `This round of ${p.en} was cancelled. Nothing more is done; nominations keep their state.`,
      ),
    facts: (told) => [reason(told)],
    action: text('查看详情', 'See the details'),
    why: concernedWhy,
  },
  /** To a unit's clerks and administrators. params: programmeZh, programmeEn, until, places, reason. */
  lateEntry: {
    title: text('准予补报', 'Late entries allowed'),
    subject: ({ programme: p }) => text(`【准予补报】${p.zh}`, `You may hand in late: ${p.en}`),
    lead: ({ programme: p }) =>
      text(
        `“${p.zh}”的申报已经截止，现准予您所在单位补报。`,
        `The window of ${p.en} is over; your organisation may still hand in.`,
      ),
    facts: (told) => [
      [text('补报截止', 'Until'), text(told.value('until'), told.value('until'))],
      [text('最多份数', 'At most'), text(told.value('places'), told.value('places'))],
      reason(told),
    ],
    action: text('打开我的申报', 'Open my nominations'),
    why: () =>
      text(
        '您收到此邮件，是因为您是该单位的管理员或填报员。',
        'You get this mail because you administer that organisation or fill in its forms.',
      ),
  },
} as const satisfies Readonly<Record<string, Template>>;
