/** Where an objection stands, in words: every page's dictionary holds them, and needs no more of the rules. */
import { type Text, text } from '#domain/problem.ts';

export const objectionStatuses = ['logged', 'accepted', 'upheld', 'dismissed', 'corrected'] as const;
export type ObjectionStatus = (typeof objectionStatuses)[number];

export const objectionStatusWords: Readonly<Record<ObjectionStatus, Text>> = {
  logged: text('仅登记', 'Logged only'),
  accepted: text('已受理', 'Accepted'),
  upheld: text('异议成立', 'Upheld'),
  dismissed: text('异议不成立', 'Dismissed'),
  corrected: text('更正后维持', 'Corrected'),
};
