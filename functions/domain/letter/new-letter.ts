/** A letter as an action writes it: due at once, or when it says. */
import type { Letter } from './letter-record.ts';

export type NewLetter = Omit<Letter, 'createdAt' | 'dueAt' | 'attempts'> & Partial<Pick<Letter, 'dueAt'>>;

/** The record of a letter that is queued at an instant; nobody has tried to send it. */
export const newLetter = (now: string, letter: NewLetter): Letter => ({
  ...{ createdAt: now, dueAt: now, attempts: 0 },
  ...letter,
});
