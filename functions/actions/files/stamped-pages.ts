/** Pages to be stamped: a code to print, a scan matched by it (docs/rules/forms.md#stamped-pages). */

import { createHash } from 'node:crypto';
import { demandReader, seatsOf } from '#actions/nomination/nomination-access.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { cut } from '#domain/characters.ts';
import type { StampedCode, StampedPage } from '#domain/files/file-record.ts';
import { codeFrom, codesIn, readCode, shownCode } from '#domain/files/stamped-code.ts';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Attachment, Nomination } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand, may } from '#domain/people/policy.ts';
import { forbidden, invalid, limited, Problem, text, unavailable } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, getNomination, programmeRevision } from '#store/reads.ts';
import { isConflict, type Key } from '#store/table.ts';
import { countUp } from './attachments.ts';
import { scanCode, type slotConfirmation, type slotNaming } from './files-input.ts';
import { makeSlot, type OpenSlot } from './slots.ts';
import { stampedKey, wantsStampedPage } from './stamped-check.ts';
import { keepFile, ownedFile, ownedFiles, takeKept, useFiles } from './step-files.ts';

export const stampedRule: AttachmentRule = {
  id: 'stamped',
  label: { zh: '盖章页扫描件', en: 'Stamped pages, scanned' },
  min: 1,
  max: 20,
  types: ['pdf', 'jpg', 'png'],
  maxMegabytes: 4,
};

const codeKey = (code: string): Key => ({ pk: `STAMP#${code}`, sk: 'CODE' });

/**
 * The code of the present revision, kept so that it is found again; asked for again, it is the same. Two pages whose
 * codes should ever meet get different ones. Throws Problem `missing`, `forbidden`.
 */
export async function issueCode(
  deps: Deps,
  actor: Actor,
  id: string,
): Promise<{ readonly code: string; readonly revision: number }> {
  const nomination = await getNomination(deps.table, id);
  await demandReader(deps, actor, nomination);
  const { revision } = nomination;
  for (let turn = 0; turn < 10; turn++) {
    const code = codeFrom(createHash('sha256').update(`stamped#${id}#${revision}#${turn}`).digest());
    try {
      await deps.table.put({ nomination: id, revision, ...codeKey(code) }, rowAbsent);
    } catch (error) {
      if (!isConflict(error)) throw error;
      const there = await find<StampedCode>(deps.table, codeKey(code));
      if (there?.nomination !== id || there.revision !== revision) continue;
    }
    return { code, revision };
  }
  throw unavailable(
    'no-code-left',
    '没有可用的盖章页编码，请联系系统管理员。',
    'No code is free for this page; ask the operator.',
  );
}

/** The code of the present revision, if it was issued: nothing is written. */
export async function issuedCode(
  deps: Pick<Deps, 'table'>,
  { id, revision }: Pick<Nomination, 'id' | 'revision'>,
): Promise<string | undefined> {
  for (let turn = 0; turn < 10; turn++) {
    const code = codeFrom(createHash('sha256').update(`stamped#${id}#${revision}#${turn}`).digest());
    const there = await find<StampedCode>(deps.table, codeKey(code));
    if (there === undefined) return undefined;
    if (there.nomination === id && there.revision === revision) return code;
  }
  return undefined;
}

const refuse = (code: string, zh: string, en: string): never => {
  throw invalid(code, zh, en, [{ field: 'code', code, text: text(zh, en) }]);
};

/** The level that the nomination stands at and that wants a page now. */
async function seatWanting(deps: Deps, nomination: Nomination): Promise<Candidacy | undefined> {
  const seats = await seatsOf(deps, nomination);
  for (const seat of seats.toReversed()) {
    if (['done', 'out', 'withdrawn'].includes(seat.state)) continue;
    const programme = await programmeRevision(deps.table, seat.programme, seat.programmeRevision);
    if (wantsStampedPage(programme.stages[seat.stage])) return seat;
  }
  return undefined;
}

