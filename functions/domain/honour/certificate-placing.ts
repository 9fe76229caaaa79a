/** Whether the parts of a certificate lie on its sheet and clear of each other (docs/rules/numbers.md#placing). */
import { type Text, text } from '#domain/problem.ts';

export const certificateLies = ['wide', 'upright'] as const;
export type CertificateLies = (typeof certificateLies)[number];

export const certificateParts = ['emblem', 'title', 'name', 'text', 'code', 'sign'] as const;
export type CertificatePart = (typeof certificateParts)[number];

/** A place on the sheet, in millimetres of A4; `size` in points, of the emblem its height. */
export interface CertificatePlace {
  readonly x: number;
  readonly y: number;
  readonly size: number;
}
export type CertificatePlaces = Readonly<Record<CertificatePart, CertificatePlace>>;

export const certificatePartWords: Readonly<Record<CertificatePart, Text>> = {
  emblem: text('徽标', 'Emblem'),
  title: text('标题', 'Title'),
  name: text('姓名', 'Name'),
  text: text('正文', 'Text'),
  code: text('二维码', 'Code'),
  sign: text('落款', 'Signature'),
};

/** What a part takes of the sheet, from its upper left corner, in any unit. */
export interface PlacedPart {
  readonly part: CertificatePart;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlaps = (a: PlacedPart, b: PlacedPart): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** What is wrong with where the parts lie on a sheet of that size, a sentence each; nothing when all is clear. */
export function placingFaults(
  parts: readonly PlacedPart[],
  sheet: { readonly width: number; readonly height: number },
): readonly Text[] {
  const outside = parts
    .filter(
      ({ x, y, width, height }) => x < 0 || y < 0 || x + width > sheet.width || y + height > sheet.height,
    )
    .map(({ part }) => {
      const { zh, en } = certificatePartWords[part];
      return text(`${zh}超出纸张`, `${en} reaches beyond the sheet`);
    });
  const over = parts.flatMap((a, n) =>
    parts.slice(n + 1).flatMap((b) => {
      if (!overlaps(a, b)) return [];
      const [one, other] = [certificatePartWords[a.part], certificatePartWords[b.part]];
      return [text(`${one.zh}与${other.zh}重叠`, `${one.en} and ${other.en.toLowerCase()} overlap`)];
    }),
  );
  return [...outside, ...over];
}
