/** The log of one machine: one JSON line an event, codes and ids only, to a file in the data folder and errors to the terminal. */
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Log } from '#local/database/database.ts';

const largest = 10 * 1024 * 1024;
const alarming = /failed|stuck|died|stalled|nobody/;

/** Opens the log file; at 10 MB it is kept once as `.1` and begun anew. */
export function makeLog(file: string): Log {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  return (code, fields = {}) => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), code, ...fields })}\n`;
    try {
      if (existsSync(file) && statSync(file).size > largest) renameSync(file, `${file}.1`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
    if (alarming.test(code)) process.stderr.write(line);
  };
}
