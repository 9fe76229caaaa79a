/** `/setup/organisation` and `/setup/members`: the federation that runs a round with those below it, and its people. */

import { addBelow, childrenOf, setUpFederation } from '#actions/people/federation.ts';
import { nextStart } from '#actions/people/getting-started.ts';
import { inviteLines, inviteList } from '#actions/people/member-list.ts';
import { federationInput, memberList } from '#actions/people/people-input.ts';
import { levelRank, levels, levelWords } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand } from '#domain/people/policy.ts';
import { roleWords } from '#domain/people/roles.ts';
import { text } from '#domain/problem.ts';
import { readSheets } from '#papers/sheet-file.ts';
import { listMembers } from '#store/people.ts';
import { sheetOf } from '#web/files/sheet-slots.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Guided, GuidePage, guided, stepHref } from './guide.tsx';

const below = ask(federationInput, 'below', {
  type: 'paragraph',
  required: false,
  max: undefined,
  help: text(
    '每行一个名称，如 文艺路街道妇联；按名称认出街道、社区或单位，以后可以增减。',
    'One name a line, such as 文艺路街道妇联; the name tells the level. More can be added later.',
  ),
});

const federationForm = ({ org }: Guided): FormSpec => ({
  form: 'organisation',
  action: stepHref('organisation', org.id),
  groups: [
    [
      ask(federationInput, 'name', {
        label: text('组织评选的单位', 'Who runs the selection'),
        help: text('全称，与公章一致，如 芙蓉区妇女联合会', 'The full official name'),
      }),
      ask(federationInput, 'level', {
        options: optionsOf(
          levelWords,
          levels.filter((level) => levelRank(level) < levelRank(org.level) && level !== 'unit').toReversed(),
        ),
        as: 'list',
      }),
      ask(federationInput, 'region', {
        help: text(
          '六位数字，如 芙蓉区 430102；印在证书编号中',
          'Six digits, printed in certificate numbers',
        ),
      }),
      ask(federationInput, 'phone', {
        help: text('公示和信函中的联系电话', 'Shown in notices and letters'),
      }),
      below,
    ],
  ],
  button: text('保存并继续', 'Save and go on'),
});

/** For a federation that is there, only who stands below it is asked. */
const belowForm = ({ id }: Organisation): FormSpec => ({
  form: 'organisation',
  action: stepHref('organisation', id),
  groups: [[below]],
  button: text('保存并继续', 'Save and go on'),
});

async function organisationView(web: Web, c: Ctx, typed?: Typed) {
  const of = await guided(web, c);
  const { say } = c.get('frame');
  const { org, started } = of;
  demand(signedIn(c), 'organisation.create', { orgPath: org.path });
  const there = started.isNew ? [] : await childrenOf(web.deps, org.id);
  return (
    <GuidePage
      c={c}
      at="organisation"
      of={of}
      typed={typed}
      title={started.isNew ? say('由哪个单位组织评选', 'Who runs the selection') : org.name}
      lead={
        started.isNew
          ? say(
              '写明本级妇联和下级单位。只有本单位的管理员能够开放本单位的评选，所以您会成为它的管理员。',
              'Name your federation and those below it. Only its own administrators open its rounds, so you become one.',
            )
          : say(
              `本单位的评选由${org.name}的管理员设置和开放。`,
              `Its rounds are set up and opened by the administrators of ${org.name}.`,
            )
      }
    >
      {!started.isNew && (
        <Box title={say(`下级单位（${there.length}）`, `Organisations below (${there.length})`)}>
          <p>{there.map(({ name }) => name).join('、') || say('还没有。', 'None yet.')}</p>
          <p>
            <a href={`/organisations/${org.id}`}>{say('逐个修改', 'Change them one by one')}</a>
          </p>
        </Box>
      )}
      <PostForm c={c} of={started.isNew ? federationForm(of) : belowForm(org)} typed={typed} />
    </GuidePage>
  );
}

const roleList = Object.values(roleWords)
  .map(({ zh }) => zh)
  .join('、');

