/** `/packages/:id`: a package with its parts, letter and archive, and the results that came back. */

import * as z from 'zod';
import {
  archiveOf,
  archiveState,
  fullStanding,
  fullSummary,
  makeFullSummary,
  packageNominees,
  startArchive,
  zipType,
} from '#actions/package/archive.ts';
import { packageLetter, resultSheet } from '#actions/package/package-input.ts';
import { changeLetter, readPackage } from '#actions/package/packages.ts';
import { listRuns, takeResults } from '#actions/package/results.ts';
import { upwardWords } from '#domain/candidacy/candidacy-ends.ts';
import { levelWords } from '#domain/level.ts';
import type { Package, ResultRun } from '#domain/package/package-record.ts';
import { may } from '#domain/people/policy.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { sheetUnreadable } from '#papers/sheet-file.ts';
import { sheetOf } from '#web/files/sheet-slots.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { makingWords } from '#web/frame/kept-paper.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, Pager, SummaryList } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import { named, sendPaper } from '#web/frame/send.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, sayIn, t } from '#web/frame/words.ts';
import { Archive, Full } from './package-files.tsx';
import { fullForm, letterForm, packagePath, resultsForm } from './package-forms.ts';
import { ResultsTable, resultsPath, runView } from './results-view.tsx';

const Parts = (props: { readonly lang: Lang; readonly found: Package; readonly part: number }) => {
  const { lang, found } = props;
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('报送内容', 'What goes up')}
      rows={found.parts.map((part, n) => ({ ...part, n: n + 1 }))}
      columns={[
        {
          title: say('评选活动', 'Programme'),
          cell: ({ n, title, tranche }) => (
            <a
              href={`${packagePath(found.id)}?part=${n}`}
              aria-current={n === props.part ? 'true' : undefined}
            >
              {say(`${title} 第 ${tranche} 批`, `${title}, tranche ${tranche}`)}
            </a>
          ),
        },
        { title: say('建立时上报', 'Up when made'), numeric: true, cell: ({ count }) => count },
        {
          title: say('材料', 'Papers'),
          cell: ({ round }) => <a href={`/rounds/${round}/papers`}>{say('本轮材料', 'Of the round')}</a>,
        },
      ]}
    />
  );
};

/** The nominees of the chosen part, each with what is known of her result; by hand it is recorded on her own page. */
const Nominees = (props: {
  readonly lang: Lang;
  readonly found: Package;
  readonly part: number;
  readonly page: Awaited<ReturnType<typeof packageNominees>>;
}) => {
  const { lang, found, part, page } = props;
  const say = sayIn(lang);
  const { round, title } = found.parts[part - 1]!;
  return (
    <>
      <DataTable
        lang={lang}
        caption={title}
        captionShown
        rows={page.items}
        empty={say('没有在报的对象。', 'Nobody is up.')}
        columns={[
          {
            title: say('姓名或名称', 'Name'),
            cell: ({ name, nomination }) => <a href={`/rounds/${round}/nominations/${nomination}`}>{name}</a>,
          },
          {
            title: say('上级结果', 'Result'),
            cell: ({ upward }) => (upward === undefined ? '—' : t(lang, upwardWords[upward.state])),
          },
          { title: say('证书编号', 'Certificate'), cell: ({ upward }) => upward?.honour?.number ?? '—' },
        ]}
      />
      <Pager
        lang={lang}
        next={page.next === undefined ? undefined : `${packagePath(found.id)}?part=${part}&from=${page.next}`}
      />
    </>
  );
};

