/** How a notice stands for its readers on a given day; derived from its record, not stored. */
import { type Text, text } from '#domain/problem.ts';

export const noticeStates = ['planned', 'open', 'suspended', 'ended', 'takenDown'] as const;
export type NoticeState = (typeof noticeStates)[number];

export const noticeStateWords: Readonly<Record<NoticeState, Text>> = {
  planned: text('待公示', 'Planned'),
  open: text('公示中', 'Open'),
  suspended: text('公示中止', 'Suspended'),
  ended: text('公示期满', 'Ended'),
  takenDown: text('已撤下', 'Taken down'),
};
