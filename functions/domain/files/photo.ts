/** Takes the place where a photograph was made out of a JPEG; a family's home must not travel with its picture. */

const soi = 0xd8;
const startOfScan = 0xda;
const app1 = 0xe1;
const ascii = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
const exifHeader = 'Exif\0\0';
const xmpHeaders = ['http://ns.adobe.com/xap/', 'http://ns.adobe.com/xmp/'];

/** The orientation 1 to 8 in the first directory of an Exif block (TIFF 6.0); undefined when it cannot be read. */
function orientationOf(tiff: Uint8Array): number | undefined {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  try {
    const order = view.getUint16(0);
    if (order !== 0x4949 && order !== 0x4d4d) return undefined;
    const little = order === 0x4949;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    for (let n = 0; n < entries; n++) {
      const entry = directory + 2 + 12 * n;
      if (view.getUint16(entry, little) !== 0x0112) continue;
      const value = view.getUint16(entry + 8, little);
      return value >= 1 && value <= 8 ? value : undefined;
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return undefined;
}

/** A whole APP1 segment that holds nothing but an orientation, so that a picture taken upright stays upright. */
const orientationSegment = (orientation: number): readonly number[] => [
  ...[0xff, app1, 0, 34],
  ...[...exifHeader].map((letter) => letter.charCodeAt(0)),
  ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8], // TIFF, big endian, first directory at 8
  ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0], // one entry: Orientation, one short
  ...[0, 0, 0, 0], // no further directory
];

/**
 * The JPEG without Exif and XMP (place, time, device, thumbnail), its orientation kept; pixels are not touched.
 * Gives the same bytes back when it is no JPEG or not built as one expects.
 */
export function withoutPlace(bytes: Uint8Array): Uint8Array {
  if (bytes[0] !== 0xff || bytes[1] !== soi) return bytes;
  const kept: Uint8Array[] = [bytes.subarray(0, 2)];
  let orientation: number | undefined;
  let dropped = false;
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== startOfScan) {
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    const end = at + 2 + length;
    if (length < 2 || end > bytes.length) return bytes;
    const segment = bytes.subarray(at, end);
    const head = ascii(segment.subarray(4, 36));
    const isExif = segment[1] === app1 && head.startsWith(exifHeader);
    if (isExif) orientation ??= orientationOf(segment.subarray(10));
    if (isExif || (segment[1] === app1 && xmpHeaders.some((header) => head.startsWith(header))))
      dropped = true;
    else kept.push(segment);
    at = end;
  }
  if (!dropped || bytes[at] !== 0xff) return bytes;
  kept.push(bytes.subarray(at));
  if (orientation !== undefined) kept.splice(1, 0, Uint8Array.from(orientationSegment(orientation)));
  const clean = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of kept) {
    clean.set(part, offset);
    offset += part.length;
  }
  return clean;
}
