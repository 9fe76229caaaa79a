import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certificatePlaces, type PrintedCertificate } from '#papers/certificate-look.ts';
import { certificatesPdf } from '#papers/certificate-pdf.ts';
import { pdfBack, pdfBegin, pdfFront, pdfPiece } from '#papers/pdf-pieces.ts';
import { portrait, readPdf } from '../paper-reading.ts';

const certificate = (n: number, name = `第${n}家庭`): PrintedCertificate => ({
  name,
  paragraphs: ['被推选为2021年“最美家庭”，特发此证。'],
  number: `430102-ZMJT-2021-${String(n).padStart(4, '0')}`,
  documentNumber: '芙妇发〔2021〕8号',
  bodies: ['芙蓉区妇女联合会', '芙蓉区精神文明建设办公室'],
  date: '2021年5月15日',
  address: `http://localhost/certificates/430102-ZMJT-2021-${String(n).padStart(4, '0')}`,
});
const a4 = { paper: 'A4', lies: 'wide', places: certificatePlaces.wide } as const;
const about = { title: '2021年最美家庭证书', rehearsal: false };
const turn = async () => {};

const look = (name: string, bytes: Uint8Array) =>
  process.env.LOOK !== undefined && writeFileSync(`${process.env.LOOK}/${name}.pdf`, bytes);

describe('certificates as a PDF', () => {
  it('have a sheet each with name, wording, number, bodies and day', async () => {
    const bytes = await certificatesPdf([certificate(1, '𠮷野家庭'), certificate(2)], a4, about, turn);
    look('certificate', bytes);
    // A printer needs no fonts of its own: each that is named lies in the file.
    const count = (name: string) => Buffer.from(bytes).toString('latin1').split(name).length - 1;
    expect(count('/FontDescriptor ')).toBeGreaterThan(1);
    expect(count('/FontFile2 ') + count('/FontFile3 ')).toBe(count('/Type /FontDescriptor'));
    const { pages, size } = await readPdf(bytes);
    expect(size).toEqual([297, 210]);
    expect(pages).toHaveLength(2);
    for (const words of [
      '荣誉证书',
      '𠮷野家庭：',
      '被推选为2021年“最美家庭”，特发此证。',
      '编号：430102-ZMJT-2021-0001',
      '芙妇发〔2021〕8号',
      '芙蓉区精神文明建设办公室2021年5月15日',
    ])
      expect(pages[0]).toContain(words);
  });

  it('have room for a name of thirty characters and a text of several lines', async () => {
    const long = '长沙市芙蓉区定王台街道丰泉古井社区居民委员会巾帼志愿服务第一队';
    const paragraphs = [
      '在2021年度家庭家教家风建设工作中成绩突出，被推选为2021年“最美家庭”，特发此证，以资鼓励。',
    ];
    const bytes = await certificatesPdf([{ ...certificate(1, long), paragraphs }], a4, about, turn);
    look('certificate-long', bytes);
    const [page = ''] = (await readPdf(bytes)).pages;
    expect(page).toContain(`${long}：在2021年度`);
  });

  it('show each rare character by a font that has it, without a sheet of what is lacking', async () => {
    const rare = '𠮷𬱖𡈽𡋾𠙶㛃䶮𨱔𫍯𬭎';
    const bytes = await certificatesPdf([certificate(1, rare.repeat(3))], a4, about, turn);
    look('certificate-rare', bytes);
    const { pages } = await readPdf(bytes);
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain(`${rare.repeat(3)}：`);
  });

  it('lie on A3 or on a sheet of one’s own, without frame and title; what no font has is named on a last sheet', async () => {
    const background = { bytes: portrait, type: 'image/jpeg', width: 36, height: 48 } as const;
    const bytes = await certificatesPdf(
      [certificate(1, '𪚥家庭')],
      { ...a4, paper: 'A3', background },
      { ...about, rehearsal: true },
      turn,
    );
    look('certificate-a3', bytes);
    const { pages, size } = await readPdf(bytes);
    expect(size).toEqual([420, 297]);
    expect(pages[1]).toContain('430102-ZMJT-2021-0001：〓 处应为 〓（U+2A6A5）');
    expect(pages[0]).not.toContain('荣誉证书');
    expect(pages[0]).toContain('演练〓家庭：');
  });

  it('of a list are one PDF, made in pieces of which one is in memory', async () => {
    const parts: Uint8Array[] = [pdfFront];
    let place = pdfBegin;
    for (const of of [[1, 2, 3], [4, 5], [6]]) {
      const bytes = await certificatesPdf(
        of.map((n) => certificate(n)),
        a4,
        about,
        turn,
      );
      const piece = pdfPiece(bytes, place);
      parts.push(piece.bytes);
      place = JSON.parse(JSON.stringify(piece.place));
    }
    const whole = Buffer.concat([...parts, pdfBack(place)]);
    look('certificates', whole);
    const { pages } = await readPdf(whole);
    expect(pages.map((text) => /第\d家庭/u.exec(text)?.[0])).toEqual(
      [1, 2, 3, 4, 5, 6].map((n) => `第${n}家庭`),
    );
  });
});
