/** What a person at the terminal reads. */
import { Problem } from '#domain/problem.ts';

/** Prints a line. */
export const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/** Prints an error in both languages when it is meant for people, with its stack when it is a defect. */
export function sayProblem(error: unknown): void {
  const lines =
    error instanceof Problem
      ? [
          error.text.zh,
          error.text.en,
          ...error.faults.map((one) => `  ${one.field}: ${one.text.zh} / ${one.text.en}`),
        ]
      : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  process.stderr.write(`${lines.join('\n')}\n`);
}
