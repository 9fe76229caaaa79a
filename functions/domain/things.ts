/** What an id may stand for, and how it is said that there is none: the same whether it never was or is somebody else's. */
import { missing, Problem, type Text, text } from './problem.ts';

interface Said {
  /** 'not-found' unless said otherwise. */
  readonly code?: string;
  readonly zh: string;
  readonly en: string;
  /** What else to try, for somebody whose link was right once. */
  readonly hint?: Text;
}

const things = {
  organisation: { zh: '单位', en: 'organisation' },
  programme: { zh: '评选活动', en: 'programme' },
  round: { zh: '评选轮次', en: 'round' },
  nomination: { zh: '申报', en: 'nomination' },
  draft: {
    ...{ code: 'draft-unknown', zh: '草稿或申报', en: 'draft or nomination' },
    hint: text(
      '草稿可能已提交或已删除，请在“我的申报”中查看。',
      'A draft may have been submitted or discarded: look under "My nominations".',
    ),
  },
  candidacy: { zh: '参评记录', en: 'candidacy' },
  form: { zh: '申报表', en: 'form' },
  tranche: { zh: '批次', en: 'tranche' },
  list: { zh: '表彰名单', en: 'honour list' },
  revision: { zh: '评选活动版本', en: 'programme revision' },
  member: { code: 'member-unknown', zh: '人员', en: 'member' },
  objection: { code: 'objection-unknown', zh: '异议', en: 'objection' },
  package: { code: 'package-unknown', zh: '报送包', en: 'package' },
  recheck: { code: 'recheck-unknown', zh: '复查', en: 're-check' },
  job: { code: 'job-unknown', zh: '后台任务', en: 'job' },
  trail: {
    ...{ code: 'chain-unknown', zh: '操作记录', en: 'trail' },
    hint: text('请写成 round:编号 的样子。', 'Write it like round:id.'),
  },
  letter: {
    ...{ code: 'letter-unknown', zh: '信函', en: 'letter' },
    hint: text('登录信函在有效期过后自动删除。', 'Sign-in letters go once they have expired.'),
  },
  import: {
    ...{ code: 'import-unknown', zh: '导入', en: 'import' },
    hint: text('请重新上传表格；已导入的行不会重复。', 'Upload the sheet again: nothing comes twice.'),
  },
  bar: { code: 'bar-unknown', zh: '限制', en: 'bar' },
  file: {
    ...{ code: 'file-missing', zh: '附件', en: 'attachment' },
    hint: text('它可能已被删去。', 'It may have been removed.'),
  },
} as const satisfies Readonly<Record<string, Said>>;

export type Thing = keyof typeof things;

/** That nothing stands at an id: one answer, so that nobody learns from it what belongs to others. */
export function noSuch(thing: Thing): Problem {
  const { code = 'not-found', zh, en, hint = text('', '') }: Said = things[thing];
  return missing(
    code,
    `没有找到这个${zh}，请检查链接或编号。${hint.zh}`,
    `No such ${en}; check the link or number. ${hint.en}`.trim(),
  );
}

/** Does something of which each part may be missing; whichever it is, the answer is that this thing is. */
export async function saidAs<T>(thing: Thing, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Problem && error.kind === 'missing' ? noSuch(thing) : error;
  }
}
