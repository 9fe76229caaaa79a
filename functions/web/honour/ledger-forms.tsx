/** The forms of the ledger: one entry, a sheet of them, what is looked for, and striking one out. */
import * as z from 'zod';
import { ledgerStrike } from '#actions/honour/honour-input.ts';
import { labelled } from '#domain/field-label.ts';
import { honourTransitions } from '#domain/honour/honour.ts';
import { categoryIn } from '#domain/honour/ledger.ts';
import { type LedgerLine, ledgerFilter, ledgerSources } from '#domain/honour/ledger-filter.ts';
import {
  ledgerCategories,
  ledgerInput,
  ledgerLevels,
  ledgerOutcomes,
  ledgerOutcomeWords,
} from '#domain/honour/ledger-input.ts';
import { ledgerSourceWords } from '#domain/honour/ledger-table.ts';
import type { Level } from '#domain/level.ts';
import { levelWords } from '#domain/level.ts';
import { text } from '#domain/problem.ts';
import { programmeKinds, programmeKindWords } from '#domain/programme/programme-kinds.ts';
import type { Ctx } from '#web/frame/context.ts';
import { type FieldSpec, FormField } from '#web/frame/fields.tsx';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, FileInput, type FormSpec, optionsOf, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type InLang, w } from '#web/frame/words.ts';
import { oldTitlePath } from './revocation-forms.ts';

/** An entry as its form sends it: names, bodies and numbers in one text each; the year is the page's. */
export const ledgerEntryForm = ledgerInput
  .omit({ year: true, about: true, unit: true, names: true, bodies: true, grades: true, documents: true })
  .extend({
    names: labelled(z.string().optional(), text('获奖对象', 'Who was honoured')),
    bodies: labelled(z.string(), text('授予单位', 'Awarding bodies')),
    grades: labelled(z.string().optional(), text('等次', 'Grade')),
    documents: labelled(z.string().optional(), text('证件号码', 'ID numbers')),
  });

const levelChoices = { ...levelWords, other: text('多级、不详或境外', 'Several, unknown or foreign') };
const levelOptions = optionsOf(levelChoices, [...ledgerLevels.slice(0, -1)].reverse().concat('other'));
const categoryOptions = ledgerCategories.map((value) => ({ value, label: categoryIn(value) }));
const kindOptions = optionsOf(programmeKindWords, programmeKinds);
const outcomeOptions = optionsOf(ledgerOutcomeWords, ledgerOutcomes);

