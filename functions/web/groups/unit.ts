/** The pages of those who nominate: what is open, the form, the record, import. */

import { directPages } from '#web/files/direct.tsx';
import { filePages } from '#web/files/files.tsx';
import { sheetSlotPages } from '#web/files/sheet-slots.ts';
import { stampedPages } from '#web/files/stamped.tsx';
import { together } from '#web/frame/mounting.ts';
import { editPages } from '#web/nomination/edit.tsx';
import { formPaperPages } from '#web/nomination/form-paper.tsx';
import { importPages } from '#web/nomination/import.tsx';
import { importResultPages } from '#web/nomination/import-result.tsx';
import { listPages } from '#web/nomination/my-nominations.tsx';
import { previewPages } from '#web/nomination/preview.tsx';
import { printPages } from '#web/nomination/print.tsx';
import { recordPages } from '#web/nomination/record.tsx';
import { startPages } from '#web/nomination/start.tsx';
import { submitImportedPages } from '#web/nomination/submit-imported.tsx';
import { submittedPages } from '#web/nomination/submitted.tsx';
import { openPages } from '#web/programme/open.tsx';
import { erasePages } from '#web/trust/erase.tsx';

/** Mounted at '/'; `/nominations/new` before `/nominations/<id>`. */
export const unitPages = together([
  openPages,
  startPages,
  listPages,
  editPages,
  previewPages,
  submittedPages,
  filePages,
  directPages,
  importPages,
  importResultPages,
  submitImportedPages,
  printPages,
  formPaperPages,
  stampedPages,
  sheetSlotPages,
  erasePages,
  recordPages,
]);
