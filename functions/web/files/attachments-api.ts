/** Routes of attachments 附件: upload to a draft or to a returned nomination, and download. */
import * as z from 'zod';
import { mimes } from '#actions/files/attachment-content.ts';
import { addAttachment, openAttachment } from '#actions/files/attachments.ts';
import { confirmUpload, openUpload } from '#actions/files/direct-uploads.ts';
import { slotConfirmation, slotRequest } from '#actions/files/files-input.ts';
import { atFile, routesOf } from '#web/api/route.ts';
import { attachment } from '#web/nomination/nomination-shapes.ts';

const ofNominations = routesOf('nominations');

/** What is told of a file before it is sent is its name. */
const atSlot = (field: string): string => (atFile(field) === 'file' ? 'name' : field);

export const attachmentRoutes = [
  ofNominations.post({
    path: '/api/nominations/{nomination}/attachments',
    id: 'addAttachment',
    needs: 'write',
    status: 201,
    multipart: true,
    summary: { zh: '上传附件（multipart：rule、file）', en: 'Upload a file: form fields rule and file' },
    body: z.strictObject({ rule: z.string().min(1).max(60), file: z.file() }),
    faultAt: atFile,
    answer: z.object({ attachment, version: z.int() }),
    handle: async (deps, actor, { params, body: { rule, file } }) => {
      const bytes = new Uint8Array(await file.arrayBuffer());
      return addAttachment(deps, actor, params.nomination, rule, bytes, file.name);
    },
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/uploads',
    id: 'openUpload',
    needs: 'write',
    status: 201,
    summary: {
      zh: '云端直传：取得上传表单（按 fields 逐项、最后加 file，POST 到 url）',
      en: 'In the cloud: a form to post a large file with, all fields first, then the file as `file`',
    },
    body: slotRequest,
    faultAt: atSlot,
    example: { rule: 'photos', name: '全家福.jpg' },
    answer: z.object({
      id: z.string(),
      url: z.string(),
      fields: z.record(z.string(), z.string()),
    }),
    handle: async (deps, actor, { params, body }) => {
      const { slot, form } = await openUpload(deps, actor, params.nomination, body);
      return { id: slot.id, ...form };
    },
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/uploads/{upload}',
    id: 'confirmUpload',
    needs: 'write',
    status: 201,
    summary: {
      zh: '云端直传：确认已传到的文件；重复确认结果相同',
      en: 'In the cloud: take the file that was sent; repeating it gives the same',
    },
    body: slotConfirmation,
    faultAt: atSlot,
    example: {},
    answer: z.object({ attachment, version: z.int() }),
    handle: (deps, actor, { params, body }) =>
      confirmUpload(deps, actor, params.nomination, params.upload, body),
  }),
  ofNominations.file({
    path: '/api/nominations/{nomination}/attachments/{file}',
    id: 'getAttachment',
    needs: 'read',
    summary: { zh: '下载附件', en: 'Download a file' },
    answer: { types: Object.values(mimes) },
    handle: async (deps, actor, { params }) => {
      const found = await openAttachment(deps, actor, params.nomination, params.file);
      if ('url' in found) return found;
      const { attachment: file, bytes, disposition } = found;
      return { bytes, disposition, type: file.type };
    },
  }),
];
