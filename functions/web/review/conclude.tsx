/** A review, visit or appraisal: the nomination beside the conclusion form, a confirmation that repeats it, then the record. */

import { recordAppraisal } from '#actions/review/appraisals.ts';
import { decideReview } from '#actions/review/reviews.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { refuseIf } from '#domain/problem.ts';
import { usualName } from '#domain/programme/usual-names.ts';
import { programmeRevision } from '#store/reads.ts';
import { keptIn, StepUpload, uploadedIn, withKept } from '#web/files/step-uploads.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { type FieldSpec, FormField } from '#web/frame/fields.tsx';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { answerPage, type Markup, press, type Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { Deeds } from '#web/nomination/record-form.tsx';
import { Course } from '#web/nomination/record-page.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { AppraisalFields } from './appraisal-fields.tsx';
import {
  appraisalOf,
  type Conclusion,
  checkName,
  conclusionFaults,
  conclusionIn,
  filesOf,
  findingsOn,
  itemsOf,
  mendsOf,
  type Open,
  optionsFor,
  pageOf,
  rowsOf,
  words,
} from './conclusion.tsx';
import { Doubts, doubtFaults, doubtsOf, Findings } from './findings.tsx';
import { HandOver } from './hand-over-parts.tsx';
import { afterRecording, recordedFlash } from './recorded.tsx';
import type { Task } from './task.ts';
import { Choice, ConfirmPage, Reading, workCrumb } from './task-parts.tsx';
import { frameAt, leftSaid, type Reader, taskHref, tasksLeft } from './worklist-reader.ts';

const reasonField: FieldSpec = {
  id: 'reason',
  type: 'paragraph',
  max: 1_000,
  label: words.reason,
  help: words.reasonHelp,
};

/** The task with its form. */
export async function concludePage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  task: Open,
  typed?: Typed,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, csrf, faults } = frame;
  const said = typed?.form === form ? typed.body : {};
  const here = taskHref(who, task.todo);
  const { nomination, candidacy, todo } = task;
  const files = filesOf(task);
  const rule = appraisalOf(task);
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const [view, kept] = await Promise.all([
    recordView(deps, who.actor, nomination.id, `${here}/files`),
    files === undefined ? [] : keptIn(deps, who, todo, files, said),
  ]);
  const findings = await findingsOn(deps, task, view.revisions);
  const mends = mendsOf(task);
  const upload = files !== undefined && (rule !== undefined || files.min > 0 || kept.length > 0);
  return (
    <Page
      {...frame}
      title={nomination.name}
      caption={`${t(lang, programme.title)} · ${t(lang, todo.title)}`}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
      lead={t(lang, leftSaid(await tasksLeft(deps, who, todo)))}
      flash={frame.flash ?? (await recordedFlash(deps, c, who, todo))}
    >
      {who.link !== undefined && <p class="muted">{t(lang, words.masked)}</p>}
      <Reading lang={lang}>
        <Deeds lang={lang} view={view} csrf={csrf} />
        <Findings lang={lang} findings={findings} />
      </Reading>
      <form method="post" action={here} enctype={upload ? 'multipart/form-data' : undefined} data-guard>
        <HiddenCsrf csrf={csrf} />
        {/* What she reads now; shown again after a change it is the new one. */}
        <input type="hidden" name="revision" value={String(candidacy.revision)} />
        <fieldset class="group" id="conclusion">
          <legend class="group-title">{t(lang, words.decide)}</legend>
          {itemsOf(task).map((item, i) => (
            <Choice
              lang={lang}
              name={checkName(i)}
              label={usualName(item.label)}
              required={item.required}
              options={[
                { value: 'yes', label: words.meets },
                { value: 'no', label: words.fails },
              ]}
              picked={one(said, checkName(i))}
              faults={faults}
            />
          ))}
          <Doubts lang={lang} doubts={doubtsOf(findings)} said={said} faults={faults} />
          {rule !== undefined && <AppraisalFields lang={lang} rule={rule} said={said} faults={faults} />}
          {upload && <StepUpload {...{ deps, lang, faults, here }} rule={files} files={kept} />}
          {mends !== undefined && <p class="muted">{t(lang, mends)}</p>}
          <Choice
            lang={lang}
            name="outcome"
            label={pageOf(task).outcome}
            options={optionsFor(todo.kind)}
            picked={one(said, 'outcome')}
            faults={faults}
          />
          <FormField lang={lang} field={reasonField} value={said.reason?.at(-1)} faults={faults} />
        </fieldset>
        <Actions>
          <Button>{t(lang, words.next)}</Button>
        </Actions>
      </form>
      {await HandOver({ deps, c, who, task, typed })}
      <Course lang={lang} view={view} />
    </Page>
  );
}

