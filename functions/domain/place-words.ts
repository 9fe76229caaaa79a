/** Reads the place and level words that stand before an honour's name: 湖南省, 长沙市, 全国, 区级 (docs/rules/honours.md#names). */
import type { Level } from './level.ts';

const provinces =
  '河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆';
const municipalities = '北京|天津|上海|重庆';

/** What one word may be the level of; 市 alone may be a prefecture's or a county's. The first pattern that fits counts. */
const placeWords: readonly (readonly [RegExp, readonly Level[]])[] = [
  [/^(全国|国家级|国家)/u, ['nation']],
  [/^(省部级|省级|自治区级|省|自治区)(?!会)/u, ['province']],
  [/^(地市级|市州级|设区市级|地级市|市级|州级)/u, ['city']],
  [/^(县市区级|区县级|县区级|县级市|区级|县级)/u, ['district']],
  [/^(街道级|乡镇级|镇级|乡级|街镇级)/u, ['street']],
  [/^(社区级|村级)/u, ['community']],
  [new RegExp(`^(${provinces})(省|(壮族|回族|维吾尔)?自治区)?`, 'u'), ['province']],
  [new RegExp(`^(${municipalities})市?`, 'u'), ['province']],
  [/^\p{Script=Han}{2,12}?(自治州|地区|盟|州)/u, ['city']],
  [/^\p{Script=Han}{1,8}?市/u, ['city', 'district']],
  [/^\p{Script=Han}{1,10}?(自治县|新区|开发区|高新区|区|县|自治旗|(?<!红)旗)/u, ['district']],
  [/^\p{Script=Han}{1,8}?(街道|镇|民族乡|乡|苏木)/u, ['street']],
  [/^\p{Script=Han}{1,8}?(社区|村)/u, ['community']],
  [/^市/u, ['city', 'district']],
  [/^(区|县)/u, ['district']],
];

/** Words that say neither place nor another honour. */
const fillers =
  /^(荣获|获评|荣膺|获得|获|首届|首批|第[一二三四五六七八九十百\d]+(届|批)|[\d〇零一二三四五六七八九]{4}(-\d{4})?(年度|年)|年度|的|级)/u;

export interface PlaceWords {
  /** The levels that the last place word may stand for; undefined when there was none. */
  readonly levels: readonly Level[] | undefined;
  /** What is left: '' when everything was place, level or filler. */
  readonly rest: string;
}

/** Takes place and level words off the front of a text without spaces. */
export function readPlaceWords(given: string): PlaceWords {
  let rest = given;
  let levels: readonly Level[] | undefined;
  while (rest !== '') {
    const filler = fillers.exec(rest)?.[0];
    if (filler !== undefined) {
      rest = rest.slice(filler.length);
      continue;
    }
    const word = placeWords.find(([pattern]) => pattern.test(rest));
    if (word === undefined) break;
    levels = word[1];
    rest = rest.slice(word[0].exec(rest)![0].length);
  }
  return { levels, rest };
}
