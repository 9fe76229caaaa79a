/** The pictures of a round: what came from whom, the way through this level to the next, how long they wait, how scores spread. */
import { intakeAbove } from '#actions/recommendation/intake.ts';
import { type CandidacyState, openStates } from '#domain/candidacy/candidacy-state.ts';
import { Problem } from '#domain/problem.ts';
import { dayOf } from '#domain/round/standing.ts';
import { allotmentsAfter } from '#store/reads.ts';
import { type Sent, sentAfter, sentBy } from '#store/standing.ts';
import type { readTally } from '#store/tally.ts';
import { bandsOf, Columns } from '#web/chart/columns.tsx';
import { type Flow, type FlowNode, Sankey } from '#web/chart/sankey.tsx';
import { StackedBars } from '#web/chart/stacked-bars.tsx';
import { Bars } from '#web/frame/charts.tsx';
import type { Web } from '#web/frame/context.ts';
import { organisationNames, stateName } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import type { Say } from '#web/frame/words.ts';
import type { SeenRound } from './seen-round.tsx';

type Counters = Awaited<ReturnType<typeof readTally>>;

/** How many units the picture shows; the page of the intake has all. */
const shownUnits = 20;

/** What the level above has of what was sent up; nothing where it does not use this system, or has no round. */
async function sentUp({ deps }: Web, { round, programme }: SeenRound): Promise<Sent | undefined> {
  try {
    const above = await intakeAbove(deps, round, programme);
    return above === undefined ? undefined : await sentBy(deps.table, above.seat.governing.id, round.org);
  } catch (error) {
    if (error instanceof Problem) return undefined;
    throw error;
  }
}

const listed: readonly CandidacyState[] = ['chosen', 'notice', 'held', 'cleared', 'approved', 'done'];

/** The way through this level and to the one above, from the counters alone. */
export function wayOf(
  say: Say,
  states: Counters['states'],
  above: Pick<Sent, 'received'> | undefined,
): { readonly nodes: readonly FlowNode[]; readonly flows: readonly Flow[] } {
  const sum = (of: readonly CandidacyState[]) => of.reduce((all, state) => all + (states[state] ?? 0), 0);
  const node = (id: string, zh: string, en: string, column: number) => ({ id, label: say(zh, en), column });
  const honoured = sum(['done']);
  // Who went up is among those who are through here.
  const up = Math.min(above?.received ?? 0, honoured);
  return {
    nodes: [
      node('in', '收到申报', 'Received', 0),
      node('open', '办理中', 'Under way', 1),
      node('list', '拟推荐或入选', 'Listed', 1),
      node('reserve', '备选', 'In reserve', 1),
      node('out', '未通过、未入选', 'Not successful', 1),
      node('gone', '撤回或上级退回', 'Withdrawn or sent back', 1),
      node('done', '本级办结', 'Completed here', 2),
      node('listed', '公示、审定中', 'Notice or decision', 2),
      node('up', '报送上级', 'Sent to the level above', 3),
      node('here', '止于本级', 'End at this level', 3),
    ],
    flows: [
      { from: 'in', to: 'open', count: sum(openStates) + sum(['waiting']) },
      { from: 'in', to: 'list', count: sum(listed) },
      { from: 'in', to: 'reserve', count: sum(['reserve']) },
      { from: 'in', to: 'out', count: sum(['out']) },
      { from: 'in', to: 'gone', count: sum(['withdrawn', 'sentBack']) },
      { from: 'list', to: 'done', count: honoured },
      { from: 'list', to: 'listed', count: sum(listed) - honoured },
      { from: 'done', to: 'up', count: up },
      { from: 'done', to: 'here', count: honoured - up },
    ],
  };
}

/** Mean days in their state, of those who still have to move on: from sums, rounded to whole days. */
export const meanDays = (
  { states, days }: Pick<Counters, 'states' | 'days'>,
  today: number,
): readonly { readonly state: CandidacyState; readonly count: number; readonly days: number }[] =>
  [...openStates, 'waiting' as const, 'notice' as const, 'held' as const, 'cleared' as const].flatMap(
    (state) => {
      const count = states[state] ?? 0;
      const sum = days[state] ?? 0;
      return count === 0 ? [] : [{ state, count, days: Math.max(0, Math.round(today - sum / count)) }];
    },
  );

async function Units({ web, seen }: { readonly web: Web; readonly seen: SeenRound }) {
  const { table } = web.deps;
  const { lang, say, round, path } = seen;
  const [sent, given] = await Promise.all([
    sentAfter(table, round.id, '', shownUnits + 1),
    allotmentsAfter(table, round.id, '', shownUnits + 1),
  ]);
  const shown = sent.slice(0, shownUnits);
  if (shown.length === 0) return null;
  const nameOf = await organisationNames(
    table,
    shown.map(({ org }) => org),
  );
  return (
    <>
      <StackedBars
        lang={lang}
        id="units"
        title={say('各单位申报', 'By unit')}
        rows={shown.map(({ org, received, held }) => ({
          label: nameOf(org),
          part: held,
          whole: received,
          mark: given.find((each) => each.org === org)?.places,
        }))}
        words={{
          item: say('单位', 'Unit'),
          part: say('占用名额', 'Holding a place'),
          whole: say('收到', 'Received'),
          ...(given.length > 0 && { mark: say('名额', 'Places') }),
        }}
      />
      {sent.length > shownUnits && (
        <p>
          <a href={`${path}/intake`}>{say('查看全部单位', 'All units')}</a>
        </p>
      )}
    </>
  );
}

/** All from counters: no chart reads the round. For who runs or oversees it. */
export async function RoundCharts(props: {
  readonly web: Web;
  readonly seen: SeenRound;
  readonly tally: Counters;
  readonly now: string;
}) {
  const { web, seen, tally, now } = props;
  const { lang, say } = seen;
  if (Object.values(tally.states).every((count) => count === 0)) return null;
  const waits = meanDays(tally, dayOf(now));
  const bands = bandsOf(tally.marks);
  return (
    <Box title={say('图表', 'Charts')}>
      {await Units({ web, seen })}
      <Sankey
        lang={lang}
        id="way"
        title={say('从申报到上级', 'From nomination to the level above')}
        {...wayOf(say, tally.states, await sentUp(web, seen))}
      />
      {waits.length > 0 && (
        <Bars
          lang={lang}
          title={say('在当前环节平均停留天数', 'Mean days where they stand')}
          data={waits.map(({ state, count, days }) => ({
            label: say(`${stateName('zh', state)}（${count} 名）`, `${stateName('en', state)} (${count})`),
            value: days,
          }))}
        />
      )}
      {bands.length > 0 && (
        <Columns
          lang={lang}
          id="scores"
          title={say('得分分布', 'Spread of scores')}
          bands={bands}
          words={{ band: say('分数', 'Score'), count: say('人数', 'How many') }}
        />
      )}
    </Box>
  );
}
