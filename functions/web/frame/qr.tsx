/** A QR code on a page, drawn without style or script. */
import { qrCode } from '#papers/qr-code.ts';

export const Qr = ({ content, label }: { readonly content: string; readonly label: string }) => {
  const { size, path } = qrCode(content);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label}>
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  );
};
