/** The receipt of an objection that was entered at the desk, to print: shown once, like the one on the web. */
import type { ObjectionAnswer } from '#actions/objection/objections.ts';
import { loggedReasons } from '#domain/objection/objection.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { PublicStyle } from '#web/frame/common.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Box, SummaryList, Tag } from '#web/frame/parts.tsx';
import { objectionTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound } from '#web/round/seen-round.tsx';

/** How an objection comes otherwise than by the web. */
export const channelWords = {
  letter: text('来信', 'A letter'),
  phone: text('来电', 'A call'),
  visit: text('来访', 'A visit'),
  email: text('电子邮件', 'An e-mail'),
} as const;
/** What the objector is handed: no name, no content. */
export const ReceiptPage = (props: {
  readonly web: Web;
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly answer: ObjectionAnswer;
  readonly came: { readonly channel: keyof typeof channelWords; readonly receivedAt: string };
}) => {
  const { web, c, seen, answer, came } = props;
  const { lang, say } = seen;
  const { site } = web.deps;
  return (
    <RoundPage {...framed(c, undefined)} seen={seen} title={say('异议回执', 'Receipt of the objection')}>
      <PublicStyle />
      <article class="paper">
        {site.rehearsal && <p class="mark">【演练】</p>}
        <h2>{say('异议受理回执', 'Receipt of an objection')}</h2>
        <SummaryList
          rows={[
            { label: say('受理单位', 'Received by'), value: seen.org.name },
            { label: say('评选活动', 'Programme'), value: seen.title },
            { label: say('收到方式', 'How it came'), value: t(lang, channelWords[came.channel]) },
            { label: say('收到时间', 'Received'), value: shownAt(came.receivedAt) },
            {
              label: say('办理情况', 'State'),
              value: (
                <>
                  <Tag tone={objectionTones[answer.status]}>{w(lang).objections[answer.status]}</Tag>
                  {answer.reason !== undefined && <> {t(lang, loggedReasons[answer.reason])}</>}
                </>
              ),
            },
            {
              label: say('受理编号', 'Receipt'),
              value: <code class="receipt-code">{answer.receipt}</code>,
            },
            {
              label: say('查询办理情况', 'How it stands'),
              value: `${site.url}/objections/receipt`,
            },
          ]}
        />
      </article>
      <Box>
        <p>
          {say(
            '受理编号只显示这一次，系统中不保存原文：请现在打印或抄给反映人。',
            'The number is shown this once and is not kept as written: print it now, or give it to the objector.',
          )}
        </p>
        <p>
          <a href={`/objections/${encodeURIComponent(answer.id)}`}>
            {say('打开这条异议', 'Open the objection')}
          </a>
        </p>
      </Box>
    </RoundPage>
  );
};
