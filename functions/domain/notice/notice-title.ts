/** The title of a notice with the place whose notice it is: 芙蓉区2027年最美家庭 (docs/rules/notice.md#title). */
import { readPlaceWords } from '#domain/place-words.ts';
import { type Text, text } from '#domain/problem.ts';

/** What ends the name of an office that a place has. */
const office =
  /^(?:中华)?(.+?)(?:妇女联合会|妇联|总工会|精神文明建设委员会办公室|文明办|妇女儿童工作委员会.*)$/u;

/** The place in an organisation's name: 芙蓉区 of 芙蓉区妇女联合会; undefined where it has none, as 中南大学妇女委员会. */
export function placeOf(orgName: string): string | undefined {
  const before = office.exec(orgName.normalize('NFKC').replace(/\s/gu, ''))?.[1];
  return before !== undefined && readPlaceWords(before).rest === '' ? before : undefined;
}

/** The last word of a place, and its short form where people leave 省 out: 长沙市芙蓉区 is 芙蓉区, 湖南省 also 湖南. */
const saidBy = (place: string): readonly string[] => {
  const last =
    /(?:^|[省市区县旗州盟])([^省市区县旗州盟]+(?:[省市区县旗州盟]|街道|镇|乡|社区|村)?)$/u.exec(place)?.[1] ??
    place;
  return [last, ...(last.endsWith('省') ? [last.slice(0, -1)] : [])];
};

/** Programme and year with the place before them, unless they name it already. */
export function placedTitle({
  title,
  orgName,
}: {
  readonly title: string;
  readonly orgName: string;
}): string {
  const place = placeOf(orgName);
  return place === undefined || saidBy(place).some((word) => title.includes(word))
    ? title
    : `${place}${title}`;
}

/** What a notice is about, in both languages. */
export const placedSaid = (notice: {
  readonly title: string;
  readonly titleEn?: string | undefined;
  readonly orgName: string;
}): Text => text(placedTitle(notice), notice.titleEn ?? placedTitle(notice));

/** 关于芙蓉区2027年最美家庭拟推选对象的公示, as page and paper are headed. */
export const noticeTitle = (notice: {
  readonly title: string;
  readonly orgName: string;
  readonly proposed?: string | undefined;
}): string => `关于${placedTitle(notice)}${notice.proposed ?? '拟推荐'}对象的公示`;

/** The heading in both languages. */
export const noticeHeading = (
  notice: Parameters<typeof placedSaid>[0] & Parameters<typeof noticeTitle>[0],
): Text => text(noticeTitle(notice), `Public notice: ${placedSaid(notice).en}`);
