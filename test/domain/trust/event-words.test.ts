import { glob, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { conclusionEvents } from '#domain/step-kinds.ts';
import { type EventName, eventWords } from '#domain/trust/event-words.ts';

const names = Object.keys(eventWords) as EventName[];

describe('an event of the audit trail', () => {
  it.each(names)('%s has words in both languages', (name) => {
    const { zh, en } = eventWords[name];
    expect(zh).toMatch(/^[\p{Script=Han}，]+$/u);
    expect(en).toMatch(/^[A-Z][a-z :,-]+$/i);
  });

  it('has no words that no action writes', async () => {
    const sources: string[] = [];
    for await (const file of glob('functions/{actions,store}/**/*.ts'))
      sources.push(await readFile(file, 'utf8'));
    const code = sources.join('\n');
    // Some are put together of their subject and what was answered: `task.${outcome}`.
    const built = new Set([...code.matchAll(/`(\w+)\.\$\{/g)].map((match) => match[1]));
    for (const name of Object.keys(conclusionEvents)) built.add(name.split('.')[0]);
    const unwritten = names.filter((name) => !code.includes(`'${name}'`) && !built.has(name.split('.')[0]));
    expect(unwritten).toEqual([]);
  });
});
