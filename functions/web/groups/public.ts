/** The pages for everybody: notices, objections, the roll of honour, certificates, open data. */
import { mounting, together } from '#web/frame/mounting.ts';
import { nameRoot } from '#web/frame/publisher.ts';
import { certificatePages } from '#web/honour/certificates.tsx';
import { embedPages } from '#web/honour/embed.tsx';
import { listPages } from '#web/honour/honour-list.tsx';
import { openDataPages } from '#web/honour/open-data.tsx';
import { rollPages } from '#web/honour/roll.tsx';
import { rollNamePages } from '#web/honour/roll-names.tsx';
import { noticePages } from '#web/notice/notices.tsx';
import { objectingPages } from '#web/objection/objecting.tsx';
import { receiptPages } from '#web/objection/receipts.tsx';
import { logoFiles } from '#web/people/organisation-logo.tsx';

const general = [
  ...['/notices', '/honours', '/honours/names', '/honours/of/*', '/open-data', '/check'],
  '/objections/receipt',
];

const parts = together([
  noticePages,
  objectingPages,
  receiptPages,
  openDataPages,
  rollPages,
  rollNamePages,
  listPages,
  certificatePages,
  embedPages,
  logoFiles,
]);

/** Mounted at '/'. */
export const publicPages = mounting((pages, web) => {
  // Of no federation in particular: those of one say so themselves.
  for (const path of general)
    pages.use(path, async (c, next) => {
      await nameRoot(web, c);
      await next();
    });
  pages.route('/', parts(web));
});
