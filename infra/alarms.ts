/** Every alarm as data: what it means in both languages, and the heading of docs/operations.md that says what to do. */
import type { Text } from '#domain/problem.ts';

const saying = (zh: string, en: string): Text => ({ zh, en });

/** Alarm id → what it says. The id is the anchor in docs/operations.md and the end of the alarm's name. */
export const alarms = {
  'web-errors': saying(
    '网页函数出错：有人看到了错误页',
    'The web function failed: somebody saw an error page',
  ),
  'tasks-errors': saying(
    '流程函数出错：步骤正在重试，或定时任务失败',
    'The tasks function failed: a step is being retried, or a sweep failed',
  ),
  'mail-errors': saying(
    '邮件函数出错：信函稍后重试',
    'The mail function failed: its letters are tried again later',
  ),
  'papers-errors': saying(
    '文书函数出错：有人未能下载表格',
    'The papers function failed: somebody did not get a paper',
  ),
  'function-throttled': saying(
    '函数并发达到账户上限，请求被拒',
    "Invocations were refused: the account's limit of concurrent executions is reached",
  ),
  'function-slow': saying(
    '函数运行时间接近上限，可能被中断',
    'A function runs close to its time limit and may be cut off',
  ),
  'api-errors': saying('接口返回 5xx 错误的比例过高', 'Too many answers of the API are 5xx'),
  'api-slow': saying('页面响应缓慢', 'Pages answer slowly'),
  'sweep-lag': saying('到期事项积压', 'What is due waits too long'),
  'sweep-stopped': saying(
    '定时任务停止运行：到期事项和信函都不再处理',
    'A sweeper does not run: what is due, or letters, are not looked at',
  ),
  'sweep-failed': saying('个别到期事项反复失败', 'Some of what is due fails again and again'),
  'executions-throttled': saying(
    '流程状态转换达到账户配额',
    "State transitions are throttled by the account's quota",
  ),
  'table-throttled': saying('数据表请求被限流', 'Requests to a table were throttled'),
  'letters-held': saying(
    'SES 尚未开通或暂停发信，信函暂存，开通后自动发出',
    'SES is not set up or has paused sending; letters wait and go by themselves afterwards',
  ),
  'letters-failed': saying('有信函发送失败，已放弃重试', 'Letters failed for good and are not tried again'),
  'mail-reputation': saying(
    '退信率或投诉率过高，SES 可能停止发信',
    'Too many bounces or complaints: SES may stop sending for this account',
  ),
  'mail-dead-letters': saying(
    '邮件函数多次失败，请求进入死信队列',
    'Requests that the mail function failed on repeatedly lie in the dead-letter queue',
  ),
  'event-dead-letters': saying(
    '定时任务或事件未能送达，进入死信队列',
    'Sweeps or events that could not be delivered lie in the dead-letter queue',
  ),
} as const satisfies Readonly<Record<string, Text>>;

export type AlarmId = keyof typeof alarms;
