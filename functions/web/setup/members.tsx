/** `/organisations/:org/members`: who works there and as what; inviting, roles, leaving with the tasks handed over. */
import { Hono } from 'hono';
import { editGrants, inviteMember, memberLeaves } from '#actions/people.ts';
import { reassign } from '#actions/tasks-admin.ts';
import { type Grant, type Member, type Organisation, type Role, roles } from '#domain/people.ts';
import { demand } from '#domain/policy.ts';
import { Problem, text } from '#domain/problem.ts';
import { getMember, getOrganisation, listMembers } from '#store/people.ts';
import { DataTable } from '../boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '../context.ts';
import { Act } from '../desk/act.tsx';
import { Asked, type Body, doneAt, framed, linesOf, many, one, posted, sayIn, Tick, type Typed, whole } from '../desk/posting.tsx';
import { FieldErrors, fieldId } from '../errors.tsx';
import { Page } from '../layout.tsx';
import { Actions, Button, HiddenCsrf, Pager, Panel, Tag } from '../parts.tsx';
import { type Lang, t, w } from '../words.ts';
import { grantWords } from '../words-states.ts';

const done = {
  invited: { zh: '已邀请。对方用邮箱登录即可工作。', en: 'Invited; she signs in with her address.' },
  unchanged: { zh: '该人员已有这些角色。', en: 'She has these roles already.' },
  edited: { zh: '角色已修改。', en: 'The roles are changed.' },
  left: { zh: '已办理离岗，未办的待办已转交。', en: 'She has left, and her tasks went to the other person.' },
  leftAlone: { zh: '已办理离岗。', en: 'She has left.' },
};

/** Roles ticked in a form; each department named makes a role of its own. */
function grantsIn(body: Body): readonly Omit<Grant, 'org'>[] {
  const ticked = many(body, 'role').filter((role): role is Role => (roles as readonly string[]).includes(role));
  const departments = linesOf(one(body, 'departments').replace(/[、，,;；]/g, '\n'));
  return ticked.flatMap((role) => (role !== 'department' ? [{ role }] : departments.length === 0 ? [{ role }] : departments.map((department) => ({ role, department }))));
}

const RoleFields = (props: { readonly lang: Lang; readonly form: string; readonly typed: Typed | undefined; readonly now: readonly Pick<Grant, 'role' | 'department'>[] }) => {
  const { lang, form, typed, now } = props;
  const say = sayIn(lang);
  const mine = typed?.form === form ? typed : undefined;
  const held = mine === undefined ? now.map((grant) => grant.role) : many(mine.body, 'role');
  const own = (mine?.problem.faults ?? []).filter((each) => each.field.startsWith('grants'));
  return (
    <>
      <fieldset class={`field${own.length > 0 ? ' field-bad' : ''}`} id={fieldId('grants')} tabindex={-1}>
        <legend class="label">{say('角色', 'Roles')}</legend>
        {own.length > 0 && <FieldErrors lang={lang} id={fieldId('grants')} faults={own} />}
        <div class="options">
          {roles.map((role) => (
            <Tick name="role" value={role} checked={(held as readonly string[]).includes(role)}>
              {w(lang).roles[role]}
            </Tick>
          ))}
        </div>
      </fieldset>
      <Asked
        lang={lang}
        form={form}
        typed={typed}
        field={{ id: 'departments', type: 'text', label: { zh: '征求意见部门名称', en: 'Departments' }, help: { zh: '选了“征求意见部门”时填写，如 公安；多个用顿号分开', en: 'With the role of a department, e.g. 公安; several separated by commas' } }}
        now={now.flatMap((grant) => grant.department ?? []).join('、')}
      />
    </>
  );
};

async function placeOf(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const org = await getOrganisation(web.deps.table, c.req.param('org') ?? '');
  demand(actor, 'member.edit', { orgPath: org.path });
  return { actor, org, here: `/organisations/${org.id}/members` };
}
const crumbs = (org: Organisation) => [{ href: `/organisations/${org.id}`, title: org.name }];

