/** `/ledger/:org/:year`: a year of honours, looked through and exported; entries typed in a form, and struck out when wrong. */

import { ledgerStrike } from '#actions/honour/honour-input.ts';
import { recordLedgerEntry, strikeLedgerEntry } from '#actions/honour/ledger.ts';
import { importLedger } from '#actions/honour/ledger-import.ts';
import { readLedger } from '#actions/honour/ledger-reading.ts';
import type { Deps } from '#deps';
import { batchSaid } from '#domain/honour/batch.ts';
import { levelIn, listedIn, unitOf } from '#domain/honour/ledger.ts';
import type { LedgerLine } from '#domain/honour/ledger-filter.ts';
import { ledgerOutcomeWords } from '#domain/honour/ledger-input.ts';
import { type Level, levelWords } from '#domain/level.ts';
import { may } from '#domain/people/policy.ts';
import { text } from '#domain/problem.ts';
import { sheetOf } from '#web/files/sheet-slots.ts';
import { DataTable } from '#web/frame/boards.tsx';
import { asked, PublicStyle } from '#web/frame/common.tsx';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Actions, Box, Button, Details, Pager, Tag } from '#web/frame/parts.tsx';
import { keyOf, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { sendPaper } from '#web/frame/send.ts';
import { press, type Typed, take } from '#web/frame/take.ts';
import { honourTones } from '#web/frame/tones.ts';
import { type Lang, sayIn, w } from '#web/frame/words.ts';
import { filterIn, pathOf, queryOf, yearIn } from './ledger-address.ts';
import { entryForm, ImportForm, LedgerFilters, ledgerEntryForm, Strike } from './ledger-forms.tsx';

const done = { yes: text('已登记', 'Recorded') };

/** Where an entry stands, with its decision, or its last re-check. */
const Status = ({ lang, entry }: { readonly lang: Lang; readonly entry: LedgerLine }) => {
  const say = sayIn(lang);
  const { status, standing = {}, history = [], outcome } = entry;
  const decision = history.findLast((line) => line.to === status)?.decision;
  return (
    <>
      {status !== 'valid' && <Tag tone={honourTones[status]}>{w(lang).honours[status]}</Tag>}{' '}
      {outcome !== undefined && <Tag tone="neutral">{ledgerOutcomeWords[outcome][lang]}</Tag>}{' '}
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
  readonly entries: readonly LedgerLine[];
  readonly mayKeep: boolean;
  readonly own: Level;
  readonly typed: Typed | undefined;
}) => {
  const { c, base, entries, mayKeep, own, typed } = props;
  const { lang, say } = c.get('frame');
  const levelSaid = (entry: LedgerLine) =>
    entry.level === undefined ? levelIn(entry) : levelWords[entry.level][lang];
  return (
    <DataTable
      lang={lang}
      caption={say('台账', 'Ledger')}
      rows={entries}
      columns={[
        { title: say('荣誉', 'Honour'), cell: (entry) => `${levelSaid(entry)} ${entry.title}` },
        {
          title: say('对象', 'Who'),
          cell: (entry) =>
            [entry.names.join('、') || say('（未列名）', '(not named)'), entry.holderUnit]
              .filter((part) => part !== undefined)
              .join(say('，', ', ')),
        },
        {
          title: say('数量', 'Count'),
          numeric: true,
          cell: (entry) => `${entry.about === true ? '约' : ''}${entry.count}${unitOf(entry)}`,
        },
        {
          title: say('类别、等次、批次', 'Group, grade, batch'),
          cell: (entry) =>
            [
              ...(entry.group === undefined ? [] : [entry.group]),
              ...(entry.grades ?? []),
              ...(entry.gradedOn === undefined
                ? []
                : [say(`${entry.gradedOn} 起`, `since ${entry.gradedOn}`)]),
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
          cell: (entry) => (mayKeep ? <Strike {...{ c, base, entry, own, typed }} /> : ''),
        },
      ]}
    />
  );
};

const Years = (props: {
  readonly lang: Lang;
  readonly org: string;
  readonly year: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly mayKeep: boolean;
}) => {
  const { lang, org, year, filter } = props;
  const say = sayIn(lang);
  const exported = (kind: string) => `${pathOf(org, year)}/export.${kind}?${queryOf(filter)}`;
  return (
    <Actions>
      <Button href={`/reports/${org}/${year}`} tone="secondary">
        {say('年度统计', 'Report of the year')}
      </Button>
      <Button href={exported('xlsx')} tone="secondary">
        {say('导出 Excel', 'Export to Excel')}
      </Button>
      <Button href={exported('csv')} tone="secondary">
        {say('导出 CSV', 'Export as CSV')}
      </Button>
      {props.mayKeep && (
        <Button href={`${pathOf(org, year)}/claims`} tone="secondary">
          {say('待确认的获得者', 'Holders to confirm')}
        </Button>
      )}
      <Button href={`/rechecks?org=${org}`} tone="secondary">
        {say('复查', 'Re-checks')}
      </Button>
      <Button href={`/revocations?org=${org}`} tone="secondary">
        {say('撤销', 'Revocations')}
      </Button>
      {[Number(year) - 1, Number(year) + 1].map((each) => (
        <Button href={pathOf(org, String(each))} tone="quiet">
          {each}
        </Button>
      ))}
    </Actions>
  );
};

async function ledgerPage(c: Ctx, deps: Deps, org: string, year: string, typed?: Typed) {
  const { lang, say } = c.get('frame');
  const filter = filterIn(c);
  const page = await readLedger(deps, signedIn(c), org, yearIn(year), {
    ...filter,
    cursor: asked(c, 'cursor'),
  });
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
        '本级授予的、上级授予而自动登记的、登记或导入的，都在这里，一起进入年度统计。',
        'What was granted here, what came with a grant above, what was recorded or imported: all of it counts in the report of the year.',
      )}
    >
      <PublicStyle />
      <Years {...{ lang, org, year, filter, mayKeep }} />
      <LedgerFilters {...{ lang, path, filter }} />
      <Box>
        <Entries {...{ c, base, entries: page.items, mayKeep, own: page.organisation.level, typed }} />
        <Pager
          lang={lang}
          next={page.cursor === undefined ? undefined : `${path}?${queryOf(filter, { cursor: page.cursor })}`}
        />
      </Box>
      {mayKeep && (
        <Box title={say('登记一项荣誉', 'Record an honour')} id="record">
          <Details
            title={say('填写荣誉名称、级别和获奖对象', 'Say title, level and holders')}
            open={typed?.form === 'record'}
          >
            <PostForm c={c} of={entryForm(path)} typed={typed} />
          </Details>
        </Box>
      )}
      {mayKeep && <ImportForm c={c} base={base} />}
    </Page>
  );
}

