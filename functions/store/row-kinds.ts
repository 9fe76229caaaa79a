/** Every kind of row that is stored, by its key, with the schema of what stands there: for tests and `doctor`, never in a request. */
import * as z from 'zod';
import { candidacyRecord } from '#domain/candidacy/candidacy-record.ts';
import {
  fileRecord,
  stampedCodeRecord,
  stampedPageRecord,
  uploadSlotRecord,
} from '#domain/files/file-record.ts';
import {
  certificateRecord,
  heldHonourRecord,
  honourListRecord,
  honourRecord,
  ownPlacesRecord,
  seriesRecord,
} from '#domain/honour/honour-records.ts';
import { ledgerImportRecord, ledgerOutcomesRecord } from '#domain/honour/ledger-import-record.ts';
import { ledgerHintRecord, ledgerRecord } from '#domain/honour/ledger-record.ts';
import { revocationProposalRecord } from '#domain/honour/revocation-proposal.ts';
import { rollAreaRecord, rollHonourRecord, rollPlaceRecord } from '#domain/honour/roll-records.ts';
import { storedLetterRecord } from '#domain/letter/letter-record.ts';
import { letterTextRecord } from '#domain/letter/letter-text-record.ts';
import { hasMembers } from '#domain/members.ts';
import { amendingRecord } from '#domain/nomination/amending-record.ts';
import { draftPlaceRecord, draftRecord } from '#domain/nomination/draft-record.ts';
import { importRecord, rowOutcomesRecord } from '#domain/nomination/import-record.ts';
import { claimRecord, nominationRecord, revisionRecord } from '#domain/nomination/nomination-record.ts';
import { pairRecord } from '#domain/nomination/pair-record.ts';
import { submitRunRecord, submittedRowsRecord } from '#domain/nomination/submit-run-record.ts';
import { noticePageRecord, publicNoticeRecord } from '#domain/notice/notice-record.ts';
import { objectionRecord } from '#domain/objection/objection-record.ts';
import { packageRecord, resultRunRecord } from '#domain/package/package-record.ts';
import {
  challengeRecord,
  factorRecord,
  newFactorRecord,
  sessionRecord,
  tokenListingRecord,
  tokenRecord,
} from '#domain/people/access-records.ts';
import { barRecord } from '#domain/people/bar.ts';
import { memberRecord, organisationRecord } from '#domain/people/people-records.ts';
import { programmeHeader, programmeRevisionRecord } from '#domain/programme/programme-record.ts';
import { loadedScheduleRecord } from '#domain/programme/schedule-record.ts';
import { recheckItemRecord, recheckRecord } from '#domain/recheck/recheck-record.ts';
import { date, instant } from '#domain/record.ts';
import { actRecord } from '#domain/review/act-record.ts';
import { askedOfRecord, todoRecord } from '#domain/review/todo-record.ts';
import { handedPlacesRecord } from '#domain/round/handed-places.ts';
import { lateCountRecord, roundChangeRecord } from '#domain/round/round-change.ts';
import { roundRecord } from '#domain/round/round-record.ts';
import { tallyRecord } from '#domain/round/tally-record.ts';
import { allotmentRecord, systemCountRecord, trancheRecord } from '#domain/round/tranche-record.ts';
import { dueRecord } from '#domain/running/due-record.ts';
import { jobRecord } from '#domain/running/job-record.ts';
import { keptPaperRecord } from '#domain/running/kept-paper-record.ts';
import {
  clockRecord,
  homeRecord,
  installationRecord,
  keyMarksRecord,
  stuckExecutionRecord,
  waitRecord,
} from '#domain/running/running-records.ts';
import {
  ballotRecord,
  keptMarksRecord,
  panelClosingRecord,
  panellistRecord,
  panelMeanRecord,
  shortlistPartRecord,
  shortlistRecord,
} from '#domain/selection/selection-records.ts';
import { auditEventRecord } from '#domain/trust/audit-event.ts';
import { checkpointRecord } from '#domain/trust/checkpoint-record.ts';
import { erasureRecord } from '#domain/trust/erasure-record.ts';
import type { Item } from './table.ts';

/** A kind of row: its partition and its place there, each whole, or its beginning up to `#`. */
interface RowKind {
  readonly pk: string;
  /** `*` for any. */
  readonly sk: string;
  readonly schema: () => z.ZodObject;
}

const id = z.string();
const counted = () => z.object({ count: z.int() });
const marked = () => z.object({ at: instant });
/** Counters of a round's shard; those of a tranche have one for each answer that uses its places, beside that answer. */
const tally = () =>
  tallyRecord()
    .extend({ used: z.int().exactOptional(), up: z.int().exactOptional() })
    .catchall(z.union([z.int(), z.object({ field: z.string(), answer: z.unknown() })]));
const consent = () =>
  z.object({
    member: id,
    agree: z.boolean(),
    textVersion: z.string(),
    sensitive: z.boolean(),
    at: instant,
    via: z.string(),
    sealed: z.string().exactOptional(),
  });
