/** What programmes are for, what they honour, and how far they are. */
import { type Text, text } from '#domain/problem.ts';

/** 表彰, 推选(寻找), 命名, 推荐上报, 竞赛, 征集, 扶持 (docs/rules/kinds.md#kinds). */
export const programmeKinds = [
  'commendation',
  'seeking',
  'naming',
  'recommendation',
  'contest',
  'call',
  'support',
] as const;

/** Each kind of programme. */
export const programmeKindWords: Readonly<Record<(typeof programmeKinds)[number], Text>> = {
  commendation: text('表彰', 'Commendation'),
  seeking: text('推选', 'Search'),
  naming: text('命名', 'Naming'),
  recommendation: text('推荐上报', 'Recommendation only'),
  contest: text('竞赛', 'Contest'),
  call: text('征集', 'Call for works'),
  support: text('扶持', 'Support'),
};

export const categories = [
  'individual',
  'collective',
  'post',
  'family',
  'studio',
  'site',
  'project',
] as const;
export type Category = (typeof categories)[number];

/** What is honoured. */
export const categoryWords: Readonly<Record<Category, Text>> = {
  individual: text('个人', 'Individual'),
  collective: text('集体', 'Collective'),
  post: text('岗', 'Post'),
  family: text('家庭', 'Family'),
  studio: text('工作室', 'Studio'),
  site: text('基地', 'Site'),
  project: text('项目', 'Project'),
};

export const programmeStatuses = ['draft', 'published', 'archived'] as const;
/** How far a programme is. */
export const programmeStatusWords: Readonly<Record<(typeof programmeStatuses)[number], Text>> = {
  draft: text('草稿', 'Draft'),
  published: text('已发布', 'Published'),
  archived: text('已归档', 'Archived'),
};
