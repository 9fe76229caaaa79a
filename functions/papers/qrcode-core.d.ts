/** The part of `qrcode` that only computes the modules: its entry also brings a PNG encoder, which nobody uses here. */
declare module 'qrcode/lib/core/qrcode.js' {
  import type { QRCode, QRCodeOptions } from 'qrcode';

  const core: { readonly create: (content: string, options?: QRCodeOptions) => QRCode };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module is the default export of its file
  export default core;
}
