/** A PDF being written: its pages, and text set by hand so that each character comes from a font that has it. */
import type { Fonts } from './fonts.ts';

type Document = PDFKit.PDFDocument;

/** Points of a millimetre. */
export const mm = 72 / 25.4;

export interface PageSize {
  readonly width: number;
  readonly height: number;
}
const a4 = { width: 210 * mm, height: 297 * mm };
const a3 = { width: 297 * mm, height: 420 * mm };
/** In points, upright or lying. */
export const pageSize = (name: 'A4' | 'A3', wide: boolean): PageSize => {
  const { width, height } = name === 'A4' ? a4 : a3;
  return wide ? { width: height, height: width } : { width, height };
};

export interface TextStyle {
  readonly role: 'text' | 'strong';
  readonly size: number;
  readonly color?: string;
}

export interface Canvas {
  readonly doc: Document;
  readonly fonts: Fonts;
  /** Sets a line whose baseline is at `y`; gives its width. */
  line(text: string, x: number, y: number, style: TextStyle): number;
  /** Finishes the document. */
  end(): Promise<Uint8Array>;
}

/** Where the text stands on each page, and how far down it has come. */
export interface Flow {
  readonly canvas: Canvas;
  readonly left: number;
  readonly width: number;
  readonly top: number;
  readonly bottom: number;
  /** Points from the top of the page. */
  y: number;
  newPage(): void;
}

/** Begins a PDF without pages. `duplex` tells printers to use both sides. */
export async function openCanvas(
  fonts: Fonts,
  title: string,
  { duplex = false }: { readonly duplex?: boolean } = {},
): Promise<Canvas> {
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    autoFirstPage: false,
    // none of the standard ones, which have no Chinese
    font: '',
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    info: { Title: title, Creator: 'Hongbang 红榜', Producer: 'Hongbang 红榜' },
  });
  if (duplex) doc._root.data.ViewerPreferences.data.Duplex = 'DuplexFlipLongEdge';
  const chunks: Uint8Array[] = [];
  doc.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  return {
    doc,
    fonts,
    line(text, x, y, { role, size, color = '#000000' }) {
      let at = x;
      for (const run of fonts.runsOf(text, role)) {
        if (run.text === '') continue;
        // A character from another font is as black as those beside it, by a line around it.
        const isThin = role === 'strong' && run.role !== 'strong';
        if (isThin) doc.lineWidth(size * 0.035).strokeColor(color);
        doc
          .font(fonts.font(run.role))
          .fontSize(size)
          .fillColor(color)
          .text(run.text, at, y, {
            lineBreak: false,
            baseline: 'alphabetic',
            ...(isThin && { fill: true, stroke: true }),
          });
        at += fonts.widthOf(run.text, role, size);
      }
      return at - x;
    },
    async end() {
      doc.end();
      await ended;
      return Buffer.concat(chunks);
    },
  };
}
