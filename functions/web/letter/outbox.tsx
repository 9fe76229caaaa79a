/** `/outbox`: letters by day with their state, in every home; what one says only where letters are read instead of mailed. */

import { letterChoice } from '#actions/letter/letter-input.ts';
import {
  listOutbox,
  type OpenedLetter,
  openAsRecipient,
  opensLetters,
  readLetter,
  retryLetter,
} from '#actions/letter/outbox.ts';
import { instantOf } from '#actions/write.ts';
import { addDays, shanghaiDate } from '#domain/instant.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, CopyButton, Empty, nextPage, Pager, SummaryList } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { backFrom, LetterTable, LetterText, stateWord } from './letter-table.tsx';

async function listView(web: Web, c: Ctx, typed?: Typed) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const today = shanghaiDate(instantOf(web.deps));
  const asked = c.req.query('date') ?? today;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const page = await listOutbox(web.deps, actor, date, c.req.query('cursor'));
  return (
    <Page
      {...framed(c, typed, { again: { zh: '已重新发送。', en: 'Sent again.' } })}
      title={say('信函', 'Letters')}
      width="wide"
      lead={say(`${date} 的信函，最新的在前。`, `Letters of ${date}, newest first.`)}
    >
      <form method="get" action="/outbox">
        <div class="field field-date">
          <label class="label" for="f-date">
            {say('日期', 'Day')}
          </label>
          <input type="date" id="f-date" name="date" value={date} />
        </div>
        <Actions>
          <Button tone="secondary">{w(lang).buttons.view}</Button>
          <a href={`/outbox?date=${addDays(date, -1)}`}>{say('前一天', 'The day before')}</a>
          {date < today && <a href={`/outbox?date=${addDays(date, 1)}`}>{say('后一天', 'The day after')}</a>}
          {web.deps.site.rehearsal && <a href="/rehearsal">{say('调整演练时钟', 'Move the clock')}</a>}
        </Actions>
      </form>
      <Box>
        <LetterTable
          c={c}
          letters={page.items}
          back={`/outbox?date=${date}`}
          linkOf={({ key }) => `/outbox/letter?key=${encodeURIComponent(key)}`}
          empty={say('这一天没有信函。', 'No letters that day.')}
        />
        <Pager lang={lang} next={nextPage(`/outbox?date=${date}`, page.cursor)} />
      </Box>
    </Page>
  );
}

const Opened = ({ lang, opened }: { readonly lang: Lang; readonly opened: OpenedLetter }) => {
  const say = sayIn(lang);
  const { rendered, link } = opened;
  return (
    <>
      {rendered === undefined ? (
        <Empty
          lang={lang}
          title={say(
            '这封信函已无法还原：没有待办，或一次性登录码已失效',
            'It cannot be written any more: nothing is left to tell, or its code is over',
          )}
        />
      ) : (
        <Box title={say('信函内容', 'What it says')}>
          <LetterText {...rendered} />
        </Box>
      )}
      {link !== undefined && (
        <Box title={say('信中的链接', 'Its link')} tone="tinted">
          <p>
            <a href={link}>{link}</a>
          </p>
          <p class="muted">
            {say(
              '以收件人身份打开，打开信函已记录。',
              'It opens as the recipient; opening the letter was recorded.',
            )}
          </p>
          <Actions>
            <CopyButton lang={lang} text={link} />
          </Actions>
        </Box>
      )}
    </>
  );
};

const openForm = (key: string): FormSpec => ({
  form: 'open',
  action: '/outbox/letter',
  hidden: { key },
  note: text(
    '信中的链接以收件人身份办理，每次打开都有记录。',
    'Its link acts as the recipient, and each opening is recorded.',
  ),
  button: text('打开信函', 'Open the letter'),
});

/** What is known of a letter; what it says only once it was opened, which is a press, because it is an event. */
async function letterView(web: Web, c: Ctx, key: string, opened?: OpenedLetter, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const entry = await readLetter(web.deps, signedIn(c), key);
  return (
    <Page
      {...framed(c, typed)}
      title={t(lang, entry.title)}
      caption={say(`致 ${entry.recipient}`, `To ${entry.recipient}`)}
      crumbs={[{ href: `/outbox?date=${shanghaiDate(entry.createdAt)}`, title: say('信函', 'Letters') }]}
    >
      {opened !== undefined && <Opened lang={lang} opened={opened} />}
      {opened === undefined && opensLetters(web.deps) && (
        <Box tone="tinted">
          <PostForm c={c} of={openForm(key)} typed={typed} />
        </Box>
      )}
      <SummaryList
        rows={[
          { label: say('产生', 'Made'), value: shownAt(entry.createdAt) },
          { label: say('发送', 'Sent'), value: shownAt(entry.sentAt) || '—' },
          {
            label: say('渠道', 'Channel'),
            value: entry.channel === 'sms' ? say('短信', 'Short message') : say('电子邮件', 'E-mail'),
          },
          { label: say('状态', 'State'), value: stateWord(say, entry.state) },
          {
            label: say('文字', 'Words'),
            value: entry.worded
              ? say('由单位修改过', 'Those of the organisation')
              : say('标准文字', 'Standard'),
          },
          { label: say('尝试次数', 'Tries'), value: entry.attempts },
          {
            label: say('邮件服务器或短信网关答复', 'The server or gateway said'),
            value: entry.answer ?? '—',
          },
        ]}
      />
    </Page>
  );
}

/** The outbox. */
export const outboxPages = mounting((pages, web) => {
  pages.get('/outbox', async (c) => c.html(await listView(web, c)));
  pages.get('/outbox/letter', async (c) => {
    const key = c.req.query('key') ?? '';
    // A rehearsal's letters are nobody's: they open at once.
    const opened = web.deps.site.rehearsal ? await openAsRecipient(web.deps, signedIn(c), key) : undefined;
    return c.html(await letterView(web, c, key, opened));
  });
  pages.post('/outbox/letter', async (c) => {
    const key = one((await postedOf(c)).body, 'key');
    return take(c, {
      ...{ form: 'open', input: letterChoice },
      work: async (sent) =>
        c.html(await letterView(web, c, key, await openAsRecipient(web.deps, signedIn(c), sent.key))),
      show: (typed) => letterView(web, c, key, undefined, typed),
    });
  });
  pages.post('/outbox/again', (c) =>
    take(c, {
      ...{ form: 'again', input: letterChoice },
      work: async (sent, { body }) => {
        await retryLetter(web.deps, signedIn(c), sent);
        return doneAt(backFrom(one(body, 'back')), 'again');
      },
      show: (typed) => listView(web, c, typed),
    }),
  );
});
