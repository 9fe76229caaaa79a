/** `/packages` lists the packages 报送包 of an organisation and makes one. */

import { listPackages, makePackage, packable } from '#actions/package/packages.ts';
import { levelWords } from '#domain/level.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked } from '#web/frame/common.tsx';
import { type Ctx, orgAsked, signedIn, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Button, nextPage, Pager } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type OnPage, type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { onePackagePages } from './one-package.tsx';
import { makeForm, packageForm, packagePath, packagesPath, partFrom } from './package-forms.ts';

/** The form that makes one, over a page of what was sent up or what a search finds; a sentence where nothing was. */
const Make = async (props: OnPage & { readonly web: Web; readonly org: Organisation }) => {
  const { c, web, org, typed } = props;
  const { lang, say } = c.get('frame');
  const [q, rounds] = [asked(c, 'q'), asked(c, 'rounds')];
  const here = { org: org.id, q, rounds };
  const { items, cursor } = await packable(web.deps, signedIn(c), org.id, { q, cursor: rounds });
  const above = org.parent === undefined ? undefined : await getOrganisation(web.deps.table, org.parent);
  return (
    <>
      <form method="get" action="/packages" class="name-search">
        <input type="hidden" name="org" value={org.id} />
        <FormField
          lang={lang}
          faults={[]}
          value={q}
          field={{ id: 'q', type: 'text', label: text('年度或活动名称', 'Year or programme') }}
        />
        <Button tone="secondary">{w(lang).buttons.filter}</Button>
      </form>
      {items.length === 0 ? (
        <p>
          {q === undefined && rounds === undefined
            ? say(
                '还没有可以报送的内容：先在批次页确定推荐上报。',
                'Nothing was sent up yet: recommend a tranche first.',
              )
            : say('这里没有可以报送的内容。', 'Nothing of these was sent up.')}
        </p>
      ) : (
        <PostForm c={c} of={makeForm(packagesPath(here), items, above?.name ?? '')} typed={typed} />
      )}
      <Pager
        lang={lang}
        next={cursor === undefined ? undefined : packagesPath({ ...here, rounds: cursor })}
        note={cursor === undefined ? undefined : say('较早的评选在后面', 'Earlier rounds follow')}
      />
    </>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = await getOrganisation(web.deps.table, orgAsked(c, web.root));
  const page = await listPackages(web.deps, actor, org.id, c.req.query('cursor'));
  return (
    <Page {...framed(c, typed)} title={say('报送包', 'Packages')} caption={org.name} width="wide">
      <Box>
        <DataTable
          lang={lang}
          caption={say('报送包', 'Packages')}
          rows={page.items}
          empty={say('还没有报送包。', 'There is none yet.')}
          columns={[
            { title: say('名称', 'Title'), cell: (one) => <a href={packagePath(one.id)}>{one.title}</a> },
            { title: say('主送单位', 'Receiver'), cell: ({ to }) => to },
            { title: say('上级', 'Level'), cell: ({ level }) => t(lang, levelWords[level]) },
            {
              title: say('对象', 'Nominees'),
              numeric: true,
              cell: ({ parts }) => parts.reduce((sum, { count }) => sum + count, 0),
            },
            { title: say('建立', 'Made'), cell: ({ at }) => shownAt(at) },
          ]}
        />
        <Pager lang={lang} next={nextPage(`/packages?org=${org.id}`, page.cursor)} />
      </Box>
      {may(actor, 'package.make', { orgPath: org.path }) && (
        <Box title={say('建立报送包', 'Make a package')} id="make">
          <Make {...{ c, web, org, typed }} />
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/': the list and each package. */
export const packagePages = mounting((pages, web) => {
  pages.get('/packages', async (c) => c.html(await view(web, c)));
  pages.post('/packages', (c) =>
    take(c, {
      ...{ form: 'make', input: packageForm },
      faultAt: (field) => (field.startsWith('parts.') ? 'parts' : field),
      work: async ({ parts, ...sent }) => {
        const org = c.req.query('org') ?? '';
        const asked = (parts ?? []).map(partFrom);
        return packagePath((await makePackage(web.deps, signedIn(c), { ...sent, org, parts: asked })).id);
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.route('/', onePackagePages(web));
});
