/** The pages of those who nominate: what is open, the form, the record, import. */
import { Hono } from 'hono';
import type { Env, Web } from '../context.ts';
import { directPages } from './direct.tsx';
import { editPages } from './edit.tsx';
import { erasePages } from './erase.tsx';
import { filePages } from './files.tsx';
import { importPages } from './import.tsx';
import { importResultPages } from './import-result.tsx';
import { listPages } from './list.tsx';
import { openPages } from './open.tsx';
import { previewPages } from './preview.tsx';
import { printPages } from './print.tsx';
import { recordPages } from './record.tsx';
import { stampedPages } from './stamped.tsx';
import { startPages } from './start.tsx';

/** Mounted at '/'. */
export function unitPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  // `/nominations/new` before `/nominations/<id>`.
  const groups = [
    openPages,
    startPages,
    listPages,
    editPages,
    previewPages,
    filePages,
    directPages,
    importPages,
    importResultPages,
    printPages,
    stampedPages,
    erasePages,
    recordPages,
  ];
  for (const group of groups) app.route('/', group(web));
  return app;
}
