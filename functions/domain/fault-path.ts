/** Says the path of a fault in words that a clerk knows: "第 2 层级（区县）· 环节 3（公示）". */
import { levels, levelWords } from './level.ts';
import { hasMembers, memberOf, oneOf } from './members.ts';
import { type Text, text } from './problem.ts';
import { perStep } from './step-kinds.ts';

type Path = readonly PropertyKey[];

/** Official words of the choices that a programme is written with; also lets a clerk write 公示 and be told `notice`. */
export const choiceWords: Readonly<Record<string, Text>> = {
  ...perStep(({ words: { zh, en } }) => text(zh, en.toLowerCase())),
  commendation: text('表彰', 'commendation'),
  seeking: text('推选', 'seeking'),
  naming: text('命名', 'naming'),
  recommendation: text('上报', 'recommending only'),
  contest: text('竞赛', 'contest'),
  call: text('征集', 'call for works'),
  support: text('扶持', 'support'),
  individual: text('个人', 'individual'),
  collective: text('集体', 'collective'),
  post: text('岗', 'post'),
  family: text('家庭', 'family'),
  studio: text('工作室', 'studio'),
  site: text('基地', 'site'),
  project: text('项目', 'project'),
  organisation: text('组织推荐', 'by an organisation'),
  self: text('自荐', 'by oneself'),
  other: text('他荐', 'by another'),
  ...levelWords,
};

/** Lists whose entries are counted in words. */
const lists: Readonly<Record<string, Text>> = {
  steps: text('环节', 'step'),
  fields: text('表单字段', 'form field'),
  columns: text('表格列', 'column'),
  options: text('选项', 'option'),
  attachments: text('附件', 'attachment'),
  declarations: text('声明', 'declaration'),
  publicFields: text('公示字段', 'public field'),
  eligibility: text('资格条件', 'eligibility rule'),
  rules: text('条件', 'rule'),
  of: text('备选条件', 'alternative'),
  groups: text('分组比例', 'group rule'),
  departments: text('征求意见部门', 'departments'),
  channels: text('推荐渠道', 'channel'),
  criteria: text('评分项', 'criterion'),
  shares: text('名额分配', 'share'),
  grades: text('等次', 'grade'),
  groupPlaces: text('类别的名额', 'places of a group'),
  lists: text('专项名单', 'list of its own'),
  blind: text('盲评隐去的字段', 'hidden field'),
  jointWith: text('联合审查单位', 'joint with'),
};

/** Keys that hold a part of the document. */
const parts: Readonly<Record<string, Text>> = {
  form: text('表单', 'form'),
  title: text('名称', 'title'),
  code: text('荣誉代码', 'honour code'),
  edition: text('届次', 'edition'),
  category: text('类别', 'category'),
  kind: text('性质', 'kind'),
  level: text('级别', 'level'),
  honour: text('是否授予本级荣誉', 'honour'),
  identity: text('身份识别', 'identity'),
  legalBasis: text('依据', 'legal basis'),
  document: text('依据文件', 'document'),
  approvedBy: text('批准机关', 'approving body'),
  approvedName: text('批准的项目名称', 'approved name'),
  cycleYears: text('周期（年）', 'cycle in years'),
  quotaCap: text('批准的名额上限', 'approved number of places'),
  exemption: text('例外情况说明', 'exemption'),
  date: text('日期', 'date'),
  office: text('联系部门', 'office'),
  phone: text('联系电话', 'telephone'),
  email: text('电子邮箱', 'e-mail'),
  hours: text('办公时间', 'office hours'),
  address: text('地址', 'address'),
  notice: text('公示设置', 'notice settings'),
  objection: text('异议设置', 'objection settings'),
  quota: text('名额规则', 'quota rules'),
  listBy: text('名单分类', 'groups of the list'),
  nameField: text('名称字段', 'name field'),
  classField: text('类别字段', 'class field'),
  upward: text('上级活动', 'upward'),
  window: text('申报时间', 'window'),
  opensAt: text('开始时间', 'opening'),
  closesAt: text('截止时间', 'closing'),
  phaseEnds: text('阶段截止日', 'phase ends'),
  places: text('名额', 'places'),
  shares: text('名额分配', 'shares'),
  coHosts: text('联合主办单位', 'co-hosts'),
  direct: text('直接申报渠道', 'direct channels'),
  contact: text('联系方式', 'contact'),
  certificate: text('证书', 'certificate'),
  ceremony: text('表彰日期', 'ceremony'),
  stages: text('层级', 'stages'),
  ratio: text('差额比例', 'ratio'),
  reserves: text('备选', 'reserves'),
  days: text('天数', 'days'),
  awards: text('授予物', 'awards'),
  retention: text('保存年限', 'retention'),
  vacancy: text('名额空缺', 'vacancies'),
  label: text('名称', 'label'),
  help: text('填写说明', 'help'),
  type: text('填写方式', 'type'),
  group: text('所在分组', 'group'),
  values: text('选项', 'options'),
  when: text('填写条件', 'condition'),
  required: text('必填', 'required'),
  recheck: text('复查', 'recheck'),
};

