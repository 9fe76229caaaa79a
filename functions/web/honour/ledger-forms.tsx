/** The forms of the ledger: one entry, a sheet of them, and striking one out. */
import * as z from 'zod';
import { ledgerStrike } from '#actions/honour/honour-input.ts';
import type { LedgerImport } from '#actions/honour/ledger.ts';
import { labelled } from '#domain/field-label.ts';
import { categoryWords, ledgerInput } from '#domain/honour/ledger.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { levels, levelWords } from '#domain/level.ts';
import { text } from '#domain/problem.ts';
import { categories } from '#domain/programme/programme-kinds.ts';
import type { Ctx } from '#web/frame/context.ts';
import type { Frame } from '#web/frame/layout.tsx';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { sayIn, t } from '#web/frame/words.ts';

/** An entry as its form sends it: names and bodies in one text each; the year is the page's. */
export const ledgerEntryForm = ledgerInput
  .omit({ year: true, names: true, bodies: true, grades: true })
  .extend({
    names: labelled(z.string().optional(), text('获奖对象', 'Who was honoured')),
    bodies: labelled(z.string(), text('授予单位', 'Awarding bodies')),
    grades: labelled(z.string().optional(), text('等次', 'Grade')),
  });

/** The form of one entry; a repeated press is one entry. */
export const entryForm = (path: string): FormSpec => ({
  form: 'record',
  action: path,
  once: '_idem',
  groups: [
    [
      ask(ledgerEntryForm, 'title', {
        help: text('不写级别，如“最美家庭”', 'Without the level, like 最美家庭'),
      }),
      ask(ledgerEntryForm, 'code', { help: text('如 ZMJT、SBQS、JGWMG', 'Like ZMJT, SBQS, JGWMG') }),
      ask(ledgerEntryForm, 'level', { options: optionsOf(levelWords, [...levels].reverse()) }),
      ask(ledgerEntryForm, 'category', {
        options: categories.map((each) => ({ value: each, label: categoryWords[each].word })),
      }),
      ask(ledgerEntryForm, 'names', {
        help: text(
          '多个用顿号分开；只知道数量的不填',
          'Several are separated by 、; leave empty when only the number is known',
        ),
      }),
      ask(ledgerEntryForm, 'count', {
        atLeast: 1,
        help: text('不填时按获奖对象计', 'By the names when left empty'),
      }),
      ask(ledgerEntryForm, 'bodies', {
        help: text('按印制顺序，用顿号分开', 'In their printed order, separated by 、'),
      }),
      ask(ledgerEntryForm, 'grades', {
        help: text('如 一等奖、五星；没有的不填', 'Such as 一等奖 or 五星; empty for none'),
      }),
      ask(ledgerEntryForm, 'documentNumber'),
      ask(ledgerEntryForm, 'date', { type: 'date' }),
    ],
  ],
  button: text('登记', 'Record'),
});

/** The form that strikes an entry out. */
export const strikeForm = (base: string, entry: LedgerEntry): FormSpec => ({
  form: `strike-${entry.id}`,
  action: `${base}/${entry.year}/strike`,
  folded: text('划去', 'Strike out'),
  note: text('划去后不再计数，记录保留。请写明原因。', 'It is kept and not counted any more. Say why.'),
  hidden: { id: entry.id, version: String(entry.version) },
  groups: [[ask(ledgerStrike, 'reason')]],
});

/** Where a sheet goes in, and what was wrong with the last one. */
export const ImportForm = ({
  frame,
  base,
  imported,
}: {
  frame: Frame;
  base: string;
  imported: LedgerImport | undefined;
}) => {
  const { lang } = frame;
  const say = sayIn(lang);
  return (
    <Box title={say('从 Excel 导入', 'Import from Excel')} id="import">
      {imported !== undefined && imported.faulty.length > 0 && (
        <ul>
          {imported.faulty.map(({ row, faults }) => (
            <li>
              {say(`第 ${row} 行：`, `Row ${row}: `)}
              {faults.map((one) => t(lang, one.text)).join('；')}
            </li>
          ))}
        </ul>
      )}
      <form method="post" action={`${base}/import`} enctype="multipart/form-data">
        <HiddenCsrf csrf={frame.csrf} />
        <label>
          {say('台账文件（.xlsx）', 'Ledger file (.xlsx)')}{' '}
          <input type="file" name="sheet" accept=".xlsx" required />
        </label>
        <Actions>
          <Button>{say('导入', 'Import')}</Button>
          <Button href={`${base}/template.xlsx`} tone="secondary">
            {say('下载模板', 'Template')}
          </Button>
        </Actions>
      </form>
    </Box>
  );
};

/** What may be done with one entry, or why nothing. */
export const Strike = (props: {
  readonly c: Ctx;
  readonly base: string;
  readonly entry: LedgerEntry;
  readonly typed: Typed | undefined;
}) => {
  const { c, base, entry, typed } = props;
  if (entry.source === 'above')
    return <span class="muted">{sayIn(c.get('frame').lang)('上级授予，自动登记', 'Granted above')}</span>;
  if (entry.struck !== undefined) return <span class="muted">{entry.struck}</span>;
  return <PostForm c={c} of={strikeForm(base, entry)} typed={typed} />;
};
