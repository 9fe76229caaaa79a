/** Moves up and down by a grade as pages say them: 2028-03-01 起四星（原五星）. */
import type { Regrading } from '#domain/honour/honour-records.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { type Lang, sayIn, t } from '#web/frame/words.ts';

/** Moves, oldest first, in one line. */
export function regradedSaid(lang: Lang, moves: readonly Regrading[]): string {
  const say = sayIn(lang);
  return moves
    .map(({ from, to, on }) => {
      const [was, is] = [t(lang, titlesSaid(from)), t(lang, titlesSaid(to))];
      return was === ''
        ? say(`${on} 起${is}`, `${is} since ${on}`)
        : say(`${on} 起${is}（原${was}）`, `${is} since ${on} (was ${was})`);
    })
    .join(say('；', '; '));
}
