/** `/import`: nominations from an Excel sheet: a template with the form's columns, and errors by row and column. */
import { Hono } from 'hono';
import { type Prepared, prepareImport } from '#actions/nomination/import-job.ts';
import { openProgrammes } from '#actions/programme/open-programmes.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, Problem, text } from '#domain/problem.ts';
import { getOrganisations } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { attempt, bodyOf, filesIn, type Refused, textIn } from '#web/frame/body.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { sendPaper } from '#web/frame/send.ts';
import { refusalOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { nominatingOrgs } from '#web/programme/open.tsx';
import { listCrumb } from './edit-page.tsx';
import { StartForm } from './import-result.tsx';
import { readSheetContent, type SheetContent } from './sheet.ts';

const words = {
  title: text('从 Excel 导入申报', 'Import nominations from Excel'),
  lead: text(
    '每行生成一份草稿，逐份核对、补充附件后提交。先逐行检查：有错误时什么也不导入，由您决定改好再传，还是只导入正确的行；再传同一张表，已导入的行不会重复。一次最多 5000 行。',
    'Each row becomes a draft that you check, complete with files and submit. All rows are checked first: if some are wrong nothing is imported until you mend the sheet or say that the good rows should come alone; sending a sheet again brings nothing twice. At most 5,000 rows at once.',
  ),
  template: text('下载模板', 'Download a template'),
  org: text('申报单位', 'Nominating organisation'),
  programme: text('评选活动', 'Programme'),
  file: text('填好的 Excel 文件（.xlsx）', 'The filled-in Excel file (.xlsx)'),
  upload: text('导入', 'Import'),
  nothingOpen: text('您的单位现在没有可以申报的评选活动。', 'Nothing is open to your organisation now.'),
  wrongRows: (good: number, faulty: number) =>
    text(
      `${faulty} 行有错误，${good} 行可以导入；还没有导入任何一行`,
      `${faulty} rows have errors, ${good} can be imported; nothing is imported yet`,
    ),
  row: text('行', 'Row'),
  column: text('列', 'Column'),
  wrong: text('问题', 'What is wrong'),
  errors: text('需要改正的行', 'Rows to mend'),
} as const;

interface Choice {
  readonly orgs: readonly Organisation[];
  readonly programmes: readonly {
    readonly id: string;
    readonly title: { readonly zh: string; readonly en: string };
  }[];
  readonly org: string;
  readonly programme: string;
}

const ImportPage = (props: {
  c: Ctx;
  choice: Choice;
  refused?: Refused | undefined;
  result?: Prepared | undefined;
  heads?: Readonly<Record<string, string>>;
}) => {
  const { c, choice, refused, result, heads = {} } = props;
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const shared = { lang, faults: refused?.faults };
  const fileId = fieldId('file');
  const own = faultsAt(refused?.faults ?? [], 'file');
  const faulty = (result?.faulty ?? []).flatMap(({ row, faults }) => faults.map((one) => ({ row, one })));
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
      faults={refused?.faults}
      flash={
        result === undefined
          ? undefined
          : {
              kind: 'warning',
              title: t(lang, words.wrongRows(result.good, result.faulty.length)),
            }
      }
    >
      {result !== undefined && result.good > 0 && (
        <StartForm lang={lang} csrf={csrf} id={result.id} rows={result.good} />
      )}
      {faulty.length > 0 && (
        <Panel title={t(lang, words.errors)}>
          <DataTable
            lang={lang}
            caption={t(lang, words.errors)}
            captionHidden
            rows={faulty.slice(0, 500)}
            columns={[
              { title: t(lang, words.row), numeric: true, header: true, cell: ({ row }) => String(row) },
              {
                title: t(lang, words.column),
                cell: ({ one }) => heads[one.field.split('.')[0] ?? ''] ?? one.field,
              },
              { title: t(lang, words.wrong), cell: ({ one }) => t(lang, one.text) },
            ]}
          />
        </Panel>
      )}
      {choice.programmes.length === 0 ? (
        <p>{t(lang, words.nothingOpen)}</p>
      ) : (
        <form method="post" enctype="multipart/form-data" action="/import">
          <HiddenCsrf csrf={csrf} />
          <FormField
            {...shared}
            field={{
              id: 'org',
              type: 'choice',
              required: true,
              label: words.org,
              options: choice.orgs.map((org) => ({ value: org.id, label: { zh: org.name } })),
            }}
            value={choice.org}
          />
          <FormField
            {...shared}
            field={{
              id: 'programme',
              type: 'choice',
              required: true,
              label: words.programme,
              options: choice.programmes.map((one) => ({ value: one.id, label: one.title })),
            }}
            value={choice.programme}
          />
          <p>
            {choice.programmes.map((one) => (
              <a href={`/import/template?programme=${one.id}`}>
                {t(lang, words.template)}：{t(lang, one.title)}
              </a>
            ))}
          </p>
          <div class={`field${own.length > 0 ? ' field-bad' : ''}`}>
            <label class="label" for={fileId}>
              {t(lang, words.file)}
            </label>
            {own.length > 0 && <FieldErrors lang={lang} id={fileId} faults={own} />}
            <input type="file" id={fileId} name="file" accept=".xlsx" required />
          </div>
          <Actions>
            <Button>{t(lang, words.upload)}</Button>
          </Actions>
        </form>
      )}
    </Page>
  );
};

