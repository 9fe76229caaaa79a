/** The pages of the editor: the overview, a part, and an entry to be added. */

import { instantOf } from '#actions/write.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { demand } from '#domain/people/policy.ts';
import { missing, type Text, text } from '#domain/problem.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { programmeWarnings } from '#domain/programme/programme-warnings.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import { getOrganisation } from '#store/people.ts';
import { getProgramme } from '#store/reads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Box, type Crumb, SummaryList, type SummaryRow } from '#web/frame/parts.tsx';
import { PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { sayIn, t, w } from '#web/frame/words.ts';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { Below, BlanksForm, editorPath, Sections } from './editor-page.tsx';
import { holderOf, listAt, type PlacedPart, partAt } from './editor-places.ts';
import { levelSaid } from './editor-stages.ts';
import { programmePath } from './programme-forms.ts';
import { ruleWords } from './rule-words.ts';
import { Warnings } from './warnings.tsx';

export const notThere = () =>
  missing(
    'part-not-there',
    '活动里没有这一项，可能刚被删除。请从总览重新进入。',
    'The programme has no such part; it may just have been removed. Start from the overview.',
  );

/** The programme of the address, for whoever may edit it. */
export async function editable(web: Web, c: Ctx): Promise<ProgrammeRecord> {
  const actor = signedIn(c);
  const record = await getProgramme(web.deps.table, c.req.param('id') ?? '');
  const { path } = await getOrganisation(web.deps.table, record.owner);
  demand(actor, 'programme.edit', { orgPath: path, state: record.status });
  return record;
}

/** The way from the programme down to a place. */
function crumbsTo(c: Ctx, record: ProgrammeRecord, at = ''): readonly Crumb[] {
  const { lang } = c.get('frame');
  const above: string[] = [];
  for (let place = holderOf(at); place !== ''; place = holderOf(place)) above.unshift(place);
  return [
    { href: '/programmes', title: w(lang).nav.programmes },
    { href: programmePath(record.id), title: t(lang, editionSaid(record.document)) },
    ...(at === '' ? [] : [{ href: editorPath(record.id), title: sayIn(lang)('修改', 'Edit') }]),
    ...above.flatMap((place) => {
      const found = partAt(record.document, place);
      return found === undefined
        ? []
        : [
            {
              href: editorPath(record.id, 'part', { at: place }),
              title: t(lang, found.part.title(found.value, record.document)),
            },
          ];
    }),
  ];
}

const done = {
  saved: text('已保存。', 'Saved.'),
  added: text('已添加。', 'Added.'),
  moved: text('顺序已保存。', 'The order is saved.'),
  removed: text('已删除。', 'Removed.'),
};

/** The frame of each page of the editor. */
export async function frameOf(web: Web, c: Ctx, record: ProgrammeRecord, typed: Typed | undefined, at = '') {
  return {
    ...framed(c, typed, done),
    caption: t(c.get('frame').lang, editionSaid(record.document)),
    current: 'programmes' as const,
    width: 'wide' as const,
    crumbs: crumbsTo(c, record, at),
    history: await changedSince(web.deps.table, `programme:${record.id}`, typed),
  };
}

/** What stands in each section, in short. */
function overviewRows(c: Ctx, record: ProgrammeRecord): readonly SummaryRow[] {
  const { lang, say } = c.get('frame');
  const { document } = record;
  const { form, stages } = document;
  const lines = (all: readonly Text[]) => (
    <ul>
      {all.map((each) => (
        <li>{t(lang, each)}</li>
      ))}
    </ul>
  );
  const row = (at: string, label: string, value: SummaryRow['value']): SummaryRow => ({
    label,
    value,
    action: { href: editorPath(record.id, 'part', { at }), text: say('修改', 'Edit') },
  });
  return [
    row(
      'basics',
      say('基本信息', 'Basics'),
      [
        t(lang, editionSaid(document)),
        document.code,
        w(lang).categories[document.category],
        w(lang).kinds[document.kind],
      ].join(' · '),
    ),
    row(
      'form',
      say('申报表', 'Form'),
      say(
        `${form.fields.length} 个字段，${form.attachments.length} 种附件，${form.declarations.length} 项承诺`,
        `${form.fields.length} fields, ${form.attachments.length} files, ${form.declarations.length} statements`,
      ),
    ),
    row(
      'eligibility',
      say('参评条件', 'Rules'),
      lines(document.eligibility.map((rule) => ruleWords(form, rule))),
    ),
    row(
      'departments',
      say('征求意见部门', 'Departments'),
      document.departments.length === 0
        ? say('没有', 'none')
        : document.departments
            .map(
              (each) =>
                `${each.class === 'all' ? say('所有对象', 'everybody') : each.class}：${each.departments.join('、')}`,
            )
            .join('；'),
    ),
    row('stages', say('层级和环节', 'Levels and steps'), lines(stages.map((stage) => levelSaid(stage)))),
    ...stages.flatMap((stage, i) =>
      stage.steps.some(({ kind }) => kind === 'shortlist')
        ? [
            row(
              `stages.${i}.quota`,
              say(`名额（${w('zh').levels[stage.level]}）`, `Quota (${w('en').levels[stage.level]})`),
              say(
                `${stage.quota.mode === 'equal' ? '等额' : `差额 1:${stage.quota.ratio}`}，备选 ${stage.quota.reserves} 个，${stage.quota.groups.length} 个分组`,
                `${stage.quota.mode}, ${stage.quota.reserves} in reserve, ${stage.quota.groups.length} groups`,
              ),
            ),
          ]
        : [],
    ),
    row(
      'other',
      say('其他', 'Other'),
      say(`材料保存 ${document.retention.years} 年`, `kept for ${document.retention.years} years`),
    ),
  ];
}

export async function overview(web: Web, c: Ctx) {
  const record = await editable(web, c);
  const { lang, say } = c.get('frame');
  const { history: _, ...frame } = await frameOf(web, c, record, undefined);
  const warnings = programmeWarnings(record.document, { today: shanghaiDate(instantOf(web.deps)) });
  return (
    <Page
      {...frame}
      title={say('修改评选活动', 'Edit the programme')}
      lead={
        record.status === 'published'
          ? say(
              '已发布：荣誉代码、届次、对象、查重规则和层级不能再改；改动用于以后开始的轮次。',
              'Published: code, edition, category, identity and levels are fixed; changes are for rounds that open later.',
            )
          : say(
              '每次保存都会整体检查，改错了会在旁边说明。改完后到活动页面发布。',
              'Everything is checked on each saving, and faults are said beside their field. Publish it on its page when done.',
            )
      }
    >
      <Sections lang={lang} id={record.id} page="" />
      <Warnings lang={lang} warnings={warnings} />
      <Box>
        <SummaryList rows={overviewRows(c, record)} />
      </Box>
    </Page>
  );
}

export const isEntry = (at: string): boolean => /\.\d+$/.test(at);
/** Entries of lists, and what a level need not have. */
export const isRemovable = (at: string, { isNew }: PlacedPart): boolean =>
  isEntry(at) || (at.endsWith('.recheck') && isNew !== true);

export async function partView(
  web: Web,
  c: Ctx,
  record: ProgrammeRecord,
  at: string,
  placed: PlacedPart,
  typed?: Typed,
) {
  const { lang } = c.get('frame');
  const { part, value } = placed;
  const { history, ...frame } = await frameOf(web, c, record, typed, at);
  const blanks = part.blanks(value, record.document);
  return (
    <Page {...frame} title={t(lang, part.title(value, record.document))}>
      <Sections lang={lang} id={record.id} page="part" at={at} />
      <ChangedBox lang={lang} history={history} />
      {part.listsFirst === true && <Below c={c} record={record} placed={placed} />}
      {blanks.length > 0 && (
        <Box>
          <BlanksForm
            {...{ c, record, typed, blanks, value }}
            form="part"
            action={editorPath(record.id, 'part', { at })}
            cancel={isEntry(at) ? editorPath(record.id, 'part', { at: holderOf(at) }) : editorPath(record.id)}
          />
        </Box>
      )}
      {part.listsFirst !== true && <Below c={c} record={record} placed={placed} />}
      {isRemovable(at, placed) && (
        <PostForm
          c={c}
          typed={typed}
          of={{
            form: 'remove',
            action: editorPath(record.id, 'remove', { at }),
            hidden: { version: String(record.version) },
            folded: text('删除', 'Remove'),
            tone: 'danger',
            note: text('删除后不能撤销，确认删除？', 'This cannot be undone. Remove it?'),
          }}
        />
      )}
    </Page>
  );
}

export const placeOf = (c: Ctx): string => c.req.query('at') ?? '';
export function placedPart(record: ProgrammeRecord, at: string): PlacedPart {
  const placed = partAt(record.document, at);
  if (placed === undefined) throw notThere();
  return placed;
}
/** The list of the address, and the kind of entry that is to be added to it. */
export function placedList(c: Ctx, record: ProgrammeRecord) {
  const at = placeOf(c);
  const found = listAt(record.document, at);
  const kind = c.req.query('kind') ?? '';
  if (
    found === undefined ||
    (found.list.kinds?.(record.document).every(({ value }) => value !== kind) ?? false)
  )
    throw notThere();
  return { ...found, at, kind };
}

export async function addView(web: Web, c: Ctx, record: ProgrammeRecord, typed?: Typed) {
  const { lang } = c.get('frame');
  const { list, part, at, kind } = placedList(c, record);
  const start = list.start(kind, record.document);
  const { history, ...frame } = await frameOf(web, c, record, typed, `${at}.0`);
  const kindSaid = list.kinds?.(record.document).find(({ value }) => value === kind)?.label;
  return (
    <Page {...frame} title={t(lang, list.add)} lead={kindSaid === undefined ? undefined : t(lang, kindSaid)}>
      <Sections lang={lang} id={record.id} page="add" at={at} />
      <ChangedBox lang={lang} history={history} />
      <Box>
        <BlanksForm
          {...{ c, record, typed }}
          form="add"
          blanks={part.blanks(start, record.document)}
          value={start}
          action={editorPath(record.id, 'add', list.kinds === undefined ? { at } : { at, kind })}
          cancel={editorPath(record.id, 'part', { at: holderOf(`${at}.0`) })}
        />
      </Box>
    </Page>
  );
}
