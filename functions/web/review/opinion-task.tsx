/** 征求意见 on one nominee: the nomination to read, and the same rows as in the table. */
import { replyRule } from '#actions/files/step-files.ts';
import { peopleOfTasks } from '#actions/review/people-asked.ts';
import type { Deps } from '#deps';
import { text } from '#domain/problem.ts';
import { keptIn, replyFor, StepUpload } from '#web/files/step-uploads.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import type { Markup, Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { Deeds } from '#web/nomination/record-form.tsx';
import { Course } from '#web/nomination/record-page.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { HandOver } from './hand-over-parts.tsx';
import { linesOf, OpinionRows } from './opinion-rows.tsx';
import { PeopleToCheck } from './people-to-check.tsx';
import { recordedFlash } from './recorded.tsx';
import type { Task } from './task.ts';
import { Reading, workCrumb } from './task-parts.tsx';
import { frameAt, leftSaid, type Reader, taskHref, tasksLeft } from './worklist-reader.ts';

const next = text('下一步：核对', 'Next: check');

/** The page of one nominee. */
export async function opinionTaskPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  task: Extract<Task, { kind: 'open' }>,
  typed?: Typed,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, csrf, faults } = frame;
  const said = typed?.form === 'opinions' ? typed.body : {};
  const here = taskHref(who, task.todo);
  const [view, people, lines, reply] = await Promise.all([
    recordView(deps, who.actor, task.nomination.id, `${here}/files`),
    peopleOfTasks(deps, who.actor, [task.todo]),
    linesOf(deps, who.actor.id, [task.todo]),
    keptIn(deps, who, task.todo, replyRule, said),
  ]);
  return (
    <Page
      {...frame}
      title={task.nomination.name}
      caption={`${t(lang, view.programme.title)} · ${t(lang, task.todo.title)}`}
      current="tasks"
      crumbs={[workCrumb(lang, who)]}
      lead={t(lang, leftSaid(await tasksLeft(deps, who, task.todo)))}
      flash={frame.flash ?? (await recordedFlash(deps, c, who, task.todo))}
    >
      <PeopleToCheck c={c} who={who} task={task.todo} people={people} />
      <Reading lang={lang}>
        <Deeds lang={lang} view={view} csrf={csrf} />
      </Reading>
      <form method="post" action={here} id="conclusion" enctype="multipart/form-data" data-guard>
        <HiddenCsrf csrf={csrf} />
        <OpinionRows lang={lang} who={who} lines={lines} body={said} faults={faults} detail={false} />
        <StepUpload
          deps={deps}
          lang={lang}
          rule={replyFor(task.step?.kind === 'opinions' ? task.step : {})}
          files={reply}
          faults={faults}
        />
        <Actions>
          <Button>{t(lang, next)}</Button>
        </Actions>
      </form>
      {await HandOver({ deps, c, who, task, typed })}
      <Course lang={lang} view={view} />
    </Page>
  );
}
