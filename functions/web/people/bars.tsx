/** `/bars?org=`: for which honours an organisation may not recommend, until when and why; set and lifted by one above. */

import { barLifting, barOrganisation, barring, liftBar, listBars } from '#actions/people/bars.ts';
import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { honourName } from '#domain/known-honours.ts';
import type { Bar } from '#domain/people/bar.ts';
import { may } from '#domain/people/policy.ts';
import { type Text, text } from '#domain/problem.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, orgAsked, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';

const pathOf = (org: string): string => `/bars?org=${encodeURIComponent(org)}`;

const barForm = (org: string): FormSpec => ({
  form: 'bar',
  action: pathOf(org),
  groups: [
    [
      ask(barring, 'code', { help: text('如 JGWMG、ZMJT', 'Like JGWMG, ZMJT') }),
      ask(barring, 'reason', { type: 'paragraph' }),
      ask(barring, 'from', {
        type: 'date',
        help: text(
          '不填为今天；以前开始的评选不受影响',
          'Today when left empty; selections that opened before go on',
        ),
      }),
      ask(barring, 'until', { type: 'date', help: text('不填为一年', 'A year when left empty') }),
    ],
  ],
  note: text(
    '在这些日期内开始的评选中，该单位不能申报和推荐这项荣誉。将发信告知该单位，写明原因。',
    'In selections that open within these days it can neither nominate nor recommend for this honour. It is told, with the reason.',
  ),
  tone: 'danger',
  button: text('限制推荐', 'Bar'),
});

const liftForm = ({ org, id, version }: Bar): FormSpec => ({
  form: `lift-${id}`,
  action: `/bars/${id}/lift?org=${encodeURIComponent(org)}`,
  folded: text('解除', 'Lift'),
  note: text('解除后可以照常推荐。', 'It may recommend again.'),
  hidden: { version: String(version) },
  groups: [[ask(barLifting, 'reason')]],
});

const done: Readonly<Record<string, Text>> = {
  barred: text('已限制，并已告知该单位', 'Barred; the organisation is told'),
  lifted: text('已解除，并已告知该单位', 'Lifted; the organisation is told'),
};

async function barsView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const { organisation, bars } = await listBars(web.deps, actor, orgAsked(c, web.root));
  const mayBar = may(actor, 'organisation.bar', {
    orgPath: organisation.path.slice(0, -1).filter((org) => actor.grants.some((grant) => grant.org === org)),
  });
  const today = shanghaiDate(instantOf(web.deps));
  return (
    <Page
      {...framed(c, typed, done)}
      title={say('推荐限制', 'Barred from recommending')}
      caption={organisation.name}
      width="wide"
    >
      <Box>
        <DataTable
          lang={lang}
          caption={say('推荐限制', 'Bars')}
          rows={bars}
          empty={say('没有限制。', 'There is none.')}
          columns={[
            { title: say('荣誉', 'Honour'), cell: ({ code }) => `${honourName(code, [])}（${code}）` },
            { title: say('评选开始于', 'Selections that open'), cell: (bar) => `${bar.from} – ${bar.until}` },
            { title: say('决定单位', 'By'), cell: (bar) => bar.byName },
            { title: say('原因', 'Reason'), cell: (bar) => bar.reason },
            {
              title: say('状态', 'State'),
              cell: (bar) =>
                bar.lifted !== undefined ? (
                  <>
                    <Tag>{say('已解除', 'Lifted')}</Tag> <span class="muted">{bar.lifted.reason}</span>
                  </>
                ) : (
                  <Tag tone={bar.until < today ? 'neutral' : 'bad'}>
                    {bar.until < today ? say('已到期', 'Over') : say('限制中', 'Barred')}
                  </Tag>
                ),
            },
            {
              title: say('办理', 'Act'),
              cell: (bar) =>
                mayBar && bar.lifted === undefined ? <PostForm c={c} of={liftForm(bar)} typed={typed} /> : '',
            },
          ]}
        />
      </Box>
      {mayBar && (
        <Box title={say('限制推荐', 'Bar it')} id="bar">
          <PostForm c={c} of={barForm(organisation.id)} typed={typed} />
        </Box>
      )}
    </Page>
  );
}

/** Mounted at '/'. */
export const barPages = mounting((pages, web) => {
  const org = (c: Ctx) => orgAsked(c, web.root);
  pages.get('/bars', async (c) => c.html(await barsView(web, c)));
  pages.post('/bars', (c) =>
    take(c, {
      ...{ form: 'bar', input: barring },
      work: async (sent) => {
        await barOrganisation(web.deps, signedIn(c), { ...sent, org: org(c) });
        return doneAt(pathOf(org(c)), 'barred');
      },
      show: (typed) => barsView(web, c, typed),
    }),
  );
  pages.post('/bars/:bar/lift', (c) =>
    take(c, {
      ...{ form: `lift-${c.req.param('bar')}`, input: barLifting },
      work: async (sent) => {
        await liftBar(web.deps, signedIn(c), { ...sent, org: org(c), bar: c.req.param('bar') });
        return doneAt(pathOf(org(c)), 'lifted');
      },
      show: (typed) => barsView(web, c, typed),
    }),
  );
});
