/** Lists of their own 专项名单 in a paper: each with its nominees under the numbers of the one list. */

/** What a paper that names nominees has of them. */
interface ListedPaper {
  /** Titles of the lists, in the programme's order. */
  readonly lists?: readonly string[] | undefined;
  readonly unit: string;
  readonly nominees: readonly { readonly name: string; readonly lists?: readonly string[] | undefined }[];
}

/** `快递物流行业最美家庭名单（2户）：1．王家、3．李家`; a list that nobody stands on is left out. */
export const ownListLines = ({ lists = [], unit, nominees }: ListedPaper): readonly string[] =>
  lists.flatMap((title) => {
    const own = nominees.flatMap(({ name, lists: on = [] }, n) =>
      on.includes(title) ? [`${n + 1}．${name}`] : [],
    );
    return own.length === 0 ? [] : [`${title}（${own.length}${unit}）：${own.join('、')}`];
  });
