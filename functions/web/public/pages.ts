/** The pages for everybody: notices, objections, the roll of honour, certificates, open data. */
import { Hono } from 'hono';
import type { Env, Web } from '../context.ts';
import { certificatePages } from './certificates.tsx';
import { listPages } from './list.tsx';
import { noticePages } from './notices.tsx';
import { objectingPages } from './objecting.tsx';
import { openDataPages } from './open-data.tsx';
import { receiptPages } from './receipts.tsx';
import { rollPages } from './roll.tsx';

/** Mounted at '/'. */
export function publicPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const group of [
    noticePages,
    objectingPages,
    receiptPages,
    openDataPages,
    rollPages,
    listPages,
    certificatePages,
  ])
    app.route('/', group(web));
  return app;
}
