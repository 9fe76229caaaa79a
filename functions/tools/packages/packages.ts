/** `npm run licences`: every package that runs in production, direct and brought along, with its licence; fails on one that is unknown or copyleft. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { command, readCommand } from '#local/commands/attach.ts';
import { say } from '#local/say.ts';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
      dependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

/** Licences that ask for no more than their text and names. OFL is the fonts'. */
const free = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'OFL-1.1'];

/** Packages whose description names no licence, with what the file beside it says. */
const unsaid: Readonly<Record<string, string>> = { 'png-js': 'MIT' };

export interface Used {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** Named by this project itself. */
  readonly direct: boolean;
  readonly isFree: boolean;
}

/** What a lock file brings into production, by name. */
export function packagesIn(lock: unknown): readonly Used[] {
  const { packages } = lockSchema.parse(lock);
  const direct = new Set(Object.keys(packages['']?.dependencies ?? {}));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && dev !== true && devOptional !== true)
    .map(([path, { version = '', license }]) => {
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      const licence = license ?? unsaid[name] ?? '';
      const parts = licence.replace(/[()]/g, '').split(/ (?:AND|OR) /);
      const isFree = licence.includes(' OR ')
        ? parts.some((part) => free.includes(part))
        : parts.every((part) => free.includes(part));
      return { name, version, licence, direct: direct.has(name), isFree };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The command: exit code 1 when a licence is unknown, or wants more than its text. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags } = readCommand(args, { json: 'boolean' } as const, 'npm run licences -- --json');
    const used = packagesIn(JSON.parse(readFileSync('package-lock.json', 'utf8')));
    const refused = used.filter(({ isFree }) => !isFree);
    if (flags.json) say(JSON.stringify(used));
    else
      for (const { name, version, licence, direct, isFree } of used)
        say(`${isFree ? '✓' : '✗'} ${direct ? '*' : ' '} ${name} ${version}  ${licence || '？'}`);
    if (!flags.json)
      say(
        `${refused.length === 0 ? '✓' : '✗'} ${used.length} 个包（* 为直接依赖），${refused.length} 个许可证不明或不可用 / ${used.length} packages, ${refused.length} with a licence that is unknown or not free enough`,
      );
    return refused.length === 0 ? 0 : 1;
  });
