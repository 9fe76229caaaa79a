/** The papers: makes each kind from the stored records. The only way to the code that writes workbooks (cloud: a Lambda of its own). */
import * as z from 'zod';
import { type CertificateSheets, listSheets, oneSheet } from '#actions/honour/certificate-paper.ts';
import { previewedSheet } from '#actions/honour/certificate-preview.ts';
import { listLabels } from '#actions/honour/list-papers.ts';
import { logoPicture } from '#actions/logo-picture.ts';
import { formOf } from '#actions/nomination/form-paper.ts';
import { signedLetter } from '#actions/package/packages.ts';
import { opinionLetter } from '#actions/review/opinion-letter.ts';
import { roundText } from '#actions/round/round-texts.ts';
import { instantOf } from '#actions/write.ts';
import { certificateLies, certificateParts } from '#domain/honour/certificate-placing.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { onBehalf } from '#domain/people/people.ts';
import { writtenFormats } from '#domain/running/kept-paper-record.ts';
import { approvalForm } from '#papers/approval-form.ts';
import { inquiryPaper } from '#papers/inquiry-paper.ts';
import { ledgerTemplate } from '#papers/ledger-template.ts';
import { templateOf } from '#papers/nomination-template.ts';
import { officialPaper } from '#papers/official-paper.ts';
import type { Paper } from '#papers/paper.ts';
import { zipName } from '#papers/zip.ts';
import { getProgramme, getRound } from '#store/reads.ts';
import type { Deps } from './deps.ts';
import type { FormFormat, PaperBytes, PaperRequest, PreviewedLook } from './ports.ts';

/** The fonts of a PDF, with those that the operator put beside ours. */
async function fontsOf({ ownFonts }: Pick<Deps, 'ownFonts'>) {
  const { openFonts } = await import('#papers/fonts.ts');
  return openFonts(ownFonts?.());
}

/** The seal or logo of whoever runs a round, over the first page of what it signs. */
const emblemOf = async (deps: Deps, round: string) => ({
  emblem: await logoPicture(deps, (await getRound(deps.table, round)).org),
});

/** A paper in a format: each library is loaded when it is first needed. */
async function written(
  deps: Deps,
  paper: Paper,
  format: FormFormat,
): Promise<Pick<PaperBytes, 'type' | 'bytes'>> {
  if (format === 'pdf') {
    const { paperPdf } = await import('#papers/paper-pdf.ts');
    return { type: 'application/pdf', bytes: await paperPdf(paper, await fontsOf(deps)) };
  }
  const { paperDocx } = await import('#papers/paper-docx.ts');
  return {
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    bytes: await paperDocx(paper),
  };
}

async function certificates(
  deps: Deps,
  { certificates: all, look, title, rehearsal }: CertificateSheets,
  name: string,
): Promise<PaperBytes> {
  const { certificatesPdf } = await import('#papers/certificate-pdf.ts');
  const bytes = await certificatesPdf(all, look, { title, rehearsal }, others, await fontsOf(deps));
  return { name: `${zipName(name)}.pdf`, plain: 'certificates.pdf', type: 'application/pdf', bytes };
}

/** A sample as a drawing, for the page on which its parts are placed. */
async function preview(deps: Deps, of: PreviewedLook): Promise<PaperBytes> {
  const { certificate, look } = await previewedSheet(deps, of);
  const { certificateSvg } = await import('#papers/certificate-svg.ts');
  const made = certificateSvg(certificate, look, {
    ...{ rehearsal: deps.site.rehearsal, fonts: await fontsOf(deps) },
    pictures: { background: of.background, emblem: of.emblem?.address },
  });
  return {
    ...{ name: '证书预览.json', plain: 'preview.json', type: 'application/json' },
    bytes: Buffer.from(JSON.stringify(made), 'utf8'),
  };
}

