/** `/organisations/:org/members/:member`: the roles of one member here, and her leaving with the tasks handed over. */
import * as z from 'zod';
import { lettersToMember } from '#actions/letter/outbox.ts';
import { addressChange } from '#actions/people/people-input.ts';
import { telephoneOf } from '#actions/people/telephone.ts';
import { reassign } from '#actions/review/tasks-admin.ts';
import { labelled } from '#domain/field-label.ts';
import { id } from '#domain/input.ts';
import type { Member } from '#domain/people/people-records.ts';
import { text } from '#domain/problem.ts';
import { getMember, listMembers, maskEmail } from '#store/people.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box, ConfirmButton } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { LetterTable } from '#web/letter/letter-table.tsx';
import { crumbs, ofOrganisation, RoleFields } from './role-fields.tsx';
import { asksTelephone, telephoneForm, telephoneSaved } from './telephone.tsx';

/** Who takes her tasks; nobody where it is left open. */
export const leaving = z.strictObject({
  to: labelled(id.optional(), text('待办转给', 'Her tasks go to')),
});

const rolesForm = (here: string, member: Member): FormSpec => ({
  form: 'edit',
  action: `${here}/${member.id}`,
  hidden: { version: String(member.version) },
  note: text('一个也不选，表示不再在本单位任职。', 'None ticked takes her out of this organisation.'),
  button: text('保存', 'Save'),
  cancel: here,
});
const addressForm = (here: string, member: Member): FormSpec => ({
  form: 'address',
  action: `${here}/${member.id}/address`,
  hidden: { version: String(member.version) },
  folded: text('更改邮箱', 'Change the address'),
  note: text(
    `现在的邮箱：${maskEmail(member.email)}。更改后，发往原邮箱的链接和她已有的登录随即失效。须在您登录后 15 分钟内办理。`,
    `The address now: ${maskEmail(member.email)}. Links that went to it, and her sessions, end with the change. It is done within 15 minutes of your signing in.`,
  ),
  groups: [[ask(addressChange, 'email', { type: 'email' })]],
});
const leaveForm = (here: string, { id, name }: Member, colleagues: readonly Member[]): FormSpec => ({
  form: 'leave',
  action: `${here}/${id}/leave`,
  tone: 'danger',
  folded: text('办理离岗', 'Let her leave'),
  note: text(`${name} 将失去全部角色。`, `${name} loses every role.`),
  groups: [
    [
      ask(leaving, 'to', {
        type: 'choice',
        options: colleagues.map((each) => ({ value: each.id, label: { zh: each.name } })),
      }),
    ],
  ],
});

const done = {
  factorReset: text('她的二次验证已重置。', 'Her second factor is reset.'),
  signedOut: text('她的登录都已结束。', 'Her sessions have ended.'),
  phone: telephoneSaved,
  again: text('已重新发送。', 'Sent again.'),
  address: text(
    '邮箱已更改。没有送达的信函可以重发。',
    'The address is changed. What did not arrive can be sent again.',
  ),
};

/** An end to her sessions, and to the second factor that she lost. */
const SignIns = (props: { readonly c: Ctx; readonly here: string; readonly member: Member }) => {
  const { c, here, member } = props;
  const { lang, csrf, say } = c.get('frame');
  return (
    <Box title={say('登录', 'Sign-ins')}>
      <p>
        {say(
          '电脑或手机遗失时，可以结束她在所有设备上的登录，她随后用邮箱重新登录。',
          'When a computer or telephone was lost, end her sign-ins everywhere; she then signs in anew by her address.',
        )}
      </p>
      <ConfirmButton
        lang={lang}
        action={`${here}/${member.id}/sessions/end`}
        csrf={csrf}
        label={say('结束她的所有登录', 'End all her sign-ins')}
        question={say('她须重新登录才能继续。', 'She has to sign in again to go on.')}
        tone="danger"
      />
      {member.factor !== undefined && (
        <>
          <p>
            {say(
              '她启用了二次验证。手机和恢复码都遗失时可以重置（须在您登录后 15 分钟内），请先当面或打电话核实是她本人。',
              'She has a second factor. When telephone and recovery codes are both lost it can be reset, within 15 minutes of your signing in; see or call her first to be sure that it is she who asks.',
            )}
          </p>
          <ConfirmButton
            lang={lang}
            action={`${here}/${member.id}/factor/reset`}
            csrf={csrf}
            label={say('重置二次验证', 'Reset the second factor')}
            question={say(
              '她的登录都会结束，并收到通知；在重新设置之前只凭邮箱登录。',
              'Her sign-ins end and she gets a letter; until she sets up another, her mailbox alone signs her in.',
            )}
            tone="danger"
          />
        </>
      )}
    </Box>
  );
};

