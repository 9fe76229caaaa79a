/** `/audit`: the trail of one record, checked. */

import { checkpointKeys } from '#actions/trust/checkpoints.ts';
import { type ChainVerification, verifyAggregate } from '#actions/trust/verification.ts';
import type { Deps } from '#deps';
import { type Text, text } from '#domain/problem.ts';
import { titled } from '#domain/programme/usual-names.ts';
import type { Round } from '#domain/round/round-record.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { readEvents } from '#store/chain.ts';
import { keys } from '#store/keys.ts';
import { findOrganisation } from '#store/people.ts';
import { listPage } from '#store/reads.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Details, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { type EventLine, linesOf } from './event-lines.ts';
import { LineBody, whoIn } from './history.tsx';
import { policyView } from './policy.tsx';
import { trailOf } from './trail.ts';

/** For who knows what a record is called. */
const FindRecord = ({ lang }: { readonly lang: Lang }) => {
  const say = sayIn(lang);
  return (
    <Details title={say('按记录名称查找', 'Find a record by its name')}>
      <form method="get" action="/audit/find">
        <div class="field">
          <label class="label" for="f-of">
            {say('记录名称', 'Name of the record')}
          </label>
          <p class="hint">
            {say(
              '如 round:编号、candidacy:轮次:申报、nomination:编号、programme:编号',
              'Such as round:id, candidacy:round:nomination, nomination:id, programme:id',
            )}
          </p>
          <input type="text" id="f-of" name="of" autocomplete="off" />
        </div>
        <Actions>
          <Button tone="secondary">{w(lang).buttons.view}</Button>
        </Actions>
      </form>
    </Details>
  );
};

/** The keys by which a stranger verifies an exported trail. */
const PublicKeys = ({ deps, lang }: { readonly deps: Deps; readonly lang: Lang }) => {
  const say = sayIn(lang);
  return (
    <Details title={say('离线核验用的公钥', 'Public key for verifying offline')}>
      <p>
        {say(
          '每日检查点由本系统签名。导出的操作记录（npm run audit:verify -- --export）凭下面的公钥可以离线核验。',
          'The checkpoint of each day is signed. An exported trail (npm run audit:verify -- --export) is verified offline by this public key.',
        )}
      </p>
      {Object.entries(checkpointKeys(deps.keys)).map(([version, key]) => (
        <p>
          <code>{`${version}:${key}`}</code>
        </p>
      ))}
    </Details>
  );
};

async function startView(web: Web, c: Ctx) {
  const actor = signedIn(c);
  const { lang, say } = c.get('frame');
  const ids = new Set(
    actor.grants
      .filter((grant) => grant.role === 'auditor' || grant.role === 'administrator')
      .map((grant) => grant.org),
  );
  const orgs = (await Promise.all([...ids].map((id) => findOrganisation(web.deps.table, id)))).filter(
    (org) => org !== undefined,
  );
  const rounds = (
    await Promise.all(
      orgs.map((org) =>
        listPage<Round>(web.deps.table, {
          pk: keys.roundsOfOrg(org.id),
          index: 'gsi1',
          descending: true,
          limit: 20,
        }),
      ),
    )
  ).flatMap((page) => page.items);
  const rows = [
    ...orgs.map((org) => ({
      name: org.name,
      kind: say('单位', 'Organisation'),
      aggregate: `organisation:${org.id}`,
    })),
    ...rounds.map((round) => ({
      name: t(lang, titled(round)),
      kind: say('本级评选', 'Round'),
      aggregate: `round:${round.id}`,
    })),
  ];
  return (
    <Page {...framed(c, undefined)} title={w(lang).nav.audit} current="audit" width="wide">
      <Box>
        <DataTable
          lang={lang}
          caption={say('我可以查看的记录', 'Records that I may look at')}
          captionShown
          rows={rows}
          columns={[
            {
              title: say('记录', 'Record'),
              cell: (each) => <a href={`/audit/${encodeURIComponent(each.aggregate)}`}>{each.name}</a>,
            },
            { title: say('类别', 'Kind'), cell: (each) => each.kind },
          ]}
        />
      </Box>
      <FindRecord lang={lang} />
      <PublicKeys deps={web.deps} lang={lang} />
    </Page>
  );
}

/** Events of a chain that are checked in one request; a longer one is checked part by part, each joined to the one before. */
const checkedAtOnce = 500;

/** What was found, in words that say no more than was looked at. */
function soundWords(from: number, { events, next }: ChainVerification): Text {
  const last = from + events - 1;
  if (next !== undefined)
    return text(
      `第 ${from} 至 ${last} 条没有改动或缺失，后面还有。`,
      `Events ${from} to ${last}: none altered or missing. More follow.`,
    );
  return from === 1
    ? text(`${events} 条记录，没有改动、缺失或截去。`, `${events} events: none altered, missing or cut off.`)
    : text(
        `第 ${from} 条至末尾 ${events} 条，没有改动、缺失或截去。`,
        `From event ${from} to the end, ${events} events: none altered, missing or cut off.`,
      );
}

