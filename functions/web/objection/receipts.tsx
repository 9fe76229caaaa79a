/** `/objections/receipt`: how an objection stands, for who has its receipt; nothing about who raised it or what it says. */

import { receiptLookup } from '#actions/objection/objection-input.ts';
import { objectionReceipt } from '#actions/objection/objection-reading.ts';
import { loggedReasons } from '#domain/objection/objection.ts';
import { text } from '#domain/problem.ts';
import { shownDay } from '#domain/shown-dates.ts';
import { dayIn, PublicStyle } from '#web/frame/common.tsx';
import { addressOf, type Ctx } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page, type Publisher } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box, SummaryList, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { publisherOf } from '#web/frame/publisher.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { objectionTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';

type Found = Awaited<ReturnType<typeof objectionReceipt>>;

const lookup: FormSpec = {
  form: 'receipt',
  action: '/objections/receipt',
  button: text('查询', 'Search'),
  groups: [
    [
      ask(receiptLookup, 'receipt', {
        name: 'code',
        help: text('20 位，可不区分大小写和连字符', '20 characters; capitals and hyphens do not matter'),
      }),
    ],
  ],
};

function ReceiptPage(props: {
  readonly c: Ctx;
  readonly found?: Found & { readonly publisher: Publisher };
  readonly typed?: Typed;
}) {
  const { c, found, typed } = props;
  const { lang, say } = c.get('frame');
  return (
    <Page
      {...framed(c, typed)}
      title={say('异议办理情况查询', 'Check an objection')}
      {...(found !== undefined && { publisher: found.publisher })}
      current="notices"
      crumbs={[{ href: '/notices', title: w(lang).nav.notices }]}
    >
      <PublicStyle />
      {found !== undefined && (
        <Box title={say('办理情况', 'How it stands')}>
          <SummaryList
            rows={[
              { label: say('受理单位', 'Received by'), value: found.publisher.name },
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
                : [{ label: say('核查期限', 'To be examined by'), value: t(lang, shownDay(found.due)) }]),
              ...(found.settledOn === undefined
                ? []
                : [{ label: say('办结日期', 'Settled'), value: dayIn(lang, found.settledOn) }]),
            ]}
          />
        </Box>
      )}
      <PostForm c={c} of={lookup} typed={typed} />
    </Page>
  );
}

/** Mounted at '/'. */
export const receiptPages = mounting((app, { deps }) => {
  app.get('/objections/receipt', (c) => c.html(<ReceiptPage c={c} />));
  app.post('/objections/receipt', (c) =>
    take(c, {
      form: 'receipt',
      input: receiptLookup,
      names: { receipt: 'code' },
      work: async ({ receipt }) => {
        const found = await objectionReceipt(deps, receipt, addressOf(c));
        const publisher = await publisherOf(deps, found.org);
        return c.html(<ReceiptPage c={c} found={{ ...found, publisher }} />);
      },
      show: (typed) => <ReceiptPage c={c} typed={typed} />,
    }),
  );
});
