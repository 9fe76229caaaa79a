/** Who sits on a panel, on the page of its administrators: invited, committed, absent. */
import type { PanelBoard } from '#actions/selection/panel-board.ts';
import { panelAbsence } from '#actions/selection/panel-input.ts';
import { text } from '#domain/problem.ts';
import type { Panellist } from '#domain/selection/selection-records.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { keptTick, Tick } from '#web/frame/form.tsx';
import { Actions, Box, Button, HiddenCsrf, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { Typed } from '#web/frame/take.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';

const absentForm = (path: string, { member, name }: Pick<Panellist, 'member' | 'name'>): FormSpec => ({
  form: `absent-${member}`,
  action: `${path}/panel/absent`,
  folded: text('登记缺席', 'Absent'),
  note: text(`${name} 缺席后，其评分不计入。`, `Ballots of ${name} will not count.`),
  hidden: { member },
  groups: [[ask(panelAbsence, 'reason', { type: 'paragraph', max: 200 })]],
});

const InviteForm = (props: {
  readonly c: Ctx;
  readonly typed: Typed | undefined;
  readonly seen: SeenRound;
  readonly able: readonly { readonly id: string; readonly name: string }[];
}) => {
  const { c, typed, seen, able } = props;
  const { say, round, path } = seen;
  const { csrf } = c.get('frame');
  return (
    <form method="post" action={`${path}/panel/invite`}>
      <HiddenCsrf csrf={csrf} />
      {able.length === 0 ? (
        <p class="muted">
          {say('本单位没有其他评委。', 'The organisation has no other panellists.')}{' '}
          <a href={`/organisations/${round.org}/members`}>
            {say('邀请人员并授予评委角色', 'Invite members with the role of panellist')}
          </a>
        </p>
      ) : (
        <>
          <fieldset class="field">
            <legend class="label">{say('邀请评委', 'Invite')}</legend>
            <div class="options">
              {able.map((each) => (
                <Tick name="member" value={each.id} checked={keptTick(typed, 'invite', 'member', each.id)}>
                  {each.name}
                </Tick>
              ))}
            </div>
          </fieldset>
          <Actions>
            <Button tone="secondary">{say('邀请勾选的评委', 'Invite the ticked')}</Button>
          </Actions>
        </>
      )}
    </form>
  );
};

/** Who sits on the panel, and who may be invited. */
export const PanellistsBox = (
  props: Parameters<typeof InviteForm>[0] & { readonly board: PanelBoard; readonly canRun: boolean },
) => {
  const { c, typed, seen, board, able, canRun } = props;
  const { lang, say, path } = seen;
  return (
    <Box title={say('评委', 'Panellists')} id="f-panellists">
      <DataTable
        lang={lang}
        caption={say('评委', 'Panellists')}
        rows={board.panellists}
        columns={[
          { title: say('姓名', 'Name'), cell: (each) => each.name },
          { title: say('邀请时间', 'Invited'), cell: (each) => shownAt(each.invitedAt) },
          {
            title: say('状态', 'State'),
            cell: (each) =>
              each.absent !== undefined ? (
                <Tag tone="warn">{say(`缺席：${each.absent.reason}`, `Absent: ${each.absent.reason}`)}</Tag>
              ) : each.commitment === undefined ? (
                <Tag>{say('未签评审承诺', 'No commitment yet')}</Tag>
              ) : (
                <Tag tone="good">{say('已签评审承诺', 'Committed')}</Tag>
              ),
          },
          ...(canRun
            ? [
                {
                  title: say('办理', 'Act'),
                  cell: (each: (typeof board.panellists)[number]) =>
                    each.absent !== undefined ? (
                      '—'
                    ) : (
                      <PostForm c={c} of={absentForm(path, each)} typed={typed} />
                    ),
                },
              ]
            : []),
        ]}
        empty={<p>{say('还没有邀请评委。', 'Nobody is invited yet.')}</p>}
      />
      {board.panellists.some((each) => each.commitment !== undefined) && (
        <p>
          <a href={`${path}/panel/commitments`}>{say('打印评审承诺书', 'Print the commitments')}</a>
        </p>
      )}
      {canRun && <InviteForm c={c} typed={typed} seen={seen} able={able} />}
    </Box>
  );
};
