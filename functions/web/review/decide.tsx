/** A review or visit: the nomination beside the decision form, a confirmation that repeats it, then the record. */

import { photoRule } from '#actions/files/step-files.ts';
import { decideReview, findingsFor } from '#actions/review/reviews.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { type Fault, fault, text } from '#domain/problem.ts';
import type { Finding } from '#domain/review/eligibility-check.ts';
import { reviewFaults } from '#domain/review/review.ts';
import { type ChecklistItem, checklistOf, fewestPhotos, visitFaults } from '#domain/review/visit.ts';
import { programmeRevision } from '#store/reads.ts';
import { photosFor, StepUpload, uploadedIn } from '#web/files/step-uploads.tsx';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { sealed, unsealed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { refusalOf } from '#web/frame/uploads.ts';
import { type Lang, t, w } from '#web/frame/words.ts';
import { RecordParts } from '#web/nomination/record-page.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { actWords } from './acts.ts';
import { HandOver } from './hand-over-parts.tsx';
import type { Task } from './task.ts';
import { Choice, ConfirmPage, Jump, staleConfirmation, workCrumb } from './task-parts.tsx';
import { type Desk, frameAt, taskHref } from './worklist-desk.ts';

type Open = Extract<Task, { kind: 'open' }>;

/** What was typed, and what the confirmation repeats. */
interface Decision {
  readonly outcome: string;
  readonly reason: string;
  readonly checklist: readonly { readonly item: string; readonly ok: string }[];
  /** Photographs of a visit, stored with the first press. */
  readonly photos?: readonly Attachment[];
}

const words = {
  decide: text('您的意见', 'Your decision'),
  outcome: text('审查结论', 'Decision'),
  visitOutcome: text('评估结论', 'Result of the visit'),
  reason: text('理由', 'Reason'),
  reasonHelp: text(
    '退回修改、不通过必须说明理由，申报人会看到',
    'Needed to return or reject; the nominator reads it',
  ),
  checklist: text('评估清单', 'Checklist'),
  meets: text('符合', 'Met'),
  fails: text('不符合', 'Not met'),
  photos: text('照片', 'Photographs'),
  next: text('下一步：核对', 'Next: check'),
  conditions: text('申报条件', 'Conditions'),
  met: text('符合', 'Met'),
  unmet: text('不符合', 'Not met'),
  masked: text(
    '链接页面隐去了证件号码和电话等内容；需要核对的，请登录后办理。',
    'ID numbers, phones and the like are hidden on pages opened by link; sign in when you must check them.',
  ),
} as const;

const outcomes = ['approve', 'return', 'reject'] as const;
const optionsFor = (kind: string) => outcomes.map((value) => ({ value, label: actWords(kind, value) }));

const visitOf = (task: Open) => (task.step?.kind === 'visit' ? task.step : undefined);
const itemsOf = (task: Open): readonly ChecklistItem[] => {
  const visit = visitOf(task);
  return visit === undefined ? [] : checklistOf(visit);
};

function decisionIn(task: Open, body: Awaited<ReturnType<typeof bodyOf>>): Decision {
  return {
    outcome: textIn(body, 'outcome'),
    reason: textIn(body, 'reason').slice(0, 5_000),
    checklist: itemsOf(task).map(({ label }, i) => ({ item: label, ok: textIn(body, `check.${i}`) })),
  };
}

/** The lines that were answered; those left open are not sent. */
const answered = ({ checklist }: Decision) =>
  checklist.flatMap(({ item, ok }) => (ok === 'yes' || ok === 'no' ? [{ item, ok: ok === 'yes' }] : []));

function decisionFaults(task: Open, decision: Decision): readonly Fault[] {
  const visit = visitOf(task);
  const { photos = [] } = decision;
  return [
    ...(visit === undefined
      ? []
      : visitFaults(visit, { checklist: answered(decision), photos: photos.length })),
    ...reviewFaults(decision),
    ...([...decision.reason].length > 1_000
      ? [fault('reason', 'too-long', '理由最多 1000 字', 'The reason has at most 1000 characters')]
      : []),
  ];
}

const Findings = ({ lang, findings }: { lang: Lang; findings: readonly Finding[] }) =>
  findings.length === 0 ? null : (
    <Panel title={t(lang, words.conditions)}>
      <ul class="ticks">
        {findings.map((one) => (
          <li>
            <span aria-hidden="true">{one.ok ? '✓ ' : '✗ '}</span>
            <span class="visually-hidden">{t(lang, one.ok ? words.met : words.unmet)} </span>
            {one.ok ? t(lang, one.text) : <b>{t(lang, one.text)}</b>}
          </li>
        ))}
      </ul>
    </Panel>
  );

/** The task with its form; `decision` is what was typed when it is shown again. */
export async function decidePage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  task: Open,
  decision?: Decision,
  refused?: Refused,
): Promise<Response> {
  const frame = frameAt(c, desk);
  const { lang, csrf } = frame;
  const here = taskHref(desk, task.todo);
  const { nomination, candidacy, todo } = task;
  const visit = visitOf(task);
  const [fewest, photos] = [visit === undefined ? 0 : fewestPhotos(visit), decision?.photos ?? []];
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const [view, findings] = await Promise.all([
    recordView(deps, desk.actor, nomination.id, `${here}/files`),
    todo.kind === 'review' ? findingsFor(deps, programme, nomination, candidacy) : [],
  ]);
  return c.html(
    <Page
      {...frame}
      title={nomination.name}
      caption={`${t(lang, programme.title)} · ${t(lang, todo.title)}`}
      current="tasks"
      crumbs={[workCrumb(lang, desk)]}
      faults={refused?.faults}
    >
      {desk.link !== undefined && <p class="muted">{t(lang, words.masked)}</p>}
      <Jump lang={lang} />
      <Findings lang={lang} findings={findings} />
      <RecordParts lang={lang} view={view} csrf={csrf} apart />
      <form method="post" action={here} enctype="multipart/form-data" data-guard>
        <HiddenCsrf csrf={csrf} />
        <fieldset class="group" id="decision">
          <legend class="group-title">{t(lang, words.decide)}</legend>
          {itemsOf(task).map((item, i) => (
            <Choice
              lang={lang}
              name={`check.${i}`}
              label={text(item.label, item.label)}
              required={item.required}
              options={[
                { value: 'yes', label: words.meets },
                { value: 'no', label: words.fails },
              ]}
              picked={decision?.checklist[i]?.ok}
              faults={refused?.faults}
            />
          ))}
          {(fewest > 0 || photos.length > 0) && (
            <StepUpload lang={lang} rule={photosFor(fewest)} files={photos} faults={refused?.faults} />
          )}
          <Choice
            lang={lang}
            name="outcome"
            label={todo.kind === 'visit' ? words.visitOutcome : words.outcome}
            options={optionsFor(todo.kind)}
            picked={decision?.outcome}
            faults={refused?.faults}
          />
          <FormField
            lang={lang}
            field={{
              id: 'reason',
              type: 'paragraph',
              max: 1_000,
              label: words.reason,
              help: words.reasonHelp,
            }}
            value={decision?.reason}
            faults={refused?.faults}
          />
        </fieldset>
        <Actions>
          <Button>{t(lang, words.next)}</Button>
        </Actions>
      </form>
      {await HandOver({ deps, lang, csrf, desk, task })}
    </Page>,
    refused?.status ?? 200,
  );
}

