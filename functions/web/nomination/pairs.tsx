/** `/rounds/:id/pairs`: nominations that seem to be of the same nominee, to merge or to tell apart. */
import { Hono } from 'hono';
import { settlePair } from '#actions/nomination/pair-settling.ts';
import { listPairs, type ShownPair } from '#actions/nomination/pairs.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { Asked, doneAt, framed, one, posted, Reason, Scoped, type Typed } from '#web/frame/form.tsx';
import { organisationNames } from '#web/frame/names.ts';
import { Actions, Button, Empty, HiddenCsrf, Pager, Panel } from '#web/frame/parts.tsx';
import { w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';

interface PairParts {
  readonly seen: SeenRound;
  readonly pair: ShownPair;
  readonly orgName: (id: string) => string;
}

/** The two nominations side by side, each with where it stands now. */
const Both = ({ seen: { lang, say, round }, pair, orgName }: PairParts) => (
  <DataTable
    lang={lang}
    caption={say('两份申报', 'The two nominations')}
    captionHidden
    rows={pair.nominations.map((each, i) => ({ each, i }))}
    columns={[
      { title: say('对象', 'Nominee'), header: true, cell: ({ each }) => each.name },
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

/** The judgement on a pair. */
const SettleForm = (props: PairParts & { readonly c: Ctx; readonly typed: Typed | undefined }) => {
  const { c, pair, orgName, typed } = props;
  const { lang, say, path } = props.seen;
  const form = `pair-${pair.id}`;
  return (
    <form method="post" action={`${path}/pairs`}>
      <HiddenCsrf csrf={c.get('frame').csrf} />
      <input type="hidden" name="pair" value={pair.id} />
      <input type="hidden" name="_scoped" value={form} />
      <Scoped.Provider value={true}>
        <Asked
          lang={lang}
          form={form}
          typed={typed}
          field={{
            id: 'keep',
            type: 'choice',
            required: true,
            label: { zh: '判断', en: 'Judgement' },
            options: [
              {
                value: 'different',
                label: { zh: '不是同一对象，两份都保留', en: 'Two nominees, both stay' },
              },
              // One that was withdrawn cannot be the one that stays.
              ...pair.nominations
                .map((each, i) => ({ each, i }))
                .filter(({ each }) => each.state !== 'withdrawn')
                .map(({ each, i }) => ({
                  value: each.id,
                  label: {
                    zh: `是同一对象，保留${i === 0 ? '先到' : '后到'}的一份（${orgName(each.org)}）`,
                    en: `The same, keep the ${i === 0 ? 'first' : 'later'} one (${orgName(each.org)})`,
                  },
                })),
            ],
          }}
        />
        <Reason lang={lang} form={form} typed={typed} label={{ zh: '处理理由', en: 'Reason' }} />
      </Scoped.Provider>
      <Actions>
        <Button>{say('处理这一组', 'Settle this pair')}</Button>
      </Actions>
    </form>
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { actor, lang, say, round, path } = seen;
  const page = await listPairs(web.deps, actor, round.id, c.req.query('cursor'));
  const orgName = await organisationNames(
    web.deps.table,
    page.items.flatMap((pair) => pair.nominations.map((each) => each.org)),
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
      {page.items.length === 0 && <Empty lang={lang} title={say('没有待处理的重复申报', 'No pairs wait')} />}
      {page.items.map((pair) => (
        <Panel title={pair.nominations.map((each) => each.name).join(' · ')}>
          <Both seen={seen} pair={pair} orgName={orgName} />
          <SettleForm c={c} seen={seen} pair={pair} orgName={orgName} typed={typed} />
        </Panel>
      ))}
      <Pager
        lang={lang}
        next={
          page.cursor === undefined ? undefined : `${path}/pairs?cursor=${encodeURIComponent(page.cursor)}`
        }
      />
    </RoundPage>
  );
}

/** Pairs of a round. */
export function pairPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/pairs', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/pairs', (c) => {
    let pair = '';
    return posted(
      c,
      'pair',
      async (body) => {
        pair = one(body, 'pair');
        const { actor, round, path } = await seenRound(web, c);
        const keep = one(body, 'keep');
        const verdict =
          keep === 'different'
            ? { verdict: 'different' as const }
            : { verdict: 'same' as const, ...(keep !== '' && { keep }) };
        await settlePair(web.deps, actor, { round: round.id, pair, reason: one(body, 'reason'), ...verdict });
        return doneAt(`${path}/pairs`, 'settled');
      },
      (typed) => view(web, c, { ...typed, form: `pair-${pair}` }),
    );
  });
  return pages;
}
