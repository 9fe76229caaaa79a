/** The rehearsal clock: a page and its JSON, for administrators of the root and in a rehearsal only; it moves forward only. */

import { clockAdvance } from '#actions/running/running-input.ts';
import { instantOf } from '#actions/write.ts';
import { nextWorkingDay } from '#domain/calendar.ts';
import { type Input, readInput } from '#domain/input.ts';
import { addDays, instantAt, shanghaiDate } from '#domain/instant.ts';
import { fault, invalid, missing, Problem, text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { demandRoot } from '#web/programme/setup-scope.tsx';
import { instantOfText } from '#web/round/typed-instant.ts';

/** What advances the clock. Throws Problem missing in a real home, which has no such clock. */
async function clockOf(web: Web, c: Ctx): Promise<(instant: string) => Promise<void>> {
  if (web.advanceClock === undefined || !web.deps.site.rehearsal)
    throw missing(
      'no-rehearsal',
      '本站不是演练环境，没有演练时钟。',
      'This is no rehearsal and has no rehearsal clock.',
    );
  await demandRoot(web, c, 'clock.advance');
  return web.advanceClock;
}

const unreadable = () =>
  invalid(
    'clock-unreadable',
    '看不懂这个时间；请写成 2027-03-08 09:00 的样子。',
    'This is not a time; write it like 2027-03-08 09:00.',
    [fault('now', 'clock-unreadable', '请写成 2027-03-08 09:00 的样子', 'Write it like 2027-03-08 09:00')],
  );

/** Advances the clock; a time that cannot be read or has passed is a fault beside its field. */
async function advanceTo(
  advance: (instant: string) => Promise<void>,
  sent: Input<typeof clockAdvance>,
): Promise<void> {
  const instant = instantOfText(readInput(clockAdvance, sent).now);
  if (Number.isNaN(Date.parse(instant)) || !instant.includes('T')) throw unreadable();
  try {
    await advance(new Date(instant).toISOString());
  } catch (error) {
    if (error instanceof Problem && error.kind === 'invalid' && error.faults.length === 0)
      throw new Problem('invalid', error.code, error.text, [
        { field: 'now', code: error.code, text: error.text },
      ]);
    throw error;
  }
}

const clockForm = (now: string): FormSpec => ({
  form: 'clock',
  action: '/rehearsal',
  groups: [
    [
      ask(clockAdvance, 'now', {
        help: text('写成 2027-03-08 09:00 的样子', 'Written like 2027-03-08 09:00'),
        now,
      }),
    ],
  ],
  button: text('调整时钟', 'Move the clock'),
});

async function view(web: Web, c: Ctx, typed?: Typed) {
  await clockOf(web, c);
  const { csrf, say } = c.get('frame');
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
      <Box title={say(`现在是 ${shownAt(now)}`, `It is ${shownAt(now)}`)}>
        <PostForm c={c} of={clockForm(shownAt(jumps[0]!.at))} typed={typed} />
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
      </Box>
      <p>
        <a href="/outbox">{say('查看发件箱', 'See the outbox')}</a>
      </p>
    </Page>
  );
}

/** The page and the two routes of its JSON (`functions/web/api` describes them). */
export const rehearsalPages = mounting((pages, web) => {
  pages.get('/rehearsal', async (c) => c.html(await view(web, c)));
  pages.post('/rehearsal', (c) =>
    take(c, {
      ...{ form: 'clock', input: clockAdvance },
      work: async (sent) => {
        await advanceTo(await clockOf(web, c), sent);
        return doneAt('/rehearsal', 'moved');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.get('/api/rehearsal/clock', async (c) => {
    await clockOf(web, c);
    return c.json({ now: instantOf(web.deps) });
  });
  pages.post('/api/rehearsal/clock', async (c) => {
    const advance = await clockOf(web, c);
    await advanceTo(advance, readInput(clockAdvance, await c.req.json().catch(() => ({}))));
    return c.json({ now: instantOf(web.deps) });
  });
});
