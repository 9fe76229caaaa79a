/** `npm run programmes`: the presets with their levels, each read and checked as a programme of next year. */

import { categoryWords } from '#domain/honour/ledger.ts';
import { levelWords } from '#domain/level.ts';
import { Problem } from '#domain/problem.ts';
import { presetToProgramme } from '#domain/programme/preset.ts';
import { programmeKindWords } from '#domain/programme/programme-kinds.ts';
import { say } from '#local/say.ts';
import { presetData, presetNames } from '#web/programme/presets.ts';
import { command, readCommand } from './attach.ts';

/** One line of a preset: code, title, category, kind, levels; or its first fault. */
function lineOf(name: string): { readonly sound: boolean; readonly line: string } {
  try {
    const { code, title, category, kind, stages } = presetToProgramme(presetData(name), {
      edition: String(new Date().getFullYear() + 1),
    });
    const levels = stages.map(({ level }) => levelWords[level].zh).join('、');
    const parts = [title.zh, categoryWords[category].word.zh, programmeKindWords[kind].zh, levels];
    return { sound: true, line: `✓ ${code} ${parts.join(' · ')}` };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return { sound: false, line: `✗ ${name}.yaml: ${error.text.zh} / ${error.text.en}` };
  }
}

/** The command; code 1 when a preset is no valid programme. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    readCommand(args, {}, 'npm run programmes');
    const lines = presetNames.map(lineOf);
    for (const { line } of lines) say(line);
    return lines.every(({ sound }) => sound) ? 0 : 1;
  });
