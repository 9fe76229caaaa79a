/** Attachments of drafts and nominations: one upload at a time by script, and downloads. */

import { addAttachment, openAttachment } from '#actions/files/attachments.ts';
import type { Download } from '#actions/files/downloads.ts';
import { readStepFile } from '#actions/files/step-files.ts';
import { invalid } from '#domain/problem.ts';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { mounting } from '#web/frame/mounting.ts';
import { one, postedOf } from '#web/frame/posted.ts';
import { beginDraft } from '#web/nomination/opened-draft.ts';

/** A file as a download, from here or by the bucket's address: never shown inside the site, never guessed at by the browser. */
export function sendFile(c: Ctx, file: Download | { readonly url: string }): Response {
  if ('url' in file) return c.redirect(file.url);
  const { attachment, bytes, disposition } = file;
  return c.body(Uint8Array.from(bytes), 200, {
    'content-type': attachment.type,
    'content-disposition': disposition,
    'x-content-type-options': 'nosniff',
    'content-length': String(bytes.length),
  });
}

/** `POST /nominations/<id>/attachments` with `rule` and `file`, answered in JSON; `GET …/files/<file>`. */
export const filePages = mounting((app, { deps }) => {
  app.post('/nominations/:id/attachments', async (c) => {
    const actor = signedIn(c);
    const { body, files } = await postedOf(c);
    const file = files.file?.[0];
    if (file === undefined) throw invalid('file-needed', '请选择要上传的文件。', 'Choose a file to upload.');
    const bytes = new Uint8Array(await file.arrayBuffer());
    await beginDraft(deps, c);
    const { attachment } = await addAttachment(
      deps,
      actor,
      c.req.param('id'),
      one(body, 'rule'),
      bytes,
      file.name,
    );
    return c.json({ id: attachment.id, name: attachment.name, bytes: attachment.bytes }, 201);
  });
  app.get('/nominations/:id/files/:file', async (c) =>
    sendFile(c, await openAttachment(deps, signedIn(c), c.req.param('id'), c.req.param('file'))),
  );
  app.get('/nominations/:id/acts/:file', async (c) =>
    sendFile(c, await readStepFile(deps, signedIn(c), c.req.param('id'), c.req.param('file'))),
  );
});
