/** `/nominations`: my drafts and nominations, newest first, by pages; outcomes hidden until their time. */

import { listOwned, type Owned } from '#actions/nomination/owned.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getProgramme } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Button, nextPage, Pager, Tag, type Tone } from '#web/frame/parts.tsx';
import { type Lang, t, w } from '#web/frame/words.ts';
import { seatOrNone, shutWhy } from './opened-draft.ts';
import { openReleases, outcomeFor, outcomeTone, outcomeWords } from './outcomes.ts';

const words = {
  title: text('我的申报', 'My nominations'),
  name: text('申报对象', 'Nominee'),
  programme: text('评选活动', 'Programme'),
  at: text('时间', 'Time'),
  status: text('状态', 'Status'),
  notInTime: text('未提交，已截止', 'Not submitted in time'),
  unnamed: text('（未填名称）', '(no name yet)'),
  none: text(
    '还没有申报。先选择一个评选活动开始填写。',
    'You have no nominations yet. Choose a programme to begin.',
  ),
  start: text('开始申报', 'New nomination'),
  import: text('Excel 导入', 'Import from Excel'),
  discarded: text('草稿已删除', 'The draft was deleted'),
} as const;

const draftWords = (lacking: number) =>
  lacking === 0
    ? text('草稿，可以提交', 'Draft, ready to submit')
    : text(`草稿，还差 ${lacking} 项`, `Draft, ${lacking} ${lacking === 1 ? 'item' : 'items'} missing`);

interface Line {
  readonly one: Owned;
  readonly programme: string;
  readonly status: string;
  readonly tone: Tone;
}

const placeOf = ({ programme, org, channel }: Owned): string => `${programme} ${org} ${channel}`;

/** Reads each key once. */
function once<T>(read: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const there = known.get(key) ?? read(key);
    known.set(key, there);
    return there;
  };
}

async function linesOf(deps: Deps, lang: Lang, items: readonly Owned[]): Promise<readonly Line[]> {
  const releases = openReleases(deps);
  const now = instantOf(deps);
  const programmeOf = once((id: string) => getProgramme(deps.table, id));
  const titleOf = async (id: string) => t(lang, (await programmeOf(id)).document.title);
  // Several drafts of one programme, organisation and channel would enter at the same seat.
  const seatAt = once(async (place: string) => {
    const { programme, org, channel } = items.find((one) => placeOf(one) === place)!;
    const [{ document }, at] = await Promise.all([programmeOf(programme), getOrganisation(deps.table, org)]);
    return seatOrNone(deps, programme, document, channel, at);
  });
  const seatOf = (one: Owned) => seatAt(placeOf(one));
  return Promise.all(
    items.map(async (one): Promise<Line> => {
      const programme = await titleOf(one.programme);
      if (one.kind === 'draft') {
        const isOver = shutWhy(await seatOf(one), now, one.org)?.code === 'window-closed';
        return {
          one,
          programme,
          status: t(lang, isOver ? words.notInTime : draftWords(one.lacking)),
          tone: isOver ? 'warn' : 'neutral',
        };
      }
      if (one.withdrawnAt !== undefined)
        return { one, programme, status: w(lang).states.withdrawn, tone: 'neutral' };
      const seat = await find<Candidacy>(deps.table, keys.candidacy(one.seats.at(-1) ?? '', one.id));
      if (seat === undefined) return { one, programme, status: '', tone: 'neutral' };
      const shown = await outcomeFor(releases, seat, 'nominator');
      return { one, programme, status: outcomeWords(lang, shown, seat), tone: outcomeTone(shown) };
    }),
  );
}

const ListPage = (props: { c: Ctx; lines: readonly Line[]; next: string | undefined }) => {
  const frame = props.c.get('frame');
  const { lang } = frame;
  const staff =
    frame.actor?.grants.some((grant) => grant.role === 'clerk' || grant.role === 'administrator') === true;
  return (
    <Page
      {...frame}
      title={t(lang, words.title)}
      current="nominations"
      width="wide"
      flash={
        props.c.req.query('discarded') === undefined
          ? undefined
          : { kind: 'success', title: t(lang, words.discarded) }
      }
    >
      <Actions>
        <Button href="/programmes/open">{t(lang, words.start)}</Button>
        {staff && (
          <Button href="/import" tone="secondary">
            {t(lang, words.import)}
          </Button>
        )}
      </Actions>
      <DataTable
        lang={lang}
        caption={t(lang, words.title)}
        rows={props.lines}
        empty={<p>{t(lang, words.none)}</p>}
        columns={[
          {
            title: t(lang, words.name),
            cell: ({ one }) => (
              <a href={one.kind === 'draft' ? `/nominations/${one.id}/edit` : `/nominations/${one.id}`}>
                {one.name || t(lang, words.unnamed)}
              </a>
            ),
          },
          { title: t(lang, words.programme), cell: (line) => line.programme },
          { title: t(lang, words.status), cell: (line) => <Tag tone={line.tone}>{line.status}</Tag> },
          {
            title: t(lang, words.at),
            cell: ({ one }) => shownAt(one.kind === 'draft' ? one.savedAt : one.submittedAt),
          },
        ]}
      />
      <Pager lang={lang} next={nextPage('/nominations', props.next)} />
    </Page>
  );
};

/** The list. */
export const listPages = mounting((app, { deps }) => {
  app.get('/nominations', async (c) => {
    const page = await listOwned(deps, signedIn(c), c.req.query('cursor'));
    const lines = await linesOf(deps, c.get('frame').lang, page.items);
    return c.html(<ListPage c={c} lines={lines} next={page.cursor} />);
  });
});
