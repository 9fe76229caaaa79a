import { expect, it } from 'vitest';
import { type PlacedPart, placingFaults } from '#domain/honour/certificate-placing.ts';
import {
  type CertificateLook,
  certificatePlaces,
  type PrintedCertificate,
} from '#papers/certificate-look.ts';
import { certificateSvg } from '#papers/certificate-svg.ts';
import { openFonts } from '#papers/fonts.ts';

const certificate: PrintedCertificate = {
  name: '长沙市芙蓉区定王台街道丰泉古井社区居民委员会巾帼志愿服务第一队',
  paragraphs: ['被推选为2021年“最美家庭”，特发此证。'],
  number: '430102-ZMJT-2021-0001',
  documentNumber: '芙妇发〔2021〕8号',
  bodies: ['芙蓉区妇女联合会', '芙蓉区精神文明建设办公室'],
  date: '2021年5月15日',
  address: 'http://localhost/certificates/430102-ZMJT-2021-0001',
};
const draw = async (look: CertificateLook) =>
  certificateSvg(certificate, look, { rehearsal: true, pictures: {}, fonts: await openFonts() });

it.each([
  ['A4', 'wide', [842, 595]],
  ['A4', 'upright', [595, 842]],
  ['A3', 'wide', [1191, 842]],
  ['A3', 'upright', [842, 1191]],
] as const)(
  'on %s that lies %s every part stands clear on a sheet of true proportions',
  async (paper, lies, size) => {
    const emblem = { bytes: new Uint8Array(), type: 'image/png', width: 40, height: 40 } as const;
    const { width, height, parts, svg } = await draw({
      paper,
      lies,
      places: certificatePlaces[lies],
      emblem,
    });
    expect([Math.round(width), Math.round(height)]).toEqual(size);
    expect(parts.map(({ part }) => part)).toEqual(['title', 'emblem', 'name', 'text', 'code', 'sign']);
    expect(placingFaults(parts, { width, height })).toEqual([]);
    expect(svg.match(/<g data-part="/g)).toHaveLength(6);
    // Letters are outlines: the reader's own fonts do not matter.
    expect(svg).not.toMatch(/<text|[\u4e00-\u9fff]/);
  },
);

it('what reaches beyond the sheet or overlaps is said by its name', async () => {
  const at = (part: PlacedPart['part'], x: number, y: number): PlacedPart => ({
    part,
    x,
    y,
    width: 50,
    height: 20,
  });
  const said = (...parts: readonly PlacedPart[]) =>
    placingFaults(parts, { width: 297, height: 210 }).map(({ zh }) => zh);
  expect(said(at('name', 0, 0), at('text', 50, 0), at('sign', 247, 190))).toEqual([]);
  expect(said(at('name', -1, 0), at('sign', 248, 50), at('code', 100, 191))).toEqual([
    ...['姓名超出纸张', '落款超出纸张', '二维码超出纸张'],
  ]);
  expect(said(at('name', 20, 20), at('text', 69, 39))).toEqual(['姓名与正文重叠']);
  const places = { ...certificatePlaces.wide, sign: { x: 280, y: 158, size: 17 } };
  const { parts, ...sheet } = await draw({ paper: 'A4', lies: 'wide', places });
  expect(placingFaults(parts, sheet).map(({ zh }) => zh)).toEqual(['落款超出纸张']);
});
