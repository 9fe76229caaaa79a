/** The pages of a person's own: home, signing in and out, tokens, help. */
import { Hono } from 'hono';
import type { Env, Web } from '#web/frame/context.ts';
import { accountPage } from '#web/people/account.tsx';
import { guidancePages } from '#web/people/guidance.tsx';
import { homePage } from '#web/people/home.tsx';
import { keptPages } from '#web/people/kept.tsx';
import { signInPages } from '#web/people/sign-in.tsx';
import { tokenPages } from '#web/people/tokens.tsx';

/** Mounted at '/'. */
export function accountPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const group of [homePage, signInPages, keptPages, accountPage, tokenPages, guidancePages])
    app.route('/', group(web));
  return app;
}
