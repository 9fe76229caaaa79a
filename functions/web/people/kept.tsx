/** `/kept/<word>`: what was sent after a session had ended, to be sent again once she has signed in. */

import { openKeptForm } from '#actions/people/kept-forms.ts';
import { missing, text } from '#domain/problem.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';

const words = {
  title: text('您填写的内容还在', 'What you wrote is still here'),
  lead: text(
    '登录过期时您正在提交的内容已经保留，还没有提交。按“继续”回到原来的页面接着办理；文件需要重新选择。',
    'You were sending this when your session ended; it was kept and not yet sent. Go on to the page where you were; files must be chosen again.',
  ),
  go: text('继续', 'Go on'),
} as const;

/** Mounted with the pages of signing in. */
export const keptPages = mounting((app, { deps }) => {
  app.get('/kept/:word', async (c) => {
    if (c.get('actor') === undefined)
      return c.redirect(`/sign-in?${new URLSearchParams({ next: c.req.path })}`);
    const kept = await openKeptForm(deps, c.req.param('word'));
    if (kept === undefined)
      throw missing(
        'kept-gone',
        '保留的内容已过期（保留一天），请重新填写。',
        'What was kept is gone after a day; please write it again.',
      );
    const frame = c.get('frame');
    return c.html(
      <Page {...frame} title={t(frame.lang, words.title)} lead={t(frame.lang, words.lead)}>
        <form method="post" action={kept.path}>
          <HiddenCsrf csrf={frame.csrf} />
          {Object.entries(kept.body).flatMap(([name, texts]) =>
            name === '_csrf' ? [] : texts.map((value) => <input type="hidden" name={name} value={value} />),
          )}
          <Actions>
            <Button>{t(frame.lang, words.go)}</Button>
          </Actions>
        </form>
      </Page>,
    );
  });
});
