/** Papers of a published list, part by part: its certificates, name tags and address labels as one PDF each, the ceremony's list and the mail merge as workbooks. */
import { type Composer, composer } from '#actions/composing.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { CertificateFace } from '#domain/honour/certificate-face.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { listSubject } from '#domain/honour/list-subject.ts';
import { levelWords } from '#domain/level.ts';
import { conflict } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import type { listPapers, PaperChoice } from '#domain/running/kept-paper-record.ts';
import { shownDate } from '#domain/shown-dates.ts';
import type { Label, LabelKind } from '#papers/label-sheets.ts';
import {
  ceremonyFrame,
  ceremonyHead,
  ceremonyRows,
  mergeFrame,
  mergeHead,
  rowsOf,
} from '#papers/list-sheets.ts';
import { type PdfPlace, pdfBack, pdfBegin, pdfFront, pdfPiece } from '#papers/pdf-pieces.ts';
import {
  emptySheet,
  type SheetFrame,
  type SheetPlace,
  type SheetRow,
  sheetAround,
  sheetPart,
} from '#papers/sheet-writer.ts';
import type { PaperRequest } from '#ports';
import { findOrganisation, getOrganisation } from '#store/people.ts';
import { findNomination, getList, getTranche } from '#store/reads.ts';
import { certificateAddress, facesOf } from './certificate-paper.ts';
import { entriesPerPage, inOrder, listHonours, readList } from './honour-roll.ts';

export type ListChoice = Extract<PaperChoice, { paper: (typeof listPapers)[number] }>;

const pdfType = 'application/pdf';
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const gradesOf = ({ grades }: HonourRecord): string => titlesSaid(grades?.map(({ title }) => title)).zh;

/** Pages of a list, each a PDF of its own, laid to one. */
function pdfComposer(
  deps: Deps,
  list: HonourList,
  name: string,
  requestOf: (page: number) => PaperRequest,
): Composer {
  return composer<{ readonly page: number; readonly pdf: PdfPlace }>({
    ...{ name, plain: 'list.pdf', type: pdfType, begin: { page: 1, pdf: pdfBegin } },
    async more({ page, pdf }) {
      const { bytes, place } = pdfPiece(await deps.papers.bytes(requestOf(page)), pdf);
      const done = Math.min(entriesPerPage, list.entries.length - (page - 1) * entriesPerPage);
      return {
        ...{ bytes, place: { page: page + 1, pdf: place }, done },
        isLast: page * entriesPerPage >= list.entries.length,
      };
    },
    around: async ({ pdf }) => ({ front: pdfFront, back: pdfBack(pdf) }),
  });
}

interface SheetOf {
  readonly name: string;
  readonly frame: SheetFrame;
  readonly head: readonly SheetRow[];
  readonly rowsOf?: typeof rowsOf;
  readonly rowOf: (honour: HonourRecord, n: number, face: CertificateFace) => readonly (string | number)[];
}

/** Pages of a list as rows of a workbook; what is void has none. */
function sheetComposer(deps: Deps, list: HonourList, of: SheetOf): Composer {
  const { name, frame, head, rowOf } = of;
  return composer<{ readonly page: number; readonly count: number; readonly sheet: SheetPlace }>({
    ...{ name, plain: 'list.xlsx', type: sheetType, begin: { page: 1, count: 0, sheet: emptySheet } },
    async more({ page, count, sheet }) {
      const found = await facesOf(deps, list, await listHonours(deps, list, page));
      const cells = found.map(({ honour, face }, n) => rowOf(honour, count + n + 1, face));
      const rows = (of.rowsOf ?? rowsOf)(cells);
      const part = sheetPart(frame, sheet, [...(page === 1 ? head : []), ...rows]);
      return {
        bytes: part.bytes,
        place: { page: page + 1, count: count + rows.length, sheet: part.place },
        done: found.length,
        isLast: page * entriesPerPage >= list.entries.length,
      };
    },
    around: async ({ sheet }) => sheetAround(frame, sheet, instantOf(deps)),
  });
}

