/** What a letter's link opens besides a worklist: a nomination to read; and the page of a link that is over. */

import { seatToAmend } from '#actions/nomination/nomination-access.ts';
import type { Deps } from '#deps';
import { type Problem, text } from '#domain/problem.ts';
import { isMending, mendAsked } from '#domain/review/mending.ts';
import type { Ctx } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button } from '#web/frame/parts.tsx';
import { kindStatus } from '#web/frame/problems.tsx';
import { t } from '#web/frame/words.ts';
import { RecordParts } from '#web/nomination/record-form.tsx';
import { recordView } from '#web/nomination/record-view.ts';
import { frameAt, type Reader } from './worklist-reader.ts';

const words = {
  over: text('链接已失效', 'This link is over'),
  signIn: text('登录查看待办', 'Sign in to see your tasks'),
  returned: text('已退回，请登录后修改并重新提交', 'Returned to you: sign in to amend it and send it again'),
  amend: text('登录并修改', 'Sign in and amend'),
  more: text('办理其他事项请先登录。', 'Sign in for anything else.'),
} as const;

/** A nomination by its owner's link: where it stands, personal data masked. */
export async function linkedRecord(deps: Deps, c: Ctx, who: Reader, id: string): Promise<Response> {
  const frame = frameAt(c, who);
  const { lang } = frame;
  const record = await recordView(deps, who.actor, id);
  const { fileHref: _, ...view } = record;
  const returned = seatToAmend(view.seats.map(({ seat }) => seat));
  const signIn = (next: string) => `/sign-in?${new URLSearchParams({ for: 'nominate', next })}`;
  return c.html(
    <Page {...frame} title={view.nomination.name} caption={t(lang, view.programme.title)}>
      {returned !== undefined && (
        <Box title={t(lang, words.returned)} tone="tinted">
          {isMending(returned) && returned.mending !== undefined && (
            <p>
              <b>{t(lang, mendAsked(returned.mending))}</b>
            </p>
          )}
          <p class="prose">{returned.note}</p>
          <Actions>
            <Button href={signIn(`/nominations/${id}/edit`)}>{t(lang, words.amend)}</Button>
          </Actions>
        </Box>
      )}
      <RecordParts lang={lang} view={view} />
      <p class="muted">
        <a href={signIn(`/nominations/${id}`)}>{t(lang, words.more)}</a>
      </p>
    </Page>,
  );
}

/** A link that was replaced, or whose person has left: says so and what to do. */
export function overPage(c: Ctx, problem: Problem): Response | Promise<Response> {
  const frame = c.get('frame');
  return c.html(
    <Page {...frame} title={t(frame.lang, words.over)} lead={t(frame.lang, problem.text)}>
      <Actions>
        <Button href="/sign-in?next=/tasks">{t(frame.lang, words.signIn)}</Button>
      </Actions>
    </Page>,
    kindStatus[problem.kind],
  );
}
