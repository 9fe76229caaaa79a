/** The organisations of a load test: provinces, cities, districts and streets below the root, numbered in their order. */
import type { Organisation } from '#domain/people/people-records.ts';

/** So many of each below one above; provinces as many as it takes. */
const cities = 11;
const districts = 9;
const streets = 33;
const inCity = 1 + districts * (1 + streets);
const inProvince = 1 + cities * inCity;

export type Place = Omit<Organisation, 'version' | 'head'>;

const two = (n: number): string => String(n).padStart(2, '0');

function placeOf(
  parts: readonly (readonly [letter: string, n: number])[],
  root: string,
  level: Place['level'],
): Place {
  const ids = parts.map((_, i) =>
    parts
      .slice(0, i + 1)
      .map(([letter, n]) => letter + two(n))
      .join(''),
  );
  const [id, order] = [ids.at(-1)!, parts.at(-1)![1]];
  const [province = 0, city = 0, district = 0] = parts.map(([, n]) => n);
  return {
    id,
    name: `第${parts.map(([, n]) => n).join('-')}妇联`,
    level,
    parent: ids.at(-2) ?? root,
    order,
    region: `${10 + province}${two(city)}${two(district)}`,
    contact: {},
    path: [root, ...ids],
  };
}

/** The n-th organisation of the country, from 0 on, each after the one above it. */
export function placeAt(n: number, root: string): Place {
  const province = ['p', Math.floor(n / inProvince) + 1] as const;
  const inner = n % inProvince;
  if (inner === 0) return placeOf([province], root, 'province');
  const city = ['c', Math.floor((inner - 1) / inCity) + 1] as const;
  const below = (inner - 1) % inCity;
  if (below === 0) return placeOf([province, city], root, 'city');
  const district = ['d', Math.floor((below - 1) / (1 + streets)) + 1] as const;
  const street = (below - 1) % (1 + streets);
  return street === 0
    ? placeOf([province, city, district], root, 'district')
    : placeOf([province, city, district, ['s', street]], root, 'street');
}

/** A district with its streets. */
export interface District extends Place {
  readonly streets: readonly Place[];
}

/** The whole districts among the first so many organisations. */
export function districtsOf(organisations: number, root: string): readonly District[] {
  const found: (Place & { readonly streets: Place[] })[] = [];
  for (let n = 0; n < organisations; n++) {
    const place = placeAt(n, root);
    if (place.level === 'district') found.push({ ...place, streets: [] });
    if (place.level === 'street') found.at(-1)!.streets.push(place);
  }
  return found.filter((each) => each.streets.length > 0);
}

/** Addresses of who works where: a clerk in each street, a reviewer and an administrator elsewhere. */
export const clerkOf = (org: string): string => `${org}-clerk@example.org`;
export const reviewerOf = (org: string): string => `${org}-reviewer@example.org`;
export const administratorOf = (org: string): string => `${org}-administrator@example.org`;

const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余'];
const given = [...'秀英芳娜敏静丽娟艳玲桂兰凤洁梅琳云莲真环雪荣爱妹霞香月莺媛瑞凡佳嘉琼勤珍贞莉'];
const letterOf = (letters: readonly string[], n: number): string => letters[n % letters.length]!;

/** A name that some tens share among a million, as it is. */
export const nameOf = (n: number): string =>
  `${letterOf(surnames, n)}${letterOf(given, Math.floor(n / 40))}${letterOf(given, Math.floor(n / 1600))}家庭`;
