/** `/rounds/:id/pairs`: nominations that seem to be of the same nominee, to merge or to tell apart. */

import { pairJudgement } from '#actions/nomination/nomination-input.ts';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs, type ShownPair } from '#actions/nomination/pairs.ts';
import { text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { organisationNames } from '#web/frame/names.ts';
import { Box, Empty, nextPage, Pager } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';

interface Shown {
  readonly c: Ctx;
  readonly seen: SeenRound;
  readonly pair: ShownPair;
  readonly orgName: (id: string) => string;
}

/** The two nominations side by side, each with where it stands now. */
const Both = ({ seen: { lang, say, round }, pair, orgName }: Shown) => (
  <DataTable
    lang={lang}
    caption={say('两份申报', 'The two nominations')}
    rows={pair.nominations.map((each, i) => ({ each, i }))}
    columns={[
      { title: say('对象', 'Nominee'), cell: ({ each }) => each.name },
      {
        title: say('先后', 'Order'),
        cell: ({ i }) => (i === 0 ? say('先到', 'First') : say('后到，等待判断', 'Later, waits')),
      },
      { title: say('现状', 'State'), cell: ({ each }) => w(lang).states[each.state] },
      { title: say('渠道', 'Channel'), cell: ({ each }) => w(lang).channels[each.channel] },
      { title: say('申报单位', 'Organisation'), cell: ({ each }) => orgName(each.org) },
      { title: say('提交', 'Submitted'), cell: ({ each }) => shownAt(each.submittedAt) },
      {
        title: say('查看', 'Look'),
        cell: ({ each }) => (
          <a href={`/rounds/${encodeURIComponent(round.id)}/nominations/${encodeURIComponent(each.id)}`}>
            {say('打开', 'Open')}
          </a>
        ),
      },
    ]}
  />
);

const formOf = (pair: string): string => `pair-${pair}`;

const judging = ({ seen: { path }, pair, orgName }: Shown): FormSpec => ({
  form: formOf(pair.id),
  action: `${path}/pairs`,
  scoped: true,
  hidden: { pair: pair.id },
  groups: [
    [
      ask(pairJudgement, 'keep', {
        type: 'choice',
        options: [
          { value: 'different', label: text('不是同一对象，两份都保留', 'Two nominees, both stay') },
          // One that was withdrawn cannot be the one that stays.
          ...pair.nominations
            .map((each, i) => ({ each, i }))
            .filter(({ each }) => each.state !== 'withdrawn')
            .map(({ each, i }) => ({
              value: each.id,
              label: text(
                `是同一对象，保留${i === 0 ? '先到' : '后到'}的一份（${orgName(each.org)}）`,
                `The same, keep the ${i === 0 ? 'first' : 'later'} one (${orgName(each.org)})`,
              ),
            })),
        ],
      }),
      ask(pairJudgement, 'reason', { type: 'paragraph', label: text('处理理由', 'Reason') }),
    ],
  ],
  button: text('处理这一组', 'Settle this pair'),
});

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { actor, lang, say, round, path } = seen;
  const { items, cursor } = await listPairs(web.deps, actor, round.id, c.req.query('cursor'));
  const orgName = await organisationNames(
    web.deps.table,
    items.flatMap((pair) => pair.nominations.map((each) => each.org)),
  );
  return (
    <RoundPage
      {...framed(c, typed, { settled: { zh: '已处理。', en: 'Settled.' } })}
      seen={seen}
      tab="pairs"
      title={say('查重', 'Duplicates')}
      lead={say(
        '身份信息相同的申报放在一起，由您判断是不是同一对象。后来的一份在判断前不进入审查。',
        'Nominations with the same identity, for you to judge. The later one waits until you have.',
      )}
    >
      {items.length === 0 && <Empty lang={lang} title={say('没有待处理的重复申报', 'No pairs wait')} />}
      {items
        .map((pair) => ({ c, seen, pair, orgName }))
        .map((shown) => (
          <Box title={shown.pair.nominations.map((each) => each.name).join(' · ')}>
            <Both {...shown} />
            <PostForm c={c} of={judging(shown)} typed={typed} />
          </Box>
        ))}
      <Pager lang={lang} next={nextPage(`${path}/pairs`, cursor)} />
    </RoundPage>
  );
}

/** Pairs of a round. */
export const pairPages = mounting((pages, web) => {
  pages.get('/rounds/:id/pairs', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/pairs', async (c) => {
    const pair = one((await postedOf(c)).body, 'pair');
    return take(c, {
      form: formOf(pair),
      input: pairJudgement,
      work: async ({ keep, reason }) => {
        const { actor, round, path } = await seenRound(web, c);
        const verdict =
          keep === 'different' ? { verdict: 'different' as const } : { verdict: 'same' as const, keep };
        await settlePair(web.deps, actor, { round: round.id, pair, reason, ...verdict });
        return doneAt(`${path}/pairs`, 'settled');
      },
      show: (typed) => view(web, c, typed),
    });
  });
});
