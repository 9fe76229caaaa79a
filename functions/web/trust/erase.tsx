/** `/nominations/<id>/erase`: an administrator erases one nomination on request, by two presses (PIPL 47). */
import { Hono } from 'hono';
import { demandEraser, eraseOnRequest } from '#actions/trust/erasure.ts';
import { text } from '#domain/problem.ts';
import { type ErasureReason, erasureReasons } from '#domain/trust/retention.ts';
import { getNomination } from '#store/reads.ts';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';

const words = {
  title: text('删除个人信息', 'Erase personal data'),
  what: text(
    '删除后无法恢复：申报表、附件、审查意见中的文字都将删除，操作记录保留并注明“已删除”。已经授予的荣誉及其编号长期保存，供核验；没有授予荣誉的，姓名改为掩码。',
    'This cannot be undone: the form, its attachments and the words of reviews go; the trail stays and says that it was erased. An honour that was granted and its number stay for verification; without one the name is masked.',
  ),
  reason: text('删除的原因', 'Why it is erased'),
  next: text('下一步：确认', 'Next: confirm'),
  sure: text('确认删除？请核对后再按一次。', 'Erase it? Check, then press once more.'),
  erase: text('确认删除', 'Erase'),
} as const;

const reasonOf = (sent: string): ErasureReason | undefined =>
  (Object.keys(erasureReasons) as ErasureReason[]).find((each) => each === sent);

/** The form, or with a reason chosen (`asks`) the second press. */
async function page({ deps }: Web, c: Ctx, reason: string, refused?: Refused, asks = false) {
  const frame = c.get('frame');
  const { lang, csrf } = frame;
  const nomination = await getNomination(deps.table, c.req.param('id') ?? '');
  await demandEraser(deps, signedIn(c), nomination);
  const base = `/nominations/${nomination.id}`;
  if (nomination.erased !== undefined) return c.redirect(base, 303);
  const chosen = reasonOf(reason);
  const confirms = asks && refused === undefined && chosen !== undefined;
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      caption={nomination.name}
      crumbs={[{ href: base, title: nomination.name }]}
      faults={refused?.faults}
    >
      <Panel tone="tinted">
        <p>{t(lang, words.what)}</p>
      </Panel>
      <form method="post" action={`${base}/erase`}>
        <HiddenCsrf csrf={csrf} />
        {confirms ? (
          <>
            <input type="hidden" name="reason" value={chosen} />
            <input type="hidden" name="sure" value="yes" />
            <p>
              {t(lang, words.reason)}: {t(lang, erasureReasons[chosen])}
            </p>
            <p>
              <strong>{t(lang, words.sure)}</strong>
            </p>
          </>
        ) : (
          <FormField
            lang={lang}
            faults={refused?.faults}
            value={reason}
            field={{
              id: 'reason',
              type: 'choice',
              required: true,
              label: words.reason,
              options: Object.entries(erasureReasons).map(([value, label]) => ({ value, label })),
            }}
          />
        )}
        <Actions>
          <Button tone={confirms ? 'danger' : 'primary'}>
            {t(lang, confirms ? words.erase : words.next)}
          </Button>
          <a href={base}>{w(lang).buttons.cancel}</a>
        </Actions>
      </form>
    </Page>,
    refused?.status ?? 200,
  );
}

/** The two presses. */
export function erasePages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/nominations/:id/erase', (c) => page(web, c, ''));
  app.post('/nominations/:id/erase', async (c) => {
    const body = await bodyOf(c);
    const reason = textIn(body, 'reason');
    if (textIn(body, 'sure') !== 'yes' && reasonOf(reason) !== undefined)
      return page(web, c, reason, undefined, true);
    const nomination = c.req.param('id');
    const done = await attempt(() => eraseOnRequest(web.deps, signedIn(c), { nomination, reason }), 'reason');
    if ('refused' in done) return page(web, c, reason, done.refused);
    return c.redirect(`/nominations/${nomination}?done=erased`, 303);
  });
  return app;
}
