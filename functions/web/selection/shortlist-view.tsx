/** The tables of the shortlist page: who is listed, who may be, and the board of the quota. */

import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { parseExact, showExact } from '#domain/fraction.ts';
import type { Text } from '#domain/problem.ts';
import { membership } from '#domain/programme/group-limits.ts';
import type { BoardRow } from '#domain/selection/quota.ts';
import type { ShortlistEntry } from '#domain/selection/selection-records.ts';
import { candidacyPath } from '#web/candidacy/inbox.tsx';
import { type Column, DataTable, type QuotaLine } from '#web/frame/boards.tsx';
import { keptTick, Tick, type Typed } from '#web/frame/form.tsx';
import type { NameOf } from '#web/frame/names.ts';
import { Actions, Button, Empty, Tag } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';
import type { SeenRound } from '#web/round/seen-round.tsx';

/** The board of the quota as lines of bars. */
export const quotaLines = (
  seen: Pick<SeenRound, 'lang' | 'say'>,
  board: readonly BoardRow[],
): readonly QuotaLine[] =>
  board.map((row) => ({
    label: t(seen.lang, row.title),
    used: row.count,
    ok: row.ok,
    unknown: row.unknown,
    vacant: row.vacant,
    ...(row.kind === 'atLeast' ? { atLeast: row.limit } : { atMost: row.limit }),
  }));

/** A score with its decimals, or a dash. */
export const scoreText = (score: string | undefined): string => {
  const exact = score === undefined ? undefined : parseExact(score);
  return exact === undefined ? '—' : showExact(exact);
};

const Row = (props: {
  readonly seen: SeenRound;
  readonly id: string;
  readonly editable: boolean;
  readonly kind: 'chosen' | 'reserves';
}) => {
  const { seen, id } = props;
  const { say } = seen;
  if (!props.editable) return <>—</>;
  const press = (what: string, text: string) => (
    <Button small tone="quiet" name="press" value={`${what}:${id}`}>
      {text}
    </Button>
  );
  return (
    <span class="actions">
      {press('up', say('上移', 'Up'))}
      {press('down', say('下移', 'Down'))}
      {props.kind === 'chosen'
        ? press('reserve', say('改为备选', 'To reserve'))
        : press('choose', say('改为拟推荐', 'Choose'))}
      {press('off', say('移出', 'Take off'))}
    </span>
  );
};

export const Listed = (props: {
  readonly seen: SeenRound;
  readonly title: string;
  readonly kind: 'chosen' | 'reserves';
  readonly entries: readonly ShortlistEntry[];
  readonly editable: boolean;
  /** How many of the list stand before these. */
  readonly from: number;
  readonly orgName: NameOf;
}) => {
  const { seen, entries, from, orgName } = props;
  const { lang, say } = seen;
  const numbered = entries.map((entry, i) => ({ entry, n: from + i + 1 }));
  if (entries.length === 0) return <Empty lang={lang} title={props.title} />;
  return (
    <DataTable
      lang={lang}
      caption={props.title}
      captionShown
      rows={numbered}
      item={props.editable ? ({ entry }) => entry.nomination : undefined}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ n }) => n },
        {
          title: say('对象', 'Nominee'),
          header: true,
          cell: ({ entry }) => <a href={candidacyPath(seen, entry.nomination)}>{entry.name}</a>,
        },
        { title: say('来自', 'From'), cell: ({ entry }) => orgName(entry.from) },
        {
          title: say('得分', 'Score'),
          numeric: true,
          cell: ({ entry }) => (
            <>
              {scoreText(entry.score)} {entry.tied && <Tag tone="warn">{say('并列', 'Tie')}</Tag>}
            </>
          ),
        },
        ...(props.editable
          ? [
              {
                title: say('调整', 'Change'),
                cell: ({ entry }: { entry: ShortlistEntry }) => (
                  <Row seen={seen} id={entry.nomination} editable kind={props.kind} />
                ),
              },
            ]
          : []),
      ]}
    />
  );
};

