/** `npm start`: reads the flags, opens the home, serves the pages, and closes in order. */

import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { firstSteps } from '#actions/people/first-steps.ts';
import { createAdminLink } from '#actions/people/signin.ts';
import { factorRuleOf } from '#domain/people/factor.ts';
import { conflict } from '#domain/problem.ts';
import { playPhases } from '#local/demo/phases.ts';
import { type Narrator, playDemo } from '#local/demo/play.ts';
import { openSms, smsSettingsFrom } from '#mail/sms.ts';
import { keys } from '#store/keys.ts';
import { makeApp } from '#web/app.tsx';
import { trustedProxies } from '#web/frame/client-address.ts';
import { callLimits } from '#web/frame/many-calls.ts';
import { openClamd } from './clamd.ts';
import { readFlags } from './flags.ts';
import { type Home, openHome } from './home.ts';
import { makeLog } from './log.ts';
import { mailSettingsFrom, openMailer } from './mail.ts';
import { openRobot, withChannel } from './robot.ts';
import { say, sayProblem } from './say.ts';

/** Starts the server; returns what stops it. Throws Problem with a text that says how to go on. */
export async function start(args: readonly string[], env: Readonly<Record<string, string | undefined>>) {
  const flags = readFlags(args, env);
  const log = makeLog(join(flags.data, 'log', 'server.log'));
  const mailer = openMailer(mailSettingsFrom(env));
  // what a rehearsal sends goes to a few addresses, and concerns nobody else
  const robot = flags.rehearsal ? undefined : openRobot(env, flags.url);
  const home = await openHome({
    data: flags.data,
    rehearsal: flags.rehearsal,
    now: flags.now,
    url: flags.url,
    standby: flags.standby,
    secondFactor: factorRuleOf(env.HONGBANG_SECOND_FACTOR),
    scanner: env.HONGBANG_CLAMD ? openClamd(env.HONGBANG_CLAMD) : undefined,
    sms: openSms(smsSettingsFrom(env)),
    mailer: robot === undefined ? mailer : withChannel(mailer, robot, log),
    log,
  });
  try {
    const root = await firstSteps(home);
    const proxies = env.TRUSTED_PROXIES ?? '';
    const scanner = env.HONGBANG_CLAMD ?? '';
    await home.deps.table.put({ ...keys.served(), url: flags.url, proxies, scanner });
    const app = makeApp({
      deps: home.deps,
      root: root.org,
      isTrusted: trustedProxies(env.TRUSTED_PROXIES),
      calls: callLimits(env.HONGBANG_CALLS),
      ...(home.advanceClock !== undefined && { advanceClock: home.advanceClock }),
      settled: home.database.settled,
    });
    const server = await listen(app.fetch, flags.port);
    say(`红榜 Hongbang：${flags.url}`);
    if (!flags.demo && root.signIn !== undefined)
      say(`管理员一次性登录链接 / one-time administrator sign-in:\n  ${flags.url}${root.signIn}`);
    const close = async () => {
      await new Promise((done) => server.close(done));
      await home.close();
    };
    return { home, app, flags, root: root.org, close };
  } catch (error) {
    await home.close();
    throw error;
  }
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  port: number,
): Promise<ReturnType<typeof serve>> {
  return new Promise((done, reject) => {
    const server = serve({ fetch, port, hostname: '127.0.0.1' }, () => done(server));
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(
        error.code === 'EADDRINUSE'
          ? conflict(
              'port-in-use',
              `端口 ${port} 已被占用。请用 --port 换一个端口，或先停止占用它的程序。`,
              `Port ${port} is in use. Choose another with --port, or stop the program that uses it.`,
            )
          : error,
      );
    });
  });
}

/** The command: runs until Ctrl-C; a problem is told in both languages and ends with code 1. */
export async function run(args: readonly string[]): Promise<void> {
  try {
    const running = await start(args, process.env);
    const stop = () => {
      running.close().then(
        () => process.exit(0),
        (error: unknown) => {
          sayProblem(error);
          process.exit(1);
        },
      );
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    if (running.flags.demo) await demo(running.home, running.root, running.flags.url);
  } catch (error) {
    sayProblem(error);
    process.exit(1);
  }
}

/** Plays the demo once; a folder where it was played already is only served. */
async function demo(home: Home, root: string, url: string): Promise<void> {
  const played = await home.deps.table.get({ pk: 'HOME', sk: 'DEMO' }, { consistent: true });
  if (played !== undefined) {
    say('演示已播放过，数据仍在。/ The demo was played before; its data is served.');
    return;
  }
  let n = 0;
  const tell: Narrator = (zh, page) =>
    say(`[${String(++n).padStart(2)}] ${zh}${page === undefined ? '' : `\n     ${url}${page}`}`);
  const people = await playDemo(home, root, tell);
  await playPhases(home, people, tell);
  await home.deps.table.put({ pk: 'HOME', sk: 'DEMO', at: new Date(home.deps.clock()).toISOString() });
  say('演示完毕，服务继续运行；按 Ctrl-C 停止。/ The demo is over; the server goes on, Ctrl-C stops it.');
  say('可用下列一次性链接登录（12 小时内有效）/ one-time sign-in links, good for 12 hours:');
  const again = await firstSteps(home);
  say(`  系统管理员 administrator: ${url}${again.signIn}`);
  for (const [who, member] of [
    ['芙蓉区妇联 district federation', people.district.administrator],
    ['长沙市妇联 city federation', people.city.administrator],
    ['定王台街道填报员 clerk of a street', people.clerks[0]!],
    ['审核员 reviewer', people.district.reviewers[0]!],
    ['评委 panellist who has not marked yet', people.district.panel[3]!],
  ] as const)
    say(`  ${who}: ${url}${await createAdminLink(home.deps, member.id)}`);
}
