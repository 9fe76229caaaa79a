/** Routes of 推荐审批表, as Word file and as PDF. */
import { nominationForm } from '#actions/nomination/form-paper.ts';
import { routesOf } from '#web/api/route.ts';
import { docxType, paperAnswer, pdfType } from '#web/frame/send.ts';

const ofNominations = routesOf('nominations');

export const formPaperRoutes = [
  ofNominations.file({
    path: '/api/nominations/{nomination}/form.docx',
    id: 'getFormAsWord',
    needs: 'read',
    summary: {
      zh: '推荐审批表（Word）；申报一方之外的人所得的表隐去个人信息',
      en: 'The recommendation form (Word); personal data are masked but for the nominating side',
    },
    answer: { types: [docxType] },
    handle: async (deps, actor, { params }) =>
      paperAnswer(await nominationForm(deps, actor, params.nomination, { format: 'docx' })),
  }),
  ofNominations.file({
    path: '/api/nominations/{nomination}/form.pdf',
    id: 'getFormAsPdf',
    needs: 'read',
    summary: { zh: '推荐审批表（PDF）', en: 'The recommendation form (PDF)' },
    answer: { types: [pdfType] },
    handle: async (deps, actor, { params }) =>
      paperAnswer(await nominationForm(deps, actor, params.nomination, { format: 'pdf' })),
  }),
];