/** Her rank in her group where the list has groups, and which groups of the quota she belongs to. */
function groupColumns({ say, stage }: SeenRound): readonly Column<Candidacy>[] {
  const { groups } = stage.quota;
  return [
    ...(stage.listBy === undefined
      ? []
      : [
          {
            title: say('组内名次', 'Rank in the group'),
            numeric: true,
            cell: ({ score }: Candidacy) => score?.inGroup ?? '—',
          },
        ]),
    ...(groups.length === 0
      ? []
      : [
          {
            title: say('结构', 'Groups'),
            cell: (candidacy: Candidacy) =>
              groups
                .filter((group) => membership(group, candidacy.facts) === 'in')
                .map((group) => group.title)
                .join('、') || '—',
          },
        ]),
  ];
}

/** What is known of a choice before it is made. */
export interface Foreseen {
  /** What listing somebody with these facts would break. */
  readonly breaks: (facts: Candidacy['facts']) => readonly Text[];
  /** The places, when none is left. */
  readonly full: BoardRow | undefined;
}

/** That no place is left, once for all who wait. */
const FullNote = ({ seen: { say }, full }: { readonly seen: SeenRound; readonly full: BoardRow }) => (
  <p>
    {say(
      `${full.title.zh}已满（${full.count}/${full.limit}）：要再列入拟推荐，请先移出或改为备选。`,
      `${full.title.en} are full (${full.count}/${full.limit}): take somebody off, or to reserve, before choosing another.`,
    )}
  </p>
);

export const Candidates = (
  props: {
    readonly seen: SeenRound;
    readonly rows: readonly Candidacy[];
    readonly typed: Typed | undefined;
    readonly orgName: NameOf;
  } & Foreseen,
) => {
  const { seen, rows, typed, orgName, breaks, full } = props;
  const { lang, say } = seen;
  return (
    <>
      {full !== undefined && rows.length > 0 && <FullNote seen={seen} full={full} />}
      <DataTable
        lang={lang}
        caption={say('待选对象（按得分）', 'To choose from, by score')}
        captionShown
        rows={rows}
        columns={[
          { title: say('名次', 'Rank'), numeric: true, cell: ({ score }) => score?.rank ?? '—' },
          {
            title: say('对象', 'Nominee'),
            header: true,
            cell: (candidacy) => (
              <>
                <Tick
                  name="ticked"
                  value={candidacy.nomination}
                  checked={keptTick(typed, 'edit', 'ticked', candidacy.nomination)}
                >
                  <a href={candidacyPath(seen, candidacy.nomination)}>{candidacy.name}</a>
                </Tick>
                {breaks(candidacy.facts).map((broken) => (
                  <p class="hint">{t(lang, broken)}</p>
                ))}
              </>
            ),
          },
          { title: say('来自', 'From'), cell: (candidacy) => orgName(candidacy.from) },
          {
            title: say('得分', 'Score'),
            numeric: true,
            cell: ({ score }) => (
              <>
                {scoreText(score?.mean)} {score?.tied && <Tag tone="warn">{say('并列', 'Tie')}</Tag>}
              </>
            ),
          },
          ...groupColumns(seen),
        ]}
        empty={<p>{say('这一页没有待选对象。', 'Nobody on this page is left to choose from.')}</p>}
      />
      {rows.some((row) => row.score?.tied) && (
        <p class="muted">
          {say(
            '同分的对象名次并列。评选活动没有规定同分时的取舍规则，系统不自动排序，由本单位集体研究确定并在会议纪要中写明。',
            'Equal scores share a rank. No rule is declared for ties, so the system orders none of them: the organisation decides and writes it in its minutes.',
          )}
        </p>
      )}
      {rows.length > 0 && (
        <Actions>
          <Button name="press" value="choose">
            {say('勾选的列入拟推荐', 'Choose the ticked')}
          </Button>
          <Button tone="secondary" name="press" value="reserve">
            {say('勾选的列为备选', 'Ticked to reserve')}
          </Button>
          <Button tone="quiet" name="press" value="compare">
            {say('并排比较勾选的两个', 'Compare the two ticked')}
          </Button>
        </Actions>
      )}
    </>
  );
};