/** Pages are handed in by the nominating side, by the clerks of the level that stamps, and by whoever reviews there. */
async function demandStamper(
  deps: Deps,
  actor: Actor,
  nomination: Nomination,
  seat: Candidacy | undefined,
): Promise<void> {
  const [from, at] = await Promise.all([
    getOrganisation(deps.table, nomination.org),
    seat === undefined ? undefined : getOrganisation(deps.table, seat.org),
  ]);
  const owned = nomination.channel === 'organisation' ? {} : { owner: nomination.owner };
  const asked = actor.via !== 'link' && seat?.asked.some(({ member }) => member === actor.id);
  if (asked || (at !== undefined && may(actor, 'nomination.draft', { orgPath: at.path }))) return;
  demand(actor, 'nomination.draft', { orgPath: from.path, ...owned });
}

/** What a code names. Throws Problem `invalid`: unreadable, unknown, of another revision, not wanted. */
async function pageOf(
  deps: Deps,
  actor: Actor,
  code: string,
): Promise<{ nomination: Nomination; seat: Candidacy }> {
  const unknown = (): never =>
    refuse(
      'code-unknown',
      `没有编码为 ${shownCode(code)} 的盖章页，请核对页面下方的编码`,
      `No page has the code ${shownCode(code)}; compare it with the foot of the page`,
    );
  const row = (await find<StampedCode>(deps.table, codeKey(code))) ?? unknown();
  const nomination = await getNomination(deps.table, row.nomination);
  const seat = await seatWanting(deps, nomination);
  // A code of another's page is no code.
  await demandStamper(deps, actor, nomination, seat).catch((error: unknown) =>
    error instanceof Problem && error.kind === 'missing' ? unknown() : Promise.reject(error),
  );
  if (row.revision !== nomination.revision)
    refuse(
      'stamped-other-revision',
      `这是“${nomination.name}”第 ${row.revision} 稿的盖章页，申报表已修改为第 ${nomination.revision} 稿，请重新打印、盖章后上传`,
      `This page is of revision ${row.revision} of "${nomination.name}"; the form is at revision ${nomination.revision} now. Print it again and have it stamped`,
    );
  if (seat === undefined)
    refuse(
      'no-page-wanted',
      `“${nomination.name}”现在不需要盖章页，或已经上报`,
      `"${nomination.name}" needs no stamped page now, or went up already`,
    );
  return { nomination, seat: seat! };
}

const recordOf = (actor: Pick<Actor, 'id'>): string => `stamped#${actor.id}`;

/** Scans of one nomination a day, and those without a code that one person may leave a day. */
const mostScans = { nomination: 40, person: 100 } as const;

async function countToday(deps: Deps, of: keyof typeof mostScans, id: string): Promise<void> {
  const ends = Math.floor(deps.clock() / 1000) + 2 * 86_400;
  const key = `stamped#${id}#${shanghaiDate(instantOf(deps))}`;
  if (await countUp(deps, key, mostScans[of], ends)) return;
  throw of === 'nomination'
    ? limited(
        'too-many-scans',
        `这份申报今天已上传 ${mostScans.nomination} 份盖章页，请明天再传。`,
        `${mostScans.nomination} scans were uploaded for this nomination today; go on tomorrow.`,
      )
    : limited(
        'too-many-scans',
        `今天没有编码的扫描件已达 ${mostScans.person} 份，请在文件名中写明编码，或明天再传。`,
        `${mostScans.person} scans without a code were uploaded today; put the code into the file name, or go on tomorrow.`,
      );
}

/** The code as it was typed, else the one in the file's name; undefined when there is neither. Throws Problem `code-unreadable`. */
async function codeOf(deps: Deps, typed: string, name: string): Promise<string | undefined> {
  if (typed === '') return codeInName(deps, name);
  return (
    readCode(typed) ??
    refuse(
      'code-unreadable',
      `编码“${cut(typed, 30)}”有误（共 11 位，末位为校验位），请核对后重新输入`,
      `"${cut(typed, 30)}" is no code (11 signs, the last is a check); compare and type it again`,
    )
  );
}

/** A scan as it comes: its name may hold the code. */
interface Scan {
  readonly name: string;
  readonly code?: string | undefined;
}

/** Demands that a scan may be left here, and counts it; gives its code. Throws as `keepScan`. */
async function demandScan(
  deps: Deps,
  actor: Actor,
  { name, code: typed = '' }: Scan,
): Promise<string | undefined> {
  const code = await codeOf(deps, typed, name);
  if (code !== undefined) {
    const { nomination } = await pageOf(deps, actor, code);
    await countToday(deps, 'nomination', nomination.id);
  } else {
    if (actor.grants.length === 0)
      throw forbidden(
        'code-first',
        '请在文件名中写明页面下方的编码（如 ABCD-EFGH-JKL.jpg），再上传。',
        'Put the code at the foot of the page into the file name (such as ABCD-EFGH-JKL.jpg), then upload it.',
      );
    await countToday(deps, 'person', actor.id);
  }
  return code;
}

