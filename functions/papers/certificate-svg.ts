/** A certificate as a drawing for a page, its letters as outlines of the fonts of papers, and what each part takes of the sheet. */
import type { CertificatePart, PlacedPart } from '#domain/honour/certificate-placing.ts';
import { drawCertificate, type Pen } from './certificate-drawing.ts';
import type { CertificateLook, PrintedCertificate } from './certificate-look.ts';
import type { Fonts } from './fonts.ts';
import { pageSize } from './pdf-canvas.ts';

/** Addresses at which the page has the pictures. */
export interface CertificateSvgPictures {
  readonly background?: string | undefined;
  readonly emblem?: string | undefined;
}

export interface CertificateSvg {
  /** Points of the sheet. */
  readonly width: number;
  readonly height: number;
  /** Each part in a group that names it. */
  readonly svg: string;
  readonly parts: readonly PlacedPart[];
}

const attribute = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
const round = (value: number): number => Math.round(value * 100) / 100;

const placed = ({ x, y, width, height }: Omit<PlacedPart, 'part'>): string =>
  `x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}"`;

/** The box around several. */
function around(part: CertificatePart, boxes: readonly Omit<PlacedPart, 'part'>[]): PlacedPart {
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  return {
    ...{ part, x: left, y: top },
    width: Math.max(...boxes.map(({ x, width }) => x + width)) - left,
    height: Math.max(...boxes.map(({ y, height }) => y + height)) - top,
  };
}

/** Tenths of a point: finer than a page shows, and whole numbers. */
const tenth = 10;
const letters = {
  moveTo: 'm',
  lineTo: 'l',
  quadraticCurveTo: 'q',
  bezierCurveTo: 'c',
  closePath: 'z',
} as const;

/** The outlines of a line of letters in tenths of a point, each step from where the one before ended: half as long as by absolute places. */
function outline(
  fonts: Fonts,
  text: string,
  x: number,
  y: number,
  { role, size }: { readonly role: 'text' | 'strong'; readonly size: number },
): string {
  let written = '';
  let at = x;
  let [px, py, beginX, beginY] = [0, 0, 0, 0];
  for (const run of fonts.runsOf(text, role)) {
    const font = fonts.font(run.role);
    const scale = size / font.unitsPerEm;
    for (const char of run.text) {
      const glyph = font.glyphForCodePoint(char.codePointAt(0)!);
      for (const { command, args } of glyph.path.commands) {
        const points = args.map((arg, n) =>
          Math.round((n % 2 === 0 ? at + arg * scale : y - arg * scale) * tenth),
        );
        const steps = points.map((point, n) => point - (n % 2 === 0 ? px : py));
        written += letters[command] + steps.join(' ').replaceAll(' -', '-');
        if (command === 'closePath') [px, py] = [beginX, beginY];
        else [px, py] = [points.at(-2) ?? px, points.at(-1) ?? py];
        if (command === 'moveTo') [beginX, beginY] = [px, py];
      }
      at += glyph.advanceWidth * scale;
    }
  }
  return written;
}

/** Draws one for a page. */
export function certificateSvg(
  of: PrintedCertificate,
  look: CertificateLook,
  {
    rehearsal,
    pictures,
    fonts,
  }: { readonly rehearsal: boolean; readonly pictures: CertificateSvgPictures; readonly fonts: Fonts },
): CertificateSvg {
  const { width, height } = pageSize(look.paper, look.lies === 'wide');
  const written: string[] = [];
  const parts: PlacedPart[] = [];
  let boxes: Omit<PlacedPart, 'part'>[] = [];
  const image = (href: string | undefined, box: Omit<PlacedPart, 'part'>, fit: 'slice' | 'meet'): void => {
    if (href === undefined) return;
    written.push(`<image href="${attribute(href)}" ${placed(box)} preserveAspectRatio="xMidYMid ${fit}"/>`);
  };
  const pen: Pen = {
    fonts,
    part(name, draw) {
      boxes = [];
      written.push(`<g data-part="${name}">`);
      draw();
      if (boxes.length > 0) {
        const box = around(name, boxes);
        parts.push(box);
        // Between its strokes a letter is taken hold of as well.
        written.push(`<rect ${placed(box)} fill="none" pointer-events="all"/>`);
      }
      written.push('</g>');
    },
    line(text, x, y, { role, size, color = '#000000' }) {
      boxes.push({ x, y: y - size * 0.86, width: fonts.widthOf(text, role, size), height: size });
      written.push(
        `<path fill="${color}" transform="scale(${1 / tenth})" d="${outline(fonts, text, x, y, { role, size })}"/>`,
      );
    },
    frame(inset, line, color) {
      const at = (inset * 72) / 25.4;
      written.push(
        `<rect x="${round(at)}" y="${round(at)}" width="${round(width - 2 * at)}" height="${round(height - 2 * at)}" fill="none" stroke="${color}" stroke-width="${line}"/>`,
      );
    },
    code(path, squares, x, y, side) {
      boxes.push({ x, y, width: squares * side, height: squares * side });
      written.push(
        `<g transform="translate(${round(x)} ${round(y)}) scale(${side.toFixed(4)})"><rect width="${squares}" height="${squares}" fill="#ffffff"/><path d="${path}"/></g>`,
      );
    },
    background: () => image(pictures.background, { x: 0, y: 0, width, height }, 'slice'),
    emblem(x, y, high) {
      const of = look.emblem;
      const wide = of === undefined ? high : (high * of.width) / of.height;
      const box = { x: x - wide / 2, y, width: wide, height: high };
      boxes.push(box);
      image(pictures.emblem, box, 'meet');
    },
  };
  drawCertificate(pen, of, look, rehearsal);
  return { width, height, svg: written.join(''), parts };
}
