/** The pages for the years after an award: re-checks, revocations, discipline. */
import { Hono } from 'hono';
import type { Env, Web } from '#web/frame/context.ts';
import { revocationPages } from '#web/honour/revocations.tsx';
import { barPages } from '#web/people/bars.tsx';
import { recheckPages } from '#web/recheck/one-recheck.tsx';
import { recheckListPages } from '#web/recheck/rechecks.tsx';

/** Mounted at '/'. */
export function afterPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const group of [recheckListPages, recheckPages, revocationPages, barPages]) app.route('/', group(web));
  return app;
}