/** Own entries only: a document may hold a key such as `constructor`. */
const wordOf = (words: Readonly<Record<string, Text>>, key: string): Text | undefined =>
  Object.hasOwn(words, key) ? words[key] : undefined;

/** A key that holds a part of a document or of settings, as faults call it; one without words stays as it is. */
export const partWords = (key: string): Text => wordOf(parts, key) ?? text(key, key);

/** The value at a path of a document, undefined when the path leads nowhere. */
export function valueAt(input: unknown, path: Path): unknown {
  let value = input;
  for (const key of path) {
    if (value === undefined) break;
    value = memberOf(value, key);
  }
  return value;
}

/** How an entry of a list is called beside its number: its title, label or official word. */
function nickname(list: string, entry: unknown): Text | undefined {
  if (!hasMembers(entry)) return undefined;
  const { title, label, kind, id } = entry;
  for (const words of [title, label]) {
    if (typeof words === 'string' && words !== '') return text(words, words);
    const zh = valueAt(words, ['zh']);
    const en = valueAt(words, ['en']);
    if (typeof zh === 'string' && zh !== '') return text(zh, typeof en === 'string' ? en : zh);
  }
  if (list === 'steps' && typeof kind === 'string') return wordOf(choiceWords, kind);
  return typeof id === 'string' ? text(id, id) : undefined;
}

const levelAt = (entry: unknown): Text | undefined => {
  const level = oneOf(levels, memberOf(entry, 'level'));
  return level === undefined ? undefined : levelWords[level];
};

/**
 * Words for a path of a document, both languages; "整份文件" for the empty path.
 * Unknown keys are named as they are written, so the words never hide where the fault is.
 */
export function pathInWords(path: Path, input: unknown): Text {
  if (path.length === 0) return text('整份文件', 'The document');
  const zh: string[] = [];
  const en: string[] = [];
  const say = (words: Text) => {
    zh.push(words.zh);
    en.push(words.en);
  };
  for (let i = 0; i < path.length; i++) {
    const key = String(path[i]);
    const next = path[i + 1];
    if (typeof next !== 'number') {
      say(wordOf(parts, key) ?? wordOf(lists, key) ?? text(key, key));
      continue;
    }
    const entry = valueAt(input, path.slice(0, i + 2));
    const name = key === 'stages' ? levelAt(entry) : nickname(key, entry);
    const after = name === undefined ? text('', '') : text(`（${name.zh}）`, ` (${name.en})`);
    if (key === 'stages') say(text(`第 ${next + 1} 层级${after.zh}`, `Stage ${next + 1}${after.en}`));
    else {
      const list = wordOf(lists, key) ?? text(key, key);
      say(text(`${list.zh} ${next + 1}${after.zh}`, `${list.en} ${next + 1}${after.en}`));
    }
    i++;
  }
  return text(zh.join(' · '), en.join(' · '));
}
