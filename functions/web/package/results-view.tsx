/** What became of the sheets of results of a package: each sheet in a line, and one sheet row by row. */
import { readPackage } from '#actions/package/packages.ts';
import { readRun } from '#actions/package/results.ts';
import { upwardWords } from '#domain/candidacy/candidacy-ends.ts';
import type { ResultRow, ResultRun } from '#domain/package/package-record.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box, Tag, type Tone } from '#web/frame/parts.tsx';
import { type InLang, sayIn, t } from '#web/frame/words.ts';
import { packagePath } from './package-forms.ts';

export const resultsPath = (id: string, run: string): string => `${packagePath(id)}/results/${run}`;

const outcomeWords: Readonly<Record<ResultRow['outcome'], ReturnType<typeof text>>> = {
  waiting: text('待登记', 'Waiting'),
  recorded: text('已登记', 'Recorded'),
  same: text('此前已登记', 'Stood already'),
  refused: text('未登记', 'Not recorded'),
};
const tones: Readonly<Record<ResultRow['outcome'], Tone>> = {
  waiting: 'neutral',
  recorded: 'good',
  same: 'info',
  refused: 'bad',
};
const countOf = ({ rows }: ResultRun, outcome: ResultRow['outcome']): number =>
  rows.filter((row) => row.outcome === outcome).length;

/** Each sheet with how many of its rows were recorded, and how many were not. */
export const ResultsTable = (
  props: InLang & { readonly id: string; readonly runs: readonly ResultRun[] },
) => {
  const { lang, id, runs } = props;
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('已上传的结果表', 'Sheets that came back')}
      captionShown
      rows={runs}
      empty={say('还没有上传结果表。', 'No sheet has come back yet.')}
      columns={[
        {
          title: say('上传', 'Uploaded'),
          cell: (run) => <a href={resultsPath(id, run.id)}>{shownAt(run.at)}</a>,
        },
        { title: say('行数', 'Rows'), numeric: true, cell: ({ rows }) => rows.length },
        {
          title: say('已登记', 'Recorded'),
          numeric: true,
          cell: (run) => countOf(run, 'recorded') + countOf(run, 'same'),
        },
        { title: say('未登记', 'Not recorded'), numeric: true, cell: (run) => countOf(run, 'refused') },
        { title: say('待登记', 'Waiting'), numeric: true, cell: (run) => countOf(run, 'waiting') },
      ]}
    />
  );
};

/** One sheet row by row; those that were not recorded stand first. */
export async function runView({ deps }: Web, c: Ctx) {
  const actor = signedIn(c);
  const id = c.req.param('id') ?? '';
  const { package: found } = await readPackage(deps, actor, id);
  const run = await readRun(deps, actor, id, c.req.param('run') ?? '');
  const { lang, say } = c.get('frame');
  const refused = countOf(run, 'refused');
  const waiting = countOf(run, 'waiting');
  const recorded = countOf(run, 'recorded') + countOf(run, 'same');
  const order = (row: ResultRow) => (row.outcome === 'refused' ? 0 : row.outcome === 'waiting' ? 1 : 2);
  const frame = framed(c, undefined);
  if (waiting > 0) c.header('refresh', '3');
  return (
    <Page
      {...frame}
      title={say('上级结果登记情况', 'What became of the results')}
      caption={found.title}
      crumbs={[{ href: packagePath(id), title: found.title }]}
      width="wide"
    >
      <Box
        title={say(
          `${run.rows.length} 行：已登记 ${recorded}，未登记 ${refused}，待登记 ${waiting}`,
          `${run.rows.length} rows: ${recorded} recorded, ${refused} not recorded, ${waiting} waiting`,
        )}
      >
        {refused > 0 && (
          <p>
            {say(
              '未登记的行请改正后再上传，可以上传整张表：已登记的不会重复。',
              'Mend the rows that were not recorded and upload again, the whole sheet if you like: nothing is recorded twice.',
            )}
          </p>
        )}
        <DataTable
          lang={lang}
          caption={say('各行情况', 'Row by row')}
          rows={run.rows.toSorted((a, b) => order(a) - order(b) || a.line - b.line)}
          columns={[
            { title: say('行', 'Line'), numeric: true, cell: ({ line }) => line },
            { title: say('姓名或名称', 'Name'), header: true, cell: ({ name }) => name || '—' },
            {
              title: say('结果', 'Result'),
              cell: ({ state }) => (state === undefined ? '—' : t(lang, upwardWords[state])),
            },
            {
              title: say('办理', 'Outcome'),
              cell: ({ outcome }) => <Tag tone={tones[outcome]}>{t(lang, outcomeWords[outcome])}</Tag>,
            },
            {
              title: say('问题', 'What is wrong'),
              cell: ({ faults }) => faults.map((each) => t(lang, each.text)).join(say('；', '; ')) || '—',
            },
          ]}
        />
      </Box>
    </Page>
  );
}
