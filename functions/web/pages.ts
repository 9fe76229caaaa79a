/** Every group of pages, in the order in which they are mounted. */
import type { Hono } from 'hono';
import { accountPages } from './account/pages.ts';
import { apiPages } from './api/pages.tsx';
import type { Env, Web } from './context.ts';
import { unitPages } from './unit/pages.ts';
import { workPages } from './work/pages.ts';

export const pages: readonly ((web: Web) => Hono<Env>)[] = [accountPages, unitPages, workPages, apiPages];
