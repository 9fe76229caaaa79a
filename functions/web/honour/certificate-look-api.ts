/** Routes of how a round's certificates look. */
import * as z from 'zod';
import {
  certificateLook,
  changeBackground,
  changeCertificateLook,
  fieldsOfPlaces,
  placesIn,
  readBackground,
} from '#actions/honour/certificate-look.ts';
import { demand } from '#domain/people/policy.ts';
import type { Round } from '#domain/round/round-record.ts';
import { getRound } from '#store/reads.ts';
import { atFile, routesOf } from '#web/api/route.ts';

const ofRounds = routesOf('rounds');

const look = z.object({
  paper: z.enum(['A4', 'A3']),
  /** Millimetres of A4 on its side, sizes in points, by field. */
  places: z.record(z.string(), z.number()),
  background: z.boolean(),
  version: z.int(),
});
const shown = ({ look: set, version }: Round) => ({
  paper: set?.paper ?? ('A4' as const),
  places: { ...fieldsOfPlaces(placesIn(set)) },
  background: set?.background !== undefined,
  version,
});

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
    example: {
      ...{ paper: 'A3', titleX: 148.5, titleY: 52, titleSize: 44, nameX: 48, nameY: 82, nameSize: 24 },
      ...{ textX: 48, textY: 100, textSize: 21, codeX: 48, codeY: 146, codeSize: 9 },
      ...{ signX: 208, signY: 158, signSize: 17, version: 1 },
    },
    answer: look,
    handle: async (deps, actor, { params, body }) =>
      shown(await changeCertificateLook(deps, actor, { ...body, id: params.round })),
  }),
  ofRounds.post({
    path: '/api/rounds/{round}/certificate/background',
    id: 'setCertificateBackground',
    needs: 'admin',
    multipart: true,
    conflicts: true,
    summary: {
      zh: '上传证书底图（横向，JPG、PNG，4 MB 以内）；去掉底图用 plain',
      en: 'Upload the background of the certificates, on its side; `plain` takes it away',
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
