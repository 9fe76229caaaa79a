/** `/objections/receipt`: how an objection stands, for who has its receipt; nothing about who raised it or what it says. */
import { Hono } from 'hono';
import { objectionReceipt } from '#actions/objection/objection-reading.ts';
import type { Deps } from '#deps';
import { loggedReasons } from '#domain/objection/objection.ts';
import { type Fault, Problem, text } from '#domain/problem.ts';
import { dayIn, PublicStyle, sayIn, textsOf } from '#web/frame/common.tsx';
import { addressOf, type Ctx, type Env, type Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel, SummaryList, Tag } from '#web/frame/parts.tsx';
import { objectionTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';

async function receiptPage(c: Ctx, deps: Deps, typed: string | undefined) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const faults: Fault[] = [];
  let found: Awaited<ReturnType<typeof objectionReceipt>> | undefined;
  if (typed !== undefined)
    try {
      found = await objectionReceipt(deps, typed.slice(0, 60), addressOf(c));
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'receipt-unknown') throw error;
      faults.push({ field: 'code', code: error.code, text: error.text });
    }
  return c.html(
    <Page
      {...frame}
      title={say('异议办理情况查询', 'Check an objection')}
      current="notices"
      crumbs={[{ href: '/notices', title: w(lang).nav.notices }]}
      faults={faults}
    >
      <PublicStyle />
      {found !== undefined && (
        <Panel title={say('办理情况', 'How it stands')}>
          <SummaryList
            rows={[
              {
                label: say('状态', 'Status'),
                value: (
                  <>
                    <Tag tone={objectionTones[found.status]}>{w(lang).objections[found.status]}</Tag>
                    {found.reason !== undefined && <> {t(lang, loggedReasons[found.reason])}</>}
                  </>
                ),
              },
              { label: say('收到日期', 'Received'), value: dayIn(lang, found.receivedOn) },
              ...(found.due === undefined
                ? []
                : [{ label: say('核查期限', 'To be examined by'), value: dayIn(lang, found.due) }]),
              ...(found.settledOn === undefined
                ? []
                : [{ label: say('办结日期', 'Settled'), value: dayIn(lang, found.settledOn) }]),
            ]}
          />
        </Panel>
      )}
      <form method="post" action="/objections/receipt">
        <HiddenCsrf csrf={frame.csrf} />
        <FormField
          lang={lang}
          faults={faults}
          value={found === undefined ? typed : undefined}
          field={{
            id: 'code',
            type: 'text',
            required: true,
            label: text('受理编号', 'Receipt'),
            help: text('20 位，可不区分大小写和连字符', '20 characters; capitals and hyphens do not matter'),
          }}
        />
        <Actions>
          <Button>{w(lang).buttons.search}</Button>
        </Actions>
      </form>
    </Page>,
    faults.length > 0 ? 404 : 200,
  );
}

/** Mounted at '/'. */
export function receiptPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/objections/receipt', (c) => receiptPage(c, deps, undefined));
  app.post('/objections/receipt', async (c) => receiptPage(c, deps, (await textsOf(c)).code ?? ''));
  return app;
}
