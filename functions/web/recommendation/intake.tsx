/** `/rounds/:id/intake`: what came from which organisation, places given and used, and the sharing out of places. */

import { systemCounts } from '#actions/candidacy/system-places.ts';
import { handDown, handedDown, handingDown } from '#actions/recommendation/handing-down.ts';
import { roundChange } from '#actions/round/round-input.ts';
import { changeRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import { isBefore } from '#domain/instant.ts';
import type { Organisation } from '#domain/people/people-records.ts';
import { fault, Problem, refuseIf } from '#domain/problem.ts';
import { systemSaid } from '#domain/round/system-places.ts';
import type { Allotment } from '#domain/round/tranche-record.ts';
import { everyOne } from '#store/every.ts';
import { listChildren } from '#store/people.ts';
import { allotmentsAfter } from '#store/reads.ts';
import { type Sent, sentAfter } from '#store/standing.ts';
import type { Table } from '#store/table.ts';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { type Body, doneAt, framed, one, whole } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { type NameOf, organisationNames } from '#web/frame/names.ts';
import { Box, Pager } from '#web/frame/parts.tsx';
import { type Typed, take } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { atShares, proposalOf, SharesForm, WeightsForm } from '#web/round/shares.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { HandedBox, handedIn } from './handed.tsx';

const mostBelow = 500;

const childrenOf = (table: Table, org: string): Promise<readonly Organisation[]> =>
  Array.fromAsync(everyOne((cursor) => listChildren(table, org, { limit: 100, cursor }), mostBelow));

const pageSize = 50;

interface SenderRow extends Sent {
  readonly allotment: Allotment | undefined;
}

/** The organisations after one that sent something or were given places, in the order of their ids: a page of them. */
async function senders(
  table: Table,
  round: string,
  after: string,
): Promise<{ readonly rows: readonly SenderRow[]; readonly next: string | undefined }> {
  const [sent, given] = await Promise.all([
    sentAfter(table, round, after, pageSize + 1),
    allotmentsAfter(table, round, after, pageSize + 1),
  ]);
  const ids = [...new Set([...sent, ...given].map(({ org }) => org))].sort((a, b) => (a < b ? -1 : 1));
  const rows = ids.slice(0, pageSize).map((org) => ({
    ...(sent.find((each) => each.org === org) ?? { org, received: 0, held: 0 }),
    allotment: given.find((each) => each.org === org),
  }));
  return { rows, next: ids.length > pageSize ? rows.at(-1)?.org : undefined };
}

/** What came from whom, and the places given and used. */
const Senders = (props: {
  readonly seen: SeenRound;
  readonly rows: readonly SenderRow[];
  readonly nameOf: NameOf;
}) => {
  const { rows, nameOf } = props;
  const { lang, say } = props.seen;
  return (
    <DataTable
      lang={lang}
      caption={say('来自各单位的申报', 'What came from whom')}
      captionShown
      rows={rows}
      columns={[
        { title: say('单位', 'Organisation'), cell: ({ org }) => nameOf(org) },
        { title: say('收到', 'Received'), numeric: true, cell: ({ received }) => received },
        {
          title: say('分配名额', 'Places'),
          numeric: true,
          cell: ({ allotment }) => allotment?.places ?? say('不限', 'Any'),
        },
        { title: say('已用', 'Used'), numeric: true, cell: ({ allotment }) => allotment?.used ?? '—' },
        {
          title: say('剩余', 'Left'),
          numeric: true,
          cell: ({ allotment }) => (allotment === undefined ? '—' : allotment.places - allotment.used),
        },
      ]}
      empty={
        <p>{say('还没有收到申报，也没有分配名额。', 'Nothing has come in, and no places are given.')}</p>
      }
    />
  );
};

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { lang, say, round } = seen;
  const { table } = web.deps;
  const after = c.req.query('after') ?? '';
  const [{ rows, next }, below] = await Promise.all([
    senders(table, round.id, after),
    childrenOf(table, round.org),
  ]);
  const nameOf = await organisationNames(
    table,
    rows.map(({ org }) => org),
  );
  const systems = await systemCounts(web.deps, seen.stage, round.id);
  const handed = await handedDown(web.deps, round, seen.programme);
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
      <ChangedBox lang={lang} history={await changedSince(table, `round:${round.id}`, typed)} />
      <Box>
        <Senders seen={seen} rows={rows} nameOf={nameOf} />
        <Pager
          lang={lang}
          previous={after === '' ? undefined : `${seen.path}/intake`}
          next={next && `${seen.path}/intake?after=${encodeURIComponent(next)}`}
        />
      </Box>
      {systems.length > 0 && (
        <Box title={say('各系统', 'Systems')} id="systems">
          <ul>
            {systems.map((one) => (
              <li>{t(lang, systemSaid(one))}</li>
            ))}
          </ul>
        </Box>
      )}
      <HandedBox {...{ c, seen, places: handed, below, typed }} />
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
export const intakePages = mounting((pages, web) => {
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
  pages.post('/rounds/:id/handed', (c) =>
    take(c, {
      form: 'handed',
      input: handingDown.omit({ shares: true }),
      work: async (sent, { body }) => {
        const { actor, round, path } = await seenRound(web, c);
        await handDown(web.deps, actor, round.id, { ...sent, shares: handedIn(body) });
        return doneAt(`${path}/intake`, 'saved');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
