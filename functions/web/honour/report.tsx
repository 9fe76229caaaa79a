/** `/reports/:org/:year`: what a year of honours adds up to, and the paragraph for the annual report. */
import { Hono } from 'hono';
import { yearReport } from '#actions/honour/ledger.ts';
import type { Deps } from '#deps';
import { categoryWords, levelSaid } from '#domain/honour/ledger.ts';
import type { YearTotals } from '#domain/honour/year-report.ts';
import { levelWords } from '#domain/level.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Bars } from '#web/frame/charts.tsx';
import { PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, CopyButton, SummaryList } from '#web/frame/parts.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

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
          label: categoryWords[category].word[lang],
          value: count,
        }))}
      />
    </Box>
  );
};

async function reportPage(c: Ctx, deps: Deps, org: string, year: string) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const report = await yearReport(deps, signedIn(c), org, Number(year));
  const { totals } = report;
  return c.html(
    <Page
      {...frame}
      title={say(`${year} 年荣誉统计`, `Honours of ${year}`)}
      caption={report.organisation.name}
      current="honours"
      lead={say(
        `共 ${totals.total} 项，其中家庭 ${totals.families} 户，岗位、个人、集体等 ${totals.others} 个。已撤销、作废的不计。`,
        `${totals.total} in all: ${totals.families} families, ${totals.others} others. Revoked and annulled ones are not counted.`,
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
      <Box>
        <DataTable
          lang={lang}
          caption={say('按荣誉和级别', 'By honour and level')}
          rows={totals.byTitle}
          columns={[
            { title: say('荣誉', 'Honour'), header: true, cell: (row) => row.title },
            { title: say('名单', 'List'), cell: (row) => row.list ?? '—' },
            { title: say('代码', 'Code'), cell: (row) => row.code },
            { title: say('级别', 'Level'), cell: (row) => levelWords[row.level][lang] },
            { title: say('对象', 'Category'), cell: (row) => categoryWords[row.category].word[lang] },
            { title: say('数量', 'Count'), numeric: true, cell: (row) => row.count },
            { title: say('空缺', 'Empty'), numeric: true, cell: (row) => row.vacant ?? '—' },
            {
              title: say('类别', 'Groups'),
              cell: (row) => row.groups?.map(({ group, count }) => `${group} ${count}`).join('、') ?? '—',
            },
            {
              title: say('等次', 'Grades'),
              cell: (row) => row.grades?.map(({ grade, count }) => `${grade} ${count}`).join('、') ?? '—',
            },
          ]}
        />
      </Box>
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
export function reportPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/reports/:org/:year{\\d{4}}', (c) => reportPage(c, deps, c.req.param('org'), c.req.param('year')));
  return app;
}
