/** The mail function: letters that a commit handed over, each minute those that are due, and mail that came back. */
import * as z from 'zod';
import { recordReturn } from '#actions/letter/letter-returns.ts';
import { deliver } from '#actions/running/signals.ts';
import { type Swept, sweep } from '#actions/running/sweep.ts';
import { type Home, openHome } from '#aws/home.ts';
import type { Log } from '#aws/log.ts';
import { openMailer, openSmsGateway } from '#aws/mail.ts';
import { metricNames } from '#aws/metrics.ts';
import { once } from '#aws/once.ts';
import { returnsOf } from '#aws/returns.ts';
import { readSettings } from '#aws/settings.ts';
import { letterDue } from '#store/letters.ts';
import type { Mailer } from './ports.ts';

/** The same mailer; what it sent is counted. */
const countedMailer = (mailer: Mailer, log: () => Pick<Log, 'count'>): Mailer => ({
  kind: mailer.kind,
  async send(mail) {
    await mailer.send(mail);
    log().count(metricNames.lettersSent);
  },
});

const open = once(async () => {
  const settings = readSettings('mail', process.env);
  const [mailer, sms] = await Promise.all([openMailer(settings), openSmsGateway(settings)]);
  const home: Home = await openHome(settings, {
    mailer: countedMailer(mailer, () => home.log),
    ...(sms !== undefined && { sms }),
    handOver: (deps) => async (rows) => void (await deliver(deps(), rows)),
  });
  return home;
});

async function send(
  home: Home,
  letters: readonly { readonly letter: string; readonly at: string }[],
): Promise<{ readonly done: number }> {
  return {
    done: await deliver(
      home.deps,
      letters.map(({ letter, at }) => letterDue(letter, at)),
    ),
  };
}

async function runSweep(home: Home): Promise<Swept> {
  const swept = await sweep(home.deps, { part: 'letters' });
  home.log.gauge(metricNames.letterLagSeconds, swept.lagSeconds);
  return swept;
}

async function takeBack(home: Home, messages: readonly string[]): Promise<{ readonly changed: number }> {
  let changed = 0;
  for (const message of messages) {
    const found = returnsOf(message);
    if (found === undefined) home.log.log('return-unreadable', {});
    else if ((await recordReturn(home.deps, found)) === true) changed++;
  }
  return { changed };
}

const eventSchema = z.union([
  z.object({ letters: z.array(z.object({ letter: z.string().min(1), at: z.iso.datetime() })).max(100) }),
  z.object({ sweep: z.literal(true) }),
  z.object({ Records: z.array(z.object({ Sns: z.object({ Message: z.string() }) })) }),
]);

export async function handler(event: unknown): Promise<unknown> {
  const asked = eventSchema.parse(event);
  const home = await open();
  return home.invocation<unknown>(() => {
    if ('letters' in asked) return send(home, asked.letters);
    if ('sweep' in asked) return runSweep(home);
    return takeBack(
      home,
      asked.Records.map((record) => record.Sns.Message),
    );
  });
}
