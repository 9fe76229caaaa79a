/** `/organisations`: the tree below the reader's organisations, one page a level; making and editing one. */

import { createOrganisation, editOrganisation } from '#actions/people/organisations.ts';
import { organisationEdit } from '#actions/people/people-input.ts';
import { instantOf } from '#actions/write.ts';
import { inputFromTexts } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { levelRank, levels } from '#domain/level.ts';
import { organisationSchema } from '#domain/people/organisation.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { demand, may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { getOrganisation, listChildren } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { type Body, doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, nextPage, Pager, SummaryList } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type InLang, type Lang, type Say, w } from '#web/frame/words.ts';
import { administered, wayDown } from '#web/programme/setup-scope.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { OrganisationFields } from './organisation-fields.tsx';
import { OrganisationWays } from './organisation-ways.tsx';

const done = {
  created: { zh: '单位已新建。', en: 'The organisation is made.' },
  edited: { zh: '单位信息已修改。', en: 'The organisation is changed.' },
  imported: { zh: '单位已导入。', en: 'The organisations are imported.' },
};

const Children = (
  props: InLang & { readonly say: Say; readonly rows: readonly Organisation[]; readonly caption: string },
) => (
  <DataTable
    lang={props.lang}
    caption={props.caption}
    captionShown
    rows={props.rows}
    columns={[
      { title: props.say('排序号', 'Order'), numeric: true, cell: (org) => org.order },
      {
        title: props.say('单位', 'Organisation'),
        header: true,
        cell: (org) => <a href={`/organisations/${org.id}`}>{org.name}</a>,
      },
      { title: props.say('层级', 'Level'), cell: (org) => w(props.lang).levels[org.level] },
      { title: props.say('编号', 'Id'), cell: (org) => <code>{org.id}</code> },
      {
        title: props.say('人员', 'Members'),
        cell: (org) => <a href={`/organisations/${org.id}/members`}>{props.say('查看', 'See')}</a>,
      },
    ]}
    empty={<p>{props.say('下面还没有单位。', 'There is none below.')}</p>}
  />
);

async function listView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const own = await administered(web, actor);
  return (
    <Page
      {...framed(c, undefined, done)}
      title={w(lang).nav.organisations}
      current="organisations"
      width="wide"
    >
      <Box>
        <Children
          lang={lang}
          say={say}
          rows={own}
          caption={say('我管理的单位', 'Organisations that I administer')}
        />
      </Box>
      {own.length > 0 && (
        <Actions>
          <Button href="/organisations/import" tone="secondary">
            {say('从表格导入下级单位', 'Import organisations from a sheet')}
          </Button>
          {own.some(
            (org) => org.parent === undefined && may(actor, 'outbox.read', { orgPath: org.path }),
          ) && (
            <Button href="/outbox" tone="secondary">
              {say('信函', 'Letters')}
            </Button>
          )}
        </Actions>
      )}
    </Page>
  );
}

/** What may be done with an organisation. */
const Ways = (props: {
  readonly lang: Lang;
  readonly say: Say;
  readonly org: Organisation;
  readonly mayEdit: boolean;
  readonly invites: boolean;
}) => {
  const { lang, say, org, mayEdit, invites } = props;
  const here = `/organisations/${org.id}`;
  return (
    <Actions>
      {mayEdit && (
        <Button href={`${here}/edit`} tone="secondary">
          {w(lang).buttons.edit}
        </Button>
      )}
      {mayEdit && (
        <Button href={`${here}/logo`} tone="secondary">
          {say('徽标或印章', 'Seal or logo')}
        </Button>
      )}
      {invites && <Button href={`${here}/members`}>{say('人员与角色', 'Members and roles')}</Button>}
      {mayEdit && (
        <Button href={`/programmes?org=${org.id}`} tone="secondary">
          {w(lang).nav.programmes}
        </Button>
      )}
    </Actions>
  );
};

