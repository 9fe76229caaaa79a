/** A review or visit: the nomination beside the conclusion form, a confirmation that repeats it, then the record. */
import { photoRule } from '#actions/files/step-files.ts';
import { decideReview } from '#actions/review/reviews.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import { refuseIf, text } from '#domain/problem.ts';
import { fewestPhotos } from '#domain/review/visit.ts';
import { programmeRevision } from '#store/reads.ts';
import { keptIn, photosFor, StepUpload, uploadedIn, withKept } from '#web/files/step-uploads.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { type FieldSpec, FormField } from '#web/frame/fields.tsx';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { answerPage, type Markup, press, type Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { RecordParts } from '#web/nomination/record-page.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import {
  type Conclusion,
  checkName,
  conclusionFaults,
  conclusionIn,
  findingsOn,
  itemsOf,
  mendsOf,
  type Open,
  optionsFor,
  pageOf,
  rowsOf,
  visitOf,
  words,
} from './conclusion.tsx';
import { Doubts, doubtFaults, doubtsOf, Findings } from './findings.tsx';
import { HandOver } from './hand-over-parts.tsx';
import { answerRecorded } from './recorded.tsx';
import type { Task } from './task.ts';
import { Choice, ConfirmPage, Jump, workCrumb } from './task-parts.tsx';
import { frameAt, type Reader, taskHref } from './worklist-reader.ts';

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
  const visit = visitOf(task);
  const fewest = visit === undefined ? 0 : fewestPhotos(visit);
  const programme = await programmeRevision(deps.table, candidacy.programme, candidacy.programmeRevision);
  const [view, photos] = await Promise.all([
    recordView(deps, who.actor, nomination.id, `${here}/files`),
    keptIn(deps, who, todo, photoRule, said),
  ]);
  const findings = await findingsOn(deps, task, view.revisions);
  const mends = mendsOf(task);
  const upload = fewest > 0 || photos.length > 0;
  return (
    <Page
      {...frame}
      title={nomination.name}
      caption={`${t(lang, programme.title)} · ${t(lang, todo.title)}`}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
    >
      {who.link !== undefined && <p class="muted">{t(lang, words.masked)}</p>}
      <Jump lang={lang} />
      <Findings lang={lang} findings={findings} />
      <RecordParts lang={lang} view={view} csrf={csrf} apart />
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
              label={text(item.label, item.label)}
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
          {upload && <StepUpload lang={lang} rule={photosFor(fewest)} files={photos} faults={faults} />}
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
  // Only a visit takes photographs; elsewhere nothing that was sent is stored.
  const { files, faults, removing } =
    visitOf(task) === undefined
      ? { files: [], faults: [], removing: false }
      : await uploadedIn(deps, who, task.todo, photoRule, posted);
  const body = withKept(posted.body, photoRule, files);
  const show = (typed: Typed) => concludePage(deps, c, who, task, typed);
  if (removing) return answerPage(c, await show({ form, body }));
  return press(c, form, body, {
    show,
    work: async () => {
      const conclusion = conclusionIn(task, body, files);
      const doubts = doubtsOf(await findingsOn(deps, task));
      refuseIf([
        ...posted.faults,
        ...faults,
        ...conclusionFaults(task, conclusion),
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
      await decideReview(deps, who.actor, { ...ref, ...conclusion });
      return answerRecorded(deps, c, who, reload);
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
