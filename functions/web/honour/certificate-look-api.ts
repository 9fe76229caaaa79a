/** Routes of how a round's certificates look. */
import * as z from 'zod';
import {
  certificateLook,
  changeBackground,
  changeCertificateLook,
  fieldsOfPlaces,
  lookIn,
  readBackground,
} from '#actions/honour/certificate-look.ts';
import { previewCertificate } from '#actions/honour/certificate-preview.ts';
import { certificateLies } from '#domain/honour/certificate-placing.ts';
import { demand } from '#domain/people/policy.ts';
import type { Round } from '#domain/round/round-record.ts';
import { getRound } from '#store/reads.ts';
import { atFile, routesOf } from '#web/api/route.ts';

const ofRounds = routesOf('rounds');

const look = z.object({
  paper: z.enum(['A4', 'A3']),
  lies: z.enum(certificateLies),
  /** Millimetres of A4 as it lies, sizes in points, by field. */
  places: z.record(z.string(), z.number()),
  background: z.boolean(),
  /** The organisation's seal or logo is printed. */
  emblem: z.boolean(),
  version: z.int(),
});
const shown = (round: Round) => {
  const { paper, lies, places, background, emblem } = lookIn(round);
  return {
    ...{ paper, lies, places: { ...fieldsOfPlaces(places) } },
    ...{ background: background !== undefined, emblem: emblem === true, version: round.version },
  };
};
const example = {
  ...{
    paper: 'A3',
    lies: 'wide',
    titleX: 148.5,
    titleY: 52,
    titleSize: 44,
    nameX: 48,
    nameY: 82,
    nameSize: 24,
  },
  ...{ textX: 48, textY: 100, textSize: 21, codeX: 48, codeY: 146, codeSize: 9 },
  ...{ signX: 208, signY: 158, signSize: 17, version: 1 },
};

export const certificateLookRoutes = [
  ofRounds.get({
    path: '/api/rounds/{round}/certificate',
    id: 'getCertificateLook',
    needs: 'read',
    summary: { zh: '证书样式', en: 'How the certificates look' },
    answer: look,
    handle: async (deps, actor, { params }) => {
      const round = await getRound(deps.table, params.round);
      demand(actor, 'round.read', { orgPath: round.orgPath, state: round.status });
      return shown(round);
    },
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/certificate',
    id: 'setCertificateLook',
    needs: 'admin',
    summary: { zh: '设置证书的纸张和各部分位置', en: 'Set paper and places of the certificates' },
    body: certificateLook,
    example,
    answer: look,
    handle: async (deps, actor, { params, body }) =>
      shown(await changeCertificateLook(deps, actor, { ...body, id: params.round })),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/certificate/preview',
    id: 'previewCertificate',
    needs: 'admin',
    summary: {
      zh: '按给出的样式画一张证书（不保存），并说明哪些部分超出纸张或重叠',
      en: 'Draw a certificate as a look would make it, without saving, and say what reaches beyond the sheet or overlaps',
    },
    body: certificateLook,
    example,
    answer: z.object({
      /** What stands inside of an SVG whose view box has that size, in points. */
      ...{ svg: z.string(), width: z.number(), height: z.number() },
      faults: z.array(z.object({ zh: z.string(), en: z.string() })),
    }),
    handle: async (deps, actor, { params, body }) => {
      const made = await previewCertificate(deps, actor, { ...body, id: params.round });
      const { svg, width, height, faults } = made;
      return { svg, width, height, faults: [...faults] };
    },
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/certificate/background',
    id: 'setCertificateBackground',
    needs: 'admin',
    multipart: true,
    conflicts: true,
    summary: {
      zh: '上传证书底图（JPG、PNG，4 MB 以内）；去掉底图用 plain',
      en: 'Upload the background of the certificates; `plain` takes it away',
    },
    body: z.strictObject({ file: z.file() }),
    faultAt: atFile,
    answer: look,
    handle: async (deps, actor, { params, body: { file } }) =>
      shown(
        await changeBackground(deps, actor, params.round, {
          bytes: new Uint8Array(await file.arrayBuffer()),
          name: file.name,
        }),
      ),
  }),
  ofRounds.file({
    path: '/api/rounds/{round}/certificate/background',
    id: 'getCertificateBackground',
    needs: 'read',
    summary: { zh: '证书底图', en: 'The background of the certificates' },
    answer: { types: ['image/jpeg', 'image/png'] },
    handle: async (deps, actor, { params }) => {
      const { bytes, type } = await readBackground(deps, actor, params.round);
      return { bytes, type, disposition: 'inline' };
    },
  }),
];
