/** The groups of a shortlist: each with its limits and its own ranking, places that moved, and the press that moves them. */
import { text } from '#domain/problem.ts';
import { listedBy } from '#domain/programme/list-group.ts';
import { type GroupRanking, groupRankings, type InGroup } from '#domain/selection/group-ranking.ts';
import type { BoardRow } from '#domain/selection/quota.ts';
import type { Shortlist } from '#domain/selection/selection-records.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { Box, Details, Tag } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';
import { scoreText } from './shortlist-view.tsx';

/** How many of one group are shown. */
const shownInGroup = 50;

const formOf = ({ path }: SeenRound, list: Shortlist): FormSpec => ({
  form: 'reallocate',
  action: `${path}/shortlist/reallocate`,
  hidden: { version: String(list.version) },
  folded: text('空缺名额按总分调剂', 'Re-allocate the empty places by total score'),
  note: text(
    '先把各类别要选的人列好。空缺的名额依次给总分在前的待选对象；本类别已满的，从有空缺的类别调入一个名额，记入操作记录。同分的一并列入，列不下的不列，由本单位集体研究。',
    'List whom the groups shall have first. Empty places go to those who wait, by total score; where a group is full one moves in from a group with room, which is written in the history. Equal scores go together; where not all find a place the organisation settles it.',
  ),
});

const Group = ({ seen, group }: { readonly seen: SeenRound; readonly group: GroupRanking }) => {
  const { lang, say } = seen;
  const { count, atMost, atLeast, listed } = group;
  const empty = atMost === undefined ? 0 : Math.max(0, atMost - count);
  const said = [
    say(`已列 ${count}`, `${count} listed`),
    ...(atMost === undefined ? [] : [say(`上限 ${atMost}`, `at most ${atMost}`)]),
    ...(atLeast === undefined ? [] : [say(`下限 ${atLeast}`, `at least ${atLeast}`)]),
    ...(empty === 0 ? [] : [say(`空缺 ${empty}`, `${empty} empty`)]),
  ];
  return (
    <Details title={`${t(lang, group.title)}（${said.join('，')}）`}>
      <DataTable
        lang={lang}
        caption={say(`${group.title.zh}：组内名次`, `${group.title.en}: ranking of the group`)}
        rows={listed.slice(0, shownInGroup)}
        columns={[
          {
            title: say('组内名次', 'Rank in the group'),
            numeric: true,
            cell: ({ entry }: InGroup) => entry.inGroup ?? '—',
          },
          {
            title: say('对象', 'Nominee'),
            header: true,
            cell: ({ entry }) => <a href={candidacyPath(seen, entry.nomination)}>{entry.name}</a>,
          },
          { title: say('得分', 'Score'), numeric: true, cell: ({ entry }) => scoreText(entry.score) },
          {
            title: say('列为', 'Listed as'),
            cell: ({ entry, place }) => (
              <>
                {place === 'chosen' ? say('拟推荐', 'Chosen') : say('备选', 'Reserve')}{' '}
                {entry.moved !== undefined && (
                  <Tag tone="info">
                    {say(`名额由${entry.moved.from}调入`, `Place moved from ${entry.moved.from}`)}
                  </Tag>
                )}
              </>
            ),
          },
        ]}
        empty={<p>{say('还没有列入对象。', 'Nobody is listed yet.')}</p>}
      />
      {listed.length > shownInGroup && (
        <p class="muted">
          {say(
            `另有 ${listed.length - shownInGroup} 名，见上面的名单。`,
            `${listed.length - shownInGroup} more stand on the list above.`,
          )}
        </p>
      )}
    </Details>
  );
};

/** Nothing where the stage lists without groups. */
export const GroupsBox = (props: {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly typed: Typed | undefined;
  readonly list: Shortlist;
  readonly board: readonly BoardRow[];
  readonly editable: boolean;
}) => {
  const { c, seen, typed, list, board, editable } = props;
  const { say, stage, programme } = seen;
  const by = listedBy(programme.form, stage);
  if (by === undefined) return null;
  const hasRoom = board.some(({ kind, vacant = 0 }) => kind === 'places' && vacant > 0);
  return (
    <Box title={say(`按${by.label}分类`, `By ${by.label}`)} id="f-groups">
      {groupRankings(by, list, board).map((group) => (
        <Group seen={seen} group={group} />
      ))}
      {editable && hasRoom && programme.vacancy === 're-allocate' && (
        <PostForm c={c} of={formOf(seen, list)} typed={typed} />
      )}
    </Box>
  );
};
