/** How a paper goes out: as a download from here, or from the bucket by an address that soon ends. */
import type { Ctx } from './context.ts';

export const docxType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
export const pdfType = 'application/pdf';

/** A file name in Chinese, with a plain one for old programs (RFC 6266). */
const dispositionOf = (name: string, plain: string): string =>
  `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`;
export const named = (c: Ctx, plain: string, name: string): void =>
  c.header('content-disposition', dispositionOf(name, plain));

/** A paper that is given out: its bytes, a large one piece by piece, or its address. */
type Sent =
  | { readonly url: string }
  | {
      readonly name: string;
      readonly plain: string;
      readonly type: string;
      readonly bytes: Uint8Array | ReadableStream<Uint8Array>;
    };

/** What a paper says, for a page that shows it. */
export const writtenIn = (bytes: Uint8Array | ReadableStream<Uint8Array>): string | Promise<string> =>
  bytes instanceof Uint8Array ? Buffer.from(bytes).toString('utf8') : new Response(bytes).text();

/** A text that is made as it is read: only what the reader asked for is in memory. */
export function written(parts: AsyncGenerator<string, void>): ReadableStream<Uint8Array> {
  const utf8 = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await parts.next();
        if (done === true) controller.close();
        else controller.enqueue(utf8.encode(value));
      },
      async cancel() {
        await parts.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** Answers with a paper, always as a download. */
export function sendPaper(c: Ctx, paper: Sent): Response {
  if ('url' in paper) return c.redirect(paper.url);
  named(c, paper.plain, paper.name);
  const body = paper.bytes instanceof Uint8Array ? Uint8Array.from(paper.bytes) : paper.bytes;
  return c.body(body, 200, { 'content-type': paper.type });
}

/** A paper as a route of the API answers it. */
export const paperAnswer = (paper: Sent) =>
  'url' in paper
    ? paper
    : { bytes: paper.bytes, type: paper.type, disposition: dispositionOf(paper.name, paper.plain) };
