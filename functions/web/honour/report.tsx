/** `/reports/:org/:year`: what a year of honours adds up to, and the paragraph for the annual report. */

import { yearReport } from '#actions/honour/ledger-reading.ts';
import type { Deps } from '#deps';
import { categoryIn, levelIn, levelSaid } from '#domain/honour/ledger.ts';
import type { TitleCount, YearTotals } from '#domain/honour/year-report.ts';
import { levelWords } from '#domain/level.ts';
import { type Text, text } from '#domain/problem.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Bars } from '#web/frame/charts.tsx';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, CopyButton, SummaryList } from '#web/frame/parts.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

const levelOf = (lang: Lang, row: TitleCount): string =>
  row.level === undefined ? levelIn(row) : levelWords[row.level][lang];

const Sums = ({ lang, totals }: { readonly lang: Lang; readonly totals: YearTotals }) => {
  const say = sayIn(lang);
  return (
    <Box>
      <Bars
        lang={lang}
        title={say('按级别', 'By level')}
        data={totals.byLevel.map(({ level, count }) => ({
          label: lang === 'zh' ? levelSaid[level] : levelWords[level].en,
          value: count,
        }))}
      />
      <Bars
        lang={lang}
        title={say('按类别', 'By category')}
        data={totals.byCategory.map(({ category, count }) => ({
          label: categoryIn(category)[lang],
          value: count,
        }))}
      />
    </Box>
  );
};

const asideWords: Readonly<Record<YearTotals['aside'][number]['why'], Text>> = {
  sent: text('已推荐上报，结果未明', 'Sent up, no result yet'),
  stock: text('历年累计数', 'In all by now, not of this year'),
  support: text('扶持，不属于荣誉', 'Support, no honour'),
};

/** 四星 3、三星 2（其中 1 个经升降级）: by the grades of today. */
const gradesSaid = (lang: Lang, { grades, regraded }: TitleCount): string =>
  grades === undefined
    ? '—'
    : grades.map(({ grade, count }) => `${grade} ${count}`).join('、') +
      (regraded === undefined
        ? ''
        : sayIn(lang)(`（其中 ${regraded} 个经升降级）`, ` (${regraded} of them went up or down)`));

/** What was honoured, by title and level. */
const Titles = ({ lang, totals }: { readonly lang: Lang; readonly totals: YearTotals }) => {
  const say = sayIn(lang);
  return (
    <Box>
      <DataTable
        lang={lang}
        caption={say('按荣誉和级别', 'By honour and level')}
        captionShown
        rows={totals.byTitle}
        columns={[
          { title: say('荣誉', 'Honour'), cell: (row) => row.title },
          { title: say('名单', 'List'), cell: (row) => row.list ?? '—' },
          { title: say('代码', 'Code'), cell: (row) => row.code },
          { title: say('级别', 'Level'), cell: (row) => levelOf(lang, row) },
          { title: say('对象', 'Category'), cell: (row) => categoryIn(row.category)[lang] },
          {
            title: say('数量', 'Count'),
            numeric: true,
            cell: (row) => `${row.about === true ? '约' : ''}${row.count}${row.unit}`,
          },
          { title: say('空缺', 'Empty'), numeric: true, cell: (row) => row.vacant ?? '—' },
          {
            title: say('类别', 'Groups'),
            cell: (row) => row.groups?.map(({ group, count }) => `${group} ${count}`).join('、') ?? '—',
          },
          {
            title: say('等次', 'Grades'),
            cell: (row) => gradesSaid(lang, row),
          },
        ]}
      />
    </Box>
  );
};

/** What is told and not counted. */
const Aside = ({ lang, totals }: { readonly lang: Lang; readonly totals: YearTotals }) => {
  const say = sayIn(lang);
  if (totals.aside.length === 0) return null;
  return (
    <Box>
      <DataTable
        lang={lang}
        caption={say('列出而不计入的', 'Told, not counted')}
        captionShown
        rows={totals.aside}
        columns={[
          { title: say('荣誉', 'Honour'), cell: (row) => row.title },
          { title: say('级别', 'Level'), cell: (row) => levelOf(lang, row) },
          { title: say('数量', 'Count'), numeric: true, cell: (row) => `${row.count}${row.unit}` },
          { title: say('为什么不计入', 'Why'), cell: (row) => asideWords[row.why][lang] },
        ]}
      />
    </Box>
  );
};

async function reportPage(c: Ctx, deps: Deps, org: string, year: string) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const report = await yearReport(deps, signedIn(c), org, Number(year));
  const { totals } = report;
  return c.html(
    <Page
      {...frame}
      title={say(`${year} 年荣誉统计`, `Honours of ${year}`)}
      caption={report.organisation.name}
      current="honours"
      lead={say(
        `共 ${totals.total} 项；不重复的家庭 ${totals.families} 户、个人 ${totals.people} 名（未列名的按数计：家庭 ${totals.unnamed.families} 户、个人 ${totals.unnamed.people} 名）。已撤销、作废的不计。`,
        `${totals.total} in all; ${totals.families} distinct families, ${totals.people} distinct persons (of them only counted: ${totals.unnamed.families} and ${totals.unnamed.people}). Revoked and annulled ones are not counted.`,
      )}
      {...(report.cut && {
        flash: {
          kind: 'warning' as const,
          title: say('记录过多，统计不完整', 'Too many rows: the report is cut'),
        },
      })}
    >
      <PublicStyle />
      <Box
        title={say('总结用文字', 'Paragraph for the report')}
        aside={<CopyButton lang={lang} text={report.paragraph} />}
      >
        <p class="report-text" lang="zh-CN">
          {report.paragraph}
        </p>
      </Box>
      {totals.total > 0 && <Sums lang={lang} totals={totals} />}
      <Titles lang={lang} totals={totals} />
      <Aside lang={lang} totals={totals} />
      {totals.byAward.length > 0 && (
        <Box title={say('授予物', 'Handed over')}>
          <SummaryList
            rows={totals.byAward.map(({ award, count }) => ({ label: award, value: String(count) }))}
          />
        </Box>
      )}
      <Actions>
        <Button href={`/ledger/${org}/${year}`} tone="secondary">
          {say('荣誉台账', 'Ledger')}
        </Button>
        <Button href={`/reports/${org}/${Number(year) - 1}`} tone="quiet">
          {Number(year) - 1}
        </Button>
        <Button href={`/reports/${org}/${Number(year) + 1}`} tone="quiet">
          {Number(year) + 1}
        </Button>
      </Actions>
    </Page>,
  );
}

/** Mounted at '/'. */
export const reportPages = mounting((app, { deps }) => {
  app.get('/reports/:org/:year{\\d{4}}', (c) => reportPage(c, deps, c.req.param('org'), c.req.param('year')));
});
