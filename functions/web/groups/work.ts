/** The pages of tasks, twice: signed in under /tasks, and by the link of a letter under /w/<code>. */

import { Hono } from 'hono';
import { openAttachment } from '#actions/files/attachments.ts';
import { confirmStepSlot, openStepSlot, readStepFile } from '#actions/files/step-files.ts';
import { consentStep } from '#actions/nomination/consent-asking.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { wholePanel } from '#actions/selection/panel.ts';
import type { Deps } from '#deps';
import { missing, Problem } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
import { sendFile } from '#web/files/files.tsx';
import { slotMade, slotTaken } from '#web/files/slot-answers.ts';
import type { Ctx, Env } from '#web/frame/context.ts';
import { localPath } from '#web/frame/language.ts';
import { mounting } from '#web/frame/mounting.ts';
import { answerPage, type Markup, type Typed } from '#web/frame/take.ts';
import { confirmConsent, consentPage, recordConsent } from '#web/nomination/consent-page.tsx';
import { concludePage, confirmConclusion, recordConclusion } from '#web/review/conclude.tsx';
import { filesOf } from '#web/review/conclusion.tsx';
import { handedOverPage, leaveBallot, leaveTask } from '#web/review/hand-over.tsx';
import { linkedRecord, overPage } from '#web/review/linked.tsx';
import { opinionTaskPage } from '#web/review/opinion-task.tsx';
import { confirmOpinions, opinionsPage, recordOpinions } from '#web/review/opinions.tsx';
import { recordedPage } from '#web/review/recorded.tsx';
import { type Task, taskOf } from '#web/review/task.ts';
import { getPanelStep } from '#web/review/task-step.ts';
import { listPage } from '#web/review/worklist.tsx';
import { type Reader, readerOf, stepAt, stepHref, taskAt, taskHref } from '#web/review/worklist-reader.ts';
import { ballotPage, confirmBallot, recordBallot } from '#web/selection/ballot.tsx';
import { ownCommitment } from '#web/selection/commitment-sheet.tsx';
import { keptMarksPage, recordKeptMarks } from '#web/selection/kept-marks.tsx';
import { comparisonPage } from '#web/selection/panel-comparison.tsx';
import { commit, panelPage } from '#web/selection/panel-seat.tsx';

type Handler = (c: Ctx, who: Reader) => ReturnType<typeof taskPage> | Response;

/** The page of a task by its kind. */
async function taskPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  task: Task,
  typed?: Typed,
): Promise<Markup | Response> {
  if (task.kind !== 'open') return recordedPage(deps, c, who, task);
  switch (task.todo.kind) {
    case 'consent':
      return consentPage(deps, c, who, task, typed);
    case 'opinions':
      return opinionTaskPage(deps, c, who, task, typed);
    case 'panel':
      return c.redirect(stepHref(who, task.todo));
    case 'amend':
      return c.redirect(`/nominations/${task.todo.nomination}/edit`);
    case 'objection':
      return c.redirect(`/objections/${task.todo.nomination}`);
    default:
      return concludePage(deps, c, who, task, typed);
  }
}

/** The first press on a task's form. */
async function pressTask(deps: Deps, c: Ctx, who: Reader, task: Task): Promise<Response> {
  if (task.kind !== 'open') return c.redirect(`${taskHref(who, task.ref)}?other=1`, 303);
  if (task.todo.kind === 'consent') return confirmConsent(deps, c, who, task);
  if (task.todo.kind === 'opinions')
    return confirmOpinions(deps, c, who, task.todo, (typed) => opinionTaskPage(deps, c, who, task, typed));
  return confirmConclusion(deps, c, who, task);
}

type Mount = (method: 'GET' | 'POST', path: string, handler: Handler) => void;

/** Mounts pages for whoever the session or the link of the address stands for. */
const mountOn =
  (deps: Deps, app: Hono<Env>): Mount =>
  (method, path, handler) => {
    app.on(method, path, async (c: Ctx) => {
      let who: Reader;
      try {
        who = await readerOf(deps, c);
      } catch (error) {
        const isOver =
          error instanceof Problem && (error.code === 'link-replaced' || error.code === 'link-ended');
        if (isOver) return overPage(c, error);
        throw error;
      }
      return answerPage(c, await handler(c, who));
    });
  };

const panelAt = (deps: Deps, ref: { readonly round: string; readonly step: string }) =>
  getPanelStep(deps, ref.round, ref.step);

