/** Programmes 评选活动: made from a document, revised, published, archived. The document is data, checked whole. */
import { begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { emptyHead } from '#domain/empty-head.ts';
import { type Input, type OfRecord, ofVersion, readInput, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { type Action, demand } from '#domain/people/policy.ts';
import { conflict, type Fault, fault, refuseIf, tooLarge } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { parseProgramme } from '#domain/programme/programme-reading.ts';
import type { ProgrammeRecord } from '#domain/programme/programme-record.ts';
import { programmeWarnings } from '#domain/programme/programme-warnings.ts';
import type { Round } from '#domain/round/round-record.ts';
import { canonicalJson, sha256 } from '#store/chain.ts';
import { rowAbsent } from '#store/guard.ts';
import { keys } from '#store/keys.ts';
import { getOrganisation } from '#store/people.ts';
import { find, findRound, getProgramme, type Listed, listPage, programmesOf } from '#store/reads.ts';
import { isConflict } from '#store/table.ts';
import { programmeDraft, programmeRevising } from './programme-input.ts';

/** A document and the text that it was read from stand in one row of a revision, which may have 400 KB. */
const mostBytes = 200_000;
const mostBytesWithText = 380_000;
/** Ids of rounds and executions are made from it; an execution's name has 80 characters. */
const idPattern = /^[a-z0-9][a-z0-9-]{2,47}$/;

export interface ProgrammeAnswer {
  readonly programme: ProgrammeRecord;
  /** Nothing here forbids; the administrator reads them and may record an exemption. */
  readonly warnings: readonly Fault[];
}

const answer = (deps: Deps, programme: ProgrammeRecord): ProgrammeAnswer => ({
  programme,
  warnings: programmeWarnings(programme.document, { today: shanghaiDate(instantOf(deps)) }),
});

function documentOf(input: unknown, yaml = ''): Programme {
  const document = parseProgramme(input);
  const bytes = Buffer.byteLength(JSON.stringify(document));
  if (bytes > mostBytes || bytes + Buffer.byteLength(yaml) > mostBytesWithText)
    throw tooLarge(
      'programme-large',
      '评选活动文件过大（上限 200 KB），请精简说明文字。',
      'The programme is too large (200 KB at most); shorten its texts.',
    );
  return document;
}

const revisionRow = (
  deps: Deps,
  { id, revision, document }: ProgrammeRecord,
  actor: Actor,
  yaml: string | undefined,
) => ({
  put: {
    ...keys.programmeRevision(id, revision),
    revision,
    document,
    ...(yaml !== undefined && { yaml }),
    at: instantOf(deps),
    by: actor.id,
  },
  when: rowAbsent,
});
const digestOf = (document: Programme): string => sha256(canonicalJson(document));

/**
 * Makes a programme as a draft of an organisation. Its id is `<code>-<edition>-<organisation>` unless one is given.
 * `made` says what it was made from, and the YAML that the document was read from, which is kept with its comments.
 * @throws Problem `invalid` with every fault of the document; conflict `programme-exists`; toolarge; forbidden.
 */
export async function createProgramme(
  deps: Deps,
  actor: Actor,
  sent: Input<typeof programmeDraft>,
  made: { readonly yaml?: string; readonly from?: ProgrammeRecord['from'] } = {},
): Promise<ProgrammeAnswer> {
  const input = readInput(programmeDraft, sent);
  const org = await getOrganisation(deps.table, input.org);
  demand(actor, 'programme.create', { orgPath: org.path });
  const document = documentOf(input.document, made.yaml);
  const id = input.id ?? `${document.code}-${document.edition}-${org.id}`.toLowerCase();
  if (!idPattern.test(id))
    refuseIf([
      fault(
        'id',
        'programme-id',
        '编号由 3 至 48 个小写字母、数字和连字符组成',
        'An id has 3 to 48 small letters, digits and hyphens',
      ),
    ]);
  const write = begin(deps, actor);
  const programme = write.create(
    'programme',
    {
      id,
      owner: org.id,
      revision: 1,
      status: 'draft',
      ...(made.from !== undefined && { from: made.from }),
      document,
      version: 0,
      head: emptyHead,
    },
    'programme.create',
    { revision: 1, document: digestOf(document) },
  );
  write.op(revisionRow(deps, programme, actor, made.yaml));
  try {
    await finish(deps, write);
  } catch (error) {
    if (!isConflict(error)) throw error;
    throw conflict(
      'programme-exists',
      `编号为 ${id} 的评选活动已经存在，请打开它修改，或换一个编号。`,
      `There is a programme ${id} already; open that one, or give another id.`,
    );
  }
  return answer(deps, programme);
}

/** Loads a programme for a change, on the version that the page showed. @throws Problem conflict `programme-changed`; forbidden. */
export async function programmeToChange(
  deps: Deps,
  actor: Actor,
  action: Action,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<ProgrammeRecord> {
  const record = await getProgramme(deps.table, id);
  const org = await getOrganisation(deps.table, record.owner);
  demand(actor, action, { orgPath: org.path, state: record.status });
  if (record.version === version) return record;
  throw conflict(
    'programme-changed',
    '这个评选活动刚被别人更新，您的内容没有保存。请核对最新内容后再提交。',
    'Somebody has just changed this programme; yours was not saved. Check the newest one and send again.',
  );
}

/** What rounds, seats and identities are made from; fixed once published, since rounds of several revisions run side by side. */
function fixedFaults(before: Programme, after: Programme): readonly Fault[] {
  const levels = ({ stages }: Programme) => stages.map(({ level, external }) => [level, external]);
  const parts: readonly (readonly [
    field: string,
    before: unknown,
    after: unknown,
    zh: string,
    en: string,
  ])[] = [
    ['code', before.code, after.code, '荣誉代码', 'the honour code'],
    ['edition', before.edition, after.edition, '届次', 'the edition'],
    ['category', before.category, after.category, '对象类别', 'the category'],
    ['identity', before.identity, after.identity, '查重规则', 'the identity rule'],
    [
      'stages',
      levels(before),
      levels(after),
      '层级的数目、顺序和所在的一级',
      'the number, order and levels of the stages',
    ],
  ];
  return parts.flatMap(([field, was, is, zh, en]) =>
    canonicalJson(was) === canonicalJson(is)
      ? []
      : [
          fault(
            field,
            'fixed-when-published',
            `评选活动发布后不能再更改${zh}；如需更改，请新建一个评选活动`,
            `Once published, ${en} cannot change; make another programme`,
          ),
        ],
  );
}

/**
 * Puts a new revision in force. Rounds that have opened keep the revision that they opened with; the new one is for
 * those that open later (docs/rules/deadlines.md#window). A draft may change freely, a published one not in
 * what rounds are made from. `yaml` is the text that the document was read from, kept with its comments.
 * @returns the programme, warnings, and the rounds that keep an earlier revision.
 * @throws Problem `invalid` (`fixed-when-published` among the faults); conflict `programme-changed`; forbidden.
 */
export async function reviseProgramme(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof programmeRevising>,
  yaml?: string,
): Promise<ProgrammeAnswer & { readonly pinned: readonly string[] }> {
  const input = readOfRecord(programmeRevising, sent);
  const before = await programmeToChange(deps, actor, 'programme.edit', input);
  const document = documentOf(input.document, yaml);
  if (before.status === 'published') refuseIf(fixedFaults(before.document, document));
  const pinned = await roundsOf(
    deps,
    before.id,
    (round) => round.status !== 'planned' && round.status !== 'cancelled',
  );
  if (canonicalJson(before.document) === canonicalJson(document) && (await isKept(deps, before, yaml)))
    return { ...answer(deps, before), pinned: pinned.map((round) => round.id) };
  const revision = before.revision + 1;
  const write = begin(deps, actor);
  const programme = write.save('programme', before, { revision, document }, 'programme.revise', {
    revision,
    document: digestOf(document),
  });
  write.op(revisionRow(deps, programme, actor, yaml));
  await finish(deps, write);
  return { ...answer(deps, programme), pinned: pinned.map((round) => round.id) };
}

/** Whether nothing but what stands is said: no text at all, or the very one. */
const isKept = async (deps: Deps, { id, revision }: ProgrammeRecord, yaml: string | undefined) =>
  yaml === undefined || (await find(deps.table, keys.programmeRevision(id, revision)))?.yaml === yaml;

/**
 * All rounds of a programme that are as asked, from its index, page by page: what a page shows, and a hint of what to look
 * at, since one made within the last seconds may be missing.
 */
async function roundsOf(
  deps: Deps,
  programme: string,
  isAsked: (round: Round) => boolean,
): Promise<readonly Round[]> {
  const pk = keys.roundsOfProgramme(programme);
  const found: Round[] = [];
  let cursor: string | undefined;
  do {
    const page = await listPage<Round>(deps.table, { pk, index: 'gsi2', limit: 200, cursor });
    found.push(...page.items.filter(isAsked));
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

/** Publishes a draft, so that rounds can be set up for it. Publishing twice is one. */
export async function publishProgramme(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof ofVersion>,
): Promise<ProgrammeAnswer> {
  const input = readOfRecord(ofVersion, sent);
  const known = await getProgramme(deps.table, input.id);
  const published = known.status === 'published';
  const before = await programmeToChange(
    deps,
    actor,
    'programme.publish',
    published ? { ...input, version: known.version } : input,
  );
  if (published) return answer(deps, before);
  if (before.status === 'archived')
    throw conflict(
      'programme-archived',
      '这个评选活动已经归档，不能再发布。',
      'This programme is archived and cannot be published again.',
    );
  const write = begin(deps, actor);
  const programme = write.save('programme', before, { status: 'published' }, 'programme.publish', {
    revision: before.revision,
  });
  await finish(deps, write);
  return answer(deps, programme);
}

/**
 * Archives a programme: nothing new begins under it, what was granted stays.
 * @throws Problem conflict `rounds-running` while a round has not settled.
 */
export async function archiveProgramme(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof ofVersion>,
): Promise<ProgrammeRecord> {
  const input = readOfRecord(ofVersion, sent);
  const before = await programmeToChange(deps, actor, 'programme.edit', input);
  // The index says where to look; each that it takes for running is then read itself.
  const isRunning = ({ status }: Round) => !['settled', 'cancelled'].includes(status);
  const hinted = await roundsOf(deps, before.id, isRunning);
  const rounds = await Promise.all(hinted.map((round) => findRound(deps.table, round.id)));
  const running = rounds.filter((round) => round !== undefined && isRunning(round));
  if (running.length > 0)
    throw conflict(
      'rounds-running',
      `还有 ${running.length} 个轮次没有结束，请先办结或取消，再归档。`,
      `${running.length} rounds are not over; finish or cancel them first.`,
    );
  const write = begin(deps, actor);
  const programme = write.save('programme', before, { status: 'archived' }, 'programme.archive', {});
  await finish(deps, write);
  return programme;
}

/** One page of the programmes that an organisation set up, by edition and code. */
export const listProgrammes = (deps: Deps, org: string, cursor?: string): Promise<Listed<ProgrammeRecord>> =>
  programmesOf(deps.table, org, cursor);