async function listView(web: Web, c: Ctx, typed?: Typed) {
  const { org, here } = await placeOf(web, c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const page = await listMembers(web.deps.table, org.id, { limit: 50, cursor: c.req.query('cursor') });
  const shared = { lang, form: 'invite', typed };
  return (
    <Page {...framed(c, typed, done)} title={say('人员与角色', 'Members and roles')} caption={org.name} current="organisations" width="wide" crumbs={crumbs(org)}>
      <Panel>
        <DataTable
          lang={lang}
          caption={say('人员', 'Members')}
          captionHidden
          rows={page.items}
          columns={[
            { title: say('姓名', 'Name'), header: true, cell: (each) => <a href={`${here}/${each.id}`}>{each.name || say('（未填姓名）', '(no name)')}</a> },
            { title: say('邮箱', 'E-mail'), cell: (each) => each.email },
            { title: say('角色', 'Roles'), cell: (each) => each.grants.map((grant) => t(lang, grantWords(grant))).join('、') },
            { title: say('状态', 'State'), cell: (each) => (each.status === 'active' ? <Tag tone="good">{say('在岗', 'Active')}</Tag> : <Tag>{say('已离岗', 'Left')}</Tag>) },
          ]}
          empty={<p>{say('还没有人员，请在下面邀请。', 'Nobody yet; invite somebody below.')}</p>}
        />
        <Pager lang={lang} previous={c.req.query('cursor') === undefined ? undefined : here} next={page.cursor === undefined ? undefined : `${here}?cursor=${encodeURIComponent(page.cursor)}`} />
      </Panel>
      <Panel title={say('邀请人员', 'Invite somebody')}>
        <form method="post" action={here}>
          <HiddenCsrf csrf={csrf} />
          <Asked {...shared} field={{ id: 'name', type: 'text', required: true, max: 40, label: { zh: '姓名', en: 'Name' } }} />
          <Asked {...shared} field={{ id: 'email', type: 'email', required: true, label: { zh: '电子邮箱', en: 'E-mail' } }} />
          <RoleFields {...shared} now={[]} />
          <Actions>
            <Button>{say('邀请', 'Invite')}</Button>
          </Actions>
        </form>
      </Panel>
    </Page>
  );
}

async function memberView(web: Web, c: Ctx, typed?: Typed) {
  const { org, here } = await placeOf(web, c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const member: Member = await getMember(web.deps.table, c.req.param('member') ?? '');
  const own = member.grants.filter((grant) => grant.org === org.id);
  const colleagues = (await listMembers(web.deps.table, org.id, { limit: 200 })).items.filter((each) => each.status === 'active' && each.id !== member.id);
  const elsewhere = member.grants.some((grant) => grant.org !== org.id);
  return (
    <Page {...framed(c, typed)} title={member.name || say('人员', 'Member')} caption={org.name} current="organisations" crumbs={[...crumbs(org), { href: here, title: say('人员与角色', 'Members and roles') }]}>
      {member.status === 'left' ? (
        <p>{say('该人员已离岗。需要时请重新邀请。', 'She has left; invite her again when needed.')}</p>
      ) : (
        <>
          <Panel title={say('在本单位的角色', 'Roles here')}>
            <form method="post" action={`${here}/${member.id}`}>
              <HiddenCsrf csrf={csrf} />
              <input type="hidden" name="version" value={String(member.version)} />
              <RoleFields lang={lang} form="edit" typed={typed} now={own} />
              <p class="hint">{say('一个也不选，表示不再在本单位任职。', 'None ticked takes her out of this organisation.')}</p>
              <Actions>
                <Button>{w(lang).buttons.save}</Button>
                <a href={here}>{w(lang).buttons.cancel}</a>
              </Actions>
            </form>
          </Panel>
          <Panel title={say('离岗', 'Leaving')} tone="tinted">
            <p>
              {say('离岗后不能再登录，链接和令牌随即失效。请选择由谁接办她的待办。', 'She can no longer sign in, and her links and tokens end. Choose who takes her tasks.')}{' '}
              {elsewhere && say('她在其他单位也有角色，须由有权管理这些单位的人办理。', 'She has roles elsewhere too, which the same administrator must govern.')}
            </p>
            <Act lang={lang} csrf={csrf} typed={typed} form="leave" tone="danger" action={`${here}/${member.id}/leave`} label={say('办理离岗', 'Let her leave')} question={say(`${member.name} 将失去全部角色。`, `${member.name} loses every role.`)}>
              <Asked lang={lang} form="leave" typed={typed} field={{ id: 'to', type: 'choice', label: { zh: '待办转给', en: 'Her tasks go to' }, options: colleagues.map((each) => ({ value: each.id, label: { zh: each.name } })) }} />
            </Act>
          </Panel>
        </>
      )}
    </Page>
  );
}

/** Her tasks go over before she leaves, page by page; what the other may not take stays with the round's administrators to see. */
async function handOverAll(web: Web, c: Ctx, from: string, to: string): Promise<void> {
  let cursor: string | undefined;
  for (let pages = 0; pages < 40; pages++) {
    const moved = await reassign(web.deps, signedIn(c), { from, to, ...(cursor !== undefined && { cursor }) });
    cursor = moved.cursor;
    if (cursor === undefined) return;
  }
}

/** Members of an organisation. */
export function memberPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  const { deps } = web;
  pages.get('/organisations/:org/members', async (c) => c.html(await listView(web, c)));
  pages.post('/organisations/:org/members', (c) =>
    posted(
      c,
      'invite',
      async (body) => {
        const { actor, org, here } = await placeOf(web, c);
        const grants = grantsIn(body).map((grant) => ({ ...grant, org: org.id }));
        const { outcome } = await inviteMember(deps, actor, { email: one(body, 'email'), name: one(body, 'name'), grants });
        return doneAt(here, outcome === 'unchanged' ? 'unchanged' : 'invited');
      },
      (typed) => listView(web, c, typed),
    ),
  );
  pages.get('/organisations/:org/members/:member', async (c) => c.html(await memberView(web, c)));
  pages.post('/organisations/:org/members/:member', (c) =>
    posted(
      c,
      'edit',
      async (body) => {
        const { actor, org, here } = await placeOf(web, c);
        await editGrants(deps, actor, { member: c.req.param('member') ?? '', org: org.id, grants: grantsIn(body), version: whole(one(body, 'version')) });
        return doneAt(here, 'edited');
      },
      (typed) => memberView(web, c, typed),
    ),
  );
  pages.post('/organisations/:org/members/:member/leave', (c) =>
    posted(
      c,
      'leave',
      async (body) => {
        const { actor, here } = await placeOf(web, c);
        const member = c.req.param('member') ?? '';
        const to = one(body, 'to');
        if (member === actor.id)
          throw new Problem('conflict', 'leave-self', text('不能为自己办理离岗，请由其他管理员办理。', 'Somebody else must let you leave.'));
        if (to !== '') await handOverAll(web, c, member, to);
        await memberLeaves(deps, actor, member);
        return doneAt(here, to === '' ? 'leftAlone' : 'left');
      },
      (typed) => memberView(web, c, typed),
    ),
  );
  return pages;
}
