/** `/objections`: those that an organisation handles, without who objected or why. */

import { listObjections } from '#actions/objection/objection-reading.ts';
import { loggedReasons } from '#domain/objection/objection.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, nextPage, OrganisationTabs, Pager, Tag } from '#web/frame/parts.tsx';
import { objectionTones } from '#web/frame/tones.ts';
import { t } from '#web/frame/words.ts';
import { administered } from '#web/programme/setup-scope.tsx';
import { casePath } from './objection-parts.tsx';

async function listView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const own = await administered(web, actor);
  const org = await getOrganisation(web.deps.table, c.req.query('org') ?? own[0]?.id ?? web.root);
  const page = await listObjections(web.deps, actor, org.id, c.req.query('cursor'));
  return (
    <Page
      {...framed(c, undefined)}
      title={say('异议', 'Objections')}
      current="rounds"
      width="wide"
      caption={org.name}
      lead={say(
        '列表不显示异议人和内容，只有承办人打开后可见，每次打开都有记录。',
        'Who objected and why is shown to the handler alone, and each opening is recorded.',
      )}
    >
      <OrganisationTabs lang={lang} path="/objections" own={own} org={org} />
      <Box>
        <DataTable
          lang={lang}
          caption={say('异议', 'Objections')}
          rows={page.items}
          columns={[
            {
              title: say('针对', 'Against'),
              cell: (each) => (
                <a href={casePath(each.id)}>{each.name ?? say('组织评选的单位', 'The organisation')}</a>
              ),
            },
            { title: say('收到', 'Received'), cell: (each) => shownAt(each.receivedAt) },
            {
              title: say('状态', 'State'),
              cell: (each) => (
                <Tag tone={objectionTones[each.status]}>{t(lang, objectionStatusWords[each.status])}</Tag>
              ),
            },
            {
              title: say('未受理原因', 'Why only logged'),
              cell: (each) => (each.reason === undefined ? '—' : t(lang, loggedReasons[each.reason])),
            },
            { title: say('核查期限', 'Due'), cell: (each) => each.due ?? '—' },
          ]}
          empty={<p>{say('没有异议。', 'No objections.')}</p>}
        />
        <Pager lang={lang} next={nextPage(`/objections?org=${org.id}`, page.cursor)} />
      </Box>
    </Page>
  );
}

/** Objections of the reader's organisations. */
export const objectionPages = mounting((pages, web) => {
  pages.get('/objections', async (c) => c.html(await listView(web, c)));
});
