/** What stands on a certificate, drawn by a pen: on a sheet of a PDF, or on the page where its parts are placed. */
import type { CertificatePart, CertificatePlace } from '#domain/honour/certificate-placing.ts';
import { type CertificateLook, type PrintedCertificate, sheetOf } from './certificate-look.ts';
import type { Fonts } from './fonts.ts';
import { breakLines, evenLines } from './line-breaks.ts';
import { mm, type TextStyle } from './pdf-canvas.ts';
import { qrCode } from './qr-code.ts';

const gold = '#B08A3C';
const red = '#A61B1B';
const ink = '#1A1A1A';
/** Side of the code, in millimetres of A4. */
const codeSide = 26;

/** What a certificate is drawn with, in points of its sheet; `y` of a line is that of its baseline. */
export interface Pen {
  readonly fonts: Pick<Fonts, 'widthOf'>;
  /** What `draw` draws belongs to that part. */
  part(name: CertificatePart, draw: () => void): void;
  line(text: string, x: number, y: number, style: TextStyle): void;
  frame(inset: number, line: number, color: string): void;
  /** A path in squares of `side` on a white ground of so many of them. */
  code(path: string, squares: number, x: number, y: number, side: number): void;
  /** The federation's own sheet. */
  background(): void;
  /** Its seal or logo: as high as said, its middle above `x`. */
  emblem(x: number, y: number, height: number): void;
}

/** Draws in millimetres of A4, whatever the sheet. */
interface Drawing {
  readonly pen: Pen;
  readonly scale: number;
  /** Width of the text, in millimetres of A4. */
  readonly room: number;
}

function centred({ pen, scale }: Drawing, text: string, { x, y, size }: CertificatePlace, style: TextStyle) {
  const points = size * scale;
  const width = pen.fonts.widthOf(text, style.role, points);
  pen.line(text, x * mm * scale - width / 2, y * mm * scale, { ...style, size: points });
}

/** A paragraph from `place` on, its lines below each other; gives the height in millimetres of A4. */
function set(
  { pen, scale, room }: Drawing,
  text: string,
  { x, y, size }: CertificatePlace,
  more: { readonly indent?: number; readonly role?: TextStyle['role'] } = {},
): number {
  const points = size * scale;
  const { indent = 0, role = 'text' } = more;
  const measure = (piece: string): number => pen.fonts.widthOf(piece, role, points);
  const height = (size * 1.75) / mm;
  const width = room * mm * scale;
  // A long name is parted between words, its lines evenly.
  const lines =
    role === 'strong' ? evenLines(text, width, measure) : breakLines(text, width, measure, indent * points);
  for (const [n, line] of lines.entries())
    pen.line(line, x * mm * scale + (n === 0 ? indent * points : 0), (y + n * height) * mm * scale, {
      role,
      size: points,
      color: ink,
    });
  return lines.length * height;
}

function drawCode({ pen, scale }: Drawing, of: PrintedCertificate, { x, y, size }: CertificatePlace): void {
  const { size: squares, path } = qrCode(of.address);
  pen.code(path, squares, x * mm * scale, y * mm * scale, (codeSide * mm * scale) / squares);
  const lines = [`编号：${of.number}`, of.documentNumber, '扫码查验'].filter((line) => line !== '');
  for (const [n, line] of lines.entries())
    pen.line(line, (x + codeSide + 2) * mm * scale, (y + 12 + n * 5) * mm * scale, {
      role: 'text',
      size: size * scale,
      color: ink,
    });
}

function drawSignature(
  drawing: Drawing,
  { bodies, date }: PrintedCertificate,
  place: CertificatePlace,
): void {
  const step = (place.size * 1.6) / mm;
  // The last line stands where the place says, the others above it.
  const lines = [...bodies, date];
  const first = place.y + 20 - step * (lines.length - 1);
  for (const [n, line] of lines.entries())
    centred(drawing, line, { ...place, y: first + n * step }, { role: 'text', size: place.size, color: ink });
}

/** Draws one on its sheet. */
export function drawCertificate(
  pen: Pen,
  of: PrintedCertificate,
  look: CertificateLook,
  rehearsal: boolean,
): void {
  const scale = look.paper === 'A3' ? Math.SQRT2 : 1;
  const drawing: Drawing = { pen, scale, room: sheetOf(look.lies).text };
  const { title, name, text, code, sign, emblem } = look.places;
  if (look.background === undefined) {
    pen.frame(8, 4, red);
    pen.frame(11, 1, gold);
    pen.frame(12.5, 0.5, gold);
    pen.part('title', () =>
      centred(drawing, '荣誉证书', title, { role: 'strong', size: title.size, color: red }),
    );
  } else pen.background();
  if (look.emblem !== undefined)
    pen.part('emblem', () => pen.emblem(emblem.x * mm * scale, emblem.y * mm * scale, emblem.size * scale));
  if (rehearsal)
    centred(drawing, '演练', { x: 32, y: 26, size: 18 }, { role: 'strong', size: 18, color: red });
  // A name of several lines moves the text down by those.
  let y = text.y;
  pen.part('name', () => {
    y += Math.max(0, set(drawing, `${of.name}：`, name, { role: 'strong' }) - (name.size * 1.75) / mm);
  });
  pen.part('text', () => {
    for (const paragraph of of.paragraphs) y += set(drawing, paragraph, { ...text, y }, { indent: 2 });
  });
  pen.part('code', () => drawCode(drawing, of, code));
  pen.part('sign', () => drawSignature(drawing, of, sign));
}
