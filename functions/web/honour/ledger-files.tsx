/** `/ledger/:org/:year/export.…`: what is looked for in a year as a file; of a long year made by a job first. */

import * as z from 'zod';
import {
  giveLedgerFile,
  type LedgerAsked,
  type LedgerFile,
  ledgerFileStanding,
  makeLedgerFile,
} from '#actions/honour/ledger-paper.ts';
import type { Deps } from '#deps';
import { type Ctx, signedIn } from '#web/frame/context.ts';
import { doneAt, framed } from '#web/frame/form.tsx';
import { LongPaper, makeForm, makingWords } from '#web/frame/kept-paper.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Box } from '#web/frame/parts.tsx';
import { sendPaper } from '#web/frame/send.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { filterIn, pathOf, queryOf, yearIn } from './ledger-address.ts';

const fileAsked = (c: Ctx, as: LedgerFile): LedgerAsked => ({
  org: c.req.param('org') ?? '',
  year: yearIn(c.req.param('year') ?? ''),
  as,
  filter: filterIn(c),
});
const filePath = ({ org, year, as }: LedgerAsked) => `${pathOf(org, String(year))}/export.${as}`;

/** What is looked for in a year as a file; of a long year by a job, on a page of its own. */
async function exported(c: Ctx, deps: Deps, as: LedgerFile) {
  const of = fileAsked(c, as);
  const { state } = await ledgerFileStanding(deps, signedIn(c), of);
  if (state === 'short' || state === 'ready')
    return sendPaper(c, await giveLedgerFile(deps, signedIn(c), of));
  return c.redirect(`${filePath(of)}/file?${queryOf(filterIn(c))}`, 303);
}

/** The file of a long year: how far it is, or where it is had. */
async function filePage(c: Ctx, deps: Deps, as: LedgerFile, typed?: Typed) {
  const { say } = c.get('frame');
  const of = fileAsked(c, as);
  const standing = await ledgerFileStanding(deps, signedIn(c), of);
  const query = queryOf(filterIn(c));
  if (standing.state === 'making') c.header('refresh', '3');
  return (
    <Page
      {...framed(c, typed, { making: makingWords })}
      title={say(`${of.year} 年荣誉台账：导出`, `Ledger of ${of.year}: export`)}
      crumbs={[
        {
          href: `${pathOf(of.org, String(of.year))}?${query}`,
          title: say(`${of.year} 年荣誉台账`, `Ledger of ${of.year}`),
        },
      ]}
    >
      <Box>
        {standing.state === 'short' ? (
          <a href={`${filePath(of)}?${query}`}>{say('下载', 'Download')}</a>
        ) : (
          <LongPaper
            {...{ c, typed }}
            of={standing}
            title={as === 'xlsx' ? 'Excel' : 'CSV'}
            href={`${filePath(of)}?${query}`}
            action={`${filePath(of)}/file?${query}`}
          />
        )}
      </Box>
    </Page>
  );
}

const makeFile = async (c: Ctx, deps: Deps, as: LedgerFile) => {
  const of = fileAsked(c, as);
  const { paper } = await ledgerFileStanding(deps, signedIn(c), of);
  return take(c, {
    ...{ form: makeForm(paper), input: z.object() },
    work: async () => {
      await makeLedgerFile(deps, signedIn(c), of);
      return doneAt(`${filePath(of)}/file?${queryOf(filterIn(c))}`, 'making');
    },
    show: (typed) => filePage(c, deps, as, typed),
  });
};

/** Mounted at '/'. */
export const ledgerFilePages = mounting((app, { deps }) => {
  for (const as of ['xlsx', 'csv'] as const) {
    const path = `/ledger/:org/:year{\\d{4}}/export.${as}`;
    app.get(path, (c) => exported(c, deps, as));
    app.get(`${path}/file`, async (c) => c.html(await filePage(c, deps, as)));
    app.post(`${path}/file`, (c) => makeFile(c, deps, as));
  }
});