export async function memberView(web: Web, c: Ctx, typed?: Typed) {
  const { org, here } = await ofOrganisation(web, c);
  const { lang, say } = c.get('frame');
  const member: Member = await getMember(web.deps.table, c.req.param('member') ?? '');
  const own = member.grants.filter((grant) => grant.org === org.id);
  const colleagues = (await listMembers(web.deps.table, org.id, { limit: 200 })).items.filter(
    (each) => each.status === 'active' && each.id !== member.id,
  );
  const letters = member.status === 'left' ? [] : await lettersToMember(web.deps, signedIn(c), member.id);
  const telephone =
    member.status === 'left' ? undefined : await telephoneOf(web.deps, signedIn(c), member.id);
  const elsewhere = member.grants.some((grant) => grant.org !== org.id);
  return (
    <Page
      {...framed(c, typed, done)}
      title={member.name || say('人员', 'Member')}
      caption={org.name}
      current="organisations"
      crumbs={[...crumbs(org), { href: here, title: say('人员与角色', 'Members and roles') }]}
    >
      {member.status === 'left' ? (
        <p>{say('该人员已离岗。需要时请重新邀请。', 'She has left; invite her again when needed.')}</p>
      ) : (
        <>
          <Box title={say('在本单位的角色', 'Roles here')}>
            <PostForm c={c} of={rolesForm(here, member)} typed={typed}>
              <RoleFields lang={lang} form="edit" typed={typed} now={own} />
            </PostForm>
          </Box>
          <Box title={say('邮箱和信函', 'Address and letters')} id="letters">
            <LetterTable
              c={c}
              letters={letters}
              back={`${here}/${member.id}`}
              empty={say('还没有给她发过信函。', 'No letter was sent to her yet.')}
            />
            <PostForm c={c} of={addressForm(here, member)} typed={typed} />
            {telephone !== undefined && asksTelephone(web, telephone) && (
              <PostForm
                c={c}
                of={telephoneForm(`${here}/${member.id}/phone`, telephone, true)}
                typed={typed}
              />
            )}
          </Box>
          <SignIns c={c} here={here} member={member} />
          <Box title={say('离岗', 'Leaving')} tone="tinted">
            <p>
              {say(
                '离岗后不能再登录，链接和令牌随即失效。请选择由谁接办她的待办。',
                'She can no longer sign in, and her links and tokens end. Choose who takes her tasks.',
              )}{' '}
              {elsewhere &&
                say(
                  '她在其他单位也有角色，须由有权管理这些单位的人办理。',
                  'She has roles elsewhere too, which the same administrator must govern.',
                )}
            </p>
            <PostForm c={c} of={leaveForm(here, member, colleagues)} typed={typed} />
          </Box>
        </>
      )}
    </Page>
  );
}

/** Her tasks go over before she leaves, page by page; what the other may not take stays with the round's administrators to see. */
export async function handOverAll(web: Web, c: Ctx, from: string, to: string): Promise<void> {
  let cursor: string | undefined;
  for (let pages = 0; pages < 40; pages++) {
    const moved = await reassign(web.deps, signedIn(c), {
      from,
      to,
      cursor,
    });
    cursor = moved.cursor;
    if (cursor === undefined) return;
  }
}
