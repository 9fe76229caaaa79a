/** Marks the fields of stored records in which personal data may stand: the report of all such places is made from these marks. */
import * as z from 'zod';
import { text } from './problem.ts';

/** What may stand in a field. */
export const personalHolds = {
  nominee: text('被推荐对象的姓名或名称', 'name of a nominee'),
  other: text('工作人员、评委或其他人的姓名', 'name of a member, panellist or somebody else'),
  contact: text('电子邮箱、手机或电话', 'e-mail address or telephone'),
  words: text('文字说明，其中可能提到某人', 'words in which somebody may be named'),
  answers: text('申报内容中可公开的部分', 'answers of the form that may lie open'),
  sealed: text('加密的个人信息', 'personal data, encrypted'),
  digest: text('身份信息的带密钥摘要', 'keyed digest of an identity'),
  file: text('文件名', 'name of a file'),
} as const;

/** What becomes of it. */
export const personalEnds = {
  masked: text('删除时改为掩码，已授荣誉的保留', 'masked when erased; kept where there is an honour'),
  removed: text('删除时移除', 'removed when erased'),
  key: text('删除时销毁密钥，不可再读', 'unreadable when erased: its key is destroyed'),
  counted: text('统计所需，保留', 'kept for the counts'),
  done: text('办结时移除', 'removed when the matter is done'),
  timed: text('到期自动移除', 'removed by itself when its time is over'),
  account: text('人员账户存续期间', 'as long as the account of the member'),
  honour: text('荣誉档案，长期保存', 'record of an honour, kept'),
  office: text('公务信息，长期保存', 'official business, kept'),
} as const;

export interface PersonalPlace {
  readonly holds: keyof typeof personalHolds;
  readonly ends: keyof typeof personalEnds;
}

const places = z.registry<PersonalPlace>();

/** Says of a field of a record what personal data may stand there, and what becomes of them. */
export function personal<S extends z.ZodType>(
  holds: PersonalPlace['holds'],
  ends: PersonalPlace['ends'],
  schema: S,
): S {
  places.add(schema, { holds, ends });
  return schema;
}

/** What was said of a field; undefined when nothing was. */
export const personalOf = (schema: z.core.$ZodType): PersonalPlace | undefined => places.get(schema);