/** Import and its template. */
export function importPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const choiceOf = async (
    c: Ctx,
    asked: { readonly org: string; readonly programme: string },
  ): Promise<Choice> => {
    const orgs = await getOrganisations(deps.table, nominatingOrgs(signedIn(c)).slice(0, 50));
    const org = orgs.find((one) => one.id === asked.org) ?? orgs[0];
    const open = org === undefined ? [] : await openProgrammes(deps, org.id);
    const programmes = open.map((one) => ({ id: one.programme, title: one.title }));
    const programme =
      programmes.find((one) => one.id === asked.programme) ??
      (programmes.length === 1 ? programmes[0] : undefined);
    return { orgs, org: org?.id ?? '', programmes, programme: programme?.id ?? '' };
  };
  app.get('/import', async (c) =>
    c.html(
      <ImportPage
        c={c}
        choice={
          await choiceOf(c, { org: c.req.query('org') ?? '', programme: c.req.query('programme') ?? '' })
        }
      />,
    ),
  );

  app.get('/import/template', async (c) => {
    signedIn(c);
    const { id } = await getProgramme(deps.table, c.req.query('programme') ?? '');
    return sendPaper(c, await deps.papers.make({ paper: 'nomination-template', params: { programme: id } }));
  });

  app.post('/import', async (c) => {
    const actor = signedIn(c);
    const body = await bodyOf(c);
    const asked = { org: textIn(body, 'org'), programme: textIn(body, 'programme') };
    const choice = await choiceOf(c, asked);
    const again = (refused: Refused) =>
      c.html(<ImportPage c={c} choice={choice} refused={refused} />, refused.status);
    const file = filesIn(body, 'file')[0];
    const missing = [
      ...(asked.org === '' || choice.org !== asked.org
        ? [fault('org', 'required', '请选择申报单位', 'Choose the organisation')]
        : []),
      ...(asked.programme === ''
        ? [fault('programme', 'required', '请选择评选活动', 'Choose the programme')]
        : []),
      ...(file === undefined
        ? [fault('file', 'required', '请选择填好的 Excel 文件', 'Choose the filled-in Excel file')]
        : []),
    ];
    if (file === undefined || missing.length > 0) return again(refusalOf(missing));
    let sheet: SheetContent;
    try {
      sheet = await readSheetContent(new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      if (error instanceof Problem) throw error;
      return again(
        refusalOf([
          fault(
            'file',
            'not-a-sheet',
            '这个文件不是可读的 Excel 文件（.xlsx），请用模板填写后另存为 .xlsx',
            'This is no readable Excel file; fill in the template and save it as .xlsx',
          ),
        ]),
      );
    }
    const done = await attempt(() => prepareImport(deps, actor, { ...asked, rows: sheet.rows }), 'file');
    if ('refused' in done) {
      // Faults of the header name columns of the sheet, which have no field on this page.
      const faults = done.refused.faults.map((one) => ({ ...one, field: 'file' }));
      return again({ ...done.refused, faults });
    }
    if (done.done.job !== undefined) return c.redirect(`/import/${done.done.id}`, 303);
    const { document } = await getProgramme(deps.table, asked.programme);
    const heads = Object.fromEntries(
      document.form.fields.map((field) => [field.id, t(c.get('frame').lang, field.label)]),
    );
    // Shown at once: the errors are of this file only.
    return c.html(<ImportPage c={c} choice={choice} result={done.done} heads={heads} />);
  });
  return app;
}
