/** Routes of attachments 附件: upload to a draft or to a returned nomination, and download. */
import * as z from 'zod';
import { addAttachment, readAttachment } from '#actions/attachments.ts';
import { attachment } from './nomination-shapes.ts';
import { fileRoute, route } from './route.ts';

export const attachmentRoutes = [
  route({
    method: 'post',
    path: '/api/nominations/{nomination}/attachments',
    id: 'addAttachment',
    tag: 'nominations',
    needs: 'write',
    status: 201,
    multipart: true,
    limited: true,
    summary: { zh: '上传附件（multipart：rule、file）', en: 'Upload a file: form fields rule and file' },
    body: z.strictObject({ rule: z.string().min(1).max(60), file: z.file() }),
    answer: z.object({ attachment, version: z.int() }),
    handle: async (deps, actor, { params, body: { rule, file } }) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return addAttachment(deps, actor, params.nomination, rule, bytes, file.name);
    },
  }),
  fileRoute({
    method: 'get',
    path: '/api/nominations/{nomination}/attachments/{file}',
    id: 'getAttachment',
    tag: 'nominations',
    needs: 'read',
    summary: { zh: '下载附件', en: 'Download a file' },
    handle: async (deps, actor, { params }) => {
      const {
        attachment: file,
        bytes,
        disposition,
      } = await readAttachment(deps, actor, params.nomination, params.file);
      return { bytes, disposition, type: file.type };
    },
  }),
];