const execution = () =>
  z.looseObject({
    machine: z.enum(['nomination', 'round']),
    name: z.string(),
    def: z.string(),
    input: z.string(),
    startedAt: instant,
    status: z.enum(['running', 'parked', 'succeeded', 'failed']),
    rev: z.int(),
  });

const kind = (pk: string, sk: string, schema: RowKind['schema']): RowKind => ({ pk, sk, schema });

/** In the order in which they are tried. */
export const rowKinds: readonly RowKind[] = [
  kind('PROG#', 'META', programmeHeader),
  kind('PROG#', 'REV#', programmeRevisionRecord),
  kind('RND#', 'META', roundRecord),
  kind('RND#', 'CAND#', candidacyRecord),
  kind('RND#', 'TALLY#', tally),
  kind('RND#', 'ASKED#', () => askedOfRecord),
  kind('RND#', 'ALLOT#', allotmentRecord),
  kind('RND#', 'HANDED', handedPlacesRecord),
  kind('RND#', 'LATE#', lateCountRecord),
  kind('RND#', 'SYSTEM#', systemCountRecord),
  kind('RND#', 'SENT#', () => z.object({ received: z.int().exactOptional(), held: z.int().exactOptional() })),
  kind('RND#', 'CHANGE#', roundChangeRecord),
  kind('RND#', 'SHORTLIST', () => shortlistRecord().extend({ parts: z.int().exactOptional() })),
  kind('RND#', 'SHORTLIST#', shortlistPartRecord),
  kind('RND#', 'FORMING', () => z.object({ entries: z.array(id) })),
  kind('RND#', 'TRANCHE#', trancheRecord),
  kind('RND#', 'PANEL#', panellistRecord),
  kind('RND#', 'PANELCLOSING', panelClosingRecord),
  kind('MEANS#', '*', panelMeanRecord),
  kind('RND#', 'PAIR#', pairRecord),
  kind('SCORE#', '*', ballotRecord),
  kind('MARKS#', '*', keptMarksRecord),
  kind('NOM#', 'META', nominationRecord),
  kind('NOM#', 'DRAFT', draftRecord),
  kind('DRAFTS#', '*', draftPlaceRecord),
  kind('NOM#', 'CONSENT', consent),
  kind('NOM#', 'AMENDING', amendingRecord),
  kind('NOM#', 'UPLOADS', counted),
  kind('NOM#', 'ERASED', erasureRecord),
  kind('NOM#', 'REV#', revisionRecord),
  kind('NOM#', 'ACT#', () => actRecord().extend({ erased: z.literal(true).exactOptional() })),
  kind('NOM#', 'UPL#', fileRecord),
  kind('NOM#', 'STAMPED#', stampedPageRecord),
  kind('STAMP#', 'CODE', stampedCodeRecord),
  kind('UNIQ#', 'UNIQ', claimRecord),
  kind('WORK#', '*', todoRecord),
  kind('WAIT#', 'WAIT', waitRecord),
  kind('WAIT#', 'UNTIL', marked),
  kind('DUE#', '*', dueRecord),
  kind('LET#', 'META', storedLetterRecord),
  kind('RECEIPTS#', 'LAST', seriesRecord),
  kind('UNSENT#', '*', () => z.object({ letter: id })),
  kind('NOTICE#', 'META', publicNoticeRecord),
  kind('NOTICE#', 'PAGE#', noticePageRecord),
  kind('OBJ#', 'META', objectionRecord),
  kind('OBJREC#', 'REC', () => z.object({ objection: id })),
  kind('SERIES#', 'SERIES', seriesRecord),
  kind('BATCHES#', 'SERIES', seriesRecord),
  kind('LIST#', 'META', honourListRecord),
  kind('LIST#', 'POS#', honourRecord),
  kind('LIST#', 'GRANTED', counted),
  kind('LIST#', 'OWN#', ownPlacesRecord),
  kind('GRADES#', 'HOLDERS', () => z.object({}).catchall(z.int())),
  kind('CERT#', 'CERT', certificateRecord),
  kind('IDENT#', 'HON#', heldHonourRecord),
  kind('ROLLNAME#', '*', rollPlaceRecord),
  kind('HOLDER#', '*', rollPlaceRecord),
  kind('ROLLYEAR#', '*', rollHonourRecord),
  kind('ROLLAREA#', 'AREA', rollAreaRecord),
  kind('ROLLAREAS#', '*', rollAreaRecord),
  kind('LEDGER#', '*', ledgerRecord),
  kind('LEDGERPRESS#', '*', () => z.object({ year: z.int() })),
  kind('LEDNAME#', '*', ledgerHintRecord),
  kind('REVOKING#', 'TITLE#', revocationProposalRecord),
  kind('REVOKING#', 'PAST#', revocationProposalRecord),
  kind('BARS#', 'BAR#', barRecord),
  kind('PKG#', 'META', packageRecord),
  kind('PKG#', 'RES#', resultRunRecord),
  kind('RCK#', 'META', recheckRecord),
  kind('RCK#', 'ITEM#', recheckItemRecord),
  kind('RCKOPEN#', 'OPEN', () => z.object({ recheck: id })),
  kind('PAPER#', '*', keptPaperRecord),
  kind('JOB#', 'META', jobRecord),
  kind('JOB#', 'IMPORT', importRecord),
  kind('JOB#', 'OUT#', rowOutcomesRecord),
  kind('JOB#', 'LEDGER', ledgerImportRecord),
  kind('JOB#', 'LEDOUT#', ledgerOutcomesRecord),
  kind('JOB#', 'ROW#', () => z.object({})),
  kind('JOB#', 'SUBMIT', submitRunRecord),
  kind('JOB#', 'SUB#', submittedRowsRecord),
  kind('CAL', 'YEAR#', loadedScheduleRecord),
  kind('CLOCK', 'CLOCK', clockRecord),
  kind('HOME', 'HOME', homeRecord),
  kind('HOME', 'ROOT', installationRecord),
  kind('HOME', 'DEMO', marked),
  kind('HOME', 'REHEARSED', () =>
    z.object({ at: z.string(), madeAt: z.string(), rows: z.int(), attachments: z.int() }),
  ),
  kind('KEYS', 'MARKS', keyMarksRecord),
  kind('SERVED', 'SERVED', () =>
    z.object({ url: z.string(), proxies: z.string(), scanner: z.string().exactOptional() }),
  ),
  kind('STUCK', '*', stuckExecutionRecord),
  kind('SWEEP', 'RUN#', () =>
    z.object({ at: instant, processed: z.int(), failed: z.int(), lagSeconds: z.number() }),
  ),
  kind('MOVE', 'IMPORT', () =>
    z.object({
      archive: z.string(),
      done: z.int(),
      finishedAt: instant.exactOptional(),
      result: z.looseObject({}).exactOptional(),
    }),
  ),
  kind('FILE#', 'META', fileRecord),
  kind('SLOT#', 'META', uploadSlotRecord),
  kind('ORG#', 'META', organisationRecord),
  kind('ORG#', 'MEM#', memberRecord),
  kind('ORG#', 'LETTERTEXT#', letterTextRecord),
  kind('MEM#', 'META', memberRecord),
  kind('MEM#', 'TOK#', tokenListingRecord),
  kind('MEM#', 'SES#', sessionRecord),
  kind('MEM#', 'FACTOR', factorRecord),
  kind('MEM#', 'FACTORNEW', newFactorRecord),
  kind('MEM#', 'STARTED', marked),
  kind('MEM#', 'FORM', marked),
  kind('EMAIL#', 'EMAIL', () => z.object({ member: id })),
  kind('TOK#', 'TOK', tokenRecord),
  kind('SIGN#', 'SIGN', challengeRecord),
  kind('SIGNMAIL#', 'SIGN', () => z.object({ challenge: id })),
  kind('LINK#', '*', () => z.object({ generation: z.int() })),
  kind('KEPT#', 'KEPT', () => z.object({ sealed: z.string() })),
  kind('RATE#', 'RATE', counted),
  kind('CHAIN#', '*', auditEventRecord),
  kind('CHECKPOINT', '*', () => checkpointRecord().extend({ date })),
  kind('EXEC#', 'EXEC', execution),
  kind('DEF#', 'DEF', () => z.looseObject({})),
  kind('KEYS#', '*', () => z.object({ wrapped: z.string() })),
];

