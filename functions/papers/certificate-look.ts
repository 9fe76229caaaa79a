/** How certificates look: the sheet and where the parts stand on it. */
import type { CertificateFace } from '#domain/honour/certificate-face.ts';
import type { CertificateLies, CertificatePlaces } from '#domain/honour/certificate-placing.ts';
import type { PaperPicture } from './paper.ts';

/** A4 as it lies, in millimetres; `text` is the width of name and text. */
const sheets = {
  wide: { width: 297, height: 210, text: 201 },
  upright: { width: 210, height: 297, text: 150 },
} as const;
export const sheetOf = (lies: CertificateLies) => sheets[lies];

/** Where the parts stand where the round does not say: title in the middle, the text below it, code left, bodies right. */
export const certificatePlaces = {
  wide: {
    emblem: { x: 148.5, y: 18, size: 45 },
    title: { x: 148.5, y: 52, size: 44 },
    name: { x: 48, y: 82, size: 24 },
    text: { x: 48, y: 100, size: 21 },
    code: { x: 48, y: 146, size: 9 },
    sign: { x: 208, y: 158, size: 17 },
  },
  upright: {
    emblem: { x: 105, y: 28, size: 60 },
    title: { x: 105, y: 76, size: 44 },
    name: { x: 30, y: 112, size: 24 },
    text: { x: 30, y: 132, size: 21 },
    code: { x: 30, y: 226, size: 9 },
    sign: { x: 148, y: 238, size: 17 },
  },
} as const satisfies Readonly<Record<CertificateLies, CertificatePlaces>>;

export interface CertificateLook {
  readonly paper: 'A4' | 'A3';
  readonly lies: CertificateLies;
  readonly places: CertificatePlaces;
  /** The federation's own sheet; without one a frame is drawn and the title set. */
  readonly background?: PaperPicture | undefined;
  /** Its seal or logo, where it is to be printed. */
  readonly emblem?: PaperPicture | undefined;
}

export interface PrintedCertificate extends CertificateFace {
  /** Where it is checked. */
  readonly address: string;
}
