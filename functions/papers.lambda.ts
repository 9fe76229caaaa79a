/** The papers function: makes one paper for the web and lays it into the bucket, from where the browser gets it. */
import { randomBytes } from 'node:crypto';
import { openFiles } from '#aws/files.ts';
import { openHome } from '#aws/home.ts';
import { once } from '#aws/once.ts';
import type { StoredPaper } from '#aws/papers.ts';
import { prefixes } from '#aws/prefixes.ts';
import { readSettings } from '#aws/settings.ts';
import { makePaper } from './papers.ts';
import type { PaperRequest } from './ports.ts';

const open = once(async () => {
  const settings = readSettings('papers', process.env);
  const files = openFiles(settings.FILES_BUCKET);
  // Making a paper changes nothing, so nothing is left to be handed over.
  const home = await openHome(settings, { files, handOver: () => async () => {} });
  return { home, files };
});

export async function handler(event: PaperRequest): Promise<StoredPaper> {
  const { home, files } = await open();
  return home.invocation(async () => {
    const { name, type, bytes } = await makePaper(home.deps, event);
    const key = `${prefixes.papers}${randomBytes(16).toString('hex')}`;
    await files.put(key, bytes, type);
    return { key, name, type };
  });
}
