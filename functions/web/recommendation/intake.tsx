/** `/rounds/:id/intake`: what came from which organisation, places given and used, and the sharing out of places. */

import { Hono } from 'hono';
import { roundChange } from '#actions/round/round-input.ts';
import { changeRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import { isBefore } from '#domain/instant.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, Problem, refuseIf } from '#domain/problem.ts';
import { everyCandidacy, everyOne } from '#store/every.ts';
import { listChildren } from '#store/people.ts';
import { allotmentsOf } from '#store/reads.ts';
import type { Table } from '#store/table.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { type Body, doneAt, framed, one, whole } from '#web/frame/form.tsx';
import { organisationNames } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { RoundPage, seenRound } from '#web/round/seen-round.tsx';
import { atShares, proposalOf, SharesForm, WeightsForm } from '#web/round/shares.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';

const mostBelow = 500;
const mostCounted = 2_000;

const childrenOf = (table: Table, org: string): Promise<readonly Organisation[]> =>
  Array.fromAsync(everyOne((cursor) => listChildren(table, org, { limit: 100, cursor }), mostBelow));

/** How many candidacies came from each organisation, at most of the first two thousand. */
async function receivedFrom(table: Table, round: string): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const each of everyCandidacy(table, round, mostCounted))
    counts.set(each.from, (counts.get(each.from) ?? 0) + 1);
  return counts;
}

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { lang, say, round } = seen;
  const { table } = web.deps;
  const [allotments, received, below] = await Promise.all([
    allotmentsOf(table, round.id),
    receivedFrom(table, round.id),
    childrenOf(table, round.org),
  ]);
  const ids = [...new Set([...allotments.items.map((each) => each.org), ...received.keys()])];
  const nameOf = await organisationNames(table, ids);
  const byOrg = new Map(allotments.items.map((each) => [each.org, each]));
  const proposal = proposalOf(c, seen, below);
  const mayShare =
    seen.can('round.configure') &&
    below.length > 0 &&
    round.status !== 'cancelled' &&
    round.status !== 'settled';
  return (
    <RoundPage
      {...framed(c, typed, {
        saved: { zh: '名额已保存，即时生效。', en: 'The places are saved and in effect.' },
      })}
      seen={seen}
      tab="intake"
      title={say('接收与名额', 'Intake and places')}
    >
      <ChangedBox lang={lang} history={await changedSince(table, `round:${round.id}`, lang, typed)} />
      <Box>
        <DataTable
          lang={lang}
          caption={say('来自各单位的申报', 'What came from whom')}
          rows={ids}
          columns={[
            { title: say('单位', 'Organisation'), header: true, cell: (id) => nameOf(id) },
            { title: say('收到', 'Received'), numeric: true, cell: (id) => received.get(id) ?? 0 },
            {
              title: say('分配名额', 'Places'),
              numeric: true,
              cell: (id) => byOrg.get(id)?.places ?? say('不限', 'Any'),
            },
            { title: say('已用', 'Used'), numeric: true, cell: (id) => byOrg.get(id)?.used ?? '—' },
            {
              title: say('剩余', 'Left'),
              numeric: true,
              cell: (id) => {
                const own = byOrg.get(id);
                return own === undefined ? '—' : own.places - own.used;
              },
            },
          ]}
          empty={
            <p>{say('还没有收到申报，也没有分配名额。', 'Nothing has come in, and no places are given.')}</p>
          }
        />
      </Box>
      {mayShare && (
        <Box title={say('分配名额', 'Share out places')} id="shares">
          <WeightsForm seen={seen} below={below} proposal={proposal} />
          {proposal?.result instanceof Problem && (
            <div class="flash flash-warning" role="alert">
              <p class="flash-title">{t(lang, proposal.result.text)}</p>
            </div>
          )}
          <SharesForm
            seen={seen}
            csrf={c.get('frame').csrf}
            below={below}
            typed={typed}
            allocation={
              proposal === undefined || proposal.result instanceof Problem ? undefined : proposal.result
            }
            needsReason={!isBefore(instantOf(web.deps), round.settings.opensAt)}
          />
        </Box>
      )}
    </RoundPage>
  );
}

/** The places written for each organisation, by the names of the form. @throws Problem `places-not-whole`. */
function sharesIn(body: Body) {
  const shares = Object.keys(body)
    .filter((name) => name.startsWith('share.') && one(body, name) !== '')
    .map((name) => ({ organisation: name.slice('share.'.length), places: whole(one(body, name)) }));
  refuseIf(
    shares
      .filter(({ places }) => Number.isNaN(places))
      .map(({ organisation }) =>
        fault(`share.${organisation}`, 'places-not-whole', '请填写整数', 'Write a whole number'),
      ),
  );
  return shares;
}

/** Intake and shares of a round. */
export function intakePages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/intake', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/intake', (c) =>
    take(c, {
      form: 'shares',
      input: roundChange.omit({ patch: true }),
      work: async (sent, { body }) => {
        const { actor, round, path } = await seenRound(web, c);
        const shares = sharesIn(body);
        await changeRound(web.deps, actor, round.id, { ...sent, patch: { shares } }).catch((error) => {
          throw atShares(error, shares);
        });
        return doneAt(`${path}/intake`, 'saved');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  return pages;
}
