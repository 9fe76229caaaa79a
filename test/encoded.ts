/** Texts in the encodings that offices write, for which the platform has a reader and no writer. */

let pairs: ReadonlyMap<string, readonly [number, number]> | undefined;

/** Every two bytes of GBK by the character that they are. */
function gbkPairs(): ReadonlyMap<string, readonly [number, number]> {
  const decoder = new TextDecoder('gbk');
  const found = new Map<string, readonly [number, number]>();
  for (let a = 0x81; a <= 0xfe; a++)
    for (let b = 0x40; b <= 0xfe; b++) found.set(decoder.decode(Uint8Array.of(a, b)), [a, b]);
  return found;
}

export function gbk(text: string): Uint8Array<ArrayBuffer> {
  pairs ??= gbkPairs();
  const bytes = [...text].flatMap((character) => {
    if (character.charCodeAt(0) < 0x80) return [character.charCodeAt(0)];
    const pair = pairs?.get(character);
    if (pair === undefined) throw new Error(`no GBK for ${character}`);
    return [...pair];
  });
  return Uint8Array.from(bytes);
}

/** Little end first, with its mark, as Excel saves "Unicode text". */
export const utf16 = (text: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array([0xff, 0xfe, ...Buffer.from(text, 'utf16le')]);
