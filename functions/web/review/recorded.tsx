/** What was recorded for a task that is done, when, and where to go on. */
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import { Problem, text } from '#domain/problem.ts';
import { actWords } from '#domain/review/act-words.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { ActDetails, hasDetails } from '#web/frame/act-details.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { type Flash, Page } from '#web/frame/layout.tsx';
import { Box, SummaryList } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';
import { type Recorded, taskOf } from './task.ts';
import { GoOn, workCrumb } from './task-parts.tsx';
import {
  frameAt,
  isDoneHere,
  leftSaid,
  nextTask,
  type Reader,
  taskHref,
  tasksLeft,
} from './worklist-reader.ts';

const words = {
  done: text('已提交', 'Recorded'),
  see: text('查看刚才的记录', 'See what was recorded'),
  title: text('您已经办理过这一项', 'You have done this task already'),
  other: text(
    '这一项此前已经办结，这次没有再提交；已记录的意见如下。',
    'This was decided before; nothing was recorded now. What stands is below.',
  ),
  outcome: text('意见', 'Conclusion'),
  reason: text('理由', 'Reason'),
  details: text('登记内容', 'What was recorded'),
  at: text('时间', 'Time'),
  department: text('部门', 'Department'),
  correct: text('如需更正，请联系本级管理员。', 'For a correction ask your administrator.'),
  agreed: text('同意', 'Agreed'),
  refused: text('不同意', 'Not agreed'),
  consentNote: text(
    '如要撤回同意，请联系组织评选的妇联。',
    'To withdraw your consent, ask the federation that runs the selection.',
  ),
} as const;

/** The page of a task that this person has done; `now` with the press that this answers. */
export async function recordedPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  task: Recorded,
  now = c.req.query('done') !== undefined,
): Promise<Response> {
  const frame = frameAt(c, who);
  const { lang } = frame;
  const ref: TaskRef = task.ref;
  const records =
    task.kind === 'consented'
      ? [
          [
            {
              label: t(lang, words.outcome),
              value: <b>{t(lang, task.agreed ? words.agreed : words.refused)}</b>,
            },
            { label: t(lang, words.at), value: shownAt(task.at) },
          ],
        ]
      : task.acts.map((act) => [
          ...(act.department === undefined
            ? []
            : [{ label: t(lang, words.department), value: act.department }]),
          { label: t(lang, words.outcome), value: <b>{t(lang, actWords(act.kind, act.outcome))}</b> },
          ...(act.reason === ''
            ? []
            : [{ label: t(lang, words.reason), value: <span class="prose">{act.reason}</span> }]),
          ...(hasDetails(act)
            ? [{ label: t(lang, words.details), value: <ActDetails lang={lang} act={act} /> }]
            : []),
          { label: t(lang, words.at), value: shownAt(act.at) },
        ]);
  return c.html(
    <Page
      {...frame}
      title={t(lang, now ? words.done : words.title)}
      caption={task.name}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
      flash={
        c.req.query('other') !== undefined
          ? { kind: 'warning', title: t(lang, words.other) }
          : now
            ? { kind: 'success', title: t(lang, words.done) }
            : undefined
      }
    >
      {records.map((rows) => (
        <Box>
          <SummaryList rows={rows} />
        </Box>
      ))}
      <p class="muted">{t(lang, task.kind === 'consented' ? words.consentNote : words.correct)}</p>
      <GoOn lang={lang} who={who} next={await nextTask(deps, who, ref)} />
    </Page>,
  );
}

/**
 * Where to go on after a press that recorded something: the next task of the worklist, which says what was recorded, or
 * the record when nothing else waits. A redirect, so that Back and reload ask for nothing again.
 */
export async function afterRecording(deps: Deps, who: Reader, ref: TaskRef): Promise<string> {
  const next = await nextTask(deps, who, ref);
  if (next === undefined || !isDoneHere(next)) return `${taskHref(who, ref)}?done=1`;
  const did = new URLSearchParams({ did: ref.nomination, step: ref.step, round: ref.round });
  return `${taskHref(who, next)}?${did}`;
}

/** What the press before recorded, read from the record itself and told above the next task with how many are left. */
export async function recordedFlash(
  deps: Deps,
  c: Ctx,
  who: Reader,
  here: Pick<TaskRef, 'round' | 'step'>,
): Promise<Flash | undefined> {
  const did = { round: c.req.query('round'), step: c.req.query('step'), nomination: c.req.query('did') };
  const { round, step, nomination } = did;
  if (round === undefined || step === undefined || nomination === undefined) return undefined;
  const task = await taskOf(deps, who, { round, step, nomination }).catch((error: unknown) => {
    if (error instanceof Problem && error.kind === 'missing') return undefined;
    throw error;
  });
  if (task === undefined || task.kind === 'open') return undefined;
  const { lang } = frameAt(c, who);
  const act = task.kind === 'recorded' ? task.acts.at(-1) : undefined;
  const said = act === undefined ? '' : ` · ${t(lang, actWords(act.kind, act.outcome))}`;
  return {
    kind: 'success',
    title: `${t(lang, words.done)}：${task.name}${said}`,
    body: (
      <p>
        {t(lang, leftSaid(await tasksLeft(deps, who, here)))} ·{' '}
        <a href={taskHref(who, task.ref)}>{t(lang, words.see)}</a>
      </p>
    ),
  };
}
