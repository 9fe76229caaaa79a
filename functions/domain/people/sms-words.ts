/** What a member may be told by telephone, in words. */
import { type Text, text } from '#domain/problem.ts';
import type { SmsKind } from './mobile.ts';

export const smsWords: Readonly<Record<SmsKind, Text>> = {
  invitation: text('有新待办时', 'When a task waits for me'),
  reminder: text('催办时', 'When I am reminded'),
};
