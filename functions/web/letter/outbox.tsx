/** `/outbox`: letters by day, each as its recipient sees it with its link; on one machine without mail, and in a rehearsal. */
import { Hono } from 'hono';
import { letterChoice } from '#actions/letter/letter-input.ts';
import { listOutbox, type OutboxEntry, openAsRecipient, retryLetter } from '#actions/letter/outbox.ts';
import { instantOf } from '#actions/write.ts';
import { addDays, shanghaiDate } from '#domain/instant.ts';
import { missing } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed, type Say, sayIn } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import {
  Actions,
  Button,
  CopyButton,
  Empty,
  HiddenCsrf,
  Pager,
  Panel,
  SummaryList,
  Tag,
  type Tone,
} from '#web/frame/parts.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';

const tones: Readonly<Record<OutboxEntry['state'], Tone>> = {
  waiting: 'neutral',
  sent: 'good',
  outbox: 'info',
  nothing: 'neutral',
  failed: 'bad',
};
const stateWord = (say: Say, state: OutboxEntry['state']): string =>
  ({
    waiting: say('待发送', 'Waiting'),
    sent: say('已发送', 'Sent'),
    outbox: say('留在发件箱', 'Kept in the outbox'),
    nothing: say('无需发送', 'Nothing to send'),
    failed: say('发送失败', 'Failed'),
  })[state];

/** Opening letters shows other people's links: not where real mail goes out. */
function demandOpen(web: Web): void {
  const { mailer, site } = web.deps;
  if (mailer.kind !== 'outbox' && !site.rehearsal)
    throw missing(
      'no-outbox',
      '本站通过邮件发送信函，没有发件箱页面。',
      'This site sends its letters by mail and has no outbox page.',
    );
}

async function listView(web: Web, c: Ctx, typed?: Typed) {
  demandOpen(web);
  const actor = signedIn(c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const today = shanghaiDate(instantOf(web.deps));
  const asked = c.req.query('date') ?? today;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked)) ? asked : today;
  const page = await listOutbox(web.deps, actor, date, c.req.query('cursor'));
  return (
    <Page
      {...framed(c, typed, { again: { zh: '已重新发送。', en: 'Sent again.' } })}
      title={say('发件箱', 'Outbox')}
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
        </Actions>
      </form>
      <Panel>
        <DataTable
          lang={lang}
          caption={say('信函', 'Letters')}
          captionHidden
          rows={page.items}
          columns={[
            {
              title: say('信函', 'Letter'),
              header: true,
              cell: (each) => (
                <a href={`/outbox/letter?key=${encodeURIComponent(each.key)}`}>{t(lang, each.title)}</a>
              ),
            },
            { title: say('收件人', 'To'), cell: (each) => each.recipient },
            { title: say('时间', 'Time'), cell: (each) => shownAt(each.sentAt ?? each.dueAt) },
            {
              title: say('状态', 'State'),
              cell: (each) => <Tag tone={tones[each.state]}>{stateWord(say, each.state)}</Tag>,
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
                    <Button small tone="secondary">
                      {say(`重发（${each.error ?? ''}）`, `Send again (${each.error ?? ''})`)}
                    </Button>
                  </form>
                ),
            },
          ]}
          empty={<p>{say('这一天没有信函。', 'No letters that day.')}</p>}
        />
        <Pager
          lang={lang}
          next={
            page.cursor === undefined
              ? undefined
              : `/outbox?date=${date}&cursor=${encodeURIComponent(page.cursor)}`
          }
        />
      </Panel>
    </Page>
  );
}

async function letterView(web: Web, c: Ctx) {
  demandOpen(web);
  const { lang } = c.get('frame');
  const say = sayIn(lang);
  const { entry, rendered, link } = await openAsRecipient(web.deps, signedIn(c), c.req.query('key') ?? '');
  return (
    <Page
      {...framed(c, undefined)}
      title={rendered?.subject ?? t(lang, entry.title)}
      caption={say(`致 ${entry.recipient}`, `To ${entry.recipient}`)}
      crumbs={[{ href: `/outbox?date=${shanghaiDate(entry.createdAt)}`, title: say('发件箱', 'Outbox') }]}
    >
      {rendered === undefined ? (
        <Empty
          lang={lang}
          title={say(
            '这封信函已无法还原：没有待办，或一次性登录码已失效',
            'It cannot be written any more: nothing is left to tell, or its code is over',
          )}
        />
      ) : (
        <Panel>
          <div class="prose">{rendered.text}</div>
        </Panel>
      )}
      {link !== undefined && (
        <Panel title={say('信中的链接', 'Its link')} tone="tinted">
          <p>
            <a href={link}>{link}</a>
          </p>
          <p class="muted">
            {say(
              '以收件人身份打开，打开信函已记录。',
              'It opens as the recipient; opening the letter was logged.',
            )}
          </p>
          <Actions>
            <CopyButton lang={lang} text={link} />
          </Actions>
        </Panel>
      )}
      <SummaryList
        rows={[
          { label: say('产生', 'Made'), value: shownAt(entry.createdAt) },
          { label: say('发送', 'Sent'), value: shownAt(entry.sentAt) || '—' },
          { label: say('状态', 'State'), value: stateWord(say, entry.state) },
          { label: say('尝试次数', 'Tries'), value: entry.attempts },
        ]}
      />
    </Page>
  );
}

/** The outbox. */
export function outboxPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/outbox', async (c) => c.html(await listView(web, c)));
  pages.get('/outbox/letter', async (c) => c.html(await letterView(web, c)));
  pages.post('/outbox/again', (c) =>
    take(c, {
      ...{ form: 'again', input: letterChoice },
      act: async (sent) => {
        demandOpen(web);
        await retryLetter(web.deps, signedIn(c), sent);
        return doneAt('/outbox', 'again');
      },
      show: (typed) => listView(web, c, typed),
    }),
  );
  return pages;
}
