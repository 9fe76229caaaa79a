/** Where an honour stands after its grant, in words. */
import { type Text, text } from '#domain/problem.ts';

export const honourStatuses = [
  'valid',
  'underReview',
  'rectifying',
  'revoked',
  'annulled',
  'expired',
] as const;
export type HonourStatus = (typeof honourStatuses)[number];

export const honourStatusWords: Readonly<Record<HonourStatus, Text>> = {
  valid: text('有效', 'Valid'),
  underReview: text('复核中', 'Under review'),
  rectifying: text('限期整改', 'To be put right by a date'),
  revoked: text('已撤销', 'Revoked'),
  annulled: text('已作废', 'Annulled'),
  expired: text('已过届期', 'Term ended'),
};
