/** What may stand in the words of a letter, for whoever words it anew; sending needs none of it. */
import { type NamedPlaces, placesIn } from '#domain/named-places.ts';
import { text } from '#domain/problem.ts';
import type { LetterWording } from './letter-wording.ts';

/** What may stand in letters, each with an example; a letter has those of its standard words. */
const placeWords: NamedPlaces = {
  name: { label: text('对象', 'Nominee'), example: text('李秀英', 'Li Xiuying') },
  programme: {
    label: text('评选活动', 'Selection'),
    example: text('2027年最美家庭', 'Most Beautiful Family 2027'),
  },
  step: { label: text('环节', 'Step'), example: text('资格审查', 'Review') },
  howMany: { label: text('待办项数', 'Number of tasks'), example: text('3 项', '3 tasks') },
  firstDue: { label: text('办理期限', 'Due'), example: text('2027年3月5日17:30', '5 March 2027, 17:30') },
  late: {
    label: text('逾期说明', 'What is late'),
    example: text('，下表中有 1 项已过办理期限', '; 1 of those listed is past its date'),
  },
  result: { label: text('结果', 'Result'), example: text('（按实际结果填写）', '(as it turned out)') },
  receipt: { label: text('受理号', 'Receipt'), example: text('ZMJT-2027-0017', 'ZMJT-2027-0017') },
  title: { label: text('荣誉名称', 'Honour'), example: text('三八红旗手', 'March 8 Red Banner Holder') },
  count: { label: text('个数', 'How many'), example: text('12', '12') },
  org: {
    label: text('单位', 'Organisation'),
    example: text('芙蓉区妇女联合会', 'Furong Women’s Federation'),
  },
  by: {
    label: text('决定单位', 'Who decided'),
    example: text('长沙市妇女联合会', 'Changsha Women’s Federation'),
  },
  code: { label: text('荣誉代码', 'Honour code'), example: text('ZMJT', 'ZMJT') },
  roles: { label: text('角色', 'Roles'), example: text('审核员', 'reviewer') },
  file: { label: text('附件', 'Attachment'), example: text('申报表.pdf', 'form.pdf') },
  date: { label: text('日期', 'Date'), example: text('2027年3月8日', '8 March 2027') },
  since: { label: text('自何时起', 'Since when'), example: text('2027年3月8日', '8 March 2027') },
  act: { label: text('办理事项', 'What is done'), example: text('撤销', 'revocation') },
  what: { label: text('变更事项', 'What changed'), example: text('申报截止时间', 'the end of the window') },
};

/** What may stand in a letter's words: the places of its standard ones. */
export function placesOfLetter({ subject, lead }: LetterWording): NamedPlaces {
  const used = placesIn([subject.zh, subject.en, lead.zh, lead.en].join('\n'));
  return Object.fromEntries(Object.entries(placeWords).filter(([id]) => used.includes(id)));
}

/** What nobody may leave out: who the letter is about, and what came of it. */
export const neededPlaces = (places: NamedPlaces): readonly string[] =>
  ['name', 'result'].filter((id) => Object.hasOwn(places, id));
