/** Letters for the years after an award: re-checks, revocations, terms, an organisation that may not recommend. */
import { text } from '#domain/problem.ts';
import { shownDateOrInstant } from '#domain/shown-dates.ts';
import { same, type Template, type Told } from './template.ts';

const until = (told: Told) => shownDateOrInstant(told.value('until'));
const reviewsWhy = () =>
  text(
    '您收到此邮件，是因为您是这次复查的复查人。',
    'You get this mail because you look at titles in this re-check.',
  );
const staffWhy = () =>
  text(
    '您收到此邮件，是因为您是该单位的管理员或填报员。',
    'You get this mail because you administer this organisation or fill in forms for it.',
  );
const holderWhy = () =>
  text(
    '您收到此邮件，是因为该荣誉由您或您的单位申报、推荐，或您是获得者。',
    'You get this mail because you or your organisation nominated or recommended this honour, or you hold it.',
  );

/** What a re-check came to for a title. */
const results: Readonly<Record<string, (name: string, title: string) => ReturnType<typeof text>>> = {
  kept: (name, title) =>
    text(`“${name}”的“${title}”复查合格，称号继续有效。`, `"${name}" keeps ${title} after its re-check.`),
  raised: (name, title) =>
    text(`“${name}”的“${title}”复查后升级。`, `"${name}" goes up by a grade of ${title} after its re-check.`),
  lowered: (name, title) =>
    text(
      `“${name}”的“${title}”复查未达到要求，等次降低一级。如有异议，请尽快向授予单位说明。`,
      `"${name}" did not meet the re-check of ${title} and goes down by a grade. If you object, tell the organisation that granted it soon.`,
    ),
  rectifying: (name, title) =>
    text(
      `“${name}”的“${title}”复查未达到要求，请按期整改，并向授予单位报告整改情况。`,
      `"${name}" did not meet the re-check of ${title}. Put right what was found by the date and report to the organisation that granted it.`,
    ),
  proposed: (name, title) =>
    text(
      `“${name}”的“${title}”复查不合格，授予单位将按程序研究是否撤销。如有异议，请尽快向授予单位说明。`,
      `"${name}" failed the re-check of ${title}; the organisation that granted it will consider revoking it. If you object, tell it soon.`,
    ),
};

