/** `/ledger/:org/:year`: honours of other levels, typed in a form or imported from a sheet, and struck out when wrong. */
import { Hono } from 'hono';
import { ledgerStrike } from '#actions/honour/honour-input.ts';
import {
  importLedger,
  type LedgerImport,
  readLedger,
  recordLedgerEntry,
  strikeLedgerEntry,
} from '#actions/honour/ledger.ts';
import type { Deps } from '#deps';
import { batchSaid } from '#domain/honour/batch.ts';
import { listedIn } from '#domain/honour/ledger.ts';
import type { LedgerEntry } from '#domain/honour/ledger-record.ts';
import { levelWords } from '#domain/level.ts';
import { may } from '#domain/people/policy.ts';
import { missing, type Text, text } from '#domain/problem.ts';
import { readLedgerSheet } from '#papers/ledger-sheet.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked, PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Box, Button, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { keyOf, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { sendPaper } from '#web/frame/send.ts';
import { press, type Typed, take } from '#web/frame/take.ts';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { entryForm, ImportForm, ledgerEntryForm, Strike } from './ledger-forms.tsx';

const pathOf = (org: string, year: string): string => `/ledger/${org}/${year}`;
const yearIn = (value: string): number => {
  if (/^\d{4}$/.test(value)) return Number(value);
  throw missing('no-year', '没有这个年度。', 'There is no such year.');
};

const flashOf = ({ saved, known, faulty }: LedgerImport): Text =>
  text(
    `导入 ${saved} 项，已有 ${known} 项，${faulty.length} 行有误`,
    `${saved} imported, ${known} known, ${faulty.length} rows with faults`,
  );
const done = { yes: text('已登记', 'Recorded') };

/** Where an entry stands, with its decision, or its last re-check. */
const Status = ({ lang, entry }: { readonly lang: Lang; readonly entry: LedgerEntry }) => {
  const say = sayIn(lang);
  const { status, standing = {}, history = [] } = entry;
  const decision = history.findLast((line) => line.to === status)?.decision;
  return (
    <>
      {status !== 'valid' && <Tag tone={honourTones[status]}>{w(lang).honours[status]}</Tag>}{' '}
      <span class="muted">
        {[
          decision,
          status === 'rectifying' && standing.rectifyBy !== undefined
            ? say(`至 ${standing.rectifyBy}`, `until ${standing.rectifyBy}`)
            : undefined,
          standing.rechecked === undefined
            ? undefined
            : say(
                `复查 ${standing.rechecked.on} ${standing.rechecked.band}`,
                `Re-checked ${standing.rechecked.on}: ${standing.rechecked.band}`,
              ),
        ]
          .filter((part) => part !== undefined)
          .join(say('；', '; '))}
      </span>
    </>
  );
};

/** The entries, each with what may be done with it. */
const Entries = (props: {
  readonly c: Ctx;
  readonly base: string;
  readonly entries: readonly LedgerEntry[];
  readonly mayKeep: boolean;
  readonly typed: Typed | undefined;
}) => {
  const { c, base, entries, mayKeep, typed } = props;
  const { lang, say } = c.get('frame');
  return (
    <DataTable
      lang={lang}
      caption={say('台账', 'Ledger')}
      captionHidden
      rows={entries}
      columns={[
        {
          title: say('荣誉', 'Honour'),
          header: true,
          cell: (entry) => `${levelWords[entry.level][lang]} ${entry.title}`,
        },
        {
          title: say('对象', 'Who'),
          cell: (entry) => entry.names.join('、') || say('（未列名）', '(not named)'),
        },
        { title: say('数量', 'Count'), numeric: true, cell: (entry) => entry.count },
        {
          title: say('类别、等次、批次', 'Group, grade, batch'),
          cell: (entry) =>
            [
              ...(entry.group === undefined ? [] : [entry.group]),
              ...(entry.grades ?? []),
              ...(entry.batch === undefined ? [] : [batchSaid(entry.batch)[lang]]),
            ].join('、') || '—',
        },
        { title: say('授予单位', 'Awarded by'), cell: (entry) => entry.bodies.join('、') },
        {
          title: w(lang).parts.status,
          cell: (entry) => <Status lang={lang} entry={entry} />,
        },
        {
          title: say('办理', 'Act'),
          cell: (entry) => (mayKeep ? <Strike {...{ c, base, entry, typed }} /> : ''),
        },
      ]}
    />
  );
};

