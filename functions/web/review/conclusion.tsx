/** What is asked in a review, visit or appraisal, read from its form, and repeated line by line before it counts. */
import type * as z from 'zod';
import { findingsFor } from '#actions/review/eligibility.ts';
import { visitRecord } from '#actions/review/review-input.ts';
import type { Deps } from '#deps';
import { faultsIn } from '#domain/input.ts';
import type { Attachment, Revision } from '#domain/nomination/nomination-record.ts';
import { type Fault, type Text, text } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { actWords } from '#domain/review/act-words.ts';
import type { Doubt } from '#domain/review/doubt.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { mendedIn, mendingWords } from '#domain/review/mending.ts';
import { reviewFaults } from '#domain/review/review.ts';
import { type ChecklistItem, checklistOf, fewestPhotos, visitFaults } from '#domain/review/visit.ts';
import { type DecidedStepKind, isDecided } from '#domain/step-kinds.ts';
import { programmeRevision } from '#store/reads.ts';
import { minutesFor, photosFor } from '#web/files/step-uploads.tsx';
import { type Body, one } from '#web/frame/posted.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { appraisalOptions, type Held, heldFaults, heldIn, heldRows } from './appraisal-fields.tsx';
import { doubtRows, saidOf } from './findings.tsx';
import type { Task } from './task.ts';

export type Open = Extract<Task, { kind: 'open' }>;

/** What the confirmation repeats. */
export type Conclusion = Pick<
  z.output<typeof visitRecord>,
  'outcome' | 'reason' | 'revision' | 'checklist' | 'doubts' | 'photos'
> & { readonly appraisal?: Held | undefined };

export const words = {
  decide: text('您的意见', 'Your conclusion'),
  outcome: text('审查结论', 'Conclusion'),
  reason: text('理由', 'Reason'),
  reasonHelp: text(
    '退回修改、不通过必须说明理由，申报人会看到',
    'Needed to return or reject; the nominator reads it',
  ),
  checklist: text('评估清单', 'Checklist'),
  meets: text('符合', 'Met'),
  fails: text('不符合', 'Not met'),
  mending: text('整改', 'To be mended'),
  next: text('下一步：核对', 'Next: check'),
  masked: text(
    '链接页面隐去了证件号码和电话等内容；需要核对的，请登录后办理。',
    'ID numbers, phones and the like are hidden on pages opened by link; sign in when you must check them.',
  ),
} as const;

/** What the page of each kind shows besides; its checklist and photographs are the step's own (`visitOf`). */
const pages: Readonly<Record<DecidedStepKind, { readonly outcome: Text; readonly showsConditions?: true }>> =
  {
    review: { outcome: text('审查结论', 'Conclusion'), showsConditions: true },
    visit: { outcome: text('评估结论', 'Result of the visit') },
    appraisal: { outcome: text('本次办理', 'What you do') },
  };
export const pageOf = ({ step }: Open) => pages[step !== undefined && isDecided(step) ? step.kind : 'review'];

const outcomes = ['approve', 'return', 'reject'] as const;
export const optionsFor = (kind: string) =>
  kind === 'appraisal'
    ? appraisalOptions
    : outcomes.map((value) => ({ value, label: actWords(kind, value) }));

export const visitOf = (task: Open) => (task.step?.kind === 'visit' ? task.step : undefined);
export const appraisalOf = (task: Open) => (task.step?.kind === 'appraisal' ? task.step : undefined);
/** The files that may come with a conclusion; only a visit and an appraisal take any. */
export const filesOf = ({ step }: Open): AttachmentRule | undefined =>
  step?.kind === 'visit'
    ? photosFor(fewestPhotos(step))
    : step?.kind === 'appraisal'
      ? minutesFor(step)
      : undefined;
export const itemsOf = (task: Open): readonly ChecklistItem[] => {
  const visit = visitOf(task);
  return visit === undefined ? [] : checklistOf(visit);
};

/** What 整改 means in this visit by now. */
export const mendsOf = (task: Open) => {
  const visit = visitOf(task);
  return visit && mendingWords(visit, mendedIn(task.candidacy.mending, task.todo.step));
};

export const checkName = (i: number): string => `checklist.${i}`;
export const findingsOn = async (
  deps: Deps,
  task: Open,
  revisions: readonly Revision[] = [],
): Promise<readonly Finding[]> => {
  const { nomination, candidacy } = task;
  if (pageOf(task).showsConditions !== true) return [];
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const read = revisions.find(({ n }) => n === candidacy.revision);
  return findingsFor(deps, programme, nomination, candidacy, { read });
};

/** The lines that were answered; those left open are not sent. */
export const conclusionIn = (task: Open, body: Body, files: readonly Attachment[]): Conclusion => ({
  outcome: one(body, 'outcome'),
  revision: Number(one(body, 'revision')) || task.candidacy.revision,
  reason: one(body, 'reason'),
  checklist: itemsOf(task).flatMap(({ label: item }, i) => {
    const ok = one(body, checkName(i));
    return ok === 'yes' || ok === 'no' ? [{ item, ok: ok === 'yes' }] : [];
  }),
  doubts: saidOf(body),
  photos: visitOf(task) === undefined ? [] : files.map(({ id }) => id),
  ...(appraisalOf(task) !== undefined && { appraisal: heldIn(body, files[0]?.id) }),
});

export function conclusionFaults(task: Open, conclusion: Conclusion, today: string): readonly Fault[] {
  const [visit, rule] = [visitOf(task), appraisalOf(task)];
  const { appraisal, ...decided } = conclusion;
  const { checklist, photos } = decided;
  if (rule !== undefined && appraisal !== undefined) return heldFaults(rule, appraisal, today);
  return [
    ...(visit === undefined ? [] : visitFaults(visit, { checklist, photos: photos.length })),
    ...reviewFaults(decided),
    ...faultsIn(visitRecord, { ...decided, step: task.todo.step }),
  ];
}

/** What the confirmation repeats, line by line. */
export function rowsOf(
  lang: Lang,
  task: Open,
  body: Body,
  files: readonly Attachment[],
  doubts: readonly Doubt[],
) {
  const nothing = w(lang).form.notAnswered;
  const reason = one(body, 'reason');
  const mends = mendsOf(task);
  const rule = appraisalOf(task);
  const held = heldIn(body, files[0]?.id);
  const outcome = {
    label: t(lang, words.outcome),
    value: <b>{t(lang, actWords(task.todo.kind, one(body, 'outcome')))}</b>,
  };
  const ticked = { yes: words.meets, no: words.fails } as const;
  return [
    ...itemsOf(task).map(({ label }, i) => {
      const ok = one(body, checkName(i));
      return { label, value: ok === 'yes' || ok === 'no' ? t(lang, ticked[ok]) : nothing };
    }),
    ...doubtRows(lang, doubts, body),
    ...(files.length === 0
      ? []
      : [{ label: t(lang, filesOf(task)!.label), value: files.map(({ name }) => name).join('、') }]),
    ...(rule !== undefined && held !== undefined ? heldRows(lang, rule, held) : [outcome]),
    ...(one(body, 'outcome') === 'return' && mends !== undefined
      ? [{ label: t(lang, words.mending), value: t(lang, mends) }]
      : []),
    {
      label: t(lang, words.reason),
      value: reason === '' ? nothing : <span class="prose">{reason}</span>,
    },
  ];
}
