/** A time of day as people type it: 9:00, 15：00, 9点, 下午3点半, 15时30分. */

const written =
  /^(凌晨|早上|上午|中午|下午|晚上|[ap]m)?(\d{1,2})(?::(\d{2})(?::00)?|[点时](?:(半)|(\d{1,2})分?)?整?)$/iu;

/** `HH:mm`, or undefined for what is no time of day. */
export function readTime(typed: string): string | undefined {
  const found = written.exec(typed.normalize('NFKC').replace(/\s/gu, ''));
  if (found === null) return undefined;
  const [, part = '', hours, minutes, half, spoken = '0'] = found;
  const isLater = /^(下午|晚上|pm)$/iu.test(part) || (part === '中午' && Number(hours) < 11);
  const isMidnight = /^(凌晨|am)$/iu.test(part) && Number(hours) === 12;
  const hour = isMidnight ? 0 : Number(hours) + (isLater && Number(hours) < 12 ? 12 : 0);
  const minute = Number(minutes ?? (half === undefined ? spoken : 30));
  return hour > 23 || minute > 59
    ? undefined
    : `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}