export const recheckTemplates = {
  /** params: title, count, until. */
  recheckAsked: {
    title: text('复查任务', 'Re-check'),
    subject: (told) =>
      text(
        `【复查】请复查${told.value('count')}个“${told.value('title')}”`,
        `Re-check: ${told.value('count')} titles of ${told.value('title')}`,
      ),
    lead: (told) =>
      text(
        `请于截止日前对分给您的${told.value('count')}个“${told.value('title')}”逐一复查并登记结论。`,
        `Please look at the ${told.value('count')} titles of ${told.value('title')} that were given to you and record what you found.`,
      ),
    facts: (told) => [[text('截止日', 'Last day'), until(told)]],
    action: text('登录办理', 'Sign in and begin'),
    why: reviewsWhy,
  },
  /** params: title, count, until. */
  recheckReminder: {
    title: text('复查催办', 'Re-check: reminder'),
    subject: (told) =>
      text(
        `【催办】“${told.value('title')}”还有${told.value('count')}个未复查`,
        `Reminder: ${told.value('count')} titles of ${told.value('title')} to look at`,
      ),
    lead: (told) =>
      text(
        `分给您的“${told.value('title')}”还有${told.value('count')}个没有登记复查结论，请抓紧办理。`,
        `${told.value('count')} titles of ${told.value('title')} that were given to you have no verdict yet.`,
      ),
    facts: (told) => [[text('截止日', 'Last day'), until(told)]],
    action: text('登录办理', 'Sign in and go on'),
    why: reviewsWhy,
  },
  /** params: title, name, until. */
  rectifyOver: {
    title: text('整改期满', 'Time to put right is over'),
    subject: (told) => text(`【整改期满】请复核“${told.value('name')}”`, `Look again: ${told.value('name')}`),
    lead: (told) =>
      text(
        `“${told.value('name')}”（${told.value('title')}）的整改期限已满，请再次复查并登记结论。`,
        `The time for "${told.value('name')}" (${told.value('title')}) to put things right is over. Look again and record what you found.`,
      ),
    facts: (told) => [[text('整改期限', 'Was until'), until(told)]],
    action: text('登录办理', 'Sign in and go on'),
    why: reviewsWhy,
  },
  /** params: title, name, until. */
  rectifySoon: {
    title: text('复核整改提醒', 'Time to put right after a re-check ends soon'),
    subject: (told) =>
      text(`【整改提醒】“${told.value('name')}”的整改期限将满`, `Soon due: ${told.value('name')}`),
    lead: (told) =>
      text(
        `“${told.value('name')}”的“${told.value('title')}”正在限期整改，期限将满，请及时完成并向授予单位报告。`,
        `"${told.value('name')}" has to put right what was found for ${told.value('title')}; the time ends soon. Finish it and report to the organisation that granted it.`,
      ),
    facts: (told) => [[text('整改期限', 'Until'), until(told)]],
    action: text('查看', 'Open'),
    why: holderWhy,
  },
  /** params: title, name, number, band, how (kept, raised, lowered, rectifying, proposed), until (empty where there is none), gradeZh and gradeEn of one that went up or down. */
  recheckResult: {
    title: text('复查结果', 'Result of a re-check'),
    subject: (told) =>
      text(`“${told.value('name')}”的复查结果`, `Result of the re-check of "${told.value('name')}"`),
    result: ({ value }) => (results[value('how')] ?? results.kept!)(value('name'), value('title')),
    lead: ({ result }) => result,
    facts: (told) => [
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
      [text('复查结论', 'Band'), same(told.value('band'))],
      [text('现等次', 'Grade now'), told.words('grade')],
      [text('整改期限', 'Put right by'), until(told)],
    ],
    action: text('查看', 'Open'),
    why: holderWhy,
  },
  /** params: title, name, number, how (up, down), fromZh, fromEn, toZh, toEn, grounds, decision, date. */
  regraded: {
    title: text('升级或降级', 'Up or down by a grade'),
    result: ({ value }) => (value('how') === 'up' ? text('升级', 'raised') : text('降级', 'lowered')),
    subject: ({ value, result }) =>
      text(`“${value('name')}”所获荣誉${result.zh}`, `The grade of "${value('name')}" was ${result.en}`),
    lead: (told) => [
      text(
        `“${told.value('name')}”所获“${told.value('title')}”的等次已调整。名单、证书查验和台账同时更新。`,
        `"${told.value('name')}" has another grade of ${told.value('title')} now. The list, the certificate check and the ledgers say so.`,
      ),
    ],
    facts: (told) => [
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
      [text('原等次', 'Was'), told.words('from')],
      [text('现等次', 'Is'), told.words('to')],
      [text('事由', 'Grounds'), same(told.value('grounds'))],
      [text('决定文号', 'Decision'), same(told.value('decision'))],
      [text('决定日期', 'Date'), shownDateOrInstant(told.value('date'))],
    ],
    action: text('查看名单', 'See the list'),
    why: holderWhy,
  },
  /** params: title, name, number, until. */
  termEnding: {
    title: text('届期将满', 'Term ends soon'),
    subject: (told) =>
      text(`“${told.value('name')}”的届期将满`, `The term of "${told.value('name')}" ends soon`),
    lead: (told) =>
      text(
        `“${told.value('name')}”所获“${told.value('title')}”的届期将满。需要继续保持称号的，请按授予单位的通知参加复查或重新申报。`,
        `The term of ${told.value('title')} held by "${told.value('name')}" ends soon. To keep the title, take part in its re-check or seek it again, as the organisation that granted it says.`,
      ),
    facts: (told) => [
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
      [text('届期至', 'Until'), until(told)],
    ],
    action: text('查看', 'Open'),
    why: holderWhy,
  },
  /** params: title, name, number, until. */
  termOver: {
    title: text('届期已满', 'Term ended'),
    subject: (told) =>
      text(`“${told.value('name')}”的届期已满`, `The term of "${told.value('name')}" has ended`),
    lead: (told) =>
      text(
        `“${told.value('name')}”所获“${told.value('title')}”届期已满，名单和证书查验显示“已过届期”。可以按规定重新申报。`,
        `The term of ${told.value('title')} held by "${told.value('name')}" has ended; the list and the certificate check say so. It may be sought again as the rules say.`,
      ),
    facts: (told) => [
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
      [text('届期至', 'Until'), until(told)],
    ],
    action: text('查看', 'Open'),
    why: holderWhy,
  },
  /** To an organisation. params: by, code, from, until. */
  barred: {
    title: text('限制推荐', 'Barred from recommending'),
    subject: () => text('【通知】贵单位被限制推荐', 'Your organisation may not recommend for a while'),
    lead: (told) =>
      text(
        `${told.value('by')}决定，在下列日期内开始的评选中，贵单位不能推荐荣誉 ${told.value('code')}。原因请打开页面查看；如有异议，请与其联系。`,
        `${told.value('by')} decided that your organisation may not recommend for the honour ${told.value('code')} in selections that open within the days below. Open the page for the reason, and write to it if you object.`,
      ),
    facts: (told) => [
      [text('自', 'From'), shownDateOrInstant(told.value('from'))],
      [text('至', 'Until'), until(told)],
    ],
    action: text('查看原因', 'Read the reason'),
    why: staffWhy,
  },
  /** To an organisation. params: by, code. */
  barLifted: {
    title: text('解除推荐限制', 'May recommend again'),
    subject: () => text('【通知】贵单位的推荐限制已解除', 'Your organisation may recommend again'),
    lead: (told) =>
      text(
        `${told.value('by')}已解除贵单位推荐荣誉 ${told.value('code')} 的限制。`,
        `${told.value('by')} lets your organisation recommend for the honour ${told.value('code')} again.`,
      ),
    action: text('查看', 'Open'),
    why: staffWhy,
  },
  /** To those who may confirm. params: org, decision, actZh, actEn. */
  revocationProposed: {
    title: text('撤销、作废待确认', 'Revocation or annulment to confirm'),
    subject: (told) => {
      const { zh, en } = told.words('act');
      return text(
        `【待确认】${told.value('org')}提出${zh}荣誉`,
        `To confirm: ${en} proposed by ${told.value('org')}`,
      );
    },
    lead: (told) => {
      const { zh, en } = told.words('act');
      return text(
        `${told.value('org')}提出${zh}荣誉。${zh}须由两人办理，请核对后确认或退回。`,
        `${told.value('org')} proposed the ${en} of honours. It takes two persons: check it, then confirm or refuse it.`,
      );
    },
    facts: (told) => [[text('决定文号', 'Decision'), same(told.value('decision'))]],
    action: text('登录办理', 'Sign in and decide'),
    why: () =>
      text(
        '您收到此邮件，是因为您是该单位或其上级的管理员。',
        'You get this mail because you administer this organisation or one above it.',
      ),
  },
} as const satisfies Readonly<Record<string, Template>>;