async function importSheet(c: Ctx, deps: Deps, org: string) {
  const actor = signedIn(c);
  const posted = await postedOf(c);
  const { body } = posted;
  const thisYear = String(new Date(deps.clock()).getFullYear());
  return press(c, 'import', body, {
    show: (typed) => ledgerPage(c, deps, org, thisYear, typed),
    work: async () => {
      const bytes = (await sheetOf({ deps }, c, posted, 'sheet')) ?? new Uint8Array();
      const { id } = await importLedger(deps, actor, org, { bytes });
      return `/ledger/${org}/imports/${id}`;
    },
  });
}

/** Mounted at '/'. */
export const ledgerEntryPages = mounting((app, { deps }) => {
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
      work: async ({ names, bodies, grades, documents, ...sent }, posted) => {
        const lists = {
          ...{ names: listedIn(names), bodies: listedIn(bodies), grades: listedIn(grades) },
          ...(documents !== undefined && documents !== '' && { documents: listedIn(documents) }),
        };
        const entry = { ...sent, year, ...lists };
        await recordLedgerEntry(deps, signedIn(c), org, entry, keyOf(posted, '_idem'));
        return doneAt(pathOf(org, year), 'yes');
      },
      show: (typed) => ledgerPage(c, deps, org, year, typed),
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
      show: (typed) => ledgerPage(c, deps, org, year, typed),
    });
  });
});
