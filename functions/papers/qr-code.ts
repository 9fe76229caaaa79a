/** A QR code as one SVG path: no inline style, so that the content security policy lets it through. */
import QRCode from 'qrcode/lib/core/qrcode.js';

export interface Qr {
  /** Modules along one side, with four of margin on each side. */
  readonly size: number;
  /** Path of the dark modules, in units of one module. */
  readonly path: string;
}

/** Draws a text, such as the absolute address of a certificate, with medium error correction. */
export function qrCode(content: string): Qr {
  const { modules } = QRCode.create(content, { errorCorrectionLevel: 'M' });
  const margin = 4;
  let path = '';
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) {
      let run = 0;
      while (x + run < modules.size && modules.get(y, x + run)) run++;
      if (run > 0) path += `M${x + margin} ${y + margin}h${run}v1h-${run}z`;
      x += run;
    }
  return { size: modules.size + 2 * margin, path };
}
