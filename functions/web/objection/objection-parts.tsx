/** Parts of the page of one objection: what is sealed, and what its handler can do. */
import { correctionRequest, handlerChoice, objectionConclusion } from '#actions/objection/objection-input.ts';
import type { ObjectionEntry } from '#actions/objection/objection-reading.ts';
import type { SealedObjection } from '#actions/objection/objection-secrets.ts';
import { objectionStatusWords } from '#domain/objection/objection-status.ts';
import { type Text, text } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { SummaryList } from '#web/frame/parts.tsx';
import { type Ask, ask, type FormSpec, optionsOf } from '#web/frame/post-form.tsx';

export const casePath = (id: string): string => `/objections/${encodeURIComponent(id)}`;

export const Secret = ({
  c,
  secret,
  finding,
}: {
  readonly c: Ctx;
  readonly secret: SealedObjection | undefined;
  readonly finding: string | undefined;
}) => {
  const { say } = c.get('frame');
  if (secret === undefined)
    return <p>{say('异议内容已按规定删除。', 'Its content was erased as the rules demand.')}</p>;
  const { objector, content } = secret;
  const kinds = {
    person: say('个人', 'A person'),
    unit: say('单位', 'A unit'),
    anonymous: say('匿名', 'Anonymous'),
  };
  return (
    <SummaryList
      rows={[
        { label: say('异议人', 'Objector'), value: kinds[objector.kind] },
        ...(objector.kind === 'anonymous'
          ? []
          : [
              { label: say('姓名或名称', 'Name'), value: objector.name || '—' },
              { label: say('联系方式', 'Contact'), value: objector.contact || '—' },
            ]),
        { label: say('内容', 'Content'), value: <span class="prose">{content}</span> },
        ...(finding === undefined
          ? []
          : [{ label: say('核查情况', 'Finding'), value: <span class="prose">{finding}</span> }]),
      ]}
    />
  );
};

/** A folded form of one case, on the version that the page shows. */
const act =
  (entry: ObjectionEntry) =>
  (form: string, folded: Text, note: Text, asks: readonly Ask[] = []): FormSpec => ({
    ...{ form, folded, note },
    action: `${casePath(entry.id)}/${form}`,
    hidden: { version: String(entry.version) },
    groups: [asks],
  });

const acceptForm = (entry: ObjectionEntry): FormSpec =>
  act(entry)(
    'accept',
    text('改为受理', 'Accept after all'),
    text(
      '仅当有明确线索、且不是逾期提出时可以受理；受理后对象暂缓。',
      'Only with clear leads and in time; the nominee is then held.',
    ),
  );

const appointForm = (
  entry: ObjectionEntry,
  colleagues: readonly { readonly id: string; readonly name: string }[],
): FormSpec =>
  act(entry)(
    'appoint',
    text('指定承办人', 'Appoint the handler'),
    text('指定后，只有承办人可以看到异议人身份。', 'From then on only she sees who objected.'),
    [
      ask(handlerChoice, 'member', {
        type: 'choice',
        options: colleagues.map((each) => ({ value: each.id, label: { zh: each.name } })),
        now: entry.handler,
      }),
    ],
  );

const extendForm = (entry: ObjectionEntry, days: number): FormSpec =>
  act(entry)(
    'extend',
    text('延长核查', 'Extend'),
    text(`延长 ${days} 个工作日。`, `By ${days} working days.`),
  );

const correctionForm = (entry: ObjectionEntry): FormSpec =>
  act(entry)(
    'correction',
    text('要求更正材料', 'Ask for a correction'),
    text(
      '申报单位可以修改申报表；公示过的内容有变的，须以“更正后维持”结案并重新公示。',
      'The nominator may amend the form; where what was shown changes, settle as corrected and post a new notice.',
    ),
    [
      ask(correctionRequest, 'note', {
        type: 'paragraph',
        help: text('申报单位会看到，请勿透露异议人', 'The nominator reads it: no hint at who objected'),
      }),
    ],
  );

const settleForm = (entry: ObjectionEntry): FormSpec =>
  act(entry)(
    'settle',
    text('作出结论', 'Settle'),
    text('结论作出后不能更改。', 'It cannot be changed afterwards.'),
    [
      ask(objectionConclusion, 'outcome', {
        options: optionsOf(objectionStatusWords, ['upheld', 'dismissed', 'corrected']),
      }),
      ask(objectionConclusion, 'finding', {
        type: 'paragraph',
        help: text('加密保存', 'Stored encrypted'),
      }),
      ask(objectionConclusion, 'publicFactsChanged', { now: 'false' }),
    ],
  );

/** What its handler can do now, each a form of its own. */
export function caseForms(
  entry: ObjectionEntry,
  colleagues: Parameters<typeof appointForm>[1],
): readonly FormSpec[] {
  const { investigationDays, extensions } = entry.settings;
  const isOpen = entry.status === 'accepted';
  return [
    ...(entry.status === 'logged' ? [acceptForm(entry)] : []),
    appointForm(entry, colleagues),
    ...(isOpen && entry.extensions < extensions ? [extendForm(entry, investigationDays)] : []),
    ...(isOpen && entry.nomination !== undefined ? [correctionForm(entry)] : []),
    ...(isOpen && entry.openedAt !== undefined ? [settleForm(entry)] : []),
  ];
}
