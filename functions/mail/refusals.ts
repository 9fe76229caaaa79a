/** What a mail server said when it did not take a mail: whether for good, and its words without anybody's address. */

import { memberOf } from '#domain/members.ts';

const longest = 300;

/** The server's own words; undefined when it said none. Servers quote addresses, which no list may hold. */
export function saidBy(error: unknown): string | undefined {
  const cause = memberOf(error, 'cause');
  const words = [memberOf(error, 'response'), memberOf(cause, 'response'), memberOf(cause, 'message')].find(
    (each) => typeof each === 'string',
  );
  if (words === undefined) return undefined;
  const plain = words.replaceAll(/[^\s<>"'(),;:]+@[^\s<>"'(),;:]+/g, '***').replaceAll(/\s+/g, ' ');
  return Array.from(plain.trim()).slice(0, longest).join('');
}

/**
 * True when the server will never take this mail: a 5xx reply to the recipient or to the mail itself. A 5xx to the
 * password or to the sender is the settings' fault and may be mended.
 */
export function isForGood(error: unknown): boolean {
  const code = Number(memberOf(error, 'responseCode'));
  return code >= 500 && code < 600 && ['RCPT TO', 'DATA'].includes(String(memberOf(error, 'command')));
}

/** Said at a short message, where an answer was lost or its sender died. */
export const unanswered = {
  code: 'sms-unanswered',
  said: '没有答复，可能已发出；请核实后再重发 No answer, it may have gone: ask before you send it again',
} as const;
