/** Setting up: organisations and members, programmes, calendar, outbox, audit; mounted together. */
import { Hono } from 'hono';
import type { Env, Web } from '../context.ts';
import { auditPages } from './audit.tsx';
import { calendarPages } from './calendar.tsx';
import { memberPages } from './members.tsx';
import { organisationImportPages } from './organisation-import.tsx';
import { organisationPages } from './organisations.tsx';
import { outboxPages } from './outbox.tsx';
import { programmeEditPages } from './programme-edit.tsx';
import { programmePages } from './programmes.tsx';

const groups = [
  organisationPages,
  organisationImportPages,
  memberPages,
  programmePages,
  programmeEditPages,
  calendarPages,
  outboxPages,
  auditPages,
];

/** All pages of the setup. */
export function setupPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  for (const group of groups) pages.route('/', group(web));
  return pages;
}