const Years = ({ lang, org, year }: { readonly lang: Lang; readonly org: string; readonly year: string }) => (
  <Actions>
    <Button href={`/reports/${org}/${year}`} tone="secondary">
      {sayIn(lang)('年度统计', 'Report of the year')}
    </Button>
    <Button href={`/rechecks?org=${org}`} tone="secondary">
      {sayIn(lang)('复查', 'Re-checks')}
    </Button>
    {[Number(year) - 1, Number(year) + 1].map((each) => (
      <Button href={pathOf(org, String(each))} tone="quiet">
        {each}
      </Button>
    ))}
  </Actions>
);

interface Again {
  readonly typed?: Typed;
  readonly imported?: LedgerImport;
}

async function ledgerPage(c: Ctx, deps: Deps, org: string, year: string, again: Again = {}) {
  const { lang, say } = c.get('frame');
  const { typed, imported } = again;
  const page = await readLedger(deps, signedIn(c), org, yearIn(year), asked(c, 'cursor'));
  const base = `/ledger/${org}`;
  const path = pathOf(org, year);
  const mayKeep = may(signedIn(c), 'upward.send', { orgPath: page.organisation.path });
  return (
    <Page
      {...framed(c, typed, done)}
      title={say(`${year} 年荣誉台账`, `Ledger of ${year}`)}
      caption={page.organisation.name}
      current="honours"
      width="wide"
      lead={say(
        '登记上级或其他渠道授予的荣誉；本系统内上级授予的自动登记。与本级授予的一起进入年度统计。',
        'Honours granted by others. Those granted above in this system come by themselves. All count in the report of the year.',
      )}
      {...(imported !== undefined && {
        flash: { kind: 'success' as const, title: t(lang, flashOf(imported)) },
      })}
    >
      <PublicStyle />
      <Years lang={lang} org={org} year={year} />
      <Box>
        <Entries {...{ c, base, entries: page.items, mayKeep, typed }} />
        <Pager lang={lang} next={nextPage(path, page.cursor)} />
      </Box>
      {mayKeep && (
        <Box title={say('登记一项荣誉', 'Record an honour')} id="record">
          <PostForm c={c} of={entryForm(path)} typed={typed} />
        </Box>
      )}
      {mayKeep && <ImportForm frame={c.get('frame')} base={base} imported={imported} />}
    </Page>
  );
}

async function importSheet(c: Ctx, deps: Deps, org: string) {
  const actor = signedIn(c);
  const { body, files } = await postedOf(c);
  const thisYear = String(new Date(deps.clock()).getFullYear());
  return press(c, 'import', body, {
    show: (typed) => ledgerPage(c, deps, org, thisYear, { typed }),
    work: async () => {
      let rows: Awaited<ReturnType<typeof readLedgerSheet>> = [];
      const imported = await importLedger(deps, actor, org, async () => {
        rows = await readLedgerSheet(new Uint8Array((await files.sheet?.[0]?.arrayBuffer()) ?? []));
        return rows;
      });
      const year = String(rows.find((row) => /^\d{4}/.test(String(row.年份)))?.年份 ?? '').slice(0, 4);
      return c.html(await ledgerPage(c, deps, org, /^\d{4}$/.test(year) ? year : thisYear, { imported }));
    },
  });
}

/** Mounted at '/'. */
export function ledgerEntryPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const path = '/ledger/:org/:year{\\d{4}}';
  app.get('/ledger/:org/template.xlsx', async (c) => {
    signedIn(c);
    return sendPaper(c, await deps.papers.make({ paper: 'ledger-template', params: {} }));
  });
  app.get(path, async (c) => c.html(await ledgerPage(c, deps, c.req.param('org'), c.req.param('year'))));
  app.post('/ledger/:org/import', (c) => importSheet(c, deps, c.req.param('org')));
  app.post(path, (c) => {
    const { org, year } = c.req.param();
    return take(c, {
      ...{ form: 'record', input: ledgerEntryForm },
      work: async ({ names, bodies, grades, ...sent }, posted) => {
        const lists = { names: listedIn(names), bodies: listedIn(bodies), grades: listedIn(grades) };
        const entry = { ...sent, year, ...lists };
        await recordLedgerEntry(deps, signedIn(c), org, entry, keyOf(posted, '_idem'));
        return doneAt(pathOf(org, year), 'yes');
      },
      show: (typed) => ledgerPage(c, deps, org, year, { typed }),
    });
  });
  app.post(`${path}/strike`, async (c) => {
    const { org, year } = c.req.param();
    return take(c, {
      form: `strike-${one((await postedOf(c)).body, 'id')}`,
      input: ledgerStrike,
      work: async (sent) => {
        await strikeLedgerEntry(deps, signedIn(c), { ...sent, org, year: Number(year) });
        return pathOf(org, year);
      },
      show: (typed) => ledgerPage(c, deps, org, year, { typed }),
    });
  });
  return app;
}
