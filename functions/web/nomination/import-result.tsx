/** `/import/:job`: how far an import is, and what became of each row; without script the page asks again by itself. */

import {
  type ImportProgress,
  importOutcomes,
  readImport,
  startImport,
} from '#actions/nomination/import-job.ts';
import type { RowOutcomes } from '#domain/nomination/import-record.ts';
import { text } from '#domain/problem.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, HiddenCsrf, nextPage, Pager, Tag, type Tone } from '#web/frame/parts.tsx';
import { type InLang, type Lang, t } from '#web/frame/words.ts';
import { listCrumb } from './edit-page.tsx';

const words = {
  title: text('导入申报', 'Import of nominations'),
  done: (saved: number, known: number, faulty: number) =>
    text(
      `导入 ${saved} 行，${known} 行此前已导入，${faulty} 行有错误`,
      `${saved} rows imported, ${known} were there already, ${faulty} have errors`,
    ),
  running: text('正在导入', 'Importing'),
  wait: text(
    '本页每 3 秒刷新，离开不影响导入。',
    'This page reloads every 3 seconds; leaving it does no harm.',
  ),
  progress: text('已办', 'Done'),
  failed: text(
    '导入没有办完，请重新上传同一张表；已导入的行不会重复。',
    'The import did not finish. Upload the same sheet again; nothing comes twice.',
  ),
  stopped: text('导入已停止，已导入的行保留。', 'The import was stopped; what was imported stays.'),
  rows: text('每行的结果', 'What became of each row'),
  row: text('行', 'Row'),
  name: text('申报对象', 'Nominee'),
  outcome: text('结果', 'Outcome'),
  saved: text('已导入为草稿', 'Imported as a draft'),
  known: text('此前已导入', 'There already'),
  double: text('与表中前面的行重复', 'The same as an earlier row'),
  drafts: text('查看草稿', 'See the drafts'),
  submit: text('一次提交这些草稿', 'Submit these drafts together'),
  again: text('再导入一张表', 'Import another sheet'),
  open: (rows: number) =>
    text(`还没有导入。有 ${rows} 行可以导入。`, `Nothing is imported yet; ${rows} rows can be.`),
  start: (rows: number) => text(`只导入正确的 ${rows} 行`, `Import the ${rows} good rows only`),
} as const;

/** The button that says that the good rows should come without the others. */
export const StartForm = (props: { lang: Lang; csrf: string; id: string; rows: number }) => (
  <form method="post" action={`/import/${props.id}/start`}>
    <HiddenCsrf csrf={props.csrf} />
    <Actions>
      <Button>{t(props.lang, words.start(props.rows))}</Button>
    </Actions>
  </form>
);

interface Line {
  readonly row: number;
  readonly name: string;
  readonly word: string;
  readonly tone: Tone;
  readonly id?: string;
}

const linesOf = (lang: Lang, outcomes: readonly RowOutcomes[]): readonly Line[] =>
  outcomes
    .flatMap(({ saved, known, refused }): readonly Line[] => [
      ...saved.map((one) => ({ ...one, word: t(lang, words.saved), tone: 'good' as const })),
      ...known.map((one) => ({ ...one, word: t(lang, words.known), tone: 'neutral' as const })),
      ...refused.map(({ row, name, fault }) => ({
        row,
        name,
        word: t(lang, fault.text),
        tone: 'bad' as const,
      })),
    ])
    .toSorted((a, b) => a.row - b.row);

const isOver = ({ job }: ImportProgress): boolean => job !== undefined && isJobOver(job);

const doublesOf = (lang: Lang, { record }: ImportProgress): readonly Line[] =>
  record.doubles
    .slice(0, 500)
    .map((row) => ({ row, name: '', word: t(lang, words.double), tone: 'neutral' }));

/** How the import ended; the counts only where all of it stands on this page. */
function flashOf(lang: Lang, { job, record }: ImportProgress, lines: readonly Line[], isWhole: boolean) {
  if (job?.state === 'failed' || job?.state === 'stopped')
    return { kind: 'warning' as const, title: t(lang, words[job.state]) };
  if (job?.state !== 'done' || !isWhole) return undefined;
  const faulty = record.faultyRows + job.faultCount;
  const of = (word: string) => lines.filter((line) => line.word === word).length;
  const known = of(t(lang, words.known)) + record.doubles.length;
  return {
    kind: faulty > 0 ? ('warning' as const) : ('success' as const),
    title: t(lang, words.done(of(t(lang, words.saved)), known, faulty)),
  };
}

const RowsBox = (props: InLang & { readonly rows: readonly Line[]; readonly next: string | undefined }) => {
  const { lang } = props;
  return (
    <Box title={t(lang, words.rows)}>
      <DataTable
        lang={lang}
        caption={t(lang, words.rows)}
        rows={props.rows}
        columns={[
          { title: t(lang, words.row), numeric: true, cell: (line) => String(line.row) },
          {
            title: t(lang, words.name),
            cell: (line) =>
              line.id === undefined ? line.name : <a href={`/nominations/${line.id}/edit`}>{line.name}</a>,
          },
          { title: t(lang, words.outcome), cell: (line) => <Tag tone={line.tone}>{line.word}</Tag> },
        ]}
      />
      <Pager lang={lang} next={props.next} />
    </Box>
  );
};

async function view({ deps }: Web, c: Ctx) {
  const actor = signedIn(c);
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const id = c.req.param('job') ?? '';
  const progress = await readImport(deps, actor, id);
  const { record, job } = progress;
  const { items, cursor } = await importOutcomes(deps, actor, id, c.req.query('cursor'));
  const lines = linesOf(lang, items);
  const isWhole = c.req.query('cursor') === undefined && cursor === undefined;
  const rows = [...lines, ...(cursor === undefined ? doublesOf(lang, progress) : [])];
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
      flash={flashOf(lang, progress, lines, isWhole)}
    >
      {job === undefined ? (
        <>
          <p>{t(lang, words.open(record.rows))}</p>
          <StartForm lang={lang} csrf={csrf} id={id} rows={record.rows} />
        </>
      ) : (
        <Box title={isOver(progress) ? t(lang, words.title) : t(lang, words.running)}>
          <Progress lang={lang} label={t(lang, words.progress)} value={job.done} max={record.rows} />
          {!isOver(progress) && <p class="muted">{t(lang, words.wait)}</p>}
        </Box>
      )}
      {lines.length > 0 && <RowsBox lang={lang} rows={rows} next={nextPage(`/import/${id}`, cursor)} />}
      {isOver(progress) && (
        <Actions>
          <Button href={`/import/${id}/submit`}>{t(lang, words.submit)}</Button>
          <Button href="/nominations" tone="secondary">
            {t(lang, words.drafts)}
          </Button>
          <Button href="/import" tone="secondary">
            {t(lang, words.again)}
          </Button>
        </Actions>
      )}
    </Page>,
    200,
    // By header, as the page's policy allows no script to do it.
    job === undefined || isOver(progress) ? {} : { refresh: '3' },
  );
}

/** Progress and result of an import, and its start when some rows were wrong. Mounted after `/import/template`. */
export const importResultPages = mounting((app, web) => {
  app.get('/import/:job', (c) => view(web, c));
  app.get('/import/:job/start', (c) => c.redirect(`/import/${c.req.param('job')}`));
  app.post('/import/:job/start', async (c) => {
    const job = await startImport(web.deps, signedIn(c), c.req.param('job'));
    return c.redirect(`/import/${job.id}`, 303);
  });
});
