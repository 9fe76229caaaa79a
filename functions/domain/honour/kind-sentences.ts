/** How what a level decides is said in notices, decisions and certificates: by the kind of programme (docs/rules/kinds.md#kinds). */
import type { programmeKinds } from '#domain/programme/programme-kinds.ts';

type Kind = (typeof programmeKinds)[number];

interface KindSaid {
  /** Who is on notice: 拟表彰 …. */
  readonly proposed: string;
  /** Heading of the decision about a title. */
  readonly heading: (title: string) => string;
  /** What is decided about whom. */
  readonly verdict: (whom: string, title: string) => string;
  /** Name of the list. */
  readonly list: string;
  /** Default wording of a certificate, with {title}, and the year and batch in front of it; a grade stands behind it. */
  readonly certificate: (edition: string, grade: string) => string;
}

const honouring: Readonly<Record<Kind, KindSaid>> = {
  commendation: {
    proposed: '拟表彰',
    heading: (title) => `关于表彰${title}的决定`,
    verdict: (whom, title) => `授予${whom}“${title}”荣誉称号`,
    list: '表彰名单',
    certificate: (edition, grade) => `荣获${edition}“{title}”荣誉称号${grade}，特发此证，以资鼓励。`,
  },
  seeking: {
    proposed: '拟推选',
    heading: (title) => `关于公布${title}推选结果的决定`,
    verdict: (whom, title) => `推选${whom}为“${title}”`,
    list: '推选名单',
    certificate: (edition, grade) => `被推选为${edition}“{title}”${grade}，特发此证。`,
  },
  naming: {
    proposed: '拟命名',
    heading: (title) => `关于命名${title}的决定`,
    verdict: (whom, title) => `命名${whom}为“${title}”`,
    list: '命名名单',
    certificate: (edition, grade) => `被命名为${edition}“{title}”${grade}，特发此证。`,
  },
  recommendation: {
    proposed: '拟入选',
    heading: (title) => `关于公布${title}入选名单的决定`,
    verdict: (whom, title) => `确定${whom}入选“${title}”`,
    list: '入选名单',
    certificate: (edition, grade) => `入选${edition}“{title}”${grade}，特发此证。`,
  },
  contest: {
    proposed: '拟获奖',
    heading: (title) => `关于公布${title}获奖名单的决定`,
    verdict: (whom, title) => `确定${whom}在“${title}”中获奖`,
    list: '获奖名单',
    certificate: (edition, grade) =>
      `在${edition}“{title}”中${grade === '' ? '获奖' : '荣获{grade}'}，特发此证。`,
  },
  call: {
    proposed: '拟入选',
    heading: (title) => `关于公布${title}入选名单的决定`,
    verdict: (whom, title) => `确定${whom}入选“${title}”`,
    list: '入选名单',
    certificate: (edition, grade) => `入选${edition}“{title}”${grade}，特发此证。`,
  },
  support: {
    proposed: '拟扶持',
    heading: (title) => `关于公布${title}扶持名单的决定`,
    verdict: (whom, title) => `将${whom}列为“${title}”扶持对象`,
    list: '扶持名单',
    certificate: (year) => `为${year}年“{title}”扶持对象，特此证明。`,
  },
};

/** A level that grants nothing of its own: it recommends. */
const recommending: Omit<KindSaid, 'certificate'> = {
  proposed: '拟推荐',
  heading: (title) => `关于推荐${title}对象的审定意见`,
  verdict: (whom, title) => `推荐${whom}参加上一级“${title}”评选`,
  list: '推荐名单',
};

/** What a level of this kind says of what it decides. */
export const decidingSaid = (kind: Kind, honours: boolean): Omit<KindSaid, 'certificate'> =>
  honours ? honouring[kind] : recommending;

/** Default wording of a certificate of this kind; {grade} and {batch} stand in it where the honour has them. */
export const certificateSaid = (
  kind: Kind,
  {
    edition,
    batch,
    grades,
  }: { readonly edition: string; readonly batch?: number; readonly grades?: readonly unknown[] },
): string =>
  honouring[kind].certificate(
    `${edition.slice(0, 4)}年${batch === undefined ? '' : '{batch}'}`,
    grades === undefined ? '' : '（{grade}）',
  );
