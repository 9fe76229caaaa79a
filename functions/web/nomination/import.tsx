/** `/import`: nominations from an Excel sheet: a template with the form's columns, and errors by row and column. */

import { type Prepared, prepareSheet } from '#actions/nomination/import-job.ts';
import { sheetPlace } from '#actions/nomination/nomination-input.ts';
import { openProgrammes } from '#actions/programme/open-programmes.ts';
import type { Deps } from '#deps';
import { faultsIn } from '#domain/input.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, refuseIf, text } from '#domain/problem.ts';
import { getOrganisations } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { sheetOf } from '#web/files/sheet-slots.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, type Posted, postedOf } from '#web/frame/posted.ts';
import { sendPaper } from '#web/frame/send.ts';
import { type OnPage, press, type Typed } from '#web/frame/take.ts';
import { type InLang, t } from '#web/frame/words.ts';
import { nominatingOrgs } from '#web/programme/open.tsx';
import { listCrumb } from './edit-page.tsx';
import { StartForm } from './import-result.tsx';

const words = {
  title: text('从 Excel 导入申报', 'Import nominations from Excel'),
  lead: text(
    '每行生成一份草稿，完整的可以一次提交。先逐行检查：有错误时什么也不导入，由您决定改好再传，还是只导入正确的行；再传同一张表，已导入的行不会重复。一次最多 5000 行。',
    'Each row becomes a draft; those that are complete are submitted in one press. All rows are checked first: if some are wrong nothing is imported until you mend the sheet or say that the good rows should come alone; sending a sheet again brings nothing twice. At most 5,000 rows at once.',
  ),
  first: text('先填好模板', 'First fill in the template'),
  templateHelp: text(
    '每列上方写明怎样填写；家庭成员等按活动允许的人数留好了列。承诺和附件不用写在表里：承诺在提交时一次作出，附件在草稿中上传。',
    'Above each column stands how it is written, and tables have as many columns as the programme allows rows. Statements are made once when you submit, files are added to the drafts.',
  ),
  template: text('下载模板', 'Download a template'),
  file: text('填好的表格（.xlsx，也可用 .csv）', 'The filled-in sheet (.xlsx, or .csv)'),
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

const form = 'import';

/** The rows to mend, by the words of their columns. */
const WrongRows = (
  props: InLang & { readonly result: Prepared; readonly heads: Readonly<Record<string, string>> },
) => {
  const { lang, heads } = props;
  const faulty = props.result.faulty.flatMap(({ row, faults }) => faults.map((one) => ({ row, one })));
  return (
    <Box title={t(lang, words.errors)}>
      <DataTable
        lang={lang}
        caption={t(lang, words.errors)}
        rows={faulty.slice(0, 500)}
        columns={[
          { title: t(lang, words.row), numeric: true, cell: ({ row }) => String(row) },
          {
            title: t(lang, words.column),
            cell: ({ one }) => heads[one.field.split('.')[0] ?? ''] ?? one.field,
          },
          { title: t(lang, words.wrong), cell: ({ one }) => t(lang, one.text) },
        ]}
      />
    </Box>
  );
};

const UploadForm = (props: OnPage & { readonly choice: Choice }) => {
  const { c, choice, typed } = props;
  const { lang } = c.get('frame');
  const of: FormSpec = {
    form,
    action: '/import',
    file: { name: 'file', label: words.file, accept: '.xlsx,.csv', required: true, sheet: true },
    groups: [
      [
        ask(sheetPlace, 'org', {
          type: 'choice',
          options: choice.orgs.map((org) => ({ value: org.id, label: { zh: org.name } })),
          now: choice.org,
        }),
        ask(sheetPlace, 'programme', {
          type: 'choice',
          options: choice.programmes.map((one) => ({ value: one.id, label: one.title })),
          now: choice.programme,
        }),
      ],
    ],
    button: words.upload,
  };
  return (
    <>
      <Box title={t(lang, words.first)} tone="tinted">
        <p>{t(lang, words.templateHelp)}</p>
        <ul>
          {choice.programmes.map((one) => (
            <li>
              <a href={`/import/template?programme=${one.id}`}>
                {t(lang, words.template)}：{t(lang, one.title)}
              </a>
            </li>
          ))}
        </ul>
      </Box>
      <PostForm c={c} of={of} typed={typed} />
    </>
  );
};

const ImportPage = (props: {
  readonly c: Ctx;
  readonly choice: Choice;
  readonly typed?: Typed | undefined;
  readonly result?: Prepared | undefined;
  readonly heads?: Readonly<Record<string, string>>;
}) => {
  const { c, choice, typed, result, heads = {} } = props;
  const frame = framed(c, typed);
  const { lang, csrf } = frame;
  const wrong =
    result &&
    ({ kind: 'warning', title: t(lang, words.wrongRows(result.good, result.faulty.length)) } as const);
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      lead={t(lang, words.lead)}
      current="nominations"
      crumbs={[listCrumb(lang)]}
      flash={frame.flash ?? wrong}
    >
      {result !== undefined && result.good > 0 && (
        <StartForm lang={lang} csrf={csrf} id={result.id} rows={result.good} />
      )}
      {result !== undefined && result.faulty.length > 0 && (
        <WrongRows lang={lang} result={result} heads={heads} />
      )}
      {choice.programmes.length === 0 ? (
        <p>{t(lang, words.nothingOpen)}</p>
      ) : (
        <UploadForm c={c} choice={choice} typed={typed} />
      )}
    </Page>
  );
};