/** Whether the chain is whole, once that was asked. */
const Checked = (props: {
  readonly lang: Lang;
  readonly here: string;
  readonly from: number;
  readonly checked: ChainVerification | undefined;
}) => {
  const { lang, here, from, checked } = props;
  const say = sayIn(lang);
  if (checked === undefined)
    return (
      <p>
        <Button href={`${here}?verify=1`} tone="secondary">
          {say('核验这条记录是否完整', 'Check that the trail is whole')}
        </Button>
      </p>
    );
  return (
    <>
      {checked.faults.length === 0 ? (
        <p>
          <Tag tone="good">{checked.next === undefined ? say('完整', 'Whole') : say('无异常', 'Sound')}</Tag>{' '}
          {t(lang, soundWords(from, checked))}
          {checked.erased && say('该记录的个人信息已删除。', ' Its personal data were erased.')}
        </p>
      ) : (
        <ul>
          {checked.faults.map((each) => (
            <li>
              <Tag tone="bad">{say('异常', 'Fault')}</Tag> {t(lang, each.text)}
            </li>
          ))}
        </ul>
      )}
      {checked.next !== undefined && (
        <p>
          <Button href={`${here}?verify=${checked.next}`} tone="secondary">
            {say(`从第 ${checked.next} 条继续核验`, `Go on checking from event ${checked.next}`)}
          </Button>
        </p>
      )}
    </>
  );
};

const Events = ({ lang, lines }: { readonly lang: Lang; readonly lines: readonly EventLine[] }) => {
  const say = sayIn(lang);
  return (
    <DataTable
      lang={lang}
      caption={say('操作，最新的在前', 'Events, newest first')}
      captionShown
      rows={lines}
      columns={[
        { title: say('序号', 'No.'), numeric: true, cell: ({ event }) => event.seq },
        { title: say('时间', 'Time'), cell: ({ event }) => shownAt(event.at) },
        { title: say('操作', 'Act'), header: true, cell: ({ what }) => t(lang, what) },
        { title: say('人员', 'Who'), cell: (line) => whoIn(lang, line) },
        { title: say('详情', 'Details'), cell: (line) => <LineBody lang={lang} line={line} /> },
        { title: say('校验值', 'Hash'), cell: ({ event }) => <code>{event.hash.slice(0, 10)}</code> },
      ]}
    />
  );
};

async function trailView(web: Web, c: Ctx) {
  const { lang, say } = c.get('frame');
  const aggregate = c.req.param('aggregate') ?? '';
  const { title, organisations, judged } = await trailOf(web.deps, signedIn(c), aggregate);
  const page = await readEvents(web.deps.table, aggregate, {
    limit: 50,
    cursor: c.req.query('cursor'),
    descending: true,
  });
  const lines = await linesOf(web.deps.table, aggregate, page.events, { judged });
  const asked = c.req.query('verify') ?? '';
  const from = /^[1-9]\d{0,8}$/.test(asked) ? Number(asked) : undefined;
  const checked =
    from === undefined
      ? undefined
      : await verifyAggregate(web.deps, aggregate, { from, most: checkedAtOnce });
  const here = `/audit/${encodeURIComponent(aggregate)}`;
  return (
    <Page
      {...framed(c, undefined)}
      title={say('操作记录', 'Audit trail')}
      caption={[t(lang, title), ...organisations].filter((one) => one !== '').join(' · ')}
      current="audit"
      width="wide"
      crumbs={[{ href: '/audit', title: w(lang).nav.audit }]}
    >
      <Box title={say('核验', 'Check')} tone="tinted">
        <Checked lang={lang} here={here} from={from ?? 1} checked={checked} />
      </Box>
      <Box>
        <Events lang={lang} lines={lines} />
        <Pager
          lang={lang}
          previous={c.req.query('cursor') === undefined ? undefined : here}
          next={nextPage(here, page.cursor)}
        />
      </Box>
    </Page>
  );
}

/** The audit trail and the policy table. */
export const auditPages = mounting((pages, web) => {
  pages.get('/policy', (c) => c.html(policyView(c)));
  pages.get('/audit', async (c) => c.html(await startView(web, c)));
  pages.get('/audit/find', (c) =>
    c.redirect(`/audit/${encodeURIComponent((c.req.query('of') ?? '').trim())}`, 303),
  );
  pages.get('/audit/:aggregate', async (c) => c.html(await trailView(web, c)));
});
