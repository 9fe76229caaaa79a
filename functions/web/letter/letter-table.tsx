/** Letters as a list shows them where somebody can do something about them: state, what the server said, and "send again". */
import type { OutboxEntry } from '#actions/letter/outbox.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Button, HiddenCsrf, Tag, type Tone } from '#web/frame/parts.tsx';
import { htmlLang, type Say, t, w } from '#web/frame/words.ts';

/** A letter to read, marked as the language that it is written in: a Chinese one ends its sentences with 。. */
export const LetterText = ({ subject, text }: { readonly subject: string; readonly text: string }) => (
  <article lang={htmlLang(text.includes('。') ? 'zh' : 'en')}>
    <h3>{subject}</h3>
    <div class="prose">{text}</div>
  </article>
);

const tones: Readonly<Record<OutboxEntry['state'], Tone>> = {
  waiting: 'neutral',
  sent: 'good',
  outbox: 'info',
  nothing: 'neutral',
  failed: 'bad',
};

export const stateWord = (say: Say, state: OutboxEntry['state']): string =>
  ({
    waiting: say('待发送', 'Waiting'),
    sent: say('已发送', 'Sent'),
    outbox: say('留在发件箱', 'Kept in the outbox'),
    nothing: say('无需发送', 'Nothing to send'),
    failed: say('发送失败', 'Failed'),
  })[state];

/** Pages that lead to the form, and get the reader back. */
const backs = /^\/(rounds|organisations|outbox)[\w/?=&.%-]*$/;
/** The page to go back to; anything else is the outbox. */
export const backFrom = (sent: string): string => (backs.test(sent) ? sent : '/outbox');

/** `linkOf` gives a letter a page of its own; `back` is where "send again" leads. */
export const LetterTable = (props: {
  readonly c: Ctx;
  readonly letters: readonly OutboxEntry[];
  readonly back: string;
  readonly linkOf?: (letter: OutboxEntry) => string;
  readonly empty: string;
}) => {
  const { c, letters, back, linkOf, empty } = props;
  const { lang, csrf, say } = c.get('frame');
  return (
    <DataTable
      lang={lang}
      caption={say('信函', 'Letters')}
      rows={letters}
      columns={[
        {
          title: say('信函', 'Letter'),
          cell: (each) =>
            linkOf === undefined ? t(lang, each.title) : <a href={linkOf(each)}>{t(lang, each.title)}</a>,
        },
        { title: say('收件人', 'To'), cell: (each) => each.recipient },
        { title: say('时间', 'Time'), cell: (each) => shownAt(each.sentAt ?? each.dueAt) },
        {
          title: w(lang).parts.status,
          cell: (each) => (
            <>
              <Tag tone={tones[each.state]}>{stateWord(say, each.state)}</Tag>{' '}
              {each.channel === 'sms' && <Tag tone="neutral">{say('短信', 'Short message')}</Tag>}{' '}
              {each.worded && <Tag tone="neutral">{say('文字由本单位修改', 'Own words')}</Tag>}{' '}
              {each.answer ?? each.error ?? ''}
            </>
          ),
        },
        {
          title: say('办理', 'Act'),
          cell: (each) =>
            each.state !== 'failed' ? (
              '—'
            ) : (
              <form method="post" action="/outbox/again">
                <HiddenCsrf csrf={csrf} />
                <input type="hidden" name="key" value={each.key} />
                <input type="hidden" name="back" value={back} />
                <Button small tone="secondary">
                  {say('重发', 'Send again')}
                </Button>
              </form>
            ),
        },
      ]}
      empty={<p>{empty}</p>}
    />
  );
};
