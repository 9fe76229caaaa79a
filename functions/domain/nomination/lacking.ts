/** What a draft still lacks before it can be submitted. */
import type { Draft } from './draft-record.ts';

/** How many things a draft still lacks, answers and files (还差 N 项). */
export const lackingIn = ({
  lacks,
  wants,
  attachments,
}: Pick<Draft, 'lacks' | 'wants' | 'attachments'>): number =>
  lacks +
  Object.entries(wants).filter(([id, least]) => attachments.filter(({ rule }) => rule === id).length < least)
    .length;
