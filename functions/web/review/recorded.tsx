/** What was recorded for a task that is done, when, and where to go on. */
import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { Deps } from '#deps';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Box, SummaryList } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';
import { actWords } from './acts.ts';
import type { Recorded, Task } from './task.ts';
import { GoOn, workCrumb } from './task-parts.tsx';
import { frameAt, nextTask, type Reader, taskHref } from './worklist-reader.ts';

const words = {
  done: text('已提交', 'Recorded'),
  title: text('您已经办理过这一项', 'You have done this task already'),
  other: text(
    '这一项此前已经办结，这次没有再提交；已记录的意见如下。',
    'This was decided before; nothing was recorded now. What stands is below.',
  ),
  outcome: text('意见', 'Conclusion'),
  reason: text('理由', 'Reason'),
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

/** Answers the press that recorded something with the page of its record: pressed again it is the same record. */
export async function answerRecorded(
  deps: Deps,
  c: Ctx,
  who: Reader,
  reload: () => Promise<Task>,
): Promise<Response> {
  const task = await reload();
  return task.kind === 'open'
    ? c.redirect(taskHref(who, task.todo), 303)
    : recordedPage(deps, c, who, task, true);
}
