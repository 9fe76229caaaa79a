/** A part of a programme on its page: the form of its blanks, its lists with their order, what has no form of its own. */
import { pathInWords } from '#domain/fault-path.ts';
import { hasMembers } from '#domain/members.ts';
import { text } from '#domain/problem.ts';
import { keysAt } from '#domain/programme/programme-edit.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { quotaRuleSchema } from '#domain/programme/stage-rules.ts';
import { assetPaths } from '#web/frame/assets.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Box, Button, HiddenCsrf, Tabs } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { type InLang, sayIn, t } from '#web/frame/words.ts';
import { askOf, type Blank } from './editor-blanks.ts';
import type { Part, PartList } from './editor-part.ts';
import type { PlacedPart } from './editor-places.ts';
import { Worked } from './editor-worked.tsx';
import { programmePath } from './programme-forms.ts';

/** Where a page of the editor is: `part` with its place, `add` with the list, or a view of the whole. */
export const editorPath = (id: string, page = '', query: Readonly<Record<string, string>> = {}): string => {
  const asked = new URLSearchParams(query).toString();
  return `${programmePath(id)}/edit${page === '' ? '' : `/${page}`}${asked === '' ? '' : `?${asked}`}`;
};
const join = (root: string, at: string): string => [root, at].filter((each) => each !== '').join('.');

const sections = [
  ['', '', text('总览', 'Overview')],
  ['part', 'basics', text('基本信息', 'Basics')],
  ['part', 'form', text('申报表', 'Form')],
  ['part', 'eligibility', text('参评条件', 'Rules')],
  ['part', 'departments', text('征求意见部门', 'Departments')],
  ['part', 'stages', text('层级和环节', 'Levels and steps')],
  ['part', 'other', text('其他', 'Other')],
  ['preview', '', text('预览', 'Preview')],
  ['changes', '', text('差异', 'Changes')],
  ['yaml', '', text('YAML', 'YAML')],
] as const;

/** The sections of the editor; the one that holds a place is the current one. */
export const Sections = ({
  lang,
  id,
  page,
  at = '',
}: InLang & { readonly id: string; readonly page: string; readonly at?: string }) => {
  const first =
    at === 'identity' || at.startsWith('honourNames')
      ? 'other'
      : at.startsWith('channels')
        ? 'basics'
        : at.split('.')[0];
  return (
    <Tabs
      label={sayIn(lang)('编辑内容', 'Parts of the editor')}
      tabs={sections.map(([where, place, title]) => ({
        href: editorPath(id, where, place === '' ? {} : { at: place }),
        title: t(lang, title),
        current: (where === page || (where === 'part' && page === 'add')) && place === first,
      }))}
    />
  );
};

/** The blanks of a part as a form; those seldom needed stand in a group of their own below. */
export const BlanksForm = (props: {
  readonly c: Ctx;
  readonly record: ProgrammeRecord;
  readonly typed: Typed | undefined;
  readonly form: 'part' | 'add';
  readonly action: string;
  readonly cancel: string;
  readonly blanks: readonly Blank[];
  readonly value: unknown;
}) => {
  const { c, record, typed, form, action, cancel, blanks, value } = props;
  const asks = (seldom: boolean) =>
    blanks
      .filter((blank) => (blank.seldom === true) === seldom)
      .map((blank) => askOf(blank, value, record.document));
  const spec: FormSpec = {
    form,
    action,
    cancel,
    hidden: { version: String(record.version) },
    groups: [asks(false)],
    seldom: asks(true),
    button: form === 'add' ? text('添加', 'Add') : text('保存', 'Save'),
  };
  return <PostForm c={c} of={spec} typed={typed} />;
};

const Adding = (
  props: InLang & { readonly record: ProgrammeRecord; readonly at: string; readonly list: PartList },
) => {
  const { lang, record, at, list } = props;
  if (list.kinds === undefined)
    return (
      <Button href={editorPath(record.id, 'add', { at })} tone="secondary" small>
        {t(lang, list.add)}
      </Button>
    );
  const id = `add-${at.replaceAll('.', '-')}`;
  return (
    <form method="get" action={editorPath(record.id, 'add')} class="editor-add">
      <input type="hidden" name="at" value={at} />
      <label class="visually-hidden" for={id}>
        {t(lang, list.add)}
      </label>
      <select id={id} name="kind">
        {list.kinds(record.document).map((kind) => (
          <option value={kind.value}>{t(lang, kind.label)}</option>
        ))}
      </select>
      <Button tone="secondary" small>
        {t(lang, list.add)}
      </Button>
    </form>
  );
};

