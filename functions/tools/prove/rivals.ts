/** `npm run prove -- --rivals`: many who want the same thing in the same moment, and what became of it. */
import { say } from '#local/say.ts';
import { compete, type RivalSizes } from '../../../test/proof/rivals.ts';

/** Says of each thing who wanted it, what they were told, and what was wrong; true when nothing was. */
export async function proveRivals(sizes: RivalSizes): Promise<boolean> {
  const found = await compete(sizes);
  for (const { name, rivals, told, wrong, seconds } of found) {
    const mark = wrong.length === 0 ? '✓' : '✗';
    say(`${mark} ${name}: ${rivals} at once, told ${JSON.stringify(told)}, ${seconds.toFixed(1)} s`);
    for (const words of wrong.slice(0, 20)) say(`  ✗ ${words}`);
  }
  return found.every(({ wrong }) => wrong.length === 0);
}
