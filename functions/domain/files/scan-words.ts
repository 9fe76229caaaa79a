/** What is said beside a file that nobody may use: not judged yet, or found infected. */
import { type Text, text } from '#domain/problem.ts';

export const scanWords: Readonly<Record<'waiting' | 'infected', Text>> = {
  waiting: text('正在检查病毒，暂不能打开', 'being checked for viruses; it cannot be opened yet'),
  infected: text('发现病毒，已删去', 'a virus was found in it, and it was removed'),
};
