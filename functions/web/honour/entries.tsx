/** `/ledger/:org/:year`: honours of other levels, typed in a form or imported from a sheet, and struck out when wrong. */
import { Hono } from 'hono';
import {
  importLedger,
  type LedgerImport,
  readLedger,
  recordLedgerEntry,
  strikeLedgerEntry,
} from '#actions/honour/ledger.ts';
import type { Deps } from '#deps';
import { levelWords } from '#domain/level.ts';
import { may } from '#domain/people/policy.ts';
import { type Fault, missing } from '#domain/problem.ts';
import { readLedgerSheet } from '#papers/ledger-sheet.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked, faultsOr, PublicStyle, sayIn, textsOf } from '#web/frame/common.tsx';
import { type Ctx, type Env, signedIn, type Web } from '#web/frame/context.ts';
import { Page } from '#web/frame/layout.tsx';
import { Actions, Button, Pager, Panel, Tag } from '#web/frame/parts.tsx';
import { sendPaper } from '#web/frame/send.ts';
import { w } from '#web/frame/words.ts';
import { EntryForm, ImportForm, Strike } from './ledger-forms.tsx';

type Typed = Readonly<Record<string, string>>;
interface Again {
  readonly typed?: Typed;
  readonly faults?: readonly Fault[];
  readonly imported?: LedgerImport;
}

const listed = (value: string | undefined): readonly string[] =>
  (value ?? '')
    .split(/[、，,;；\n]/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');

const pathOf = (org: string, year: string): string => `/ledger/${org}/${year}`;
const yearIn = (value: string): number => {
  if (/^\d{4}$/.test(value)) return Number(value);
  throw missing('no-year', '没有这个年度。', 'There is no such year.');
};

async function ledgerPage(c: Ctx, deps: Deps, org: string, year: string, again: Again = {}) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const { typed = {}, faults = [], imported } = again;
  const actor = signedIn(c);
  const page = await readLedger(deps, actor, org, yearIn(year), asked(c, 'cursor'));
  const base = `/ledger/${org}`;
  const path = pathOf(org, year);
  const mayKeep = may(actor, 'upward.send', { orgPath: page.organisation.path });
  const flash =
    imported !== undefined
      ? say(
          `导入 ${imported.saved} 项，已有 ${imported.known} 项，${imported.faulty.length} 行有误`,
          `${imported.saved} imported, ${imported.known} known, ${imported.faulty.length} rows with faults`,
        )
      : c.req.query('done') !== undefined
        ? say('已登记', 'Recorded')
        : undefined;
  return c.html(
    <Page
      {...frame}
      title={say(`${year} 年荣誉台账`, `Ledger of ${year}`)}
      caption={page.organisation.name}
      current="honours"
      width="wide"
      faults={faults}
      lead={say(
        '登记上级或其他渠道授予的荣誉；本系统内上级授予的自动登记。与本级授予的一起进入年度统计。',
        'Honours granted by others. Those granted above in this system come by themselves. All count in the report of the year.',
      )}
      {...(flash !== undefined && { flash: { kind: 'success' as const, title: flash } })}
    >
      <PublicStyle />
      <Actions>
        <Button href={`/reports/${org}/${year}`} tone="secondary">
          {say('年度统计', 'Report of the year')}
        </Button>
        <Button href={pathOf(org, String(Number(year) - 1))} tone="quiet">
          {Number(year) - 1}
        </Button>
        <Button href={pathOf(org, String(Number(year) + 1))} tone="quiet">
          {Number(year) + 1}
        </Button>
      </Actions>
      <Panel>
        <DataTable
          lang={lang}
          caption={say('台账', 'Ledger')}
          captionHidden
          rows={page.items}
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
            { title: say('授予单位', 'Awarded by'), cell: (entry) => entry.bodies.join('、') },
            {
              title: w(lang).parts.status,
              cell: (entry) =>
                entry.status === 'valid' ? '' : <Tag tone="bad">{w(lang).honours[entry.status]}</Tag>,
            },
            {
              title: say('办理', 'Act'),
              cell: (entry) => (mayKeep ? <Strike frame={frame} base={base} entry={entry} /> : ''),
            },
          ]}
        />
        <Pager
          lang={lang}
          next={page.cursor === undefined ? undefined : `${path}?cursor=${encodeURIComponent(page.cursor)}`}
        />
      </Panel>
      {mayKeep && <EntryForm frame={frame} path={path} year={year} typed={typed} faults={faults} />}
      {mayKeep && <ImportForm frame={frame} base={base} imported={imported} />}
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

async function record(c: Ctx, deps: Deps, org: string, year: string) {
  const typed = await textsOf(c);
  const { _csrf: _, _idem: key, names, bodies, ...rest } = typed;
  try {
    const input = { ...rest, year, names: listed(names), bodies: listed(bodies) };
    await recordLedgerEntry(deps, signedIn(c), org, input, key);
  } catch (error) {
    return ledgerPage(c, deps, org, year, { typed, faults: faultsOr(error) });
  }
  return c.redirect(`${pathOf(org, year)}?done=yes`, 303);
}

async function importSheet(c: Ctx, deps: Deps, org: string) {
  const actor = signedIn(c);
  const { sheet } = await c.req.parseBody();
  const bytes = sheet instanceof File ? new Uint8Array(await sheet.arrayBuffer()) : new Uint8Array();
  const rows = await readLedgerSheet(bytes);
  const imported = await importLedger(deps, actor, org, rows);
  const year = String(rows.find((row) => /^\d{4}/.test(String(row['年份'])))?.['年份'] ?? '').slice(0, 4);
  return ledgerPage(
    c,
    deps,
    org,
    /^\d{4}$/.test(year) ? year : String(new Date(deps.clock()).getFullYear()),
    { imported },
  );
}

/** Mounted at '/'. */
export function ledgerEntryPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  app.get('/ledger/:org/template.xlsx', async (c) => {
    signedIn(c);
    return sendPaper(c, await deps.papers.make({ paper: 'ledger-template', params: {} }));
  });
  app.get('/ledger/:org/:year{\\d{4}}', (c) => ledgerPage(c, deps, c.req.param('org'), c.req.param('year')));
  app.post('/ledger/:org/import', (c) => importSheet(c, deps, c.req.param('org')));
  app.post('/ledger/:org/:year{\\d{4}}', (c) => record(c, deps, c.req.param('org'), c.req.param('year')));
  app.post('/ledger/:org/:year{\\d{4}}/strike', async (c) => {
    const [org, year] = [c.req.param('org'), c.req.param('year')];
    const { id = '', reason = '', version } = await textsOf(c);
    try {
      await strikeLedgerEntry(deps, signedIn(c), {
        org,
        year: Number(year),
        id,
        reason,
        version: Number(version),
      });
    } catch (error) {
      return ledgerPage(c, deps, org, year, { faults: faultsOr(error) });
    }
    return c.redirect(pathOf(org, year), 303);
  });
  return app;
}
