/** `/rechecks` lists the re-checks of an organisation and begins one. */

import { recheckLists, recheckProgrammes } from '#actions/recheck/programmes.ts';
import { recheckStart } from '#actions/recheck/recheck-input.ts';
import { listRechecks } from '#actions/recheck/rechecks.ts';
import { startRecheck } from '#actions/recheck/starting.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { may } from '#domain/people/policy.ts';
import { recheckStatusWords } from '#domain/recheck/recheck-words.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { getOrganisation, membersOf } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, orgAsked, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { type OnPage, type Typed, take } from '#web/frame/take.ts';
import { sayIn, t } from '#web/frame/words.ts';
import { recheckPath, startForm } from './recheck-forms.ts';

/** The form that begins one; a sentence where no programme has a re-check. */
const Start = async (props: OnPage & { readonly web: Web; readonly org: Organisation }) => {
  const { c, web, org, typed } = props;
  const { table } = web.deps;
  const say = sayIn(c.get('frame').lang);
  const programmes = await recheckProgrammes(web.deps, org);
  if (programmes.length === 0)
    return (
      <p>
        {say(
          '本级没有写明复查规则的评选活动。请在活动的层级中加上 recheck。',
          'No programme has a re-check at this level. Add `recheck` to its stage.',
        )}
      </p>
    );
  const codes = programmes.map(({ document }) => document.code);
  const [lists, reviewers, administrators] = await Promise.all([
    recheckLists(web.deps, org.id, codes),
    membersOf(table, org.id, 'reviewer'),
    membersOf(table, org.id, 'administrator'),
  ]);
  const people = [...new Map([...reviewers, ...administrators].map((one) => [one.id, one])).values()];
  return <PostForm c={c} of={startForm(org.id, programmes, lists, people)} typed={typed} />;
};

async function rechecksView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const org = await getOrganisation(web.deps.table, orgAsked(c, web.root));
  const page = await listRechecks(web.deps, actor, org.id, c.req.query('cursor'));
  return (
    <Page {...framed(c, typed)} title={say('复查', 'Re-checks')} caption={org.name} width="wide">
      <Box>
        <DataTable
          lang={lang}
          caption={say('复查', 'Re-checks')}
          rows={page.items}
          empty={say('还没有复查。', 'There is none yet.')}
          columns={[
            { title: say('荣誉', 'Honour'), cell: (one) => <a href={recheckPath(one.id)}>{one.title}</a> },
            { title: say('截止日', 'Last day'), cell: (one) => t(lang, shownDate(one.dueOn)) },
            {
              title: say('对象', 'Titles'),
              numeric: true,
              cell: ({ counts }) => Object.values(counts).reduce((sum, n) => sum + n, 0),
            },
            { title: say('待复查', 'To be looked at'), numeric: true, cell: (one) => one.counts.open },
            {
              title: say('状态', 'State'),
              cell: (one) => <Tag>{t(lang, recheckStatusWords[one.status])}</Tag>,
            },
          ]}
        />
        <Pager lang={lang} next={nextPage(`/rechecks?org=${org.id}`, page.cursor)} />
      </Box>
      {may(actor, 'recheck.run', { orgPath: org.path }) && (
        <Box title={say('启动复查', 'Begin a re-check')} id="start">
          <Start {...{ c, web, org, typed }} />
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/'. */
export const recheckListPages = mounting((pages, web) => {
  pages.get('/rechecks', async (c) => c.html(await rechecksView(web, c)));
  pages.post('/rechecks', (c) =>
    take(c, {
      ...{ form: 'start', input: recheckStart },
      work: async (sent) => {
        const org = c.req.query('org') ?? '';
        return recheckPath((await startRecheck(web.deps, signedIn(c), { ...sent, org })).id);
      },
      show: (typed) => rechecksView(web, c, typed),
    }),
  );
});