const matches = (pattern: string, text: string): boolean =>
  pattern === '*' || (pattern.endsWith('#') ? text.startsWith(pattern) : text === pattern);

/** The kind of a key; undefined for one that nothing of ours stands at. */
export const rowKindOf = ({ pk, sk }: Pick<Item, 'pk' | 'sk'>): RowKind | undefined =>
  rowKinds.find((each) => matches(each.pk, pk) && matches(each.sk, sk));

// What stands beside every record: its key, its index entries, and when it may go.
const ofRow = new Set(['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'ttl']);

/** A value as a database gives it back: without members that were undefined. */
const asStored = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asStored);
  if (!hasMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) =>
      member === undefined ? [] : [[name, asStored(member)]],
    ),
  );
};

/** Strict where the record says all its fields; built once a kind. */
const strict = new Map<RowKind, z.ZodType>();
const strictOf = (found: RowKind): z.ZodType => {
  let schema = strict.get(found);
  if (schema === undefined) {
    const own = found.schema();
    schema = own.def.catchall === undefined ? own.strict() : own;
    strict.set(found, schema);
  }
  return schema;
};

/**
 * Where a row does not fit the schema of its kind: `state (invalid_value)`, or `key` when no kind has its key. Names of
 * fields and codes only, never what stands there. Nothing when it fits.
 */
export function rowFaults(row: Item): readonly string[] {
  const found = rowKindOf(row);
  if (found === undefined) return ['key'];
  const own = Object.fromEntries(Object.entries(row).filter(([name]) => !ofRow.has(name)));
  const { error } = strictOf(found).safeParse(asStored(own));
  return (error?.issues ?? []).map((issue) => {
    const at = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys.join(',')] : issue.path;
    return `${at.map(String).join('.')} (${issue.code})`;
  });
}
