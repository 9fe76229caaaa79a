import { writeFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { decidingSaid } from '#domain/honour/kind-sentences.ts';
import { listSubject } from '#domain/honour/list-subject.ts';
import { programmeKinds } from '#domain/programme/programme-kinds.ts';
import { type ApprovalPaper, approvalHead, approvalLines, approvalTail } from '#papers/approval-text.ts';
import { officialPaper } from '#papers/official-paper.ts';
import { paperDocx } from '#papers/paper-docx.ts';
import { paperPdf } from '#papers/paper-pdf.ts';
import { portrait, readDocx, readPdf } from '../paper-reading.ts';

const paper = (kind: (typeof programmeKinds)[number]): ApprovalPaper => ({
  title: '2026年三八红旗手',
  bodies: ['芙蓉区妇女联合会'],
  notice: { start: '2026-02-24', end: '2026-03-02' },
  decision: { body: '区妇联党组会', date: '2026-03-04', minutes: '芙妇党组〔2026〕3号' },
  documentNumber: '芙妇〔2026〕4号',
  date: '2026-03-05',
  unit: '名',
  lists: [],
  passed: '申报、资格审查、评审',
  said: decidingSaid(kind, true),
  rehearsal: false,
});

function decision(kind: (typeof programmeKinds)[number], names: readonly string[]): string {
  const of = paper(kind);
  const { lines, place } = approvalLines(
    of,
    names.map((name) => ({ name, shown: [] })),
    { count: 0 },
    {},
  );
  return [...approvalHead(of, names.length, names[0] ?? ''), ...lines, ...approvalTail(of, place)].join('\n');
}

const look = (name: string, bytes: Uint8Array): void => {
  if (process.env.LOOK !== undefined) writeFileSync(`${process.env.LOOK}/${name}`, bytes);
};

describe('a decision', () => {
  const said = {
    commendation: ['关于表彰2026年三八红旗手的决定', '表彰名单'],
    seeking: ['关于公布2026年三八红旗手推选结果的决定', '推选名单'],
    naming: ['关于命名2026年三八红旗手的决定', '命名名单'],
    recommendation: ['关于公布2026年三八红旗手入选名单的决定', '入选名单'],
    contest: ['关于公布2026年三八红旗手获奖名单的决定', '获奖名单'],
    call: ['关于公布2026年三八红旗手入选名单的决定', '入选名单'],
    support: ['关于公布2026年三八红旗手扶持名单的决定', '扶持名单'],
  } as const;

  it.each(programmeKinds)(
    'of a %s is signed behind its body and has its list on a page of its own',
    async (kind) => {
      const [heading, list] = said[kind];
      const made = officialPaper(decision(kind, ['李秀英', '古丽娜扎尔·买买提']));
      const pdf = await paperPdf(made);
      look(`decision-${kind}.pdf`, pdf);
      const { pages, title } = await readPdf(pdf);
      const [first = '', annex = ''] = pages.map((page) => page.replaceAll(' ', ''));
      expect([pages.length, title]).toEqual([2, heading]);
      expect(first).toContain(`附件：2026年三八红旗手${list}`);
      expect(first).toMatch(/^—1—.+芙蓉区妇女联合会2026年3月5日$/);
      expect(annex).toMatch(/^—2—附件2026年三八红旗手.+1．李秀英2．古丽娜扎尔·买买提$/);
      const docx = await paperDocx(made);
      look(`decision-${kind}.docx`, docx);
      const { paragraphs } = readDocx(docx);
      expect(paragraphs.slice(-5)).toEqual([
        '2026年3月5日',
        '附件',
        `2026年三八红旗手${list}`,
        '1．李秀英',
        '2．古丽娜扎尔·买买提',
      ]);
      expect(strFromU8(unzipSync(docx)['word/document.xml']!)).toMatch(
        /<w:pageBreakBefore\/>(?:(?!<\/w:p>).)*附件<\/w:t>/s,
      );
    },
  );

  it('that agreed to nobody says so, and has no annex', () => {
    const text = decision('commendation', []);
    expect(text).toContain('经区妇联党组会审定（会议纪要：芙妇党组〔2026〕3号），本批对象均未通过。');
    expect(text).not.toContain('附件');
  });
});

const dated = (lines: number) =>
  officialPaper(
    [
      '题目',
      '',
      ...Array.from({ length: lines }, (_, n) => `第${n + 1}段`),
      '二、反映方式',
      '末段',
      '',
      '芙蓉区妇女联合会',
      '2026年3月5日',
    ].join('\n'),
  );

it('a signature never stands on a page without text, a heading never at the foot of one', async () => {
  for (let lines = 14; lines <= 22; lines++) {
    const { pages } = await readPdf(await paperPdf(dated(lines)));
    const signed = pages.findIndex((page) => page.includes('2026年3月5日'));
    expect([lines, pages[signed]]).toEqual([lines, expect.stringContaining('末段')]);
    const headed = pages.findIndex((page) => page.includes('反映方式'));
    expect([lines, pages[headed]]).toEqual([lines, expect.stringContaining('末段')]);
  }
  const xml = strFromU8(unzipSync(await paperDocx(dated(3)))['word/document.xml']!);
  const held = [...xml.matchAll(/<w:p>.*?<\/w:p>/gs)].flatMap(([p]) =>
    p.includes('<w:keepNext/>')
      ? [[...p.matchAll(/<w:t[^>]*>([^<]*)/g)].map(([, said]) => said).join('')]
      : [],
  );
  expect(held).toEqual(['题目', '二、反映方式', '末段', '', '芙蓉区妇女联合会']);
});

it('the seal or logo stands over the first page alone, in PDF and Word, where there is one', async () => {
  const emblem = { bytes: portrait, type: 'image/jpeg', width: 36, height: 48 } as const;
  const paper = officialPaper(decision('commendation', ['李秀英']));
  const pictures = (pdf: Uint8Array) =>
    Buffer.from(pdf).toString('latin1').split('/Subtype /Image').length - 1;
  expect(pictures(await paperPdf(paper))).toBe(0);
  const pdf = await paperPdf({ ...paper, emblem });
  look('decision-emblem.pdf', pdf);
  expect([pictures(pdf), (await readPdf(pdf)).pages]).toEqual([
    1,
    (await readPdf(await paperPdf(paper))).pages,
  ]);
  const docx = await paperDocx({ ...paper, emblem });
  look('decision-emblem.docx', docx);
  const files = unzipSync(docx);
  expect(readDocx(docx).pictures).toBe(1);
  expect(strFromU8(files['word/document.xml']!)).toMatch(
    /<w:headerReference w:type="first"[^>]*>.*<w:titlePg\/>/s,
  );
  expect(readDocx(await paperDocx(paper)).pictures).toBe(0);
});

it('papers of a list are named after what it is about', () => {
  expect(
    [
      '关于公布2021年度长沙市“最美家庭”名单的决定',
      '关于表彰2026年三八红旗手的决定',
      '关于公布2026年最美家庭推选结果的通报',
      '2021年芙蓉区“最美家庭”',
    ].map(listSubject),
  ).toEqual(['2021年度长沙市“最美家庭”', '2026年三八红旗手', '2026年最美家庭', '2021年芙蓉区“最美家庭”']);
});