/** The worklist, and the pages of one step for all its nominees. */
function mountSteps(deps: Deps, at: Mount): void {
  at('GET', '/', async (c, who) => {
    if (who.link?.kind === 'page') return c.redirect(localPath(who.link.scope));
    if (who.link?.kind === 'nomination') return linkedRecord(deps, c, who, who.link.scope);
    return listPage(deps, c, who);
  });

  at('GET', '/:round/:step', async (c, who) => {
    const ref = stepAt(c, who);
    if (await panelAt(deps, ref)) return panelPage(deps, c, who, ref);
    const prefix = keys.worklistPrefix(ref.round, ref.step);
    const [first] = (await worklistOf(deps.table, who.actor.id, prefix, undefined, 1)).items;
    // Also when the last one was just answered: the table says what was recorded.
    if (first?.kind === 'opinions' || c.req.query('done') !== undefined)
      return opinionsPage(deps, c, who, ref);
    return listPage(deps, c, who, prefix);
  });
  at('POST', '/:round/:step', async (c, who) => {
    const ref = stepAt(c, who);
    return confirmOpinions(deps, c, who, ref, (typed) => opinionsPage(deps, c, who, ref, typed));
  });
  at('GET', '/:round/:step/commitment', (c, who) => ownCommitment({ deps }, c, who, stepAt(c, who)));
  at('GET', '/:round/:step/marks', (c, who) => keptMarksPage(deps, c, who, stepAt(c, who)));
  at('POST', '/:round/:step/marks', (c, who) => recordKeptMarks(deps, c, who, stepAt(c, who)));
  at('GET', '/:round/:step/compare', (c, who) => comparisonPage(deps, c, who, stepAt(c, who)));
  at('POST', '/:round/:step/commit', (c, who) => commit(deps, c, who, stepAt(c, who)));
  at('POST', '/:round/:step/confirm', (c, who) => recordOpinions(deps, c, who, stepAt(c, who)));
  at('POST', '/:round/:step/numbers', (c, who) =>
    opinionsPage(deps, c, who, stepAt(c, who), undefined, true),
  );
  // A page that was shown after a press is opened again, e.g. by changing the language: back to its form.
  for (const last of ['commit', 'confirm', 'numbers'])
    at('GET', `/:round/:step/${last}`, (c, who) => c.redirect(stepHref(who, stepAt(c, who))));
}

/** The files that may come with the answer to a task. Throws Problem `missing` when it takes none. */
async function filesAsked(deps: Deps, who: Reader, ref: TaskRef): Promise<AttachmentRule> {
  const task = await taskOf(deps, who, ref);
  const rule = task.kind === 'open' ? filesOf(task) : undefined;
  if (rule === undefined)
    throw missing(
      'no-files-asked',
      '这项待办已经办结，或不需要上传文件。',
      'This task is finished, or takes no files.',
    );
  return rule;
}

/** The pages of one task. */
function mountTask(deps: Deps, at: Mount): void {
  const task = '/:round/:step/:nomination';
  at('GET', task, async (c, who) => {
    const ref = taskAt(c, who);
    if (await panelAt(deps, ref))
      return ref.nomination === wholePanel ? c.redirect(stepHref(who, ref)) : ballotPage(deps, c, who, ref);
    return taskPage(deps, c, who, await taskOf(deps, who, ref));
  });
  at('POST', task, async (c, who) => {
    const ref = taskAt(c, who);
    return (await panelAt(deps, ref))
      ? confirmBallot(deps, c, who, ref)
      : pressTask(deps, c, who, await taskOf(deps, who, ref));
  });
  at('POST', `${task}/confirm`, async (c, who) => {
    const ref = taskAt(c, who);
    const reload = () => taskOf(deps, who, ref);
    if (await panelAt(deps, ref)) return recordBallot(deps, c, who, ref);
    return ref.step === consentStep
      ? recordConsent(deps, c, who, ref, reload)
      : recordConclusion(deps, c, who, ref, reload);
  });
  at('POST', `${task}/conflict`, async (c, who) => {
    const ref = taskAt(c, who);
    if (await panelAt(deps, ref))
      return leaveBallot(deps, c, who, ref, (typed) => ballotPage(deps, c, who, ref, typed));
    return leave(c, who, ref, 'conflict');
  });
  const leave = (c: Ctx, who: Reader, ref: TaskRef, way: Parameters<typeof leaveTask>[4]) =>
    leaveTask(deps, c, who, ref, way, async (typed) =>
      taskPage(deps, c, who, await taskOf(deps, who, ref), typed),
    );
  at('POST', `${task}/delegate`, (c, who) => leave(c, who, taskAt(c, who), 'delegate'));
  at('POST', `${task}/decline`, (c, who) => leave(c, who, taskAt(c, who), 'decline'));
  for (const last of ['confirm', 'conflict', 'delegate', 'decline'])
    at('GET', `${task}/${last}`, (c, who) => c.redirect(taskHref(who, taskAt(c, who))));
  // Photographs of a visit, where they go straight to the bucket: what upload.js asks for.
  at('POST', `${task}/uploads`, async (c, who) => {
    const ref = taskAt(c, who);
    const rule = await filesAsked(deps, who, ref);
    return slotMade(c, (sent) => openStepSlot(deps, who.actor, ref, rule, sent));
  });
  at('POST', `${task}/uploads/:slot/confirm`, async (c, who) => {
    const ref = taskAt(c, who);
    const rule = await filesAsked(deps, who, ref);
    return slotTaken(c, (slot, sent) => confirmStepSlot(deps, who.actor, ref, rule, slot, sent));
  });
  // What was handed in with a visit or an opinion, for those who may see it.
  at('GET', `${task}/acts/:file`, async (c, who) =>
    sendFile(c, await readStepFile(deps, who.actor, taskAt(c, who).nomination, c.req.param('file') ?? '')),
  );
  at('GET', `${task}/files/:file`, async (c, who) =>
    sendFile(c, await openAttachment(deps, who.actor, taskAt(c, who).nomination, c.req.param('file') ?? '')),
  );
}

/** Mounted at '/'. */
export const workPages = mounting((app, { deps }) => {
  app.get('/handed-over/:what', handedOverPage);
  const tasks = new Hono<Env>();
  mountSteps(deps, mountOn(deps, tasks));
  mountTask(deps, mountOn(deps, tasks));
  for (const base of ['/tasks', '/w/:code']) app.route(base, tasks);
});