const form = 'conclusion';
const signerOf = (deps: Deps, who: Reader, ref: TaskRef): Signer => ({
  deps,
  actor: who.actor.id,
  what: `${ref.round}#${ref.step}#${ref.nomination}`,
});

/** The first press: shows the conclusion once more, or the form with its faults. */
export async function confirmConclusion(deps: Deps, c: Ctx, who: Reader, task: Open): Promise<Response> {
  const posted = await postedOf(c);
  // Where nothing is to be handed in, nothing that was sent is stored.
  const rule = filesOf(task);
  const { files, faults, asksAgain } =
    rule === undefined
      ? { files: [], faults: [], asksAgain: false }
      : await uploadedIn(deps, who, task.todo, rule, posted);
  const body = rule === undefined ? posted.body : withKept(posted.body, rule, files);
  const show = (typed: Typed) => concludePage(deps, c, who, task, typed);
  const refused = [...posted.faults, ...faults];
  if (asksAgain && refused.length === 0) return answerPage(c, await show({ form, body }));
  return press(c, form, body, {
    show,
    work: async () => {
      if (asksAgain) refuseIf(refused);
      const conclusion = conclusionIn(task, body, files);
      const doubts = doubtsOf(await findingsOn(deps, task));
      refuseIf([
        ...refused,
        ...conclusionFaults(task, conclusion, shanghaiDate(instantOf(deps))),
        ...doubtFaults(doubts, conclusion),
      ]);
      const { lang } = c.get('frame');
      return c.html(
        <ConfirmPage
          c={c}
          who={who}
          caption={`${task.nomination.name} · ${t(lang, task.todo.title)}`}
          action={`${taskHref(who, task.todo)}/confirm`}
          fields={signedFields(signerOf(deps, who, task.todo), conclusion, body)}
          rows={rowsOf(lang, task, body, files, doubts)}
        />,
      );
    },
  });
}

/** The second press: records it. Pressed again, it is the same record. */
export function recordConclusion(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: TaskRef,
  reload: () => Promise<Task>,
): Promise<Response> {
  const here = taskHref(who, ref);
  return takeConfirmed<Conclusion>(c, signerOf(deps, who, ref), {
    form,
    work: async (conclusion) => {
      const { appraisal, ...decided } = conclusion;
      if (appraisal === undefined) await decideReview(deps, who.actor, { ...ref, ...decided });
      else {
        const { reason, revision } = decided;
        await recordAppraisal(deps, who.actor, { ...ref, ...appraisal, reason, revision });
      }
      return afterRecording(deps, who, ref);
    },
    show: async (typed) => {
      const task = await reload();
      // Decided or moved on meanwhile: the record is shown; else her form with what is wrong.
      if (task.kind === 'open') return concludePage(deps, c, who, task, typed);
      return c.redirect(typed.problem?.code === 'confirmation-stale' ? here : `${here}?other=1`, 303);
    },
    // A condition that is not met names a field of the form, which is not on this page.
    faultAt: (field) => (field === '' ? '' : 'outcome'),
  });
}
