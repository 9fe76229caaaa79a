/** The certificates of a long list as one PDF: how long it takes, how large it is, and how much memory beside what the process had. */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificatePlaces, type PrintedCertificate } from '#papers/certificate-look.ts';
import { certificatesPdf } from '#papers/certificate-pdf.ts';
import { pdfBack, pdfBegin, pdfFront, pdfPiece } from '#papers/pdf-pieces.ts';

/** Sheets of one piece, as a page of a list has. */
const pieceSheets = 100;

/** Names of three common characters, so that a piece needs about as many glyphs as a real one. */
const certificate = (n: number): PrintedCertificate => ({
  name: String.fromCodePoint(0x4e00 + ((n * 37) % 6_000), 0x4e00 + ((n * 101) % 6_000), 0x4e00 + (n % 500)),
  paragraphs: ['荣获2027年“三八红旗手”荣誉称号，特发此证，以资鼓励。'],
  number: `430102-SBQS-2027-${String(n).padStart(4, '0')}`,
  documentNumber: '芙妇发〔2027〕8号',
  bodies: ['长沙市芙蓉区妇女联合会', '长沙市芙蓉区人力资源和社会保障局'],
  date: '2027年3月5日',
  address: `https://hongbang.example.cn/certificates/430102-SBQS-2027-${n}`,
});

/** Makes so many, piece by piece into a file; memory is looked at every 20 milliseconds. */
export async function makeCertificates(count: number): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'hongbang-bench-'));
  const file = createWriteStream(join(folder, 'certificates.pdf'));
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 20);
  try {
    const began = performance.now();
    file.write(pdfFront);
    let place = pdfBegin;
    for (let from = 0; from < count; from += pieceSheets) {
      const sheets = Array.from({ length: Math.min(pieceSheets, count - from) }, (_, n) =>
        certificate(from + n),
      );
      const bytes = await certificatesPdf(
        sheets,
        { paper: 'A4', lies: 'wide', places: certificatePlaces.wide },
        { title: '证书', rehearsal: false },
        () => new Promise((resolve) => setImmediate(resolve)),
      );
      const piece = pdfPiece(bytes, place);
      file.write(piece.bytes);
      place = piece.place;
    }
    const back = pdfBack(place);
    await new Promise<void>((resolve) => file.end(back, resolve));
    const mega = 1_000_000;
    return {
      count,
      seconds: (performance.now() - began) / 1_000,
      fileMegabytes: (place.bytes + back.length) / mega,
      beforeMegabytes: before / mega,
      mostMegabytes: most / mega,
    };
  } finally {
    clearInterval(watch);
    await rm(folder, { recursive: true });
  }
}
