/** Routes of certificates as papers. */
import { certificatePaper } from '#actions/honour/certificate-paper.ts';
import { routesOf } from '#web/api/route.ts';
import { paperAnswer } from '#web/frame/send.ts';

const ofHonours = routesOf('honours');

export const certificateRoutes = [
  ofHonours.file({
    path: '/api/honours/{number}/certificate.pdf',
    id: 'getCertificateAsPdf',
    needs: 'read',
    conflicts: true,
    summary: {
      zh: '证书（PDF，带二维码和字体）',
      en: 'The certificate as a PDF, with its code and its fonts',
    },
    answer: { types: ['application/pdf'] },
    handle: async (deps, actor, { params, facts }) =>
      paperAnswer(await certificatePaper(deps, actor, params.number, facts.address)),
  }),
];
