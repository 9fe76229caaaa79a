/** The pages of a person's own: home, signing in and out, tokens, help. */
import { Hono } from 'hono';
import type { Env, Web } from '../context.ts';
import { guidancePages } from './guidance.tsx';
import { homePage } from './home.tsx';
import { signInPages } from './sign-in.tsx';
import { tokenPages } from './tokens.tsx';

/** Mounted at '/'. */
export function accountPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const group of [homePage, signInPages, tokenPages, guidancePages]) app.route('/', group(web));
  return app;
}