/** Lets others have their turn. */
const others = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const spreadsheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const id = z.string().min(1).max(200);
/** What may be asked for: between two functions of ours, but checked like all that comes from outside. */
const requestSchema = z.discriminatedUnion('paper', [
  z.strictObject({
    paper: z.literal('form'),
    params: z.strictObject({
      nomination: id,
      format: z.enum(['docx', 'pdf']),
      full: z.boolean(),
      opinions: z.array(z.int()),
      names: z.boolean(),
    }),
  }),
  z.strictObject({ paper: z.literal('certificate'), params: z.strictObject({ number: id }) }),
  z.strictObject({
    paper: z.literal('certificate-preview'),
    params: z.strictObject({
      round: id,
      look: z.strictObject({
        paper: z.enum(['A4', 'A3']),
        lies: z.enum(certificateLies),
        places: z.record(
          z.enum(certificateParts),
          z.strictObject({ x: z.number(), y: z.number(), size: z.number() }),
        ),
      }),
      background: id.optional(),
      emblem: z.strictObject({ address: id, width: z.number(), height: z.number() }).optional(),
    }),
  }),
  z.strictObject({
    paper: z.literal('certificates'),
    params: z.strictObject({ list: id, page: z.int().min(1) }),
  }),
  z.strictObject({
    paper: z.enum(['tags', 'labels']),
    params: z.strictObject({ list: id, page: z.int().min(1) }),
  }),
  z.strictObject({
    paper: z.literal('letter'),
    params: z.strictObject({
      round: id,
      step: id,
      department: id,
      cursor: z.string().optional(),
      as: z.enum(writtenFormats),
      by: id,
    }),
  }),
  z.strictObject({ paper: z.literal('cover-letter'), params: z.strictObject({ package: id }) }),
  z.strictObject({
    paper: z.literal('official'),
    params: z.strictObject({
      of: z.enum(['notice', 'approval', 'report']),
      round: id,
      tranche: z.int().min(1),
      start: z.string().optional(),
      as: z.enum(writtenFormats),
      by: id,
    }),
  }),
  z.strictObject({
    paper: z.literal('nomination-template'),
    params: z.strictObject({ programme: id }),
  }),
  z.strictObject({ paper: z.literal('ledger-template'), params: z.strictObject({}) }),
]);

/**
 * Makes one paper as a workbook. Whoever calls has asked for the right to it. Throws
 * ZodError for a request that is none; Problem `missing` for records that are not there.
 */
export async function makePaper(deps: Deps, request: PaperRequest): Promise<PaperBytes> {
  const asked = requestSchema.parse(request);
  switch (asked.paper) {
    case 'form': {
      const { format, ...access } = asked.params;
      const made = await formOf(deps, access);
      return {
        name: `${zipName(`${made.title}推荐审批表 ${made.number}`)}.${format}`,
        plain: `form.${format}`,
        ...(await written(deps, approvalForm(made), format)),
      };
    }
    case 'certificate':
      return certificates(deps, await oneSheet(deps, asked.params.number), `证书 ${asked.params.number}`);
    case 'certificate-preview':
      return preview(deps, asked.params);
    case 'certificates': {
      const { list, page } = asked.params;
      const sheets = await listSheets(deps, list, page);
      return certificates(deps, sheets, sheets.title);
    }
    case 'tags':
    case 'labels': {
      const { list, page } = asked.params;
      const { title, labels } = await listLabels(deps, asked.paper, list, page);
      const { labelsPdf } = await import('#papers/label-sheets.ts');
      const bytes = await labelsPdf(labels, asked.paper, title, await fontsOf(deps));
      return { name: `${zipName(title)}.pdf`, plain: `${asked.paper}.pdf`, type: 'application/pdf', bytes };
    }
    case 'letter': {
      const { as, by, round, ...at } = asked.params;
      const letter = await opinionLetter(deps, onBehalf(by), round, at);
      const { rehearsal } = deps.site;
      const date = shanghaiDate(instantOf(deps));
      const made = { ...inquiryPaper({ ...letter, date, rehearsal }), ...(await emblemOf(deps, round)) };
      const name = `${zipName(`征求意见函 ${letter.department}`)}.${as}`;
      return { name, plain: `letter.${as}`, ...(await written(deps, made, as)) };
    }
    case 'cover-letter': {
      const { letter, org } = await signedLetter(deps, asked.params.package);
      const made = { ...officialPaper(letter), emblem: await logoPicture(deps, org) };
      return { name: '报送函.docx', plain: 'letter.docx', ...(await written(deps, made, 'docx')) };
    }
    case 'official': {
      const { of: paper, as, by, ...at } = asked.params;
      const made = {
        ...officialPaper(await roundText(deps, by, { paper, ...at })),
        ...(await emblemOf(deps, at.round)),
      };
      return {
        name: `${zipName(made.title)}.${as}`,
        plain: `${paper}.${as}`,
        ...(await written(deps, made, as)),
      };
    }
    case 'nomination-template': {
      const { document } = await getProgramme(deps.table, asked.params.programme);
      return {
        name: `${document.title.zh}申报模板.xlsx`,
        plain: 'template.xlsx',
        type: spreadsheet,
        bytes: await templateOf(document.form),
      };
    }
    case 'ledger-template':
      return {
        name: '荣誉台账模板.xlsx',
        plain: 'ledger.xlsx',
        type: spreadsheet,
        bytes: await ledgerTemplate(),
      };
  }
}
