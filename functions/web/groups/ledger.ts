/** The pages of the ledger and of the year's report. */
import { Hono } from 'hono';
import type { Env, Web } from '#web/frame/context.ts';
import { ledgerEntryPages } from '#web/honour/entries.tsx';
import { ledgerClaimPages } from '#web/honour/ledger-claims.tsx';
import { ledgerFilePages } from '#web/honour/ledger-files.tsx';
import { ledgerImportPages } from '#web/honour/ledger-imports.tsx';
import { reportPages } from '#web/honour/report.tsx';

/** Mounted at '/'. */
export function ledgerPages(web: Web): Hono<Env> {
  const app = new Hono<Env>();
  for (const group of [ledgerFilePages, ledgerEntryPages, ledgerClaimPages, ledgerImportPages, reportPages])
    app.route('/', group(web));
  return app;
}
