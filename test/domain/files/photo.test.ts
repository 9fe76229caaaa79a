import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutPlace } from '#domain/files/photo.ts';

const ascii = (words: string): number[] => [...words].map((letter) => letter.charCodeAt(0));
const segment = (marker: number, body: readonly number[]): number[] => [
  0xff,
  marker,
  (body.length + 2) >> 8,
  (body.length + 2) & 0xff,
  ...body,
];
const short = (n: number): number[] => [n & 0xff, n >> 8];
/** Exif, little endian, with an orientation and a pointer to a block of GPS. */
const exif = (orientation: number): number[] =>
  segment(0xe1, [
    ...ascii('Exif\0\0II'),
    42,
    0,
    8,
    0,
    0,
    0,
    ...short(2),
    ...short(0x0112),
    ...short(3),
    1,
    0,
    0,
    0,
    ...short(orientation),
    0,
    0,
    ...short(0x8825),
    ...short(4),
    1,
    0,
    0,
    0,
    38,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...ascii('GPS 28.19N 113.03E'),
  ]);
const xmp = segment(0xe1, ascii('http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude="28,11N"/>'));
const jfif = segment(0xe0, ascii('JFIF\0\x01\x01\0\0\x01\0\x01\0\0'));
const table = segment(
  0xdb,
  Array.from({ length: 65 }, (_, n) => n),
);
const pixels = [...segment(0xda, [1, 1, 0, 0, 63, 0]), 1, 2, 0xff, 0, 0xff, 0xe1, 3, 0xff, 0xd9];
const photo = (...segments: number[][]): Uint8Array =>
  Uint8Array.from([0xff, 0xd8, ...segments.flat(), ...pixels]);
const words = (bytes: Uint8Array): string => String.fromCharCode(...bytes);

describe('a photograph', () => {
  it('loses the place where it was made, in Exif and XMP, and keeps everything else', () => {
    expect(withoutPlace(photo(jfif, xmp, table))).toEqual(photo(jfif, table));
    const clean = withoutPlace(photo(jfif, exif(6), xmp, table));
    expect(words(clean)).not.toMatch(/GPS|28\.19/);
    expect(words(clean).endsWith(words(photo(jfif, table).subarray(2)))).toBe(true);
  });

  it.each([1, 3, 6, 8])('stays upright: orientation %i', (orientation) => {
    const clean = withoutPlace(photo(exif(orientation), table));
    const at = words(clean).indexOf('Exif\0\0MM');
    expect([at, clean[at + 6 + 8 + 2 + 9]]).toEqual([6, orientation]);
    // The new segment is as long as it says, so that the next one begins where a reader looks.
    expect([
      clean[2 + 2 + clean[4]! * 256 + clean[5]!],
      clean[2 + 2 + clean[4]! * 256 + clean[5]! + 1],
    ]).toEqual([0xff, 0xdb]);
    expect(withoutPlace(clean)).toEqual(clean);
  });

  it('without any place, or what is no photograph, stays as it is', () => {
    for (const bytes of [
      photo(jfif, table),
      Uint8Array.from(ascii('%PDF-1.7')),
      new Uint8Array(),
      Uint8Array.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1]),
    ])
      expect(withoutPlace(bytes)).toBe(bytes);
  });

  it('never breaks on broken bytes', () => {
    const broken = fc
      .uint8Array({ maxLength: 200 })
      .map((rest) => Uint8Array.from([0xff, 0xd8, ...exif(6).slice(0, 30), ...rest]));
    fc.assert(
      fc.property(
        fc.oneof(broken, fc.uint8Array()),
        (bytes) => withoutPlace(bytes).length <= bytes.length + 36,
      ),
    );
  });
});
