/** The forms of the ledger: one entry, a sheet of them, and striking one out. */
import type { LedgerImport } from '#actions/honour/ledger.ts';
import { categoryWords } from '#domain/honour/ledger.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { levels, levelWords } from '#domain/level.ts';
import { type Fault, text } from '#domain/problem.ts';
import { categories } from '#domain/programme/programme-kinds.ts';
import { sayIn } from '#web/frame/common.tsx';
import { FormField } from '#web/frame/fields.tsx';
import type { Frame } from '#web/frame/layout.tsx';
import { Actions, Button, ConfirmButton, HiddenCsrf, Idem, Panel } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';

type Typed = Readonly<Record<string, string>>;

/** The form of one entry; a repeated press is one entry. */
export const EntryForm = (props: {
  frame: Frame;
  path: string;
  year: string;
  typed: Typed;
  faults: readonly Fault[];
}) => {
  const { frame, path, year, typed, faults } = props;
  const { lang } = frame;
  const one = { lang, faults };
  const choice = (value: string, label: { zh: string; en: string }) => ({ value, label });
  return (
    <Panel title={sayIn(lang)('登记一项荣誉', 'Record an honour')} id="record">
      <form method="post" action={path}>
        <HiddenCsrf csrf={frame.csrf} />
        <Idem idem={typed._idem ?? crypto.randomUUID()} />
        <input type="hidden" name="year" value={year} />
        <FormField
          {...one}
          value={typed.title}
          field={{
            id: 'title',
            type: 'text',
            required: true,
            label: text('荣誉名称', 'Title'),
            help: text('不写级别，如“最美家庭”', 'Without the level, like 最美家庭'),
          }}
        />
        <FormField
          {...one}
          value={typed.code}
          field={{
            id: 'code',
            type: 'text',
            required: true,
            label: text('荣誉代码', 'Honour code'),
            help: text('如 ZMJT、SBQS、JGWMG', 'Like ZMJT, SBQS, JGWMG'),
          }}
        />
        <FormField
          {...one}
          value={typed.level}
          field={{
            id: 'level',
            type: 'choice',
            required: true,
            label: text('级别', 'Level'),
            options: [...levels].reverse().map((level) => choice(level, levelWords[level])),
          }}
        />
        <FormField
          {...one}
          value={typed.category}
          field={{
            id: 'category',
            type: 'choice',
            required: true,
            label: text('类别', 'Category'),
            options: categories.map((each) => choice(each, categoryWords[each].word)),
          }}
        />
        <FormField
          {...one}
          value={typed.names}
          field={{
            id: 'names',
            type: 'text',
            label: text('获奖对象', 'Who was honoured'),
            help: text(
              '多个用顿号分开；只知道数量的不填',
              'Several are separated by 、; leave empty when only the number is known',
            ),
          }}
        />
        <FormField
          {...one}
          value={typed.count}
          field={{
            id: 'count',
            type: 'integer',
            atLeast: 1,
            label: text('数量', 'How many'),
            help: text('不填时按获奖对象计', 'By the names when left empty'),
          }}
        />
        <FormField
          {...one}
          value={typed.bodies}
          field={{
            id: 'bodies',
            type: 'text',
            required: true,
            label: text('授予单位', 'Awarding bodies'),
            help: text('按印制顺序，用顿号分开', 'In their printed order, separated by 、'),
          }}
        />
        <FormField
          {...one}
          value={typed.documentNumber}
          field={{ id: 'documentNumber', type: 'text', label: text('文号', 'Document number') }}
        />
        <FormField
          {...one}
          value={typed.date}
          field={{ id: 'date', type: 'date', label: text('授予日期', 'Date') }}
        />
        <Actions>
          <Button>{sayIn(lang)('登记', 'Record')}</Button>
        </Actions>
      </form>
    </Panel>
  );
};

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
    <Panel title={say('从 Excel 导入', 'Import from Excel')} id="import">
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
    </Panel>
  );
};

/** What may be done with one entry, or why nothing. */
export const Strike = ({ frame, base, entry }: { frame: Frame; base: string; entry: LedgerEntry }) => {
  const { lang } = frame;
  const say = sayIn(lang);
  if (entry.source === 'above')
    return <span class="muted">{say('上级授予，自动登记', 'Granted above')}</span>;
  if (entry.struck !== undefined) return <span class="muted">{entry.struck}</span>;
  return (
    <ConfirmButton
      lang={lang}
      csrf={frame.csrf}
      action={`${base}/${entry.year}/strike`}
      label={say('划去', 'Strike out')}
      question={say(
        '划去后不再计数，记录保留。请写明原因。',
        'It is kept and not counted any more. Say why.',
      )}
      fields={{ id: entry.id, version: String(entry.version) }}
    >
      <FormField
        lang={lang}
        field={{ id: 'reason', type: 'text', required: true, label: text('原因', 'Reason') }}
      />
    </ConfirmButton>
  );
};
