/** 征求意见 on one nominee: the nomination to read, and the same rows as in the table. */

import type { Deps } from '#deps';
import { text } from '#domain/problem.ts';
import { replyFor, StepUpload } from '#web/files/step-uploads.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';
import { RecordParts } from '#web/nomination/record-page.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { HandOver } from './hand-over-parts.tsx';
import { linesOf, OpinionRows } from './opinion-rows.tsx';
import type { Shown } from './opinions.tsx';
import type { Task } from './task.ts';
import { Jump, workCrumb } from './task-parts.tsx';
import { type Desk, frameAt, taskHref } from './worklist-desk.ts';

const next = text('下一步：核对', 'Next: check');

/** The page of one nominee. */
export async function opinionTaskPage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  task: Extract<Task, { kind: 'open' }>,
  shown: Shown = {},
): Promise<Response> {
  const frame = frameAt(c, desk);
  const { lang, csrf } = frame;
  const here = taskHref(desk, task.todo);
  const [view, lines] = await Promise.all([
    recordView(deps, desk.actor, task.nomination.id, `${here}/files`),
    linesOf(deps, desk.actor.id, [task.todo]),
  ]);
  return c.html(
    <Page
      {...frame}
      title={task.nomination.name}
      caption={`${t(lang, view.programme.title)} · ${t(lang, task.todo.title)}`}
      current="tasks"
      crumbs={[workCrumb(lang, desk)]}
      faults={shown.refused?.faults}
    >
      <Jump lang={lang} />
      <RecordParts lang={lang} view={view} csrf={csrf} apart />
      <form method="post" action={here} id="decision" enctype="multipart/form-data" data-guard>
        <HiddenCsrf csrf={csrf} />
        <OpinionRows
          lang={lang}
          desk={desk}
          lines={lines}
          body={shown.body}
          faults={shown.refused?.faults}
          detail={false}
        />
        <StepUpload
          lang={lang}
          rule={replyFor(task.step?.kind === 'opinions' ? task.step : {})}
          files={shown.reply ?? []}
          faults={shown.refused?.faults}
        />
        <Actions>
          <Button>{t(lang, next)}</Button>
        </Actions>
      </form>
      {await HandOver({ deps, lang, csrf, desk, task })}
    </Page>,
    shown.refused?.status ?? 200,
  );
}
