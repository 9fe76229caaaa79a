/** Every group of pages, in the order in which they are mounted. */
import type { Hono } from 'hono';
import { accountPages } from './account/pages.ts';
import { apiPages } from './api/pages.tsx';
import type { Env, Web } from './context.ts';
import { deskPages } from './desk/pages.ts';
import { honourManagement } from './honours/manage.tsx';
import { ledgerPages } from './ledger/pages.ts';
import { paperPages } from './papers/pages.tsx';
import { publicPages } from './public/pages.ts';
import { setupPages } from './setup/pages.ts';
import { unitPages } from './unit/pages.ts';
import { workPages } from './work/pages.ts';

export const pages: readonly ((web: Web) => Hono<Env>)[] = [
  accountPages,
  unitPages,
  workPages,
  deskPages,
  setupPages,
  apiPages,
  publicPages,
  honourManagement,
  ledgerPages,
  paperPages,
];
