/** How far a tranche may be. */
import { type Text, text } from '#domain/problem.ts';

export const trancheStates = ['running', 'done'] as const;

/** How far a tranche is. */
export const trancheStateWords: Readonly<Record<(typeof trancheStates)[number], Text>> = {
  running: text('办理中', 'In progress'),
  done: text('已办结', 'Completed'),
};
