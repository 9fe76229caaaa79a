/** The box that says which level wants a stamped page of a nomination, and whether it is there. */
import { stampedPagesOf, wantsStampedPage } from '#actions/files/stamped-check.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import { text } from '#domain/problem.ts';
import { programmeRevision } from '#store/reads.ts';
import { Box, Tag } from './parts.tsx';
import { type Lang, t } from './words.ts';

/** One level that wants a page. */
export interface WantedPage {
  readonly round: string;
  readonly orgName: string;
  readonly file: Attachment | undefined;
  /** Revision of the newest page, when that is not the present one. */
  readonly old: number | undefined;
}

const words = {
  title: text('盖章页', 'Stamped page'),
  there: text('已上传', 'Handed in'),
  missing: text('缺少盖章页，不能上报', 'Missing: it cannot go up without'),
  old: (n: number) =>
    text(`只有第 ${n} 稿的盖章页，修改后须重新盖章`, `Only of revision ${n}: stamp the amended form again`),
  print: text('打印盖章页', 'Print the page'),
  upload: text('上传盖章页', 'Upload the scan'),
} as const;

/** The pages that the levels of a nomination want, of its present revision. */
export async function wantedPages(
  deps: Pick<Deps, 'table'>,
  nomination: Nomination,
  seats: readonly { readonly seat: Candidacy; readonly orgName: string }[],
): Promise<readonly WantedPage[]> {
  const wanting = await Promise.all(
    seats.map(async ({ seat }) =>
      wantsStampedPage(
        (await programmeRevision(deps.table, seat.programme, seat.programmeRevision)).stages[seat.stage],
      ),
    ),
  );
  if (!wanting.includes(true)) return [];
  const pages = await stampedPagesOf(deps, nomination.id);
  return seats.flatMap(({ seat, orgName }, n): readonly WantedPage[] => {
    if (wanting[n] !== true) return [];
    const own = pages.filter((page) => page.round === seat.round);
    const file = own.find((page) => page.revision === nomination.revision)?.file;
    const old = file === undefined ? own.at(-1)?.revision : undefined;
    return [{ round: seat.round, orgName, file, old }];
  });
}

/** Nothing where no level wants a page. `editable` shows the ways to print and upload, for pages of the signed-in. */
export const StampedBox = (props: {
  readonly lang: Lang;
  readonly nomination: string;
  readonly pages: readonly WantedPage[];
  readonly hrefOf?: ((file: string) => string) | undefined;
  readonly editable: boolean;
}) => {
  const { lang, pages, hrefOf } = props;
  if (pages.length === 0) return null;
  return (
    <Box title={t(lang, words.title)} id="stamped">
      <ul>
        {pages.map(({ orgName, file, old }) => (
          <li>
            {orgName}{' '}
            {file !== undefined ? (
              <>
                <Tag tone="good">{t(lang, words.there)}</Tag>{' '}
                {hrefOf === undefined ? file.name : <a href={hrefOf(file.id)}>{file.name}</a>}
              </>
            ) : (
              <Tag tone="warn">{t(lang, old === undefined ? words.missing : words.old(old))}</Tag>
            )}
          </li>
        ))}
      </ul>
      {props.editable && (
        <p>
          <a href={`/nominations/${props.nomination}/print`}>{t(lang, words.print)}</a> ·{' '}
          <a href="/stamped">{t(lang, words.upload)}</a>
        </p>
      )}
    </Box>
  );
};