async function oneView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = await getOrganisation(web.deps.table, c.req.param('org') ?? '');
  const page = await listChildren(web.deps.table, org.id, { limit: 50, cursor: c.req.query('cursor') });
  const mayEdit = may(actor, 'organisation.edit', { orgPath: org.path });
  const here = `/organisations/${org.id}`;
  const { contact } = org;
  return (
    <Page
      {...framed(c, undefined, done)}
      title={org.name}
      caption={w(lang).levels[org.level]}
      current="organisations"
      width="wide"
      crumbs={[
        { href: '/organisations', title: w(lang).nav.organisations },
        ...(await wayDown(web, actor, org)),
      ]}
    >
      <Box>
        <SummaryList
          rows={[
            { label: say('编号', 'Id'), value: <code>{org.id}</code> },
            { label: say('区划代码', 'Region code'), value: org.region },
            { label: say('排序号', 'Order number'), value: org.order },
            ...(org.branch === undefined ? [] : [{ label: say('系统', 'Branch'), value: org.branch }]),
            {
              label: say('联系', 'Contact'),
              value:
                [contact.office, contact.phone, contact.email, contact.address, contact.hours]
                  .filter((each) => each !== undefined)
                  .join(' · ') || '—',
            },
          ]}
        />
        <Ways {...{ lang, say, org, mayEdit }} invites={may(actor, 'member.invite', { orgPath: org.path })} />
      </Box>
      <OrganisationWays
        say={say}
        actor={actor}
        org={org}
        year={shanghaiDate(instantOf(web.deps)).slice(0, 4)}
      />
      <Box>
        <Children lang={lang} say={say} rows={page.items} caption={say('下级单位', 'Organisations below')} />
        <Pager
          lang={lang}
          previous={c.req.query('cursor') === undefined ? undefined : here}
          next={nextPage(here, page.cursor)}
        />
        {may(actor, 'organisation.create', { orgPath: org.path }) && org.level !== 'unit' && (
          <Actions>
            <Button href={`/organisations/new?parent=${org.id}`} tone="secondary">
              {say('新建下级单位', 'Make one below')}
            </Button>
            <Button href="/organisations/import" tone="secondary">
              {say('从表格导入', 'Import from a sheet')}
            </Button>
          </Actions>
        )}
      </Box>
    </Page>
  );
}

/** The contact as the form has it; what is empty is left out. */
const contactIn = (body: Body) =>
  inputFromTexts(organisationSchema.shape.contact, (field) => body[`contact.${field}`]);

const newForm = ({ id }: Organisation): FormSpec => ({
  form: 'new',
  action: `/organisations/new?parent=${id}`,
  button: text('新建', 'Make it'),
  cancel: `/organisations/${id}`,
});
const editForm = ({ id, version }: Organisation): FormSpec => ({
  form: 'edit',
  action: `/organisations/${id}/edit`,
  hidden: { version: String(version) },
  note: text(
    '编号、层级和上级固定，因为轮次和荣誉都引用它们。',
    'Id, level and place in the tree are fixed: rounds and honours refer to them.',
  ),
  button: text('保存', 'Save'),
  cancel: `/organisations/${id}`,
});

async function newView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const parent = await getOrganisation(web.deps.table, c.req.query('parent') ?? web.root);
  demand(actor, 'organisation.create', { orgPath: parent.path });
  const below = levels.filter((level) => levelRank(level) < levelRank(parent.level)).toReversed();
  return (
    <Page
      {...framed(c, typed)}
      title={say('新建下级单位', 'Make an organisation')}
      caption={say(`上级：${parent.name}`, `Below ${parent.name}`)}
      current="organisations"
      crumbs={[{ href: `/organisations/${parent.id}`, title: parent.name }]}
    >
      <PostForm c={c} of={newForm(parent)} typed={typed}>
        <OrganisationFields
          lang={lang}
          form="new"
          typed={typed}
          levels={below}
          now={{ region: parent.region }}
        />
      </PostForm>
    </Page>
  );
}

async function editView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = await getOrganisation(web.deps.table, c.req.param('org') ?? '');
  demand(actor, 'organisation.edit', { orgPath: org.path });
  return (
    <Page
      {...framed(c, typed)}
      title={say('修改单位', 'Edit the organisation')}
      caption={org.name}
      current="organisations"
      crumbs={[{ href: `/organisations/${org.id}`, title: org.name }]}
    >
      <ChangedBox lang={lang} history={await changedSince(web.deps.table, `organisation:${org.id}`, typed)} />
      <PostForm c={c} of={editForm(org)} typed={typed}>
        <OrganisationFields lang={lang} form="edit" typed={typed} now={org} />
      </PostForm>
    </Page>
  );
}

/** The tree, and the forms of one organisation. */
export const organisationPages = mounting((pages, web) => {
  pages.get('/organisations', async (c) => c.html(await listView(web, c)));
  pages.get('/organisations/new', async (c) => c.html(await newView(web, c)));
  pages.post('/organisations/new', (c) =>
    take(c, {
      form: 'new',
      input: organisationSchema.omit({ parent: true, contact: true }),
      work: async (sent, { body }) => {
        const below = { contact: contactIn(body), parent: c.req.query('parent') ?? web.root };
        const made = await createOrganisation(web.deps, signedIn(c), { ...sent, ...below });
        return doneAt(`/organisations/${made.id}`, 'created');
      },
      show: (typed) => newView(web, c, typed),
    }),
  );
  pages.get('/organisations/:org{[a-z0-9]+}', async (c, next) =>
    c.req.param('org') === 'import' ? next() : c.html(await oneView(web, c)),
  );
  pages.get('/organisations/:org/edit', async (c) => c.html(await editView(web, c)));
  pages.post('/organisations/:org/edit', (c) => {
    const id = c.req.param('org');
    return take(c, {
      form: 'edit',
      input: organisationEdit.omit({ contact: true }),
      work: async (sent, { body }) => {
        await editOrganisation(web.deps, signedIn(c), { ...sent, id, contact: contactIn(body) });
        return doneAt(`/organisations/${id}`, 'edited');
      },
      show: (typed) => editView(web, c, typed),
    });
  });
});
