/** The round desk 评选工作台: every page of it, mounted together. */
import { Hono } from 'hono';
import type { Env, Web } from '../context.ts';
import { candidacyPages } from './candidacy.tsx';
import { endingPages } from './ending.tsx';
import { inboxPages } from './inbox.tsx';
import { intakePages } from './intake.tsx';
import { jobPages } from './jobs.tsx';
import { objectionCasePages } from './objection-case.tsx';
import { objectionEntryPages } from './objection-entry.tsx';
import { objectionPages } from './objections.tsx';
import { pairPages } from './pairs.tsx';
import { panelPages } from './panel.tsx';
import { reassignPages } from './reassign.tsx';
import { roundPages } from './rounds.tsx';
import { settingsPages } from './settings.tsx';
import { shortlistPages } from './shortlist.tsx';
import { stragglerPages } from './stragglers.tsx';
import { tranchePages } from './tranche.tsx';

const groups = [
  roundPages,
  inboxPages,
  candidacyPages,
  shortlistPages,
  tranchePages,
  intakePages,
  settingsPages,
  endingPages,
  panelPages,
  pairPages,
  objectionPages,
  jobPages,
  objectionCasePages,
  objectionEntryPages,
  reassignPages,
  stragglerPages,
];

/** All pages of the desk. */
export function deskPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  for (const group of groups) pages.route('/', group(web));
  return pages;
}
