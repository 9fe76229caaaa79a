/** A channel beside e-mail: a group robot of 企业微信 says that letters went out. It says how many and where, never to whom or what. */
import { memberOf } from '#domain/members.ts';
import { invalid } from '#domain/problem.ts';
import type { Log } from '#local/database/database.ts';
import type { Mailer } from '#ports';

/** Letters of this time are told of together: a robot may speak twenty times a minute, and nobody reads that. */
const gatherMs = 5 * 60_000;
const answerMs = 10_000;

export interface Channel {
  /** Says that so many letters went out. Rejects when it could not: then it is said with the next ones. */
  tell(letters: number): Promise<void>;
}

/**
 * The robot whose address is in the environment (`WECOM_ROBOT_URL`); undefined without one.
 * @throws Problem invalid `robot-settings`.
 */
export function openRobot(
  env: Readonly<Record<string, string | undefined>>,
  site: string,
): Channel | undefined {
  const given = env.WECOM_ROBOT_URL?.trim() ?? '';
  if (given === '') return undefined;
  const url = URL.parse(given);
  const here = url?.hostname === '127.0.0.1';
  if (url === null || (url.protocol !== 'https:' && !here) || !url.searchParams.has('key'))
    throw invalid(
      'robot-settings',
      'WECOM_ROBOT_URL：请填写企业微信群机器人的 Webhook 地址，如 https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
      'WECOM_ROBOT_URL: give the webhook address of a group robot, such as https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…',
    );
  return {
    async tell(letters) {
      const content = `【红榜】系统发出 ${letters} 封信函，请有关同志查收邮件并及时办理。${site}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content } }),
        signal: AbortSignal.timeout(answerMs),
        // the address that was set, and no other that it names
        redirect: 'error',
      });
      const said: unknown = await answer.json();
      const code = memberOf(said, 'errcode');
      if (!answer.ok || code !== 0) throw new Error(`status ${answer.status}, errcode ${String(code)}`);
    },
  };
}

export interface ToldMailer extends Mailer {
  /** Says now what waits. */
  flush(): Promise<void>;
}

/** A mailer whose letters are told of by a channel too, some minutes later and together; mail never waits for it. */
export function withChannel(mailer: Mailer, channel: Channel, log: Log, everyMs = gatherMs): ToldMailer {
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const letters = waiting;
    if (letters === 0) return;
    waiting = 0;
    try {
      await channel.tell(letters);
    } catch (error) {
      waiting += letters;
      log('channel-failed', { error: error instanceof Error ? error.name : 'unknown' });
      soon();
    }
  };
  const soon = (): void => {
    timer ??= setTimeout(() => void flush(), everyMs);
    timer.unref();
  };
  return {
    kind: mailer.kind,
    async send(mail) {
      await mailer.send(mail);
      waiting++;
      soon();
    },
    flush,
  };
}
