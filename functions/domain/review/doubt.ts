/** What only a person can tell: questions to the reviewer, and her yes or no as it is kept. */
import { cut } from '#domain/characters.ts';
import { type Text, text } from '#domain/problem.ts';

export interface Doubt {
  /** Stays the same while what is asked about reads the same. */
  readonly id: string;
  readonly question: Text;
}

/** Begins the id of a doubt about a credit code; honours have codes of capitals. */
const codeMark = 'credit-code';

/** An id is sent back with the answer, and has room for so much of a title that was typed. */
const longestTitle = 100;
/** The id of a doubt about a typed honour, by how its row is read and its title as it was typed. */
export const honourDoubtId = (
  { code, level, year }: { readonly code: string; readonly level: string; readonly year: number },
  title: string,
): string => [code, level, year, cut(title, longestTitle)].join(' ');
/** The id of a doubt about a credit code that stands in a field. */
export const codeDoubtId = (field: string, code: string): string => [codeMark, field, code].join(' ');

/** A reviewer's answer in words. */
export function doubtSaid(id: string, is: boolean): Text {
  const parts = id.split(' ');
  if (parts[0] === codeMark) {
    const code = parts.slice(2).join(' ');
    return is
      ? text(
          `统一社会信用代码 ${code}：审核人确认与证书一致`,
          `credit code ${code}: the reviewer says it is the one on the certificate`,
        )
      : text(
          `统一社会信用代码 ${code}：审核人确认与证书不一致`,
          `credit code ${code}: the reviewer says it is not the one on the certificate`,
        );
  }
  const title = parts.slice(3).join(' ');
  return is
    ? text(`“${title}”：审核人确认是所问的荣誉`, `"${title}": the reviewer says it is the honour asked about`)
    : text(
        `“${title}”：审核人确认不是所问的荣誉`,
        `"${title}": the reviewer says it is not the honour asked about`,
      );
}
