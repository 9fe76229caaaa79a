/** `/ledger/:org/imports/:job`: how far an import of a ledger is, and every line that was not taken, with the reason. */

import { ledgerOutcomes, readLedgerImport } from '#actions/honour/ledger-import.ts';
import type { LedgerOutcomes } from '#domain/honour/ledger-import-record.ts';
import { text } from '#domain/problem.ts';
import { isJobOver } from '#domain/running/job-state.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Progress } from '#web/frame/charts.tsx';
import { asked } from '#web/frame/common.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Pager } from '#web/frame/parts.tsx';
import { type Lang, sayIn, t } from '#web/frame/words.ts';

const told = (lang: Lang, outcomes: readonly LedgerOutcomes[]) =>
  outcomes.flatMap(({ faulty, doubles, known }) => [
    ...faulty.map(({ row, faults }) => ({ row, why: faults.map((one) => t(lang, one.text)).join('；') })),
    ...doubles.map(({ row, of }) => ({
      row,
      why: t(lang, text(`与第 ${of} 行重复，没有重复计入`, `The same as line ${of}; not counted twice`)),
    })),
    ...known.map(({ row, held }) => ({
      row,
      why: t(
        lang,
        held
          ? text(
              '同一对象的同一荣誉已在系统中，没有重复计入',
              'The same title of the same holder is known; not counted twice',
            )
          : text('此前已登记，没有重复计入', 'Recorded before; not counted twice'),
      ),
    })),
  ]);

/** The lines that did not come in, each with its reason. */
const Told = ({ lang, lines }: { readonly lang: Lang; readonly lines: ReturnType<typeof told> }) => {
  const say = sayIn(lang);
  if (lines.length === 0) return null;
  return (
    <Box title={say('没有计入的行', 'Lines that were not taken')}>
      <DataTable
        lang={lang}
        caption={say('没有计入的行', 'Lines that were not taken')}
        rows={lines}
        columns={[
          { title: say('行', 'Line'), numeric: true, cell: (line) => line.row },
          { title: say('原因', 'Why'), cell: (line) => line.why },
        ]}
      />
    </Box>
  );
};

async function importPage({ deps }: Web, c: Ctx) {
  const { lang, ...frame } = c.get('frame');
  const say = sayIn(lang);
  const id = c.req.param('job') ?? '';
  const actor = signedIn(c);
  const { record, job } = await readLedgerImport(deps, actor, id);
  const { items, cursor } = await ledgerOutcomes(deps, actor, id, asked(c, 'cursor'));
  const isOver = isJobOver(job);
  const isBroken = job.state === 'failed' || job.state === 'stopped';
  const { rows, doubled, faulty, refused } = record;
  const broken = isBroken
    ? {
        kind: 'warning' as const,
        title: say(
          '导入没有办完，请重新上传同一张表；已导入的行不会重复。',
          'The import did not finish. Upload the same sheet again; nothing comes twice.',
        ),
      }
    : undefined;
  return c.html(
    <Page
      {...frame}
      lang={lang}
      title={say('导入荣誉台账', 'Import of a ledger')}
      current="honours"
      flash={refused === undefined ? broken : { kind: 'warning', title: t(lang, refused.text) }}
    >
      <Box title={isOver ? say('已办完', 'Done') : say('正在导入', 'Importing')}>
        {rows === undefined ? (
          <p>
            {refused === undefined
              ? say('正在逐行检查。', 'The lines are being checked.')
              : say('没有导入任何一行。', 'No line was imported.')}
          </p>
        ) : (
          <>
            <Progress lang={lang} label={say('已办', 'Done')} value={job.done} max={rows} />
            <p>
              {say(
                `可导入 ${rows} 行，表内重复 ${doubled} 行，有误 ${faulty} 行。`,
                `${rows} lines to import, ${doubled} doubled in the sheet, ${faulty} with faults.`,
              )}
            </p>
          </>
        )}
        {record.unknown.length > 0 && (
          <p>
            {say(
              `没有读取的列：${record.unknown.join('、')}。`,
              `Columns that were not read: ${record.unknown.join(', ')}.`,
            )}
          </p>
        )}
        {!isOver && (
          <p class="muted">
            {say(
              '本页每 3 秒刷新，离开不影响导入。',
              'This page reloads every 3 seconds; leaving it does no harm.',
            )}
          </p>
        )}
      </Box>
      <Told lang={lang} lines={told(lang, items)} />
      <Pager
        lang={lang}
        next={cursor === undefined ? undefined : `${c.req.path}?cursor=${encodeURIComponent(cursor)}`}
      />
      <Actions>
        <Button href={`/ledger/${record.org}/${record.createdAt.slice(0, 4)}`} tone="secondary">
          {say('荣誉台账', 'Ledger')}
        </Button>
      </Actions>
    </Page>,
    200,
    // By header, as the page's policy allows no script to do it.
    isOver ? {} : { refresh: '3' },
  );
}

/** Mounted at '/'. */
export const ledgerImportPages = mounting((app, web) => {
  app.get('/ledger/:org/imports/:job', (c) => importPage(web, c));
});
