/** The pages of tasks, twice: signed in under /tasks, and by the link of a letter under /w/<code>. */
import { Hono } from 'hono';
import { openAttachment } from '#actions/files/attachments.ts';
import { readStepFile } from '#actions/files/step-files.ts';
import { consentStep } from '#actions/nomination/consent-asking.ts';
import type { TaskRef } from '#actions/review/task-transfer.ts';
import { wholePanel } from '#actions/selection/panel.ts';
import type { Deps } from '#deps';
import { Problem } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import { worklistOf } from '#store/reads.ts';
import { sendFile } from '#web/files/files.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { localPath } from '#web/frame/language.ts';
import { answerPage, type Markup, type Typed } from '#web/frame/take.ts';
import { confirmConsent, consentPage, recordConsent } from '#web/nomination/consent-page.tsx';
import { confirmDecision, decidePage, recordDecision } from '#web/review/decide.tsx';
import { handedOverPage, leaveBallot, leaveTask } from '#web/review/hand-over.tsx';
import { linkedRecord, overPage } from '#web/review/linked.tsx';
import { opinionTaskPage } from '#web/review/opinion-task.tsx';
import { confirmOpinions, opinionsPage, recordOpinions } from '#web/review/opinions.tsx';
import { recordedPage } from '#web/review/recorded.tsx';
import { type Task, taskOf } from '#web/review/task.ts';
import { getPanelStep } from '#web/review/task-step.ts';
import { listPage } from '#web/review/worklist.tsx';
import { type Desk, deskOf, stepAt, stepHref, taskAt, taskHref } from '#web/review/worklist-desk.ts';
import { ballotPage, confirmBallot, recordBallot } from '#web/selection/ballot.tsx';
import { commit, panelPage } from '#web/selection/panel-seat.tsx';

type Handler = (c: Ctx, desk: Desk) => ReturnType<typeof taskPage> | Response;

/** The page of a task by its kind. */
async function taskPage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  task: Task,
  typed?: Typed,
): Promise<Markup | Response> {
  if (task.kind !== 'open') return recordedPage(deps, c, desk, task);
  switch (task.todo.kind) {
    case 'consent':
      return consentPage(deps, c, desk, task, typed);
    case 'opinions':
      return opinionTaskPage(deps, c, desk, task, typed);
    case 'panel':
      return c.redirect(stepHref(desk, task.todo));
    case 'amend':
      return c.redirect(`/nominations/${task.todo.nomination}/edit`);
    case 'objection':
      return c.redirect(`/objections/${task.todo.nomination}`);
    default:
      return decidePage(deps, c, desk, task, typed);
  }
}

/** The first press on a task's form. */
async function pressTask(deps: Deps, c: Ctx, desk: Desk, task: Task): Promise<Response> {
  if (task.kind !== 'open') return c.redirect(`${taskHref(desk, task.ref)}?other=1`, 303);
  if (task.todo.kind === 'consent') return confirmConsent(deps, c, desk, task);
  if (task.todo.kind === 'opinions')
    return confirmOpinions(deps, c, desk, task.todo, (typed) => opinionTaskPage(deps, c, desk, task, typed));
  return confirmDecision(deps, c, desk, task);
}

