/** Lists of their own 专项名单 in a paper: each with its nominees under the numbers of the one list. */

/** Who stands on each list so far, under her number on the one list, by the title of the list. */
export type OnLists = Readonly<Record<string, readonly string[]>>;

/** With somebody more, who has that number. */
export const alsoOn = (
  own: OnLists,
  { name, lists = [] }: { readonly name: string; readonly lists?: readonly string[] | undefined },
  number: number,
): OnLists =>
  lists.length === 0
    ? own
    : {
        ...own,
        ...Object.fromEntries(lists.map((title) => [title, [...(own[title] ?? []), `${number}．${name}`]])),
      };

/** `快递物流行业最美家庭名单（2户）：1．王家、3．李家`, in the programme's order; a list that nobody stands on is left out. */
export const ownListLines = (lists: readonly string[], unit: string, own: OnLists): readonly string[] =>
  lists.flatMap((title) => {
    const on = own[title] ?? [];
    return on.length === 0 ? [] : [`${title}（${on.length}${unit}）：${on.join('、')}`];
  });
