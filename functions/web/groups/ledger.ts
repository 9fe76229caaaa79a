/** The pages of the ledger and of the year's report. */
import { together } from '#web/frame/mounting.ts';
import { ledgerEntryPages } from '#web/honour/entries.tsx';
import { ledgerClaimPages } from '#web/honour/ledger-claims.tsx';
import { ledgerFilePages } from '#web/honour/ledger-files.tsx';
import { ledgerImportPages } from '#web/honour/ledger-imports.tsx';
import { reportPages } from '#web/honour/report.tsx';

/** Mounted at '/'. */
export const ledgerPages = together([
  ledgerFilePages,
  ledgerEntryPages,
  ledgerClaimPages,
  ledgerImportPages,
  reportPages,
]);