const Results = (props: {
  readonly c: Ctx;
  readonly found: Package;
  readonly runs: readonly ResultRun[];
  readonly typed: Typed | undefined;
  readonly mayRecord: boolean;
}) => {
  const { c, found, runs, typed, mayRecord } = props;
  const { lang, say } = c.get('frame');
  return (
    <Box title={say('上级结果', 'Results from above')} id="results">
      {found.outside ? (
        <>
          <ResultsTable lang={lang} id={found.id} runs={runs} />
          {mayRecord && <PostForm c={c} of={resultsForm(found)} typed={typed} />}
        </>
      ) : (
        <p>
          {say(
            '上级使用本系统，结果自动返回，见上面的名单。',
            'The level above uses this system: results come back by themselves, see the list.',
          )}
        </p>
      )}
    </Box>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { deps } = web;
  const { package: found, organisation } = await readPackage(deps, actor, c.req.param('id') ?? '');
  const { lang, say } = c.get('frame');
  const wanted = Number(c.req.query('part') ?? 1);
  const part = Number.isInteger(wanted) && found.parts[wanted - 1] !== undefined ? wanted : 1;
  const from = Math.max(0, Math.trunc(Number(c.req.query('from') ?? 0)) || 0);
  const [state, page, runs] = await Promise.all([
    archiveState(deps, found),
    packageNominees(deps, actor, found.id, { part, from }),
    listRuns(deps, actor, found.id),
  ]);
  const at = { orgPath: organisation.path };
  const mayMake = may(actor, 'package.make', at);
  const full = may(actor, 'package.full', at) ? await fullStanding(deps, actor, found.id, part) : undefined;
  if (full?.state === 'making') c.header('refresh', '3');
  return (
    <Page
      {...framed(c, typed, {
        letter: { zh: '报送函已保存。', en: 'The letter is saved.' },
        archive: { zh: '已开始制作压缩包。', en: 'The archive is being made.' },
        making: makingWords,
      })}
      title={found.title}
      caption={`${organisation.name} → ${found.to}（${t(lang, levelWords[found.level])}）`}
      crumbs={[{ href: `/packages?org=${found.org}`, title: say('报送包', 'Packages') }]}
      width="wide"
    >
      <Box title={say('报送内容', 'What goes up')}>
        <SummaryList rows={[{ label: say('建立', 'Made'), value: shownAt(found.at) }]} />
        <Parts lang={lang} found={found} part={part} />
        <Nominees lang={lang} found={found} part={part} page={page} />
        {full !== undefined && <Full c={c} of={full} />}
        {full !== undefined && <PostForm c={c} of={fullForm(found, part)} typed={typed} />}
      </Box>
      <Archive {...{ c, found, state, typed, mayMake }} />
      <Box title={say('报送函', 'Cover letter')} id="letter">
        {mayMake ? (
          <PostForm c={c} of={letterForm(found)} typed={typed} />
        ) : (
          <p class="prose">{found.letter}</p>
        )}
      </Box>
      <Results {...{ c, found, typed, runs: runs.items }} mayRecord={may(actor, 'upward.send', at)} />
    </Page>
  );
}

/** The archive as a download, piece by piece. */
async function download({ deps }: Web, c: Ctx): Promise<Response> {
  const made = await archiveOf(deps, signedIn(c), c.req.param('id') ?? '');
  if ('url' in made) return c.redirect(made.url);
  named(c, 'package.zip', made.name);
  return c.body(made.stream, 200, { 'content-type': zipType });
}

/** A package and what is done with it. */
export const onePackagePages = mounting((pages, web) => {
  const { deps } = web;
  const idOf = (c: Ctx) => c.req.param('id') ?? '';
  pages.get('/packages/:id', async (c) => c.html(await view(web, c)));
  pages.get('/packages/:id/archive.zip', (c) => download(web, c));
  pages.get('/packages/:id/results/:run', async (c) => c.html(await runView(web, c)));
  pages.post('/packages/:id/letter', (c) =>
    take(c, {
      ...{ form: 'letter', input: packageLetter },
      work: async (sent) => {
        await changeLetter(deps, signedIn(c), { ...sent, id: idOf(c) });
        return doneAt(packagePath(idOf(c)), 'letter');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.post('/packages/:id/archive', (c) =>
    take(c, {
      ...{ form: 'archive', input: z.object() },
      work: async () => {
        await startArchive(deps, signedIn(c), idOf(c));
        return doneAt(packagePath(idOf(c)), 'archive');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.post('/packages/:id/parts/:n/full', (c) =>
    take(c, {
      ...{ form: `full-${c.req.param('n')}`, input: z.object() },
      work: async () => {
        const n = Number(c.req.param('n'));
        const { state, changed } = await fullStanding(deps, signedIn(c), idOf(c), n);
        if (state === 'short' || (state === 'ready' && changed !== true))
          return sendPaper(c, await fullSummary(deps, signedIn(c), idOf(c), n));
        await makeFullSummary(deps, signedIn(c), idOf(c), n);
        return doneAt(`${packagePath(idOf(c))}?part=${n}`, 'making');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.post('/packages/:id/results', (c) =>
    take(c, {
      ...{ form: 'results', input: resultSheet },
      work: async (sent, posted) => {
        const bytes = await sheetOf(web, c, posted);
        if (bytes === undefined) throw sheetUnreadable();
        const run = await takeResults(deps, signedIn(c), { ...sent, id: idOf(c) }, bytes);
        return resultsPath(idOf(c), run.id);
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
