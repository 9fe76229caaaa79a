/** What running rounds above wait for: programmes whose round of this level is not set up, each with its deadline and the way to do so. */
import type { AwaitedRound } from '#actions/programme/open-programmes.ts';
import { text } from '#domain/problem.ts';
import { shownInstant, timeLeft } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Box, Button } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  title: text('上级已开展、本级尚未设置的评选', 'Running above, and not set up here yet'),
  name: text('名称', 'Name'),
  deadline: text('上级接收截止', 'The level above takes in until'),
  next: text('下一步', 'Next'),
  setUp: text('设置本级评选', 'Set up your round'),
} as const;

export const AwaitedRounds = (props: {
  readonly lang: Lang;
  readonly now: string;
  readonly awaited: readonly AwaitedRound[];
}) => {
  const { lang } = props;
  return (
    <Box title={t(lang, words.title)}>
      <DataTable
        lang={lang}
        caption={t(lang, words.title)}
        rows={props.awaited}
        columns={[
          {
            title: t(lang, words.name),
            cell: (one) => (
              <>
                {t(lang, one.title)} <span class="muted">{one.aboveName}</span>
              </>
            ),
          },
          {
            title: t(lang, words.deadline),
            cell: (one) => (
              <>
                {t(lang, shownInstant(one.closesAt))} <b>{t(lang, timeLeft(props.now, one.closesAt))}</b>
              </>
            ),
          },
          {
            title: t(lang, words.next),
            cell: (one) => (
              <Button href={`/programmes/${one.programme}/rounds/new?org=${one.org}`} small>
                {t(lang, words.setUp)}
              </Button>
            ),
          },
        ]}
      />
    </Box>
  );
};