const membersForm = ({ id, name }: Organisation, child: string | undefined): FormSpec => ({
  form: 'members',
  action: stepHref('members', id),
  groups: [
    [
      ask(memberList, 'people', {
        type: 'paragraph',
        required: false,
        max: undefined,
        help: text(
          `每行一人，先后不限：姓名、邮箱、单位、角色（开通短信的站点可加手机），可从 Excel 直接粘贴。不写单位的属于${name}。角色：${roleList}；部门另写名称。例：\n李敏 li.min@example.cn ${child ?? name} 填报员`,
          `One person a line in any order: name, e-mail, organisation, role, and a mobile where this site sends short messages; may be pasted from Excel. Without an organisation it is ${name}. Roles: ${Object.values(
            roleWords,
          )
            .map(({ en }) => en)
            .join(', ')}.`,
        ),
      }),
    ],
  ],
  file: {
    name: 'file',
    label: text('或选择 Excel 文件', 'Or an Excel file'),
    accept: '.xlsx,.csv',
    sheet: true,
  },
  note: text('每人收到一封邀请邮件，用邮箱登录，没有密码。', 'Each gets a letter and signs in by e-mail.'),
  button: text('邀请并继续', 'Invite and go on'),
});

async function membersView(web: Web, c: Ctx, typed?: Typed) {
  const of = await guided(web, c);
  const { say } = c.get('frame');
  const { org } = of;
  demand(signedIn(c), 'member.invite', { orgPath: org.path });
  const [there, children] = await Promise.all([
    listMembers(web.deps.table, org.id, { limit: 50 }),
    childrenOf(web.deps, org.id),
  ]);
  return (
    <GuidePage
      c={c}
      at="members"
      of={of}
      typed={typed}
      title={say('谁来办理', 'Who does the work')}
      lead={say(
        '填报员申报，审核员审查，管理员公示和发布；评委和部门按活动需要。',
        'Clerks nominate, reviewers check, administrators post and publish; panellists and departments as needed.',
      )}
    >
      <PostForm c={c} of={membersForm(org, children[0]?.name)} typed={typed} />
      <p class="muted">
        {say(`${org.name}现有 ${there.items.length} 人：`, `${there.items.length} in ${org.name}: `)}
        {there.items.map(({ name }) => name).join('、')}
        {' · '}
        <a href={`/organisations/${org.id}/members`}>{say('逐个修改', 'Change them one by one')}</a>
      </p>
      {of.started.done.members && (
        <Actions>
          <Button tone="secondary" href={stepHref(nextStart(of.started) ?? 'open', org.id)}>
            {say('不再邀请，继续', 'Go on without inviting')}
          </Button>
        </Actions>
      )}
    </GuidePage>
  );
}

/** The cells of the sheet that was sent, or undefined. */
async function sheetLines(
  bytes: Uint8Array | undefined,
): Promise<readonly (readonly string[])[] | undefined> {
  if (bytes === undefined) return undefined;
  const [sheet] = await readSheets(bytes, 2_000);
  return (sheet?.rows ?? []).map((row) =>
    row.map((cell) => (cell === undefined || typeof cell === 'object' ? '' : String(cell))),
  );
}

/** The first two steps of the set-up. */
export const guidePeoplePages = mounting((pages, web) => {
  const { deps } = web;
  pages.get('/setup', async (c) => {
    const { started } = await guided(web, c);
    return c.redirect(stepHref(nextStart(started) ?? 'open', started.org));
  });
  pages.get('/setup/organisation', async (c) => c.html(await organisationView(web, c)));
  pages.post('/setup/organisation', (c) =>
    take(c, {
      form: 'organisation',
      input: federationInput.omit({ parent: true }),
      work: async (sent) => {
        const actor = signedIn(c);
        const { started, org } = await guided(web, c);
        if (!started.isNew) {
          await addBelow(deps, actor, org, sent.below ?? '');
          return stepHref('members', org.id);
        }
        const made = await setUpFederation(deps, actor, { ...sent, parent: org.id });
        return doneAt(stepHref('members', made.id), 'organisation');
      },
      show: (typed) => organisationView(web, c, typed),
    }),
  );
  pages.get('/setup/members', async (c) => c.html(await membersView(web, c)));
  pages.post('/setup/members', (c) =>
    take(c, {
      form: 'members',
      input: memberList,
      work: async (sent, posted) => {
        const { org, started } = await guided(web, c);
        const lines = await sheetLines(await sheetOf(web, c, posted));
        const actor = signedIn(c);
        const { invited } =
          lines === undefined
            ? await inviteList(deps, actor, { ...sent, id: org.id })
            : await inviteLines(deps, actor, org.id, lines);
        const next = started.steps.includes('calendar') ? 'calendar' : 'open';
        return doneAt(stepHref(next, org.id), invited > 0 ? 'members' : 'unchanged');
      },
      show: (typed) => membersView(web, c, typed),
    }),
  );
});
