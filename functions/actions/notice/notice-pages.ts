/** The public notice as its page reads it: a snapshot of permitted fields, in pages, gone when it is taken down. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { PublicNominee, PublicNotice } from '#domain/notice/notice-record.ts';
import { publicEntry } from '#domain/notice/public-entry.ts';
import { missing } from '#domain/problem.ts';
import type { Form } from '#domain/programme/form.ts';
import { gradeTitles } from '#domain/programme/grade.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { stageAt } from '#domain/programme/resolved-stage.ts';
import { keys } from '#store/keys.ts';
import { find, getRevision, listPage } from '#store/reads.ts';

/** How many nominees one row of a notice holds: a page of the public list. */
export const noticePageSize = 100;

export const noticeId = (round: string, tranche: number): string => `${round}.n${tranche}`;

/** Labels of what a notice and a list show beside the name, in the programme's order. */
export const publicLabels = (form: Form): readonly string[] =>
  form.publicFields
    .filter((id) => id !== form.nameField)
    .flatMap((id) => form.fields.filter((field) => field.id === id))
    .map((field) => field.label.zh);

/** What a notice shows of one nominee: permitted fields only, and her grades (docs/rules/notice.md#what-is-shown). */
export async function publicNominee(
  deps: Deps,
  programme: Programme,
  candidacy: Candidacy,
): Promise<PublicNominee> {
  const { form } = programme;
  const grades = gradeTitles(stageAt(programme, candidacy.stage).grades, candidacy.grades);
  const revision = await getRevision(deps.table, candidacy.nomination, candidacy.revision);
  const items = publicEntry(form, revision.open);
  return {
    nomination: candidacy.nomination,
    name: candidacy.name,
    shown: items
      .filter((item) => item.field !== form.nameField)
      .map(({ label, value, number }) => ({
        label: label.zh,
        value,
        ...(number !== undefined && { number }),
      })),
    ...(grades.length > 0 && { grades }),
  };
}

/** Open notices stand in the index of their area; one that was taken down leaves it. */
export const noticeRow = (notice: PublicNotice) => ({
  ...notice,
  ...keys.notice(notice.id),
  ...(notice.endedAt === undefined && {
    gsi1pk: keys.notices('all'),
    gsi1sk: `${notice.start}#${notice.id}`,
    gsi2pk: keys.notices(notice.region),
    gsi2sk: `${notice.start}#${notice.id}`,
  }),
});

/**
 * A notice for its public page: missing before its first day. Names are given only while it runs. `consistent` for who acts
 * on it; for who reads, a copy that is late may be behind, and never lacks it.
 */
export async function readNotice(deps: Deps, id: string, consistent = false): Promise<PublicNotice> {
  const at = keys.notice(id);
  const notice =
    (await find<PublicNotice>(deps.table, at, consistent)) ?? (await find<PublicNotice>(deps.table, at));
  if (notice === undefined || notice.start > shanghaiDate(instantOf(deps)))
    throw missing(
      'no-notice',
      '没有找到这份公示，可能尚未开始或网址有误。',
      'No such notice; it may not have begun, or the address is wrong.',
    );
  return notice;
}
export async function readNoticePage(
  deps: Deps,
  notice: PublicNotice,
  page: number,
): Promise<readonly PublicNominee[]> {
  if (notice.endedAt !== undefined) return [];
  const at = keys.noticePage(notice.id, page);
  // A copy that is late would say that nobody is on notice.
  const row = (await deps.table.get(at)) ?? (await deps.table.get(at, { consistent: true }));
  return row?.nominees ?? [];
}
/** Open notices, newest first; of one area when a region is given. */
export const openNotices = (deps: Deps, region?: string, cursor?: string) =>
  listPage<PublicNotice>(deps.table, {
    pk: keys.notices(region ?? 'all'),
    index: region === undefined ? 'gsi1' : 'gsi2',
    limit: 25,
    cursor,
    descending: true,
  });