async function ceremonyComposer(deps: Deps, list: HonourList): Promise<Composer> {
  const { name } = await getOrganisation(deps.table, list.org);
  const hasGrades = (list.grades ?? []).length > 0;
  const heads = [
    '序号',
    '姓名（名称）',
    ...(hasGrades ? ['等次'] : []),
    ...list.columns,
    '证书编号',
    '座位',
    '签到',
  ];
  const mark = deps.site.rehearsal ? '【演练】' : '';
  return sheetComposer(deps, list, {
    name: `${listSubject(list.title)}颁奖仪式名单.xlsx`,
    frame: ceremonyFrame(heads),
    rowsOf: ceremonyRows,
    head: ceremonyHead(
      `${mark}${listSubject(list.title)}颁奖仪式名单`,
      `主办单位：${name}　　　　文号：${list.documentNumber}`,
      heads,
    ),
    rowOf: (honour, n) => {
      const shown = inOrder(honour.shown, list.columns);
      const columns = list.columns.map((label) => shown[label] ?? '');
      return [n, honour.name, ...(hasGrades ? [gradesOf(honour)] : []), ...columns, honour.number, '', ''];
    },
  });
}

function mergeComposer(deps: Deps, list: HonourList): Composer {
  const own = [
    '姓名',
    '荣誉称号',
    '届次',
    '级别',
    '等次',
    '编号',
    '文号',
    '授予日期',
    '授予单位',
    '证书文字',
    '查验地址',
  ];
  const columns = list.columns.filter((label) => !own.includes(label));
  return sheetComposer(deps, list, {
    name: `${listSubject(list.title)}邮件合并.xlsx`,
    frame: mergeFrame([...own, ...columns]),
    head: mergeHead([...own, ...columns]),
    rowOf: (honour, _, face) => [
      honour.name,
      honour.title,
      honour.edition,
      levelWords[honour.level].zh,
      gradesOf(honour),
      honour.number,
      face.documentNumber,
      shownDate(honour.date).zh,
      face.bodies.join('、'),
      face.paragraphs.join(''),
      certificateAddress(deps, honour.number),
      ...columns.map((label) => honour.shown[label] ?? ''),
    ],
  });
}

const pdfTitles = { certificates: '证书', tags: '席卡', labels: '地址标签' } as const;

/** A paper of the list that a tranche was published as. Asks no rights. @throws Problem conflict `not-published`; missing. */
export async function listComposer(deps: Deps, { paper, round, tranche }: ListChoice): Promise<Composer> {
  const { list: id } = await getTranche(deps.table, round, tranche);
  if (id === undefined)
    throw conflict(
      'not-published',
      '这个批次还没有发布名单，证书和仪式材料在发布后生成。',
      'This tranche has no published list yet; certificates and ceremony papers come after it.',
    );
  const { list } = await readList(deps, id);
  switch (paper) {
    case 'certificates':
    case 'tags':
    case 'labels':
      return pdfComposer(deps, list, `${listSubject(list.title)}${pdfTitles[paper]}.pdf`, (page) => ({
        paper,
        params: { list: id, page },
      }));
    case 'ceremony':
      return ceremonyComposer(deps, list);
    case 'merge':
      return mergeComposer(deps, list);
  }
}

/** Her name and title, and where she sits, to be written in. */
const tagOf = (honour: HonourRecord): Label => {
  const grades = gradesOf(honour);
  return [
    { text: honour.name, role: 'strong', size: 30, most: 2 },
    { text: grades === '' ? honour.title : `${honour.title} · ${grades}`, size: 12, most: 2 },
    { text: '座位：＿＿＿＿', size: 11, most: 1 },
  ];
};

/** Where her certificate is sent: to the organisation that nominated, with its contact. */
async function labelOf(deps: Deps, honour: HonourRecord): Promise<Label> {
  const nomination = await findNomination(deps.table, honour.nomination);
  const to = nomination && (await findOrganisation(deps.table, nomination.org));
  const { address, office, phone } = to?.contact ?? {};
  return [
    { text: address ?? '地址：＿＿＿＿＿＿＿＿＿＿', size: 10, most: 2 },
    { text: `${[to?.name, office].filter(Boolean).join(' ')}（收）`, role: 'strong', size: 12, most: 2 },
    ...(phone === undefined ? [] : [{ text: `电话：${phone}`, size: 9, most: 1 }]),
    { text: `内附：${honour.name} ${honour.number}`, size: 8, most: 2 },
  ];
}

/** What stands on the tags or labels of one page of a list. Asks no rights: for the papers. @throws Problem missing. */
export async function listLabels(
  deps: Deps,
  kind: LabelKind,
  id: string,
  page: number,
): Promise<{ readonly title: string; readonly labels: readonly Label[] }> {
  const list = await getList(deps.table, id);
  const found = await facesOf(deps, list, await listHonours(deps, list, page));
  return {
    title: `${listSubject(list.title)}${pdfTitles[kind]}`,
    labels: await Promise.all(
      found.map(({ honour }) => (kind === 'tags' ? tagOf(honour) : labelOf(deps, honour))),
    ),
  };
}
