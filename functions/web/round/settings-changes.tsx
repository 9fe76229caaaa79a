/** Parts of a round's settings: what was changed, and who may hand in late. */
import { changeKinds, changeWords, type LateCount, type RoundChange } from '#domain/round/round-change.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { NameOf } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import { t } from '#web/frame/words.ts';
import type { SeenRound } from './seen-round.tsx';

/** Units that may hand in late, and how many have. */
export const LateEntries = ({
  seen,
  used,
  nameOf,
}: {
  readonly seen: SeenRound;
  readonly used: readonly LateCount[];
  readonly nameOf: NameOf;
}) => {
  const { say, lang, round } = seen;
  const { late = [] } = round;
  if (late.length === 0) return null;
  return (
    <DataTable
      lang={lang}
      caption={say('准予补报的单位', 'Units that may hand in late')}
      captionShown
      rows={late}
      columns={[
        { title: say('单位', 'Unit'), cell: ({ org }) => nameOf(org) },
        { title: say('截止', 'Until'), cell: ({ until }) => shownAt(until) },
        {
          title: say('已报 / 最多', 'Came / at most'),
          cell: ({ org, places }) => `${used.find((each) => each.org === org)?.used ?? 0} / ${places}`,
        },
        { title: say('原因', 'Reason'), cell: ({ reason }) => <span class="prose">{reason}</span> },
      ]}
    />
  );
};

/** What was changed so far: who, when, why, from what to what. */
export const Changes = ({
  seen,
  changes,
  nameOf,
}: {
  readonly seen: SeenRound;
  readonly changes: readonly RoundChange[];
  readonly nameOf: NameOf;
}) => {
  const { say, lang } = seen;
  if (changes.length === 0) return null;
  return (
    <Box title={say('更改记录', 'Changes so far')}>
      <DataTable
        lang={lang}
        caption={say('更改记录', 'Changes so far')}
        rows={changes}
        columns={[
          { title: say('时间', 'When'), cell: ({ at }) => shownAt(at) },
          { title: say('何人', 'Who'), cell: ({ by }) => nameOf(by) },
          {
            title: say('内容', 'What'),
            cell: (change) => (
              <>
                <div>{t(lang, changeKinds[change.kind])}</div>
                {changeWords(change).map((words) => (
                  <div>{t(lang, words)}</div>
                ))}
              </>
            ),
          },
          { title: say('原因', 'Reason'), cell: ({ reason }) => <span class="prose">{reason || '—'}</span> },
        ]}
      />
    </Box>
  );
};
