/** Confirming the shortlist: how many are listed, and the tick that leaves places empty where there are some. */
import { shortlistConfirmation } from '#actions/selection/selection-input.ts';
import { text } from '#domain/problem.ts';
import type { Shortlist } from '#domain/selection/selection-records.ts';
import type { Ctx } from '#web/frame/context.ts';
import type { Typed } from '#web/frame/form.tsx';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { SeenRound } from '#web/round/seen-round.tsx';

const confirmForm = ({ path }: SeenRound, list: Shortlist, short: boolean): FormSpec => ({
  form: 'confirm',
  action: `${path}/shortlist/confirm`,
  hidden: { version: String(list.version) },
  folded: text('确认拟推荐名单', 'Confirm the shortlist'),
  note: text(
    `拟推荐 ${list.chosen.length} 名，备选 ${list.reserves.length} 名。确认吗？`,
    `${list.chosen.length} chosen, ${list.reserves.length} in reserve. Confirm?`,
  ),
  ...(short && {
    groups: [
      [
        ask(shortlistConfirmation, 'leaveVacant', { as: 'tick' }),
        ask(shortlistConfirmation, 'reason', {
          type: 'paragraph',
          help: text(
            '有空缺时必填，如：合格对象不足',
            'Needed where places are empty, such as: too few qualify',
          ),
        }),
      ],
    ],
  }),
});

/** Confirming the list; where it is short, with the box that leaves places vacant. */
export const ConfirmBox = (props: {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly typed: Typed | undefined;
  readonly list: Shortlist;
  /** How many wait, listed or not. */
  readonly waiting: number;
  readonly short: boolean;
}) => {
  const { c, seen, typed, list, waiting, short } = props;
  const { say } = seen;
  const listed = list.chosen.length + list.reserves.length;
  return (
    <Box title={say('确认名单', 'Confirm the list')} tone="tinted">
      <p>
        {say(
          `确认后进入下一环节，名单不能再改。现有 ${waiting} 名待定，名单列入 ${listed} 名；待定而未列入的为落选。`,
          `The round then goes on and the list is fixed. ${waiting} wait and ${listed} are listed; who waits and is not listed is not chosen.`,
        )}
      </p>
      <PostForm c={c} of={confirmForm(seen, list, short)} typed={typed} />
    </Box>
  );
};