/** The organisations that the reader may nominate for, and what is open to the chosen one. */
async function choiceOf(deps: Deps, c: Ctx, asked: (name: string) => string): Promise<Choice> {
  const orgs = await getOrganisations(deps.table, nominatingOrgs(signedIn(c)).slice(0, 50));
  const org = orgs.find((one) => one.id === asked('org')) ?? orgs[0];
  const open = org === undefined ? [] : await openProgrammes(deps, org.id);
  const programmes = open.map((one) => ({ id: one.programme, title: one.title }));
  const programme =
    programmes.find((one) => one.id === asked('programme')) ??
    (programmes.length === 1 ? programmes[0] : undefined);
  return { orgs, org: org?.id ?? '', programmes, programme: programme?.id ?? '' };
}

/** What is in the way before the sheet is looked at; otherwise the sheet. */
async function sheetIn(deps: Deps, c: Ctx, choice: Choice, posted: Posted): Promise<Uint8Array> {
  const { body, faults } = posted;
  const file = await sheetOf({ deps }, c, posted);
  const [org, programme] = [one(body, 'org'), one(body, 'programme')];
  refuseIf([
    ...faults,
    ...faultsIn(sheetPlace, { org: choice.org === org ? org : '', programme }),
    ...(file === undefined
      ? [fault('file', 'required', '请选择填好的 Excel 文件', 'Choose the filled-in Excel file')]
      : []),
  ]);
  return file!;
}

/** Import and its template. */
export const importPages = mounting((app, { deps }) => {
  app.get('/import', async (c) => {
    const choice = await choiceOf(deps, c, (name) => c.req.query(name) ?? '');
    return c.html(<ImportPage c={c} choice={choice} />);
  });

  app.get('/import/template', async (c) => {
    signedIn(c);
    const { id } = await getProgramme(deps.table, c.req.query('programme') ?? '');
    return sendPaper(c, await deps.papers.make({ paper: 'nomination-template', params: { programme: id } }));
  });

  app.post('/import', async (c) => {
    const actor = signedIn(c);
    const posted = await postedOf(c);
    const { body } = posted;
    const choice = await choiceOf(deps, c, (name) => one(body, name));
    const work = async () => {
      const sheet = await sheetIn(deps, c, choice, posted);
      const place = { org: choice.org, programme: one(body, 'programme') };
      const result = await prepareSheet(deps, actor, place, sheet);
      if (result.job !== undefined) return `/import/${result.id}`;
      const { document } = await getProgramme(deps.table, place.programme);
      const { lang } = c.get('frame');
      const heads = Object.fromEntries(document.form.fields.map((field) => [field.id, t(lang, field.label)]));
      // Shown at once: the errors are of this file only.
      return c.html(
        <ImportPage c={c} choice={choice} typed={{ form, body }} result={result} heads={heads} />,
      );
    };
    return press(c, form, body, {
      work,
      // Faults of the header name columns of the sheet, which have no field on this page.
      faultAt: (field) => (field === 'org' || field === 'programme' ? field : 'file'),
      show: (typed) => <ImportPage c={c} choice={choice} typed={typed} />,
    });
  });
});
