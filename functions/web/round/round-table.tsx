/** The rounds of an organisation in a table, each with its programme and where it stands. */

import type { Programme } from '#domain/programme/programme.ts';
import { editionSaid } from '#domain/programme/said-parts.ts';
import type { Round } from '#domain/round/round-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { Button, Tag } from '#web/frame/parts.tsx';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { roundTones, wordOfStatus } from './seen-round.tsx';

type Listed = { readonly round: Round; readonly programme: Programme };

export const RoundTable = ({ lang, rows }: { readonly lang: Lang; readonly rows: readonly Listed[] }) => {
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('评选轮次', 'Rounds')}
      rows={rows}
      columns={[
        {
          title: say('评选活动', 'Programme'),
          cell: ({ round, programme }) => (
            <a href={`/rounds/${round.id}`}>{t(lang, editionSaid(programme))}</a>
          ),
        },
        { title: say('层级', 'Level'), cell: ({ round }) => w(lang).levels[round.level] },
        { title: say('申报开始', 'Opens'), cell: ({ round }) => shownAt(round.settings.opensAt) },
        { title: say('申报截止', 'Closes'), cell: ({ round }) => shownAt(round.settings.closesAt) },
        {
          title: say('名额', 'Places'),
          numeric: true,
          cell: ({ round }) => round.settings.places ?? say('不限', 'Any'),
        },
        {
          title: say('状态', 'Status'),
          cell: ({ round }) => <Tag tone={roundTones[round.status]}>{wordOfStatus(lang, round)}</Tag>,
        },
      ]}
      empty={
        <>
          <p>
            {say(
              '还没有评选轮次。请从已发布的评选活动中设置本级评选。',
              'No rounds yet. Set one up from a published programme.',
            )}
          </p>
          <Button href="/programmes">{w(lang).nav.programmes}</Button>
        </>
      }
    />
  );
};