/**
 * Keeps a scan. Right and code come first: with a code, typed or in its name, the page must be wanted and hers to hand
 * in; without one only members may leave it here until it is typed, so that it need not be chosen again. Nothing that
 * is refused is stored. Throws as `matchScan`, and Problem `forbidden` `code-first`, `limited` `too-many-scans`.
 */
export async function keepScan(
  deps: Deps,
  actor: Actor,
  bytes: Uint8Array,
  scan: Scan,
): Promise<{ readonly file: Attachment; readonly code: string }> {
  const code = await demandScan(deps, actor, scan);
  const counted = { counted: true };
  const file = await keepFile(deps, actor, recordOf(actor), stampedRule, bytes, scan.name, counted);
  return { file, code: code ?? '' };
}

/** A slot for a scan that goes straight to the bucket, with its name. Throws as `keepScan` and `openUpload`. */
export const openScanSlot = (deps: Deps, actor: Actor, sent: Input<typeof slotNaming>): Promise<OpenSlot> =>
  makeSlot(deps, actor, { record: recordOf(actor), rule: stampedRule }, sent, async () => {
    await demandScan(deps, actor, { name: sent.name ?? '' });
  });

/** Takes the scan of a slot: kept until it is matched. Throws as `confirmUpload`. */
export const confirmScanSlot = (
  deps: Deps,
  actor: Actor,
  slot: string,
  sent: Input<typeof slotConfirmation>,
): Promise<Attachment> => takeKept(deps, actor, { record: recordOf(actor), rule: stampedRule, slot }, sent);

/** The scans of these ids that this person keeps; others are left out. */
export const keptScans = (deps: Pick<Deps, 'table'>, actor: Actor, ids: readonly string[]) =>
  ownedFiles(deps, recordOf(actor), ids);

/** The code in a file's name that names a page; undefined when there is none. */
export async function codeInName(deps: Pick<Deps, 'table'>, name: string): Promise<string | undefined> {
  for (const code of codesIn(name)) if ((await find(deps.table, codeKey(code))) !== undefined) return code;
  return undefined;
}

/**
 * Matches a kept scan to its page by the code typed, scanned, or in its name; a second scan of the same page takes the
 * place of the first. Throws Problem `invalid` (`code-unreadable`, `code-unknown`, `stamped-other-revision`,
 * `no-page-wanted`), `missing`, `forbidden`.
 */
export async function matchScan(
  deps: Deps,
  actor: Actor,
  { file: fileId, ...sent }: Input<typeof scanCode> & { readonly file: string },
): Promise<{ readonly page: StampedPage; readonly name: string }> {
  const { code: typed = '' } = readInput(scanCode, sent);
  const file = await ownedFile(deps, recordOf(actor), fileId);
  const code = await codeOf(deps, typed, file.name);
  if (code === undefined)
    return refuse(
      'code-unreadable',
      `请输入或扫描“${file.name}”下方的编码`,
      `Type or scan the code at the foot of "${file.name}"`,
    );
  return again(async () => {
    const { nomination, seat } = await pageOf(deps, actor, code);
    const write = begin(deps, actor);
    const page: StampedPage = {
      nomination: nomination.id,
      revision: nomination.revision,
      round: seat.round,
      code,
      file,
      at: write.now,
      by: actor.id,
    };
    const key = stampedKey(page.nomination, page.round, page.revision);
    const before = await find<StampedPage>(deps.table, key);
    // The candidacy's version guards the page: no amendment, and no other scan, can come between.
    write.save('candidacy', seat, {}, 'stamped.add', { revision: page.revision, file: file.id });
    write.op({ put: { ...page, ...key } });
    if (before?.file.id !== file.id) write.op(...useFiles([file]));
    if (before !== undefined && before.file.id !== file.id) {
      write.op({ update: keys.file(before.file.id), change: { add: { used: -1 } } });
      write.due(write.now, `files-${before.file.id}`, { due: 'files', files: [before.file.id] });
    }
    await finish(deps, write);
    return { page, name: nomination.name };
  });
}