/** A list with its entries in order; each opens its page, and moves by buttons or by being dragged. */
export const ListBox = (props: {
  readonly c: Ctx;
  readonly record: ProgrammeRecord;
  readonly at: string;
  readonly list: PartList;
  readonly entries: readonly unknown[];
}) => {
  const { c, record, at, list, entries } = props;
  const { lang, csrf, say } = c.get('frame');
  const last = entries.length - 1;
  const mover = (i: number, to: number, name: string, sign: string) => (
    <button
      type="submit"
      class="button button-quiet button-small"
      name="move"
      value={`${i}.${to}`}
      disabled={to < 0 || to > last}
      aria-label={name}
      title={name}
    >
      {sign}
    </button>
  );
  return (
    <Box title={t(lang, list.title)} aside={<Adding {...{ lang, record, at, list }} />}>
      {entries.length === 0 ? (
        <p class="muted">{say('还没有。', 'None yet.')}</p>
      ) : (
        <form
          method="post"
          action={editorPath(record.id, 'list', { at })}
          data-sort={list.fixed === true ? undefined : 'move'}
        >
          <HiddenCsrf csrf={csrf} />
          <input type="hidden" name="version" value={String(record.version)} />
          {list.fixed !== true && <script type="module" src={assetPaths.sort}></script>}
          <ol class="editor-list">
            {entries.map((entry, i) => {
              const said = t(lang, list.said(entry, record.document));
              return (
                <li data-item={String(i)}>
                  <a href={editorPath(record.id, 'part', { at: `${at}.${i}` })}>{said}</a>
                  {list.fixed !== true && (
                    <span class="editor-moves">
                      {mover(i, i - 1, say(`上移：${said}`, `Move up: ${said}`), '↑')}
                      {mover(i, i + 1, say(`下移：${said}`, `Move down: ${said}`), '↓')}
                    </span>
                  )}
                </li>
              );
            })}
          </ol>
        </form>
      )}
    </Box>
  );
};

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  (Array.isArray(value) && value.length === 0) ||
  (hasMembers(value) && Object.keys(value).length === 0);
/** What blanks that fill the part itself cover, and what says which part it is. */
const always = [
  'id',
  'kind',
  'level',
  'field',
  'values',
  'personal',
  'sensitive',
  'tells',
  'certificate',
  'columns',
  'quota',
  'publicFields',
];

/** The settings of a part that no blank and no list shows: never lost, and told of. */
export const Unshown = ({
  lang,
  record,
  placed,
}: InLang & { readonly record: ProgrammeRecord; readonly placed: PlacedPart }) => {
  const { part, root, value } = placed;
  if (!hasMembers(value) || root === '' || root === 'identity') return null;
  const shown = [
    ...part.blanks(value, record.document).map(({ at }) => at.split('.')[0]),
    ...part.lists(value).map(({ at }) => at),
    ...always,
  ];
  const rest = Object.keys(value).filter((key) => !shown.includes(key) && !isNothing(value[key]));
  if (rest.length === 0) return null;
  const names = rest.map((key) => t(lang, pathInWords(keysAt(join(root, key)), record.document)));
  return (
    <p class="muted">
      {sayIn(lang)(
        '以下内容没有表单，在 YAML 中修改，这里的保存不会影响它们：',
        'These have no form; change them in the YAML, saving here leaves them alone: ',
      )}
      {names.join('、')} <a href={editorPath(record.id, 'yaml')}>YAML</a>
    </p>
  );
};

/** Everything below a part's form. */
export const Below = (props: {
  readonly c: Ctx;
  readonly record: ProgrammeRecord;
  readonly placed: PlacedPart;
}) => {
  const { c, record, placed } = props;
  const { lang } = c.get('frame');
  const { part, root, value } = placed;
  const quota = /\.quota$/.test(root) ? quotaRuleSchema.safeParse(value).data : undefined;
  return (
    <>
      {quota !== undefined && <Worked lang={lang} quota={quota} />}
      {(placed.isNew === true ? [] : part.lists(value)).map((list) => {
        const entries: unknown = list.at === '' ? value : hasMembers(value) ? value[list.at] : undefined;
        return (
          <ListBox
            c={c}
            record={record}
            at={join(root, list.at)}
            list={list}
            entries={Array.isArray(entries) ? entries : []}
          />
        );
      })}
      {(part.inner ?? []).map((inner: NonNullable<Part['inner']>[number]) => (
        <p>
          <Button href={editorPath(record.id, 'part', { at: join(root, inner.at) })} tone="secondary">
            {t(lang, inner.title)}
          </Button>
        </p>
      ))}
      <Unshown lang={lang} record={record} placed={placed} />
    </>
  );
};
