/** `/calendar`: the holiday schedules by year with their source, and loading one from a form or a file. */
import { Hono } from 'hono';
import { listSchedules, loadSchedule } from '#actions/programme/schedules.ts';
import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { may } from '#domain/people/policy.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { getOrganisation } from '#store/people.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { FieldErrors, fieldId } from '#web/frame/errors.tsx';
import {
  Asked,
  type Body,
  doneAt,
  framed,
  keptText,
  one,
  posted,
  sayIn,
  type Typed,
  whole,
} from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, Details, HiddenCsrf, Panel } from '#web/frame/parts.tsx';

async function view(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const years = await listSchedules(web.deps);
  const canLoad = may(actor, 'calendar.load', {
    orgPath: (await getOrganisation(web.deps.table, web.root)).path,
  });
  const thisYear = Number(shanghaiDate(instantOf(web.deps)).slice(0, 4));
  const known = new Set(years.map(({ year }) => year));
  const wanted = [thisYear, thisYear + 1].filter((year) => !known.has(year));
  const shared = { lang, form: 'load', typed };
  const faults = typed?.problem?.faults ?? [];
  const own = faults.filter((each) => /^(line|holidays|makeUpDays|schedule)/.test(each.field));
  return (
    <Page
      {...framed(c, typed, {
        loaded: {
          zh: '放假安排已载入，工作日随即按新安排计算。',
          en: 'The schedule is loaded; working days are counted by it now.',
        },
      })}
      faults={[
        ...faults.filter((each) => !own.includes(each)),
        ...own.map((each) => ({ ...each, field: 'csv' })),
      ]}
      title={say('放假安排', 'Holiday schedules')}
      width="wide"
      lead={say(
        '工作日按国务院办公厅每年公布的放假安排计算。没有载入的年度不能计算，系统不作猜测。',
        'Working days follow the schedule that the State Council’s office announces each year. A year that is not loaded cannot be counted: nothing is guessed.',
      )}
    >
      {wanted.length > 0 && (
        <div class="flash flash-warning">
          <p class="flash-title">
            {say(
              `${wanted.join('、')} 年的放假安排尚未载入`,
              `The schedule of ${wanted.join(', ')} is not loaded`,
            )}
          </p>
          <p>
            {say(
              '涉及这些年度的公示无法预览和发布。',
              'A notice that reaches into it can be neither previewed nor posted.',
            )}
          </p>
        </div>
      )}
      <Panel>
        <DataTable
          lang={lang}
          caption={say('已载入的年度', 'Years that were loaded')}
          rows={years.filter((each) => each.kind === 'loaded')}
          columns={[
            { title: say('年度', 'Year'), header: true, cell: (each) => String(each.year) },
            { title: say('来源', 'Source'), cell: (each) => each.source },
            { title: say('载入', 'Loaded'), cell: (each) => shownAt(each.loadedAt) },
            {
              title: say('日期', 'Days'),
              cell: (each) => (
                <Details
                  title={say(
                    `休 ${each.holidays.length} 天，补班 ${each.makeUpDays.length} 天`,
                    `${each.holidays.length} off, ${each.makeUpDays.length} worked`,
                  )}
                >
                  <p>
                    {say('休：', 'Off: ')}
                    {each.holidays.join('、')}
                  </p>
                  <p>
                    {say('补班：', 'Worked: ')}
                    {each.makeUpDays.join('、') || '—'}
                  </p>
                  {each.replaced.map((before) => (
                    <p class="muted">
                      {say(
                        `更换了“${before.source}”：${before.reason}`,
                        `Replaced "${before.source}": ${before.reason}`,
                      )}
                    </p>
                  ))}
                </Details>
              ),
            },
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
      </Panel>
      {canLoad && (
        <Panel title={say('载入一个年度', 'Load a year')}>
          <form method="post" action="/calendar" enctype="multipart/form-data">
            <HiddenCsrf csrf={csrf} />
            <Asked
              {...shared}
              field={{ id: 'year', type: 'year', required: true, label: { zh: '年度', en: 'Year' } }}
              now={wanted[0] ?? thisYear + 1}
            />
            <Asked
              {...shared}
              field={{
                id: 'source',
                type: 'text',
                required: true,
                max: 200,
                label: { zh: '来源', en: 'Source' },
                help: {
                  zh: '通知的名称和文号，如 国办发明电〔2026〕7号',
                  en: 'Title and number of the notice',
                },
              }}
            />
            <div class={`field field-paragraph${own.length > 0 ? ' field-bad' : ''}`}>
              <label class="label" for={fieldId('csv')}>
                {say('日期', 'Days')}
              </label>
              <p class="hint">
                {say(
                  '每行一个日期，写“休”或“班”，如 2027-01-01,休。也可以选择文件。',
                  'One date a line with holiday or workday, e.g. 2027-01-01,holiday. Or choose a file.',
                )}
              </p>
              {own.length > 0 && <FieldErrors lang={lang} id={fieldId('csv')} faults={own} />}
              <textarea
                id={fieldId('csv')}
                name="csv"
                rows={12}
              >{`\n${keptText(typed, 'load', 'csv', '')}`}</textarea>
            </div>
            <div class="field field-file">
              <label class="label" for="f-file">
                {say('或选择 csv 文件', 'Or a csv file')}
              </label>
              <input type="file" id="f-file" name="file" accept=".csv,.txt" />
            </div>
            <Asked
              {...shared}
              field={{
                id: 'reason',
                type: 'text',
                max: 200,
                label: { zh: '更换理由', en: 'Reason for replacing' },
                help: { zh: '该年度已有安排时填写', en: 'When the year is there already' },
              }}
            />
            <Actions>
              <Button>{say('检查并载入', 'Check and load')}</Button>
            </Actions>
          </form>
        </Panel>
      )}
    </Page>
  );
}

/** The dates of a form: the file where one was chosen, else what was typed. */
async function csvIn(c: Ctx, body: Body): Promise<string> {
  const { file } = await c.req.parseBody();
  return file instanceof File && file.size > 0 ? file.text() : one(body, 'csv');
}

/** Holiday schedules. */
export function calendarPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/calendar', async (c) => c.html(await view(web, c)));
  pages.post('/calendar', (c) =>
    posted(
      c,
      'load',
      async (body) => {
        const year = whole(one(body, 'year'));
        const loaded = (await listSchedules(web.deps)).find((each) => each.year === year);
        await loadSchedule(web.deps, signedIn(c), {
          csv: await csvIn(c, body),
          year,
          source: one(body, 'source'),
          reason: one(body, 'reason'),
          version: loaded?.kind === 'loaded' ? loaded.version : 0,
        });
        return doneAt('/calendar', 'loaded');
      },
      (typed) => view(web, c, typed),
    ),
  );
  return pages;
}
