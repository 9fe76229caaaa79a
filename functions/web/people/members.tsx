/** `/organisations/:org/members`: who works there and as what; inviting, roles, leaving with the tasks handed over. */
import { resetFactor } from '#actions/people/factor.ts';
import { changeAddress, endSessionsOf } from '#actions/people/member-address.ts';
import { editGrants, inviteMember, memberLeaves } from '#actions/people/people.ts';
import { addressChange, invitation, rolesHere } from '#actions/people/people-input.ts';
import { grantWords } from '#domain/people/roles.ts';
import { conflict, text } from '#domain/problem.ts';
import { listMembers } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { handOverAll, leaving, memberView } from './member-one.tsx';
import { crumbs, grantsIn, ofOrganisation, RoleFields } from './role-fields.tsx';
import { takeTelephone } from './telephone.tsx';

const done = {
  invited: { zh: '已邀请。对方用邮箱登录即可工作。', en: 'Invited; she signs in with her address.' },
  unchanged: { zh: '该人员已有这些角色。', en: 'She has these roles already.' },
  edited: { zh: '角色已修改。', en: 'The roles are changed.' },
  left: { zh: '已办理离岗，未办的待办已转交。', en: 'She has left, and her tasks went to the other person.' },
  leftAlone: { zh: '已办理离岗。', en: 'She has left.' },
};

const inviteForm = (here: string, { site }: Web['deps']): FormSpec => ({
  form: 'invite',
  action: here,
  button: text('邀请', 'Invite'),
  groups: [
    [
      ask(invitation, 'name', { max: 40 }),
      ask(invitation, 'email', { type: 'email' }),
      ...(site.smsSignature === undefined ? [] : [ask(invitation, 'phone', { type: 'phone' })]),
    ],
  ],
});

async function listView(web: Web, c: Ctx, typed?: Typed) {
  const { org, here } = await ofOrganisation(web, c);
  const { lang, say } = c.get('frame');
  const page = await listMembers(web.deps.table, org.id, { limit: 50, cursor: c.req.query('cursor') });
  return (
    <Page
      {...framed(c, typed, done)}
      title={say('人员与角色', 'Members and roles')}
      caption={org.name}
      current="organisations"
      width="wide"
      crumbs={crumbs(org)}
    >
      <Box>
        <DataTable
          lang={lang}
          caption={say('人员', 'Members')}
          rows={page.items}
          columns={[
            {
              title: say('姓名', 'Name'),
              cell: (each) => (
                <a href={`${here}/${each.id}`}>{each.name || say('（未填姓名）', '(no name)')}</a>
              ),
            },
            { title: say('邮箱', 'E-mail'), cell: (each) => each.email },
            {
              title: say('角色', 'Roles'),
              cell: (each) => each.grants.map((grant) => t(lang, grantWords(grant))).join('、'),
            },
            {
              title: say('状态', 'State'),
              cell: (each) =>
                each.status === 'active' ? (
                  <Tag tone="good">{say('在岗', 'Active')}</Tag>
                ) : (
                  <Tag>{say('已离岗', 'Left')}</Tag>
                ),
            },
          ]}
          empty={<p>{say('还没有人员，请在下面邀请。', 'Nobody yet; invite somebody below.')}</p>}
        />
        <Pager
          lang={lang}
          previous={c.req.query('cursor') === undefined ? undefined : here}
          next={nextPage(here, page.cursor)}
        />
      </Box>
      <Box title={say('邀请人员', 'Invite somebody')}>
        <PostForm c={c} of={inviteForm(here, web.deps)} typed={typed}>
          <RoleFields lang={lang} form="invite" typed={typed} now={[]} />
        </PostForm>
      </Box>
    </Page>
  );
}

/** What is pressed about a member's ways in. */
const signInPresses = mounting((pages, web) => {
  for (const [way, act, done] of [
    ['sessions/end', endSessionsOf, 'signedOut'],
    ['factor/reset', resetFactor, 'factorReset'],
  ] as const)
    pages.post(`/organisations/:org/members/:member/${way}`, async (c) => {
      const { actor, here } = await ofOrganisation(web, c);
      const member = c.req.param('member') ?? '';
      await act(web.deps, actor, member);
      return c.redirect(doneAt(`${here}/${member}`, done), 303);
    });
});

/** Members of an organisation. */
export const memberPages = mounting((pages, web) => {
  const { deps } = web;
  pages.get('/organisations/:org/members', async (c) => c.html(await listView(web, c)));
  pages.post('/organisations/:org/members', (c) =>
    take(c, {
      form: 'invite',
      input: invitation.pick({ name: true, email: true, phone: true }),
      work: async (sent, { body }) => {
        const { actor, org, here } = await ofOrganisation(web, c);
        const grants = grantsIn(body).map((grant) => ({ ...grant, org: org.id }));
        const { outcome } = await inviteMember(deps, actor, { ...sent, grants });
        return doneAt(here, outcome === 'unchanged' ? 'unchanged' : 'invited');
      },
      show: (typed) => listView(web, c, typed),
    }),
  );
  pages.get('/organisations/:org/members/:member', async (c) => c.html(await memberView(web, c)));
  pages.post('/organisations/:org/members/:member', (c) =>
    take(c, {
      form: 'edit',
      input: rolesHere.omit({ grants: true }),
      work: async (sent, { body }) => {
        const { actor, org, here } = await ofOrganisation(web, c);
        const of = { member: c.req.param('member'), org: org.id };
        await editGrants(deps, actor, of, { ...sent, grants: grantsIn(body) });
        return doneAt(here, 'edited');
      },
      show: (typed) => memberView(web, c, typed),
    }),
  );
  pages.post('/organisations/:org/members/:member/address', (c) =>
    take(c, {
      form: 'address',
      input: addressChange,
      work: async (sent) => {
        const { actor, here } = await ofOrganisation(web, c);
        const { id } = await changeAddress(deps, actor, c.req.param('member'), sent);
        return doneAt(`${here}/${id}`, 'address');
      },
      show: (typed) => memberView(web, c, typed),
    }),
  );
  pages.post('/organisations/:org/members/:member/phone', async (c) => {
    const { here } = await ofOrganisation(web, c);
    const member = c.req.param('member');
    return takeTelephone(web, c, { member, back: `${here}/${member}` }, (typed) => memberView(web, c, typed));
  });
  pages.route('/', signInPresses(web));
  pages.post('/organisations/:org/members/:member/leave', (c) =>
    take(c, {
      form: 'leave',
      input: leaving,
      work: async ({ to }) => {
        const { actor, here } = await ofOrganisation(web, c);
        const member = c.req.param('member');
        if (member === actor.id)
          throw conflict(
            'leave-self',
            '不能为自己办理离岗，请由其他管理员办理。',
            'Somebody else must let you leave.',
          );
        if (to !== undefined) await handOverAll(web, c, member, to);
        await memberLeaves(deps, actor, member);
        return doneAt(here, to === undefined ? 'leftAlone' : 'left');
      },
      show: (typed) => memberView(web, c, typed),
    }),
  );
});