function deskRoutes(deps: Deps): Hono<Env> {
  const app = new Hono<Env>();
  const at = (method: 'GET' | 'POST', path: string, handler: Handler) =>
    app.on(method, path, async (c: Ctx) => {
      let desk: Desk;
      try {
        desk = await deskOf(deps, c);
      } catch (error) {
        const isOver =
          error instanceof Problem && (error.code === 'link-replaced' || error.code === 'link-ended');
        if (isOver) return overPage(c, error);
        throw error;
      }
      return answerPage(c, await handler(c, desk));
    });
  const panelAt = (ref: { readonly round: string; readonly step: string }) =>
    getPanelStep(deps, ref.round, ref.step);

  at('GET', '/', async (c, desk) => {
    if (desk.link?.kind === 'page') return c.redirect(localPath(desk.link.scope));
    if (desk.link?.kind === 'nomination') return linkedRecord(deps, c, desk, desk.link.scope);
    return listPage(deps, c, desk);
  });

  at('GET', '/:round/:step', async (c, desk) => {
    const ref = stepAt(c, desk);
    if (await panelAt(ref)) return panelPage(deps, c, desk, ref);
    const prefix = keys.worklistPrefix(ref.round, ref.step);
    const [first] = (await worklistOf(deps.table, desk.actor.id, prefix, undefined, 1)).items;
    // Also when the last one was just answered: the table says what was recorded.
    if (first?.kind === 'opinions' || c.req.query('done') !== undefined)
      return opinionsPage(deps, c, desk, ref);
    return listPage(deps, c, desk, prefix);
  });
  at('POST', '/:round/:step', async (c, desk) => {
    const ref = stepAt(c, desk);
    return confirmOpinions(deps, c, desk, ref, (typed) => opinionsPage(deps, c, desk, ref, typed));
  });
  at('POST', '/:round/:step/commit', (c, desk) => commit(deps, c, desk, stepAt(c, desk)));
  at('POST', '/:round/:step/confirm', (c, desk) => recordOpinions(deps, c, desk, stepAt(c, desk)));
  // A page that was shown after a press is opened again, e.g. by changing the language: back to its form.
  for (const last of ['commit', 'confirm'])
    at('GET', `/:round/:step/${last}`, (c, desk) => c.redirect(stepHref(desk, stepAt(c, desk))));

  const task = '/:round/:step/:nomination';
  at('GET', task, async (c, desk) => {
    const ref = taskAt(c, desk);
    if (await panelAt(ref))
      return ref.nomination === wholePanel ? c.redirect(stepHref(desk, ref)) : ballotPage(deps, c, desk, ref);
    return taskPage(deps, c, desk, await taskOf(deps, desk, ref));
  });
  at('POST', task, async (c, desk) => {
    const ref = taskAt(c, desk);
    return (await panelAt(ref))
      ? confirmBallot(deps, c, desk, ref)
      : pressTask(deps, c, desk, await taskOf(deps, desk, ref));
  });
  at('POST', `${task}/confirm`, async (c, desk) => {
    const ref = taskAt(c, desk);
    const reload = () => taskOf(deps, desk, ref);
    if (await panelAt(ref)) return recordBallot(deps, c, desk, ref);
    return ref.step === consentStep
      ? recordConsent(deps, c, desk, ref, reload)
      : recordDecision(deps, c, desk, ref, reload);
  });
  at('POST', `${task}/conflict`, async (c, desk) => {
    const ref = taskAt(c, desk);
    if (await panelAt(ref))
      return leaveBallot(deps, c, desk, ref, (typed) => ballotPage(deps, c, desk, ref, typed));
    return leave(c, desk, ref, 'conflict');
  });
  const leave = (c: Ctx, desk: Desk, ref: TaskRef, way: Parameters<typeof leaveTask>[4]) =>
    leaveTask(deps, c, desk, ref, way, async (typed) =>
      taskPage(deps, c, desk, await taskOf(deps, desk, ref), typed),
    );
  at('POST', `${task}/delegate`, (c, desk) => leave(c, desk, taskAt(c, desk), 'delegate'));
  at('POST', `${task}/decline`, (c, desk) => leave(c, desk, taskAt(c, desk), 'decline'));
  for (const last of ['confirm', 'conflict', 'delegate', 'decline'])
    at('GET', `${task}/${last}`, (c, desk) => c.redirect(taskHref(desk, taskAt(c, desk))));
  // What was handed in with a visit or an opinion, for those who may see it.
  at('GET', `${task}/acts/:file`, async (c, desk) =>
    sendFile(c, await readStepFile(deps, desk.actor, taskAt(c, desk).nomination, c.req.param('file') ?? '')),
  );
  at('GET', `${task}/files/:file`, async (c, desk) =>
    sendFile(
      c,
      await openAttachment(deps, desk.actor, taskAt(c, desk).nomination, c.req.param('file') ?? ''),
    ),
  );
  return app;
}

/** Mounted at '/'. */
export function workPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/handed-over/:what', handedOverPage);
  for (const base of ['/tasks', '/w/:code']) app.route(base, deskRoutes(deps));
  return app;
}
