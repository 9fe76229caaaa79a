/** How a paper goes out: as a download from here, or from the bucket by an address that soon ends. */
import type { Paper } from '#ports';
import type { Ctx } from './context.ts';

const disposition = (plain: string, name: string): string =>
  `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;

/** A file name in Chinese, with a plain one for old programs (RFC 6266). */
export const named = (c: Ctx, plain: string, name: string): void =>
  c.header('content-disposition', disposition(plain, name));

/** A paper as the API answers it. */
export const paperAnswer = (paper: Paper) =>
  'url' in paper
    ? paper
    : { bytes: paper.bytes, type: paper.type, disposition: disposition(paper.plain, paper.name) };

/** Answers with a paper, always as a download. */
export function sendPaper(c: Ctx, paper: Paper): Response {
  if ('url' in paper) return c.redirect(paper.url);
  named(c, paper.plain, paper.name);
  return c.body(Uint8Array.from(paper.bytes), 200, { 'content-type': paper.type });
}
