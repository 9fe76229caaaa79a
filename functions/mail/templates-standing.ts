/** Letters that tell somebody where she stands now: received, invited, an honour that ended. */
import { text } from '#domain/problem.ts';
import { shownDateOrInstant } from '#domain/shown-dates.ts';
import { forYouOnly, same, type Template } from './template.ts';

export const standingTemplates = {
  /** params: date, count, hash, root, key (version and public key). */
  checkpoint: {
    title: text('每日检查点', 'Checkpoint of the day'),
    subject: (told) =>
      text(`【检查点】${told.value('date')} 的操作记录`, `Checkpoint of ${told.value('date')}`),
    lead: () =>
      text(
        '这是当日全部操作记录的签名检查点。请保存此信：以后任何人改写当日或更早的记录，都与此处的校验值不符。凭公钥可以离线核验。',
        'This is the signed checkpoint over every record that changed that day. Keep this letter: whatever is written anew later, of that day or before, no longer fits the hash below. With the public key anybody can verify offline.',
      ),
    facts: (told) => [
      [text('操作记录所属的链', 'Chains'), same(told.value('count'))],
      [text('检查点校验值', 'Hash of the checkpoint'), same(told.value('hash'))],
      [text('当日根值', 'Root of the day'), same(told.value('root'))],
      [text('公钥', 'Public key'), same(told.value('key'))],
    ],
    action: text('查看操作记录', 'Open the audit trail'),
    why: () =>
      text(
        '您收到此邮件，是因为您是本系统的监督员。',
        'You get this mail because you are an auditor of this system.',
      ),
  },
  /** params: since, ever (0 when none was rehearsed at all). */
  rehearsalDue: {
    title: text('检验备份', 'Rehearse a restore'),
    subject: () => text('【提醒】请检验备份能否恢复', 'Please rehearse a restore of the backup'),
    lead: (told) =>
      told.value('ever') === '0'
        ? text(
            `本系统自 ${told.value('since')} 启用以来，从未试过从备份恢复。没有试过的备份不能保证可用。请运行：npm run rehearse -- 备份 --keys 密钥文件。试恢复不改动现有数据。`,
            `Since it was set up on ${told.value('since')} no restore of a backup was rehearsed. A backup that was never tried may not work. Run: npm run rehearse -- FILE --keys KEYS. It changes nothing of what is there.`,
          )
        : text(
            `上次试着从备份恢复是 ${told.value('since')}，已超过一个月。请运行：npm run rehearse -- 备份 --keys 密钥文件。试恢复不改动现有数据。`,
            `A restore was last rehearsed on ${told.value('since')}, over a month ago. Run: npm run rehearse -- FILE --keys KEYS. It changes nothing of what is there.`,
          ),
    action: text('打开红榜', 'Open Hongbang'),
    why: () =>
      text(
        '您收到此邮件，是因为您管理本系统。',
        'You get this mail because you administer this installation.',
      ),
  },
  /** A nomination was received 受理. params: name, receipt, at, programmeZh, programmeEn. */
  received: {
    title: text('申报受理', 'Nomination received'),
    subject: (told) =>
      text(
        `【已受理】“${told.value('name')}”的申报（受理号 ${told.value('receipt')}）`,
        `Received: the nomination of "${told.value('name')}" (${told.value('receipt')})`,
      ),
    lead: ({ programme: p, value }) =>
      text(
        `“${value('name')}”参加“${p.zh}”的申报已经收到。请保存受理号；审查情况可以随时打开申报查看。`,
        `The nomination of "${value('name')}" for ${p.en} was received. Keep the receipt number; open the nomination to see how it stands.`,
      ),
    facts: (told) => [
      [text('受理号', 'Receipt'), same(told.value('receipt'))],
      [text('收到时间', 'Received'), shownDateOrInstant(told.value('at'))],
    ],
    action: text('查看申报', 'Open the nomination'),
    notes: [forYouOnly],
    why: () =>
      text(
        '您收到此邮件，是因为该申报由您提交。',
        'You get this mail because you submitted this nomination.',
      ),
  },
  /** To whoever uploaded a file in which the scanner found something afterwards. params: file, found, at. */
  fileInfected: {
    title: text('附件含有病毒', 'A virus in an attachment'),
    subject: (told) =>
      text(
        `【请重新上传】附件“${told.value('file')}”含有病毒`,
        `A virus was found in "${told.value('file')}"`,
      ),
    lead: () =>
      text(
        '您上传的附件未通过病毒检查，已被删去。请在电脑上杀毒后，从原件重新生成文件并上传。',
        'An attachment that you uploaded did not pass the check for viruses and was removed. Clean your computer, make the file anew and upload it again.',
      ),
    facts: (told) => [
      [text('附件', 'Attachment'), same(told.value('file'))],
      [text('发现', 'Found'), same(told.value('found'))],
      [text('上传时间', 'Uploaded'), shownDateOrInstant(told.value('at'))],
    ],
    action: text('打开我的申报', 'Open my nominations'),
    why: () =>
      text('您收到此邮件，是因为该附件由您上传。', 'You get this mail because you uploaded this attachment.'),
  },
  /** To a member whose second factor an administrator, or the operator, took away. No params. */
  factorReset: {
    title: text('二次验证已重置', 'Second factor reset'),
    subject: () => text('【安全】您的二次验证已重置', 'Your second factor was reset'),
    lead: () =>
      text(
        '管理员已重置您的二次验证，您在各处的登录都已结束。现在只凭邮箱即可登录，请尽快重新设置。',
        'An administrator reset your second factor, and your sign-ins everywhere have ended. Your mailbox alone signs you in now; set up another factor soon.',
      ),
    action: text('重新设置', 'Set it up again'),
    notes: [
      text(
        '如果您没有提出过，请立即告知本单位管理员。',
        'If you did not ask for this, tell an administrator of your organisation at once.',
      ),
    ],
    why: () =>
      text(
        '您收到此邮件，是因为您账号的登录方式变了。',
        'You get this mail because the way in which you sign in was changed.',
      ),
  },
  /** To a new member. params: org, rolesZh, rolesEn. */
  invited: {
    title: text('邀请', 'Invitation'),
    lapses: true,
    subject: (told) =>
      text(
        `【邀请】${told.value('org')}邀请您参加评选工作`,
        `${told.value('org')} invites you to its selections`,
      ),
    lead: (told) => {
      const roles = told.words('roles');
      return text(
        `${told.value('org')}已将您登记为${roles.zh}。用本邮箱登录即可，不设密码，也不需要安装任何软件。`,
        `${told.value('org')} has entered you as ${roles.en}. Sign in with this address: there is no password and nothing to install.`,
      );
    },
    action: text('登录', 'Sign in'),
    why: (told) =>
      text(
        `您收到此邮件，是因为${told.value('org')}的管理员登记了此邮箱。如与您无关，请忽略。`,
        `You get this mail because an administrator of ${told.value('org')} entered this address. Ignore it if it is not for you.`,
      ),
  },
  /** To a panellist. params: programmeZh, programmeEn, org. */
  panelInvited: {
    title: text('评委邀请', 'Invitation to a panel'),
    subject: ({ programme: p }) => text(`【评委邀请】${p.zh}`, `Invitation to the panel of ${p.en}`),
    lead: ({ programme: p, value }) =>
      text(
        `${value('org')}邀请您担任“${p.zh}”的评委。评审开始时会另行通知；与参评对象有利害关系的，请届时申明回避。`,
        `${value('org')} invites you to the panel of ${p.en}. You will be told when it begins; declare a conflict then if you have a tie to a nominee.`,
      ),
    action: text('查看待办', 'See your tasks'),
    why: (told) =>
      text(
        `您收到此邮件，是因为${told.value('org')}将您列为评委。`,
        `You get this mail because ${told.value('org')} put you on its panel.`,
      ),
  },
  /** An honour was revoked or annulled. params: name, title, number, decision, date, how (revoked, annulled). */
  honourEnded: {
    title: text('荣誉撤销或作废', 'Honour ended'),
    subject: (told) =>
      text(
        `关于“${told.value('name')}”所获荣誉的决定`,
        `A decision on the honour of "${told.value('name')}"`,
      ),
    result: ({ value }) => (value('how') === 'revoked' ? text('撤销', 'revoked') : text('作废', 'annulled')),
    lead: ({ value, result }) =>
      text(
        `“${value('name')}”所获“${value('title')}”已${result.zh}，证书编号不再使用。`,
        `The honour "${value('title')}" of "${value('name')}" was ${result.en}; its certificate number is used no more.`,
      ),
    facts: (told) => [
      [text('证书编号', 'Certificate number'), same(told.value('number'))],
      [text('决定文号', 'Decision'), same(told.value('decision'))],
      [text('决定日期', 'Date'), shownDateOrInstant(told.value('date'))],
    ],
    action: text('查看名单', 'See the list'),
    why: () =>
      text(
        '您收到此邮件，是因为该荣誉由您或您的单位申报、推荐，或您是获得者。',
        'You get this mail because you or your organisation nominated or recommended this honour, or you hold it.',
      ),
  },
} as const satisfies Readonly<Record<string, Template>>;