/** The form of one entry; a repeated press is one entry. */
export const entryForm = (path: string): FormSpec => ({
  form: 'record',
  action: path,
  once: '_idem',
  groups: [
    [
      ask(ledgerEntryForm, 'title', {
        help: text('不写级别，如“最美家庭”', 'Without the level'),
      }),
      ask(ledgerEntryForm, 'code', {
        help: text('如 ZMJT、SBQS、JGWMG；没有的不填', 'Like ZMJT, SBQS, JGWMG; empty for none'),
      }),
      ask(ledgerEntryForm, 'level', { options: levelOptions }),
      ask(ledgerEntryForm, 'levelSaid', {
        help: text(
          '没有单一级别时填写，如“各级”“国际”',
          'Where there is no single level, such as all levels',
        ),
      }),
      ask(ledgerEntryForm, 'category', { options: categoryOptions }),
      ask(ledgerEntryForm, 'kind', {
        options: kindOptions,
        help: text(
          '竞赛奖项单独统计；扶持不计入荣誉',
          'Prizes of contests are summed apart; support is no honour',
        ),
      }),
      ask(ledgerEntryForm, 'outcome', {
        options: outcomeOptions,
        help: text('不填即为已获评', 'Empty means granted'),
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
      ask(ledgerEntryForm, 'holderUnit'),
      ask(ledgerEntryForm, 'documents', {
        help: text(
          '用于核对是否重复申报；只存不可还原的摘要。家庭填成年成员的，用顿号分开',
          'Tells whether somebody is nominated again; only a digest is kept. Of a family those of its adults, separated by 、',
        ),
      }),
      ask(ledgerEntryForm, 'creditCode', {
        help: text('集体、岗位、站点所在单位的代码', 'Of the unit of a collective, post or site'),
      }),
      ask(ledgerEntryForm, 'post', {
        help: text('不填时即获奖对象名称', 'The name of the holder when left empty'),
      }),
      ask(ledgerEntryForm, 'bodies', {
        help: text('按印制顺序，用顿号分开', 'In their printed order, separated by 、'),
      }),
      ask(ledgerEntryForm, 'grades', {
        help: text('如 一等奖、五星；没有的不填', 'Such as first prize or five stars; empty for none'),
      }),
      ask(ledgerEntryForm, 'batch', { help: text('如 1 即首批', '1 is the first') }),
      ask(ledgerEntryForm, 'documentNumber'),
      ask(ledgerEntryForm, 'date', { type: 'date' }),
      ask(ledgerEntryForm, 'number'),
      ask(ledgerEntryForm, 'note'),
    ],
  ],
  button: text('登记', 'Record'),
});

/** The form that strikes an entry out. */
export const strikeForm = (base: string, entry: LedgerLine): FormSpec => ({
  form: `strike-${entry.id}`,
  action: `${base}/${entry.year}/strike`,
  folded: text('划去', 'Strike out'),
  note: text('划去后不再计数，记录保留。请写明原因。', 'It is kept and not counted any more. Say why.'),
  hidden: { id: entry.id, version: String(entry.version) },
  groups: [[ask(ledgerStrike, 'reason')]],
});

const sheetFile = {
  ...({ name: 'sheet', accept: '.xlsx,.csv,.txt', required: true, sheet: true } as const),
  label: text('台账文件（.xlsx 或 .csv）', 'Ledger file (.xlsx or .csv)'),
} as const;

/** Where a sheet goes in. */
export const ImportForm = ({ c, base }: { c: Ctx; base: string }) => {
  const { say, csrf } = c.get('frame');
  return (
    <Box title={say('从 Excel 或 CSV 导入', 'Import from Excel or CSV')} id="import">
      <p class="muted">
        {say(
          '旧台账可以直接上传：表头上方的标题、合并单元格、序号列、各种日期写法都能识别；一次最多 50000 行，后台办理，页面显示进度；读不懂的、重复的逐行说明。',
          'Old ledgers can be sent as they are: titles above the header, merged cells, serial columns and days in any form are understood; at most 50,000 lines, done in the background with progress; what cannot be read or stands twice is told by line.',
        )}
      </p>
      <form method="post" action={`${base}/import`} enctype="multipart/form-data">
        <HiddenCsrf csrf={csrf} />
        <FileInput c={c} of={sheetFile} typed={undefined} />
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

/** What is looked for, kept in the address. */
export const LedgerFilters = (
  props: InLang & { readonly path: string; readonly filter: Readonly<Record<string, string>> },
) => {
  const { lang, path, filter } = props;
  const options: Readonly<Record<string, FieldSpec['options']>> = {
    level: levelOptions,
    category: categoryOptions,
    kind: kindOptions,
    outcome: outcomeOptions,
    source: optionsOf(ledgerSourceWords, ledgerSources),
  };
  return (
    <form method="get" action={path} class="filters">
      {ledgerFilter.keyof().options.map((name) => {
        const choices = options[name];
        const field: FieldSpec = {
          id: name,
          label: ask(ledgerFilter, name).label,
          type: choices === undefined ? 'text' : 'choice',
          ...(choices !== undefined && { options: choices, anyOf: text('全部', 'All') }),
        };
        return <FormField lang={lang} faults={[]} value={filter[name]} field={field} />;
      })}
      <Button tone="secondary">{w(lang).buttons.filter}</Button>
    </form>
  );
};

/** What may be done with one entry: struck out as a mistake, or proposed to be revoked; or why nothing. */
export const Strike = (props: {
  readonly c: Ctx;
  readonly base: string;
  readonly entry: LedgerLine;
  /** The level whose titles the organisation may revoke. */
  readonly own: Level;
  readonly typed: Typed | undefined;
}) => {
  const { c, base, entry, own, typed } = props;
  const { lang } = c.get('frame');
  if (entry.source === 'above' || entry.source === 'here')
    return <span class="muted">{ledgerSourceWords[entry.source][lang]}</span>;
  if (entry.struck !== undefined) return <span class="muted">{entry.struck}</span>;
  const isRevocable =
    entry.level === own &&
    entry.count === 1 &&
    entry.names.length === 1 &&
    honourTransitions[entry.status].includes('revoked');
  return (
    <>
      <PostForm c={c} of={strikeForm(base, entry)} typed={typed} />
      {isRevocable && (
        <a href={oldTitlePath(entry.org, `${entry.year}:${entry.id}`)}>
          {text('提出撤销', 'Propose to revoke')[lang]}
        </a>
      )}
    </>
  );
};
