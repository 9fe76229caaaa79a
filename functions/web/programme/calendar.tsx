/** `/calendar`: the holiday schedules by year with their source, and loading one from a form or a file. */

import { scheduleLines } from '#actions/programme/schedule-input.ts';
import { listSchedules, loadSchedule } from '#actions/programme/schedules.ts';
import { instantOf } from '#actions/write.ts';
import { faultsIn } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { may } from '#domain/people/policy.ts';
import { refuseIf, text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Details } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, sayIn } from '#web/frame/words.ts';
import { GuidePage, guided, stepHref } from './guide.tsx';

type Year = Awaited<ReturnType<typeof listSchedules>>[number];
type Loaded = Extract<Year, { kind: 'loaded' }>;

const Days = ({ lang, year }: { readonly lang: Lang; readonly year: Loaded }) => {
  const say = sayIn(lang);
  return (
    <Details
      title={say(
        `休 ${year.holidays.length} 天，补班 ${year.makeUpDays.length} 天`,
        `${year.holidays.length} off, ${year.makeUpDays.length} worked`,
      )}
    >
      <p>
        {say('休：', 'Off: ')}
        {year.holidays.join('、')}
      </p>
      <p>
        {say('补班：', 'Worked: ')}
        {year.makeUpDays.join('、') || '—'}
      </p>
      {year.replaced.map((before) => (
        <p class="muted">
          {say(`更换了“${before.source}”：${before.reason}`, `Replaced "${before.source}": ${before.reason}`)}
        </p>
      ))}
    </Details>
  );
};

const Years = ({ lang, years }: { readonly lang: Lang; readonly years: readonly Year[] }) => {
  const say = sayIn(lang);
  return (
    <Box>
      <DataTable
        lang={lang}
        caption={say('已载入的年度', 'Years that were loaded')}
        captionShown
        rows={years.filter((each) => each.kind === 'loaded')}
        columns={[
          { title: say('年度', 'Year'), cell: (each) => String(each.year) },
          { title: say('来源', 'Source'), cell: (each) => each.source },
          { title: say('载入', 'Loaded'), cell: (each) => shownAt(each.loadedAt) },
          { title: say('日期', 'Days'), cell: (each) => <Days lang={lang} year={each} /> },
        ]}
        empty={<p>{say('还没有载入。', 'None was loaded.')}</p>}
      />
      <p>
        {say('系统自带：', 'Built in: ')}
        {years
          .filter((each) => each.kind === 'builtIn')
          .map((each) => each.year)
          .toSorted((a, b) => a - b)
          .join('、')}
      </p>
    </Box>
  );
};

const Wanted = ({ lang, years }: { readonly lang: Lang; readonly years: readonly number[] }) => {
  const say = sayIn(lang);
  const listed = years.join('、');
  return (
    <div class="flash flash-warning">
      <p class="flash-title">
        {say(`${listed} 年的放假安排尚未载入`, `The schedule of ${listed} is not loaded`)}
      </p>
      <p>
        {say(
          '涉及这些年度的公示无法预览和发布。',
          'A notice that reaches into it can be neither previewed nor posted.',
        )}
      </p>
    </div>
  );
};

const loadForm = (year: number, action: string): FormSpec => ({
  form: 'load',
  action,
  groups: [
    [
      ask(scheduleLines, 'year', { type: 'year', now: year }),
      ask(scheduleLines, 'source', {
        help: text('通知的名称和文号，如 国办发明电〔2026〕7号', 'Title and number of the notice'),
      }),
      ask(scheduleLines, 'reason', {
        help: text('该年度已有安排时填写', 'When the year is there already'),
      }),
      ask(scheduleLines, 'csv', {
        type: 'paragraph',
        required: false,
        help: text(
          '每行一个日期，写“休”或“班”，如 2027-01-01,休。也可以选择文件。',
          'One date a line with holiday or workday, e.g. 2027-01-01,holiday. Or choose a file.',
        ),
      }),
    ],
  ],
  file: { name: 'file', label: text('或选择 csv 文件', 'Or a csv file'), accept: '.csv,.txt' },
  button: text('检查并载入', 'Check and load'),
});

/** Where the guided set-up led here, it goes on from here. */
const hereOf = (c: Ctx): string => {
  const setup = c.req.query('setup');
  return setup === undefined ? '/calendar' : `/calendar?${new URLSearchParams({ setup })}`;
};

const done = {
  loaded: text(
    '放假安排已载入，工作日随即按新安排计算。',
    'The schedule is loaded; working days are counted by it now.',
  ),
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const years = await listSchedules(web.deps);
  const canLoad = may(actor, 'calendar.load', {
    orgPath: (await getOrganisation(web.deps.table, web.root)).path,
  });
  const thisYear = Number(shanghaiDate(instantOf(web.deps)).slice(0, 4));
  const known = new Set(years.map(({ year }) => year));
  const wanted = [thisYear, thisYear + 1].filter((year) => !known.has(year));
  const title = say('放假安排', 'Holiday schedules');
  const lead = say(
    '工作日按国务院办公厅每年公布的放假安排计算。没有载入的年度不能计算，系统不作猜测。',
    'Working days follow the schedule that the State Council’s office announces each year. A year that is not loaded cannot be counted: nothing is guessed.',
  );
  const load = canLoad && (
    <Box title={say('载入一个年度', 'Load a year')}>
      <PostForm c={c} of={loadForm(wanted[0] ?? thisYear + 1, hereOf(c))} typed={typed} />
    </Box>
  );
  if (c.req.query('setup') !== undefined) {
    const of = await guided(web, c);
    return (
      <GuidePage {...{ c, of, typed, title, lead }} at="calendar">
        {wanted.length > 0 && <Wanted lang={lang} years={wanted} />}
        {load}
        <Actions>
          <Button tone="secondary" href={stepHref('open', of.org.id)}>
            {say('暂不载入，继续', 'Go on without it')}
          </Button>
        </Actions>
      </GuidePage>
    );
  }
  return (
    <Page {...framed(c, typed, done)} {...{ title, lead }} width="wide">
      {wanted.length > 0 && <Wanted lang={lang} years={wanted} />}
      <Years lang={lang} years={years} />
      {load}
    </Page>
  );
}

/** Faults of lines, and of the dates in them, stand at the lines. */
const faultAt = (field: string): string =>
  /^(line|holidays|makeUpDays|schedule)\b/.test(field) ? 'csv' : field;

/** Holiday schedules. */
export const calendarPages = mounting((pages, web) => {
  pages.get('/calendar', async (c) => c.html(await view(web, c)));
  pages.post('/calendar', (c) =>
    take(c, {
      ...{ form: 'load', input: scheduleLines, faultAt },
      work: async (sent, { files }) => {
        refuseIf(faultsIn(scheduleLines, sent));
        const { deps } = web;
        const loaded = (await listSchedules(deps)).find((each) => each.year === sent.year);
        const file = files.file?.at(-1);
        await loadSchedule(deps, signedIn(c), {
          ...sent,
          csv: file === undefined ? sent.csv : await file.text(),
          version: loaded?.kind === 'loaded' ? loaded.version : 0,
        });
        const setup = c.req.query('setup');
        return setup === undefined
          ? doneAt('/calendar', 'loaded')
          : `/setup?${new URLSearchParams({ org: setup })}`;
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
