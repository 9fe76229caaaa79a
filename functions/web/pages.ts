/** Every group of pages, in the order in which they are mounted. */
import type { Hono } from 'hono';
import { accountPages } from './account/pages.ts';
import type { Env, Web } from './context.ts';

export const pages: readonly ((web: Web) => Hono<Env>)[] = [accountPages];
