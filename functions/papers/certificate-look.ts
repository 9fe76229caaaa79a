/** How certificates look: the sheet and where the parts stand on it. */
import type { CertificateFace } from '#domain/honour/certificate-face.ts';
import type { PaperPicture } from './paper.ts';

/** A place on the sheet, in millimetres of A4 on its side; `size` in points. */
export interface CertificatePlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

/** Where the parts stand where the round does not say: title in the middle, the text below it, code left, bodies right. */
export const certificatePlaces = {
  title: { x: 148.5, y: 52, size: 44 },
  name: { x: 48, y: 82, size: 24 },
  text: { x: 48, y: 100, size: 21 },
  code: { x: 48, y: 146, size: 9 },
  sign: { x: 208, y: 158, size: 17 },
} as const satisfies Readonly<Record<string, CertificatePlace>>;
export const certificateParts = ['title', 'name', 'text', 'code', 'sign'] as const;
export type CertificatePart = (typeof certificateParts)[number];

export interface CertificateLook {
  readonly paper: 'A4' | 'A3';
  readonly places: Readonly<Record<CertificatePart, CertificatePlace>>;
  /** The federation's own sheet; without one a frame is drawn and the title set. */
  readonly background?: PaperPicture | undefined;
}

export interface PrintedCertificate extends CertificateFace {
  /** Where it is checked. */
  readonly address: string;
}