const sealName = (ref: TaskRef): string => `${ref.round}#${ref.step}#${ref.nomination}`;

/** The first press: shows the decision once more, or the form with its faults. */
export async function confirmDecision(deps: Deps, c: Ctx, desk: Desk, task: Open): Promise<Response> {
  const body = await bodyOf(c);
  // Only a visit takes photographs; elsewhere nothing that was sent is stored.
  const uploaded =
    visitOf(task) === undefined ? undefined : await uploadedIn(deps, desk, task.todo, photoRule, body);
  const decision = {
    ...decisionIn(task, body),
    ...(uploaded !== undefined && { photos: uploaded.files }),
  };
  if (uploaded?.removing === true) return decidePage(deps, c, desk, task, decision);
  const faults = [...(uploaded?.faults ?? []), ...decisionFaults(task, decision)];
  if (faults.length > 0) return decidePage(deps, c, desk, task, decision, refusalOf(faults));
  const { lang } = c.get('frame');
  const here = taskHref(desk, task.todo);
  return c.html(
    <ConfirmPage
      c={c}
      desk={desk}
      caption={`${task.nomination.name} · ${t(lang, task.todo.title)}`}
      action={`${here}/confirm`}
      back={`${here}#decision`}
      fields={sealed(deps, desk.actor.id, sealName(task.todo), decision)}
      rows={[
        ...decision.checklist.map(({ item, ok }) => ({
          label: item,
          value: ok === '' ? w(lang).form.notAnswered : t(lang, ok === 'yes' ? words.meets : words.fails),
        })),
        ...(uploaded === undefined || uploaded.files.length === 0
          ? []
          : [{ label: t(lang, words.photos), value: uploaded.files.map(({ name }) => name).join('、') }]),
        {
          label: t(lang, words.outcome),
          value: <b>{t(lang, actWords(task.todo.kind, decision.outcome))}</b>,
        },
        {
          label: t(lang, words.reason),
          value:
            decision.reason.trim() === '' ? (
              w(lang).form.notAnswered
            ) : (
              <span class="prose">{decision.reason}</span>
            ),
        },
      ]}
    />,
  );
}

/** The second press: records it. Pressed again, it is the same record. */
export async function recordDecision(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  reload: () => Promise<Task>,
): Promise<Response> {
  const decision = unsealed<Decision>(deps, desk.actor.id, sealName(ref), await bodyOf(c));
  if (decision === undefined) {
    const task = await reload();
    return task.kind === 'open'
      ? decidePage(deps, c, desk, task, undefined, refusalOf([staleConfirmation]))
      : c.redirect(taskHref(desk, ref), 303);
  }
  const input = {
    ...ref,
    outcome: decision.outcome,
    reason: decision.reason.trim(),
    checklist: answered(decision),
    photos: (decision.photos ?? []).map(({ id }) => id),
  };
  const done = await attempt(() => decideReview(deps, desk.actor, input));
  if ('done' in done) return c.redirect(`${taskHref(desk, ref)}?done=1`, 303);
  const task = await reload();
  // Decided or moved on meanwhile: the record is shown; else her form with what is wrong.
  if (task.kind !== 'open') return c.redirect(`${taskHref(desk, ref)}?other=1`, 303);
  // A condition that is not met names a field of the form, which is not on this page.
  const faults = done.refused.faults.map((one) => ({ ...one, field: 'outcome' }));
  return decidePage(deps, c, desk, task, decision, { ...done.refused, faults });
}
