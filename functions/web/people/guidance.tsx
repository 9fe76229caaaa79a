/** `/help` and `/privacy`: how to use the system, and what happens to personal data. */

import type { Child } from 'hono/jsx';
import { type Text, text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { allowIndexing } from '#web/frame/security.ts';
import { t } from '#web/frame/words.ts';

interface Section {
  readonly title: Text;
  readonly lines: readonly Text[];
}

/** Pages that belong to nobody's daily work; those of members need a signed-in reader. */
const further: readonly { readonly href: string; readonly title: Text; readonly forMembers?: true }[] = [
  { href: '/api', title: text('程序接口说明', 'The API') },
  {
    href: '/account',
    title: text('我的账号：登录安全、手机和短信', 'My account: signing in, mobile and messages'),
    forMembers: true,
  },
  { href: '/account/tokens', title: text('访问令牌', 'Access tokens'), forMembers: true },
  { href: '/policy', title: text('权限表：谁可以做什么', 'Rights: who may do what'), forMembers: true },
  { href: '/calendar', title: text('放假安排', 'Holiday schedules'), forMembers: true },
  { href: '/stamped', title: text('交回盖章扫描件', 'Hand in scans of stamped pages'), forMembers: true },
];

const help: readonly Section[] = [
  {
    title: text('登录', 'Signing in'),
    lines: [
      text(
        '没有密码：填写登记的邮箱，用邮件里的链接或 8 位验证码登录。',
        'There are no passwords: give your registered address and use the link or the 8-digit code in the mail.',
      ),
      text(
        '两小时不操作自动退出；公用电脑上请用完后退出登录。',
        'You are signed out after two hours without use. On a shared computer sign out when you finish.',
      ),
    ],
  },
  {
    title: text('申报', 'Nominating'),
    lines: [
      text(
        '在“评选活动”中选择，填写的内容自动保存，页面下方写明保存时间；没有脚本的浏览器请按“保存草稿”。',
        'Choose a programme. What you write is saved by itself and the page says when; without script, press "Save draft".',
      ),
      text(
        '提交前先预览：公示时会公开哪些内容、哪些条件还不符合，一目了然。',
        'Preview before you submit: it shows what a notice would make public and which conditions are not met yet.',
      ),
      text(
        '被退回的，按意见修改后重新提交；截止时间以服务器收到为准，按北京时间。',
        'A returned nomination is amended and sent again. In time is what the server got in time, China time.',
      ),
      text(
        '多份申报可以用 Excel 模板导入，逐行给出错误。',
        'Many nominations can be imported from an Excel template; errors are named row by row.',
      ),
    ],
  },
  {
    title: text('办理邮件中的待办', 'Tasks in a mail'),
    lines: [
      text(
        '邮件中的链接打开您的待办清单，可以反复打开，不会误提交；作出决定要按两次确认。',
        'The link opens your worklist as often as you like and decides nothing; a decision takes two presses.',
      ),
      text(
        '链接页面隐去证件号码和电话；需要核对全部内容的，请登录后办理。',
        'Pages opened by link hide ID numbers and phones; sign in when you must see them.',
      ),
      text(
        '链接只供您本人使用，请勿转发；需要他人办理的，请用“转交”。',
        'The link is yours alone: do not forward it, use "Pass on" instead.',
      ),
    ],
  },
  {
    title: text('无障碍', 'Accessibility'),
    lines: [
      text(
        '所有页面都可以只用键盘操作，可以放大到 400%，支持读屏软件和深色显示。',
        'All pages work by keyboard alone, at 400 % zoom, with screen readers and in dark display.',
      ),
      text(
        '遇到困难，请联系您所在单位的管理员或组织评选的妇联，可以改用纸质材料，由工作人员代为录入。',
        'If something is in your way, ask your administrator or the federation that runs the selection; paper is accepted and entered by staff.',
      ),
    ],
  },
];

const privacy: readonly Section[] = [
  {
    title: text('我们处理哪些信息', 'What we handle'),
    lines: [
      text(
        '申报表和附件中的内容、办理人员的姓名和邮箱、操作记录。只用于评选、公示、表彰和核验。',
        'What forms and attachments hold, names and addresses of staff, and the audit trail; only for selection, notice, award and verification.',
      ),
      text(
        '敏感信息（如证件号码、未成年人的信息）须单独同意；不满十四周岁的，由监护人同意。',
        'Sensitive data such as ID numbers and data of minors need a separate consent; for children under fourteen, a guardian’s.',
      ),
    ],
  },
  {
    title: text('怎样保护', 'How they are kept'),
    lines: [
      text(
        '个人信息逐份加密保存；列表、邮件和链接页面一律隐去；公示只显示评选活动规定的项目，期满撤下。',
        'Personal data are encrypted record by record, masked in lists, mails and link pages; notices show only the items that the programme names and are taken down at their end.',
      ),
      text(
        '异议人的身份单独密封，只有办理异议的指定人员可以看到，被公示人、审核人员都看不到。',
        'Who objects is sealed and readable only by the appointed handler, never by the nominee or the reviewers.',
      ),
    ],
  },
  {
    title: text('保存多久', 'How long'),
    lines: [
      text(
        '申报材料按评选活动规定的年限保存，期满删除；已授予的荣誉及编号长期保存，供核验。',
        'Nominations are kept for the years that the programme names, then erased; honours and their numbers stay for verification.',
      ),
    ],
  },
  {
    title: text('您的权利', 'Your rights'),
    lines: [
      text(
        '您可以查阅、复制、更正、删除您的信息，可以撤回同意，也可以要求解释处理规则。请联系评选活动页面上的联系人。',
        'You may see, copy, correct and erase your data, withdraw consent and ask for an explanation: write to the contact named on the programme’s page.',
      ),
    ],
  },
  {
    title: text('Cookie', 'Cookies'),
    lines: [
      text(
        '只用登录、防伪和语言三种必要的 Cookie，不跟踪、不统计、不提供给他人。',
        'Only the necessary ones for sign-in, form protection and language. No tracking, no statistics, nothing passed on.',
      ),
    ],
  },
];

const Further = ({ c }: { c: Ctx }) => {
  const { lang, actor, say } = c.get('frame');
  return (
    <section>
      <h2>{say('其他页面', 'Other pages')}</h2>
      <ul>
        {further.map(({ href, title, forMembers }) =>
          forMembers && actor === undefined ? null : (
            <li>
              <a href={href}>{t(lang, title)}</a>
            </li>
          ),
        )}
      </ul>
    </section>
  );
};

const GuidancePage = (props: {
  c: Ctx;
  title: Text;
  sections: readonly Section[];
  children?: Child | undefined;
}) => {
  const frame = props.c.get('frame');
  const { lang } = frame;
  return (
    <Page {...frame} title={t(lang, props.title)}>
      {props.sections.map((section) => (
        <section>
          <h2>{t(lang, section.title)}</h2>
          <ul>
            {section.lines.map((line) => (
              <li>{t(lang, line)}</li>
            ))}
          </ul>
        </section>
      ))}
      {props.children}
    </Page>
  );
};

/** `/help` and `/privacy`. */
export const guidancePages = mounting((app, _web) => {
  app.get('/help', (c) => {
    allowIndexing(c);
    return c.html(
      <GuidancePage c={c} title={text('使用说明与无障碍', 'Help and accessibility')} sections={help}>
        <Further c={c} />
      </GuidancePage>,
    );
  });
  app.get('/privacy', (c) => {
    allowIndexing(c);
    return c.html(<GuidancePage c={c} title={text('个人信息保护', 'Privacy')} sections={privacy} />);
  });
});
