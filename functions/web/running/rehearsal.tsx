/** The rehearsal clock: a page and its JSON, for administrators of the root and in a rehearsal only; it moves forward only. */
import { Hono } from 'hono';
import { instantOf } from '#actions/write.ts';
import { nextWorkingDay } from '#domain/calendar.ts';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import { fault, invalid, missing, Problem } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { Asked, doneAt, framed, one, posted, sayIn, type Typed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { demandRoot } from '#web/programme/setup-scope.tsx';
import { instantOfText } from '#web/round/settings-form.tsx';

/** What moves the clock. Throws Problem missing in a real home, which has no such clock. */
async function mover(web: Web, c: Ctx): Promise<(instant: string) => Promise<void>> {
  if (web.moveClock === undefined || !web.deps.site.rehearsal)
    throw missing(
      'no-rehearsal',
      '本站不是演练环境，没有演练时钟。',
      'This is no rehearsal and has no rehearsal clock.',
    );
  await demandRoot(web, c, 'clock.move');
  return web.moveClock;
}

const unreadable = () =>
  invalid(
    'clock-unreadable',
    '看不懂这个时间；请写成 2027-03-08 09:00 的样子。',
    'This is not a time; write it like 2027-03-08 09:00.',
    [fault('now', 'clock-unreadable', '请写成 2027-03-08 09:00 的样子', 'Write it like 2027-03-08 09:00')],
  );

/** Moves the clock; a time that cannot be read or has passed is a fault beside its field. */
async function moveTo(move: (instant: string) => Promise<void>, written: string): Promise<void> {
  const instant = instantOfText(written);
  if (Number.isNaN(Date.parse(instant)) || !instant.includes('T')) throw unreadable();
  try {
    await move(new Date(instant).toISOString());
  } catch (error) {
    if (error instanceof Problem && error.kind === 'invalid' && error.faults.length === 0)
      throw new Problem('invalid', error.code, error.text, [
        { field: 'now', code: error.code, text: error.text },
      ]);
    throw error;
  }
}

async function view(web: Web, c: Ctx, typed?: Typed) {
  await mover(web, c);
  const { lang, csrf } = c.get('frame');
  const say = sayIn(lang);
  const now = instantOf(web.deps);
  const today = shanghaiDate(now);
  let working: string | undefined;
  try {
    working = nextWorkingDay(await web.deps.calendar(), today);
  } catch {
    // A year that is not loaded has no working days to offer.
  }
  const jumps = [
    { title: say('明天 09:00', 'Tomorrow 09:00'), at: instantAt(addDays(today, 1), '09:00') },
    ...(working === undefined
      ? []
      : [
          {
            title: say(`下一个工作日 ${working} 09:00`, `Next working day ${working} 09:00`),
            at: instantAt(working, '09:00'),
          },
        ]),
    { title: say('一周后', 'A week on'), at: instantAt(addDays(today, 7), '09:00') },
  ];
  return (
    <Page
      {...framed(c, typed, {
        moved: {
          zh: '演练时钟已调整，到期的事项已办理。',
          en: 'The clock is moved, and what came due was done.',
        },
      })}
      title={say('演练时钟', 'Rehearsal clock')}
      lead={say(
        '只能向前调。到期的公示、提醒和轮次随即办理。',
        'It moves forward only. Notices, reminders and rounds that come due are dealt with at once.',
      )}
    >
      <Panel title={say(`现在是 ${shownAt(now)}`, `It is ${shownAt(now)}`)}>
        <form method="post" action="/rehearsal">
          <HiddenCsrf csrf={csrf} />
          <Asked
            lang={lang}
            form="clock"
            typed={typed}
            field={{
              id: 'now',
              type: 'text',
              required: true,
              label: { zh: '调到（北京时间）', en: 'Move to, in Shanghai' },
              help: { zh: '写成 2027-03-08 09:00 的样子', en: 'Written like 2027-03-08 09:00' },
            }}
            now={shownAt(jumps[0]!.at)}
          />
          <Actions>
            <Button>{say('调整时钟', 'Move the clock')}</Button>
          </Actions>
        </form>
        <form method="post" action="/rehearsal">
          <HiddenCsrf csrf={csrf} />
          <Actions>
            {jumps.map((jump) => (
              <Button tone="secondary" name="now" value={shownAt(jump.at)}>
                {jump.title}
              </Button>
            ))}
          </Actions>
        </form>
      </Panel>
      <p>
        <a href="/outbox">{say('查看发件箱', 'See the outbox')}</a>
      </p>
    </Page>
  );
}

/** The page and the two routes of its JSON (`functions/web/api` describes them). */
export function rehearsalPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rehearsal', async (c) => c.html(await view(web, c)));
  pages.post('/rehearsal', (c) =>
    posted(
      c,
      'clock',
      async (body) => {
        await moveTo(await mover(web, c), one(body, 'now'));
        return doneAt('/rehearsal', 'moved');
      },
      (typed) => view(web, c, typed),
    ),
  );
  pages.get('/api/rehearsal/clock', async (c) => {
    await mover(web, c);
    return c.json({ now: instantOf(web.deps) });
  });
  pages.post('/api/rehearsal/clock', async (c) => {
    const move = await mover(web, c);
    const body: unknown = await c.req.json().catch(() => undefined);
    const now = typeof body === 'object' && body !== null && 'now' in body ? body.now : undefined;
    if (typeof now !== 'string') throw unreadable();
    await moveTo(move, now);
    return c.json({ now: instantOf(web.deps) });
  });
  return pages;
}
