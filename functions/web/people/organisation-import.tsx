/** `/organisations/import`: organisations from a sheet (xlsx or csv); with one wrong row nothing is written. */

import * as z from 'zod';
import { importOrganisationSheet } from '#actions/people/organisation-sheet.ts';
import { type Fault, invalid, text } from '#domain/problem.ts';
import { sheetUnreadable } from '#papers/sheet-file.ts';
import { sheetOf } from '#web/files/sheet-slots.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { type Say, t, w } from '#web/frame/words.ts';
import { administered } from '#web/programme/setup-scope.tsx';

const sheetForm: FormSpec = {
  form: 'import',
  action: '/organisations/import',
  file: {
    ...{ name: 'file', accept: '.xlsx,.csv', required: true, sheet: true },
    label: text('表格文件（xlsx 或 csv）', 'Sheet (xlsx or csv)'),
  },
  button: text('检查并导入', 'Check and import'),
  cancel: '/organisations',
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const { lang, say } = c.get('frame');
  await administered(web, signedIn(c));
  const faults: readonly Fault[] = typed?.problem?.faults ?? [];
  const rowOf = (field: string): string => {
    const [, n] = /^rows\.(\d+)\./.exec(field) ?? [];
    return n === undefined ? '' : say(`第 ${Number(n) + 2} 行：`, `Line ${Number(n) + 2}: `);
  };
  return (
    <Page
      {...framed(c, typed)}
      faults={[]}
      title={say('从表格导入单位', 'Import organisations')}
      current="organisations"
      crumbs={[{ href: '/organisations', title: w(lang).nav.organisations }]}
    >
      {faults.length > 0 && (
        <Box
          title={say(
            `有 ${faults.length} 处需要修改，没有导入任何单位`,
            `${faults.length} things to mend; nothing was imported`,
          )}
        >
          <ul>
            {faults.slice(0, 50).map((each) => (
              <li>
                <b>{rowOf(each.field)}</b>
                {t(lang, each.text)}
              </li>
            ))}
          </ul>
        </Box>
      )}
      <Box>
        <p>
          {say(
            '表头为：编号、名称、层级、上级编号、排序号、区划代码、所属系统（上面可以有标题行）。每行一个单位，先后不限；已有的单位保持不变，可以重复导入。',
            'The first line holds the titles id, name, level, parent, order, region, branch; then one organisation a line in any order. Those that are there already stay as they are.',
          )}
        </p>
        <DataTable
          lang={lang}
          caption={say('示例', 'Example')}
          captionShown
          columns={exampleColumns(say)}
          rows={[1]}
        />
        <PostForm c={c} of={sheetForm} typed={typed} />
      </Box>
    </Page>
  );
}

/** One line of a sheet, as an example. */
const exampleColumns = (say: Say) =>
  (
    [
      [say('编号', 'id'), '430102001'],
      [say('名称', 'name'), '文艺路街道妇联'],
      [say('层级', 'level'), say('街道', 'street')],
      [say('上级编号', 'parent'), '430102'],
      [say('排序号', 'order'), '1'],
      [say('区划代码', 'region'), '430102'],
    ] as const
  ).map(([title, cell], n) => ({ title, header: n === 1, cell: () => cell }));

/** The import of organisations. */
export const organisationImportPages = mounting((pages, web) => {
  pages.get('/organisations/import', async (c) => c.html(await view(web, c)));
  pages.post('/organisations/import', (c) =>
    take(c, {
      form: 'import',
      input: z.object(),
      work: async (_, posted) => {
        const bytes = await sheetOf(web, c, posted);
        if (bytes === undefined) throw sheetUnreadable();
        const report = await importOrganisationSheet(web.deps, signedIn(c), bytes);
        if (report.faults.length > 0)
          throw invalid(
            'import-faults',
            '表格中有需要修改的内容，没有导入任何单位。',
            'The sheet holds faults; nothing was imported.',
            report.faults,
          );
        return doneAt('/organisations', 'imported');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
