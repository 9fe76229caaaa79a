/** By which ways nominations come, and how nominees answer. */
import { type Text, text } from '#domain/problem.ts';

export const channels = ['organisation', 'self', 'other'] as const;
/** By which way a nomination came. */
export const channelWords: Readonly<Record<(typeof channels)[number], Text>> = {
  organisation: text('组织推荐', 'By an organisation'),
  self: text('自荐', 'By oneself'),
  other: text('他荐', 'By another person'),
};

export const consentStates = ['pending', 'given', 'refused'] as const;
/** How the nominee answered. */
export const consentWords: Readonly<Record<(typeof consentStates)[number], Text>> = {
  pending: text('待确认', 'Pending'),
  given: text('已同意', 'Given'),
  refused: text('不同意', 'Refused'),
};
