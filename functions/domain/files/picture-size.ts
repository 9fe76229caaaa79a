/** How large a picture is, from its own first bytes: what cannot be told is no picture that a paper can show. */

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** A frame header that begins a picture: SOF0 to SOF15 without DHT, JPG and DAC (ITU T.81). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function jpegSize(view: DataView): PictureSize | undefined {
  let at = 2;
  while (at + 9 < view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    if (isFrame(marker)) return { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** Pixels of a JPEG or PNG; undefined for anything else, or one that is cut short before it says. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 24) return undefined;
  const size =
    view.getUint16(0) === 0xffd8
      ? jpegSize(view)
      : view.getUint32(0) === 0x89504e47 && view.getUint32(12) === 0x49484452
        ? { width: view.getUint32(16), height: view.getUint32(20) }
        : undefined;
  return size === undefined || size.width === 0 || size.height === 0 ? undefined : size;
}
