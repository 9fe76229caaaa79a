/** 手机和短信: a member's mobile, shown masked, and what she is told there; on her own page and on that of her administrators. */
import { telephoneChange } from '#actions/people/people-input.ts';
import { changeTelephone, type Telephone } from '#actions/people/telephone.ts';
import { smsWords } from '#domain/people/sms-words.ts';
import { text } from '#domain/problem.ts';
import { maskPhone } from '#domain/programme/field-masks.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt } from '#web/frame/form.tsx';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';

/** The form; asked for where the site has a gateway, or has a number that may be taken back. */
export const telephoneForm = (action: string, now: Telephone, folded?: true): FormSpec => ({
  form: 'phone',
  action,
  hidden: { version: String(now.version) },
  ...(folded === true && { folded: text('手机和短信', 'Mobile and short messages') }),
  note:
    now.phone === undefined
      ? text(
          '没有登记手机。手机号加密保存，只用于发送短信提醒，可随时删除。',
          'No mobile is given. It is stored encrypted, serves short messages alone, and can be deleted at any time.',
        )
      : text(
          `现在的手机：${maskPhone(now.phone)}。不填则不变。`,
          `The mobile now: ${maskPhone(now.phone)}. Left empty, it stays.`,
        ),
  button: text('保存', 'Save'),
  groups: [
    [
      ask(telephoneChange, 'phone', {
        type: 'phone',
        help: text('11 位手机号，如 13812345678', '11 digits, such as 13812345678'),
      }),
      ask(telephoneChange, 'sms', {
        options: optionsOf(smsWords),
        now: now.sms,
        help: text(
          '短信只说明有待办，不含姓名和活动，请登录后办理；都不选则不发短信',
          'A message only says that something waits, without names; sign in to see to it. None ticked: no messages',
        ),
      }),
      ...(now.phone === undefined ? [] : [ask(telephoneChange, 'forget', { as: 'tick' })]),
    ],
  ],
});

export const telephoneSaved = text('手机和短信设置已保存。', 'Mobile and messages are saved.');

export const asksTelephone = ({ deps }: Web, { phone }: Telephone): boolean =>
  deps.site.smsSignature !== undefined || phone !== undefined;

/** The press of the form, on either page. */
export const takeTelephone = (
  { deps }: Web,
  c: Ctx,
  { member, back }: { readonly member: string; readonly back: string },
  show: Parameters<typeof take>[1]['show'],
) =>
  take(c, {
    form: 'phone',
    input: telephoneChange,
    work: async (sent) => {
      await changeTelephone(deps, signedIn(c), { ...sent, id: member });
      return doneAt(back, 'phone');
    },
    show,
  });

/** The box of her own page. */
export const OwnTelephone = (props: {
  readonly web: Web;
  readonly c: Ctx;
  readonly now: Telephone;
  readonly typed: Typed | undefined;
}) => {
  const { web, c, now, typed } = props;
  const { say } = c.get('frame');
  return (
    <Box title={say('手机和短信', 'Mobile and short messages')}>
      {asksTelephone(web, now) ? (
        <PostForm c={c} of={telephoneForm('/account/phone', now)} typed={typed} />
      ) : (
        <p>
          {say(
            '本站没有开通短信，提醒只发到邮箱，不收集手机号。',
            'This site sends no short messages; you are told by e-mail, and no mobile is asked for.',
          )}
        </p>
      )}
    </Box>
  );
};
