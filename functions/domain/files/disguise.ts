/** A file that is a second thing besides what it shows (docs/rules/privacy.md#files-that-are-two-things). */
import { type Text, text } from '#domain/problem.ts';

const latin1 = new TextDecoder('latin1');
const start = (bytes: Uint8Array, most: number): string => latin1.decode(bytes.subarray(0, most));

/** Where a PDF's own head may stand for its readers. */
const pdfHead = 1_024;
/** Words about a picture stand before it. */
const pictureHead = 65_536;
const endRecord = 22;
const longestComment = 65_535;

/** True when an archive ends where the file ends: a zip is read from its end, whatever stands before it. */
function endsAsZip(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(-(endRecord + longestComment));
  const written = latin1.decode(tail);
  for (let at = written.lastIndexOf('PK\x05\x06'); at >= 0; at = written.lastIndexOf('PK\x05\x06', at - 1)) {
    const comment = (tail[at + 20] ?? 0) | ((tail[at + 21] ?? 0) << 8);
    if (at + endRecord + comment === tail.length) return true;
    if (at === 0) return false;
  }
  return false;
}

/** What a file is besides its type; undefined for one that is no more than it shows. `type` is what its beginning says. */
export function disguiseOf(type: string, bytes: Uint8Array): Text | undefined {
  const isPicture = type === 'jpg' || type === 'png';
  if ((isPicture || type === 'pdf' || type === 'mp4') && endsAsZip(bytes))
    return text('压缩包', 'an archive');
  if (isPicture && start(bytes, pdfHead).includes('%PDF-')) return text('PDF', 'a PDF');
  if (isPicture && /<(script|html|svg|iframe|!doctype)|<\?php/i.test(start(bytes, pictureHead)))
    return text('网页或程序', 'a web page or a program');
  return undefined;
}
