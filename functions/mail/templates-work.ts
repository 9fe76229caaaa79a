/** Letters that ask somebody to do something, or say that nobody did. */
import { type Text, text } from '#domain/problem.ts';
import { shownDateOrInstant } from '#domain/shown-dates.ts';
import { forYouOnly, openingIsSafe, same, type Template, type Told } from './template.ts';

const askedWhy = ({ step: s, programme: p }: Told): Text =>
  text(
    `您收到此邮件，是因为“${p.zh}”的“${s.zh}”环节指定由您办理。`,
    `You get this mail because ${s.en} in ${p.en} was assigned to you.`,
  );

/** A one-time code, until when it holds, and to keep it to oneself. */
const withCode = {
  carriesSecret: true,
  facts: (told: Told) => [
    [text('验证码', 'Code'), same(told.value('code'))] as const,
    [text('有效期至', 'Valid until'), shownDateOrInstant(told.value('expiresAt'))] as const,
  ],
  notes: [
    text(
      '请勿将验证码告诉他人，工作人员不会向您索要。',
      'Tell the code to nobody; our staff never ask for it.',
    ),
  ],
} as const;

/** What a changed date is of. */
const dated = ({ words }: Told): Text => words('what', text('时间安排', 'the schedule'));

export const workTemplates = {
  /** params: stepZh, stepEn, programmeZh, programmeEn. */
  worklist: {
    title: text('待办通知', 'Tasks to do'),
    listsTasks: true,
    short: 'invitation',
    subject: (told) => {
      const { step: s, programme: p, howMany: n, firstDue: d } = told;
      return text(
        `【待办】${p.zh}：${s.zh} ${n.zh}，请于${d.zh}前办理`,
        `To do: ${s.en}, ${n.en} by ${d.en} (${p.en})`,
      );
    },
    lead: ({ step: s, programme: p, howMany: n }) =>
      text(
        `您在“${p.zh}”中有 ${n.zh}“${s.zh}”待办。请打开待办清单，逐项作出明确意见。`,
        `You have ${n.en} for ${s.en} in ${p.en}. Open your worklist and give an explicit answer to each.`,
      ),
    action: text('打开待办清单', 'Open my worklist'),
    notes: [openingIsSafe, forYouOnly],
    why: askedWhy,
  },
  /** params as in `worklist`; lists every task of the step that is still open. */
  reminder: {
    title: text('催办通知', 'Reminder'),
    listsTasks: true,
    short: 'reminder',
    subject: ({ step: s, programme: p, howMany: n }) =>
      text(`【催办】${p.zh}：${s.zh}尚有 ${n.zh}未办结`, `Reminder: ${s.en}, ${n.en} still open (${p.en})`),
    lead: (told) => {
      const { step: s, programme: p, howMany: n, late } = told;
      return [
        text(
          `您在“${p.zh}”中尚有 ${n.zh}“${s.zh}”待办未办结${late.zh}，请尽快办理。`,
          `You still have ${n.en} open for ${s.en} in ${p.en}${late.en}. Please see to them soon.`,
        ),
        text(
          '如因回避或离岗不能办理，请在待办清单中转交或说明。',
          'If you cannot take them, delegate or decline them in the worklist.',
        ),
      ];
    },
    action: text('打开待办清单', 'Open my worklist'),
    notes: [openingIsSafe, forYouOnly],
    why: askedWhy,
  },
  /** To administrators. params: stepZh, stepEn, programmeZh, programmeEn. */
  overdue: {
    title: text('逾期提醒', 'Overdue tasks'),
    subject: ({ step: s, programme: p }) =>
      text(`【逾期】${p.zh}：${s.zh}有待办逾期未办`, `Overdue: ${s.en} (${p.en})`),
    lead: ({ step: s, programme: p }) => [
      text(
        `“${p.zh}”的“${s.zh}”环节有待办已过期限，系统已向承办人发出催办。`,
        `In ${p.en}, tasks of ${s.en} are past their date; those concerned were reminded.`,
      ),
      text(
        '请打开评选工作台查看进度；如承办人不能办理，可以改派。',
        'Open the round desk to see the progress; tasks can be reassigned there.',
      ),
    ],
    action: text('打开评选工作台', 'Open the round desk'),
    why: () =>
      text(
        '您收到此邮件，是因为您是本级评选的管理员。',
        'You get this mail because you administer this round.',
      ),
  },
  /** To administrators. params: stepZh, stepEn, programmeZh, programmeEn. */
  shortHanded: {
    title: text('缺少承办人', 'Nobody to ask'),
    subject: ({ step: s, programme: p }) =>
      text(`【待处理】${p.zh}：${s.zh}缺少承办人`, `${s.en} wants more people (${p.en})`),
    lead: ({ step: s, programme: p }) => [
      text(
        `“${p.zh}”的“${s.zh}”环节，本单位可以承办的人员不足规定人数，或都与申报对象有利害关系。人数不足不会视为通过。`,
        `In ${p.en} the organisation has fewer people for ${s.en} than it needs, or all have a tie to the nominee. Fewer never count as enough.`,
      ),
      text(
        '请在人员管理中邀请人员或授予角色，再在该对象页面点“补派承办人”；系统每天也会自动查找。',
        'Invite people or grant the role, then press "Ask those missing" on the page of the nominee; it is also looked for once a day.',
      ),
    ],
    action: text('打开申报对象', 'Open the nominee'),
    why: () =>
      text(
        '您收到此邮件，是因为您是本级评选的管理员。',
        'You get this mail because you administer this round.',
      ),
  },
  /** To the nominee, before review. params: name, programmeZh, programmeEn. */
  consent: {
    title: text('征求本人同意', 'Consent asked'),
    subject: ({ programme: p, value }) =>
      text(
        `【请您确认】“${value('name')}”被推荐参加${p.zh}`,
        `Please confirm: "${value('name')}" was nominated for ${p.en}`,
      ),
    lead: ({ programme: p, value }) => [
      text(
        `有人推荐“${value('name')}”参加“${p.zh}”。申报须经本人同意后才进入审查。`,
        `"${value('name')}" was nominated for ${p.en}. The nomination is examined only with your consent.`,
      ),
      text(
        '请打开页面查看申报内容和个人信息处理告知，再选择同意或不同意。',
        'Open the page to read the nomination and the privacy notice, then agree or refuse.',
      ),
    ],
    action: text('查看并确认', 'Read and answer'),
    notes: [openingIsSafe, forYouOnly],
    why: () =>
      text(
        '您收到此邮件，是因为推荐人填写了您的邮箱用于征得您的同意。如与您无关，请忽略本邮件。',
        'You get this mail because the nominator gave your address to ask for your consent. If it does not concern you, ignore it.',
      ),
  },
  /** params: whatZh, whatEn (which deadline), from, to (dates or instants), programmeZh, programmeEn. */
  deadlineChanged: {
    title: text('时间变更', 'Date changed'),
    subject: (told) => {
      const [p, what] = [told.programme, dated(told)];
      return text(`【时间变更】${p.zh}：${what.zh}已调整`, `Date changed: ${what.en} (${p.en})`);
    },
    lead: (told) => {
      const [p, what] = [told.programme, dated(told)];
      return text(
        `“${p.zh}”的${what.zh}已调整，自即日起按新的时间执行。`,
        `In ${p.en}, ${what.en} was changed; the new date holds from now on.`,
      );
    },
    facts: (told) => [
      [text('原定时间', 'Before'), shownDateOrInstant(told.value('from'))],
      [text('新的时间', 'Now'), shownDateOrInstant(told.value('to'))],
    ],
    action: text('查看详情', 'See the details'),
    why: () =>
      text(
        '您收到此邮件，是因为您的申报或待办受此变更影响。',
        'You get this mail because the change concerns your nomination or tasks.',
      ),
  },
  /** params: expiresAt; the code comes with the secret. */
  signin: {
    title: text('登录验证', 'Sign-in'),
    ...withCode,
    subject: () => text('登录链接与验证码', 'Your sign-in link and code'),
    lead: () =>
      text(
        '请打开链接并点击登录，或在登录页面输入验证码。',
        'Open the link and press the button, or type the code on the sign-in page.',
      ),
    action: text('登录', 'Sign in'),
    why: () =>
      text(
        '您收到此邮件，是因为有人用此邮箱申请登录。如非本人操作，请忽略，不会有任何影响。',
        'You get this mail because somebody asked to sign in with this address. If it was not you, ignore it; nothing happens.',
      ),
  },
  /** To anyone who wants to nominate and confirms her address first. params: expiresAt; the code comes with the secret. */
  nominateConfirm: {
    title: text('邮箱确认', 'Address confirmation'),
    ...withCode,
    subject: () => text('请确认邮箱以开始申报', 'Confirm your address to start your nomination'),
    lead: () =>
      text(
        '请打开链接并点击确认，或在页面上输入验证码，然后开始或继续填写申报。',
        'Open the link and press the button, or type the code on the page; then start or go on with your nomination.',
      ),
    action: text('确认邮箱', 'Confirm my address'),
    why: () =>
      text(
        '您收到此邮件，是因为有人用此邮箱申请申报。如非本人操作，请忽略，不会有任何影响。',
        'You get this mail because somebody wants to nominate with this address. If it was not you, ignore it; nothing happens.',
      ),
  },
} as const satisfies Readonly<Record<string, Template>>;
