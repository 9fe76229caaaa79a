/** Routes of files that come with an answer: stamped replies of departments, photographs of visits. */
import * as z from 'zod';
import { mimes } from '#actions/files/attachment-content.ts';
import { scanCode } from '#actions/files/files-input.ts';
import { issueCode, keepScan, matchScan } from '#actions/files/stamped-pages.ts';
import { addStepFile, minutesRule, photoRule, readStepFile, replyRule } from '#actions/files/step-files.ts';
import { atFile, routesOf } from '#web/api/route.ts';
import { attachment } from '#web/nomination/nomination-shapes.ts';

const ofCandidacies = routesOf('candidacies');
const ofNominations = routesOf('nominations');

const body = z.strictObject({ file: z.file() });
const bytesOf = async (file: File) => new Uint8Array(await file.arrayBuffer());

export const stepFileRoutes = [
  ofCandidacies.post({
    path: '/api/rounds/{round}/steps/{step}/replies',
    id: 'addStampedReply',
    needs: 'write',
    status: 201,
    multipart: true,
    summary: {
      zh: '上传盖章回函（PDF、JPG、PNG），再在答复中以 reply 引用',
      en: 'Upload a stamped reply; answers then name it as `reply`',
    },
    body,
    faultAt: atFile,
    answer: attachment,
    handle: async (deps, actor, { params, body: { file } }) =>
      addStepFile(deps, actor, params, replyRule, await bytesOf(file), file.name),
  }),
  ofCandidacies.post({
    path: '/api/rounds/{round}/candidacies/{nomination}/steps/{step}/photos',
    id: 'addVisitPhoto',
    needs: 'write',
    status: 201,
    multipart: true,
    summary: {
      zh: '上传实地评估照片（JPG、PNG），再在评估结论中以 photos 引用',
      en: 'Upload a photograph of a visit; the record of the visit then names it in `photos`',
    },
    body,
    faultAt: atFile,
    answer: attachment,
    handle: async (deps, actor, { params, body: { file } }) =>
      addStepFile(deps, actor, params, photoRule, await bytesOf(file), file.name),
  }),
  ofCandidacies.post({
    path: '/api/rounds/{round}/candidacies/{nomination}/steps/{step}/minutes',
    id: 'addAppraisalMinutes',
    needs: 'write',
    status: 201,
    multipart: true,
    summary: {
      zh: '上传群众评议记录（PDF、JPG、PNG），再在登记时以 minutes 引用',
      en: 'Upload the minutes of a mass appraisal; its record then names them as `minutes`',
    },
    body,
    faultAt: atFile,
    answer: attachment,
    handle: async (deps, actor, { params, body: { file } }) =>
      addStepFile(deps, actor, params, minutesRule, await bytesOf(file), file.name),
  }),
  ofNominations.file({
    path: '/api/nominations/{nomination}/acts/{file}',
    id: 'getActFile',
    needs: 'read',
    summary: {
      zh: '下载盖章回函、实地评估照片或评议记录',
      en: 'Download a stamped reply, a photograph of a visit or minutes',
    },
    answer: { types: replyRule.types.map((type) => mimes[type]!) },
    handle: async (deps, actor, { params }) => {
      const {
        attachment: of,
        bytes,
        disposition,
      } = await readStepFile(deps, actor, params.nomination, params.file);
      return { bytes, disposition, type: of.type };
    },
  }),
  ofNominations.post({
    path: '/api/nominations/{nomination}/stamped-code',
    id: 'issueStampedCode',
    needs: 'write',
    summary: { zh: '本稿盖章页的编码', en: 'The code to print on the page to be stamped' },
    answer: z.object({ code: z.string(), revision: z.int() }),
    handle: (deps, actor, { params }) => issueCode(deps, actor, params.nomination),
  }),
  ofNominations.post({
    path: '/api/stamped',
    id: 'addStampedPage',
    needs: 'write',
    status: 201,
    multipart: true,
    summary: {
      zh: '上传盖章页：code 为页面编码，文件名中有编码的可省略',
      en: 'Upload a stamped page; `code` may be left out when the file name holds it',
    },
    body: scanCode.extend({ file: z.file() }),
    faultAt: atFile,
    answer: z.object({
      nomination: z.string(),
      name: z.string(),
      revision: z.int(),
      round: z.string(),
      file: attachment,
    }),
    handle: async (deps, actor, { body: { file, code } }) => {
      const kept = await keepScan(deps, actor, await bytesOf(file), { name: file.name, code });
      const { page, name } = await matchScan(deps, actor, { file: kept.file.id, code });
      return { ...page, name };
    },
  }),
];
