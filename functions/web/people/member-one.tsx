/** `/organisations/:org/members/:member`: the roles of one member here, and her leaving with the tasks handed over. */
import { reassign } from '#actions/review/tasks-admin.ts';
import type { Member } from '#domain/people/people-records.ts';
import { getMember, listMembers } from '#store/people.ts';
import { Act } from '#web/frame/act.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Asked, framed, sayIn, type Typed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import { crumbs, placeOf, RoleFields } from './role-fields.tsx';

export async function memberView(web: Web, c: Ctx, typed?: Typed) {
  const { org, here } = await placeOf(web, c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const member: Member = await getMember(web.deps.table, c.req.param('member') ?? '');
  const own = member.grants.filter((grant) => grant.org === org.id);
  const colleagues = (await listMembers(web.deps.table, org.id, { limit: 200 })).items.filter(
    (each) => each.status === 'active' && each.id !== member.id,
  );
  const elsewhere = member.grants.some((grant) => grant.org !== org.id);
  return (
    <Page
      {...framed(c, typed)}
      title={member.name || say('人员', 'Member')}
      caption={org.name}
      current="organisations"
      crumbs={[...crumbs(org), { href: here, title: say('人员与角色', 'Members and roles') }]}
    >
      {member.status === 'left' ? (
        <p>{say('该人员已离岗。需要时请重新邀请。', 'She has left; invite her again when needed.')}</p>
      ) : (
        <>
          <Panel title={say('在本单位的角色', 'Roles here')}>
            <form method="post" action={`${here}/${member.id}`}>
              <HiddenCsrf csrf={csrf} />
              <input type="hidden" name="version" value={String(member.version)} />
              <RoleFields lang={lang} form="edit" typed={typed} now={own} />
              <p class="hint">
                {say('一个也不选，表示不再在本单位任职。', 'None ticked takes her out of this organisation.')}
              </p>
              <Actions>
                <Button>{w(lang).buttons.save}</Button>
                <a href={here}>{w(lang).buttons.cancel}</a>
              </Actions>
            </form>
          </Panel>
          <Panel title={say('离岗', 'Leaving')} tone="tinted">
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
            <Act
              lang={lang}
              csrf={csrf}
              typed={typed}
              form="leave"
              tone="danger"
              action={`${here}/${member.id}/leave`}
              label={say('办理离岗', 'Let her leave')}
              question={say(`${member.name} 将失去全部角色。`, `${member.name} loses every role.`)}
            >
              <Asked
                lang={lang}
                form="leave"
                typed={typed}
                field={{
                  id: 'to',
                  type: 'choice',
                  label: { zh: '待办转给', en: 'Her tasks go to' },
                  options: colleagues.map((each) => ({ value: each.id, label: { zh: each.name } })),
                }}
              />
            </Act>
          </Panel>
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
      ...(cursor !== undefined && { cursor }),
    });
    cursor = moved.cursor;
    if (cursor === undefined) return;
  }
}
