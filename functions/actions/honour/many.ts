/** An act with many titles at once: what went well is done, what was refused is told beside its title. */
import { again } from '#actions/write.ts';
import { demandEachOnce } from '#domain/input.ts';
import { Problem, type Text, text } from '#domain/problem.ts';
import { isConflict } from '#store/table.ts';

export interface Many {
  readonly done: number;
  /** Titles with which it was not done, each with why. */
  readonly refused: readonly { readonly title: string; readonly code: string; readonly text: Text }[];
}

/** Does an act with each title; of one alone a refusal is thrown, of many it is told beside the title. */
export async function withEach(
  titles: readonly string[],
  work: (title: string) => Promise<unknown>,
): Promise<Many> {
  demandEachOnce('titles', titles);
  const refused: Many['refused'][number][] = [];
  for (const title of titles)
    try {
      await again(() => work(title));
    } catch (error) {
      if (titles.length === 1 || !(error instanceof Problem || isConflict(error))) throw error;
      refused.push(
        error instanceof Problem
          ? { title, code: error.code, text: error.text }
          : {
              title,
              code: 'honour-changed',
              text: text('刚有变动，请再办一次', 'It has just changed; do it again'),
            },
      );
    }
  return { done: titles.length - refused.length, refused };
}
