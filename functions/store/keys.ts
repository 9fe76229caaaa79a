/** Keys of every record; each read is a get or a bounded query (docs/architecture.md#the-table). */
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { StoredFile, UploadSlot } from '#domain/files/file-record.ts';
import type {
  CertificatePlace,
  HeldHonour,
  HonourList,
  HonourRecord,
  OwnPlaces,
  Series,
} from '#domain/honour/honour-records.ts';
import type { LedgerHint } from '#domain/honour/ledger-record.ts';
import type { RevocationProposal } from '#domain/honour/revocation-proposal.ts';
import type { RollArea, RollHonour, RollPlace } from '#domain/honour/roll-records.ts';
import type { StoredLetter } from '#domain/letter/letter-record.ts';
import type { LetterText } from '#domain/letter/letter-text-record.ts';
import type { AmendingRecord } from '#domain/nomination/amending-record.ts';
import type { Draft, DraftPlace } from '#domain/nomination/draft-record.ts';
import type { Claim, Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import type { Pair } from '#domain/nomination/pair-record.ts';
import type { NoticePage, PublicNotice } from '#domain/notice/notice-record.ts';
import type { ObjectionRecord } from '#domain/objection/objection-record.ts';
import type { Package, ResultRun } from '#domain/package/package-record.ts';
import type { Bar } from '#domain/people/bar.ts';
import type { ProgrammeHeader, ProgrammeRevision } from '#domain/programme/programme-record.ts';
import type { LoadedSchedule } from '#domain/programme/schedule-record.ts';
import type { Recheck, RecheckItem } from '#domain/recheck/recheck-record.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import type { AskedOf, Todo } from '#domain/review/todo-record.ts';
import type { HandedPlaces } from '#domain/round/handed-places.ts';
import type { LateCount, RoundChange } from '#domain/round/round-change.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { TallyRow } from '#domain/round/tally-record.ts';
import type { Allotment, SystemCount, Tranche } from '#domain/round/tranche-record.ts';
import type { Job } from '#domain/running/job-record.ts';
import type { KeptPaper } from '#domain/running/kept-paper-record.ts';
import type {
  ClockRecord,
  HomeRecord,
  Installation,
  KeyMarksRow,
  StuckExecution,
  WaitRow,
} from '#domain/running/running-records.ts';
import type {
  BallotRecord,
  KeptMarks,
  PanelClosing,
  Panellist,
  PanelMean,
  Shortlist,
  ShortlistPart,
} from '#domain/selection/selection-records.ts';
import type { Erasure } from '#domain/trust/erasure-record.ts';
import type { Item, KeyOf } from './table.ts';

const key = <R = Item>(pk: string, sk: string): KeyOf<R> => ({ pk, sk });
/** Fixed-width number that sorts as text. */
export const padded = (n: number, width = 6): string => String(n).padStart(width, '0');

/** Numbered shards over which due rows and tallies are spread, so that no partition runs hot. */
export const dueShards = 8;
export const tallyShards = 4;
export const draftShards = 4;
/** Stable spread of an id over shards. */
export function shardOf(id: string, shards: number): number {
  let hash = 7;
  for (let i = 0; i < id.length; i++) hash = (hash * 31 + id.charCodeAt(i)) >>> 0;
  return hash % shards;
}

export const keys = {
  programme: (id: string) => key<ProgrammeHeader>(`PROG#${id}`, 'META'),
  programmeRevision: (id: string, revision: number) =>
    key<ProgrammeRevision>(`PROG#${id}`, `REV#${padded(revision)}`),
  programmeIndex: (owner: string) => `PROGS#${owner}`,

  round: (id: string) => key<Round>(`RND#${id}`, 'META'),
  roundsOfOrg: (org: string) => `RNDS#${org}`,
  roundsOfProgramme: (programme: string) => `PRNDS#${programme}`,
  candidacy: (round: string, nomination: string) => key<Candidacy>(`RND#${round}`, `CAND#${nomination}`),
  candidacyPrefix: 'CAND#',
  /** gsi1: candidacies of a round by state, by arrival; those who wait with a rank first, by rank. */
  inbox: (round: string, state: string) => `INBOX#${round}#${state}`,
  /** Sorts before every date. */
  ranked: (rank: number) => padded(rank, 7),
  /** Counters of a round: candidacies by state, those still open in the phase, and seals; `scope` 0 is the round, n the places that tranche n uses. */
  tally: (round: string, scope: number, shard: number) =>
    key<TallyRow>(`RND#${round}`, `TALLY#${padded(scope, 3)}#${shard}`),
  tallyPrefix: (scope: number) => `TALLY#${padded(scope, 3)}#`,
  allotment: (round: string, org: string) => key<Allotment>(`RND#${round}`, `ALLOT#${org}`),
  allotmentPrefix: 'ALLOT#',
  /** How many of the places after the window a unit has used. */
  lateEntry: (round: string, org: string) => key<LateCount>(`RND#${round}`, `LATE#${org}`),
  lateEntryPrefix: 'LATE#',
  /** The places of the level above that a round's organisation handed down. */
  handedPlaces: (round: string) => key<HandedPlaces>(`RND#${round}`, 'HANDED'),
  /** How many places of a stage a system has used. */
  systemCount: (round: string, system: string) => key<SystemCount>(`RND#${round}`, `SYSTEM#${system}`),
  systemCountPrefix: 'SYSTEM#',
  /** How many came from an organisation, and how many of them hold a place. */
  sender: (round: string, org: string) => key(`RND#${round}`, `SENT#${org}`),
  senderPrefix: 'SENT#',
  /** What was changed of a round, why, from what to what; `seq` is that of its event. */
  roundChange: (round: string, seq: number) => key<RoundChange>(`RND#${round}`, `CHANGE#${padded(seq, 10)}`),
  roundChangePrefix: 'CHANGE#',
  shortlist: (round: string) => key<Shortlist>(`RND#${round}`, 'SHORTLIST'),
  /** The entries of a long one, in parts. */
  shortlistPart: (round: string, n: number) =>
    key<ShortlistPart>(`RND#${round}`, `SHORTLIST#${padded(n, 3)}`),
  /** Who was found so far for the first tranche. */
  forming: (round: string) => key<{ readonly entries: readonly string[] }>(`RND#${round}`, 'FORMING'),
  tranche: (round: string, n: number) => key<Tranche>(`RND#${round}`, `TRANCHE#${padded(n, 3)}`),
  tranchePrefix: 'TRANCHE#',
  scores: (round: string, nomination: string, member: string) =>
    key<BallotRecord>(`SCORE#${round}`, `${nomination}#${member}`),
  panellist: (round: string, member: string) => key<Panellist>(`RND#${round}`, `PANEL#${member}`),
  panellistPrefix: 'PANEL#',
  /** Present once a panel is being closed: no ballot is taken from then on. */
  panelClosing: (round: string) => key<PanelClosing>(`RND#${round}`, 'PANELCLOSING'),
  /** Means of one closing of a panel, best first; `order` sorts them. */
  panelMean: (closing: string, order: string, nomination: string) =>
    key<PanelMean>(`MEANS#${closing}`, `${order}#${nomination}`),
  panelMeans: (closing: string) => `MEANS#${closing}`,
  ballotPartition: (round: string) => `SCORE#${round}`,
  /** What a panellist marked and has not confirmed. */
  keptMarks: (round: string, member: string, nomination: string) =>
    key<KeptMarks>(`MARKS#${round}#${member}`, nomination),
  pair: (round: string, id: string) => key<Pair>(`RND#${round}`, `PAIR#${id}`),
  pairPrefix: 'PAIR#',

  nomination: (id: string) => key<Nomination>(`NOM#${id}`, 'META'),
  draft: (id: string) => key<Draft>(`NOM#${id}`, 'DRAFT'),
  /** What the nominee of somebody else's nomination answered. */
  consent: (id: string) => key(`NOM#${id}`, 'CONSENT'),
  /** An amendment that is being written. */
  amending: (id: string) => key<AmendingRecord>(`NOM#${id}`, 'AMENDING'),
  /** How many files were ever uploaded to a draft or nomination. */
  uploads: (id: string) => key(`NOM#${id}`, 'UPLOADS'),
  erasure: (id: string) => key<Erasure>(`NOM#${id}`, 'ERASED'),
  revision: (id: string, n: number) => key<Revision>(`NOM#${id}`, `REV#${padded(n, 4)}`),
  revisionPrefix: 'REV#',
  review: (id: string, stage: number, step: string, n: number, member: string) =>
    key<ActRecord>(`NOM#${id}`, `ACT#${stage}#${step}#${padded(n, 3)}#${member}`),
  reviewPrefix: 'ACT#',
  /** Where a draft stands: drafts of a programme by the path of their organisation, spread by their ids. A small row, since an index would be written with every save. */
  draftPlace: (programme: string, below: string, id: string) =>
    key<DraftPlace>(`DRAFTS#${programme}#${shardOf(id, draftShards)}`, `${below}#${id}`),
  draftsOf: (programme: string, shard: number) => `DRAFTS#${programme}#${shard}`,
  /** Beginning of the sort keys of all drafts of an organisation and of those below it. */
  draftsBelow: (path: readonly string[]) => `${path.join('/')}/`,
  /** gsi2: drafts and nominations of one owner, newest last. */
  owned: (owner: string) => `OWNER#${owner}`,
  unique: (code: string, edition: string, identity: string) =>
    key<Claim>(`UNIQ#${code}#${edition}#${identity}`, 'UNIQ'),
  /** gsi1: nominations by normalised name, for search by prefix, spread by its first character. */
  namePartition: (programme: string, name: string) => `NAME#${programme}#${[...name][0] ?? ''}`,

  todo: (member: string, round: string, step: string, nomination: string) =>
    key<Todo>(`WORK#${member}`, `${round}#${step}#${nomination}`),
  worklist: (member: string) => `WORK#${member}`,
  worklistPrefix: (round: string, step: string) => `${round}#${step}#`,
  /** Who was asked in a step of a round, whether she has answered or not. */
  askedOf: (round: string, step: string, member: string) =>
    key<AskedOf>(`RND#${round}`, `ASKED#${step}#${member}`),
  askedPrefix: 'ASKED#',

  wait: (machine: string, round: string, subject: string) =>
    key<WaitRow>(`WAIT#${machine}#${round}#${subject}`, 'WAIT'),
  /** Everything that has a time: signals, letters, reminders, job chunks. The sweeper reads up to now. */
  due: (id: string, at: string) => key(`DUE#${shardOf(id, dueShards)}`, `${at}#${id}`),
  duePartition: (shard: number) => `DUE#${shard}`,

  letter: (letter: string) => key<StoredLetter>(`LET#${letter}`, 'META'),
  /** An organisation's own words for a kind of letter. */
  letterText: (org: string, template: string) => key<LetterText>(`ORG#${org}`, `LETTERTEXT#${template}`),
  /** gsi1: letters of a day, for the outbox page. */
  lettersOfDay: (date: string) => `LETTERS#${date}`,
  /** gsi2: letters to a member, newest last. */
  lettersTo: (member: string) => `LETTERSTO#${member}`,
  /** The last receipt number of a programme. */
  receipts: (programme: string) => key(`RECEIPTS#${programme}`, 'LAST'),
  /** Letters of a round that did not arrive. */
  unsent: (round: string, letter: string) => key(`UNSENT#${round}`, letter),

  notice: (id: string) => key<PublicNotice>(`NOTICE#${id}`, 'META'),
  noticePage: (id: string, page: number) => key<NoticePage>(`NOTICE#${id}`, `PAGE#${padded(page, 4)}`),
  /** gsi1: open notices of an area. */
  notices: (region: string) => `NOTICES#${region}`,
  objection: (id: string) => key<ObjectionRecord>(`OBJ#${id}`, 'META'),
  objectionReceipt: (receipt: string) => key(`OBJREC#${receipt}`, 'REC'),
  objectionsOfOrg: (org: string) => `OBJS#${org}`,
  objectionsOf: (round: string, nomination: string) => `OBJSOF#${round}#${nomination}`,

  series: (org: string, code: string, edition: string, level: string) =>
    key<Series>(`SERIES#${org}#${code}#${edition}#${level}`, 'SERIES'),
  batches: (org: string, code: string, level: string) =>
    key<Series>(`BATCHES#${org}#${code}#${level}`, 'SERIES'),
  list: (id: string) => key<HonourList>(`LIST#${id}`, 'META'),
  listEntry: (id: string, position: number) => key<HonourRecord>(`LIST#${id}`, `POS#${padded(position)}`),
  listEntryPrefix: 'POS#',
  /** How many of a list were granted so far. */
  granted: (id: string) => key(`LIST#${id}`, 'GRANTED'),
  /** Where those stand who are on a list of its own made of it. */
  ownList: (id: string, own: string) => key<OwnPlaces>(`LIST#${id}`, `OWN#${own}`),
  /** How many hold each grade with places, over the lists of a round. */
  gradeHolders: (round: string) => key(`GRADES#${round}`, 'HOLDERS'),
  /** gsi1: published lists of an organisation; gsi2: all published lists by year. */
  listsOfOrg: (org: string) => `LISTS#${org}`,
  listsOfYear: (year: number) => `LISTYEAR#${year}`,
  certificate: (number: string) => key<CertificatePlace>(`CERT#${number}`, 'CERT'),
  /** Earlier honours by identity; also what makes one honour per code, edition, level and identity. */
  held: (identity: string, honourKey: string) => key<HeldHonour>(`IDENT#${identity}`, `HON#${honourKey}`),
  heldPartition: (identity: string) => `IDENT#${identity}`,
  heldPrefix: 'HON#',
  honoursOf: (org: string, year: number) => `HONS#${org}#${year}`,
  /** Where an honour is found by its name; `at` is the beginning of the name, which says in which partition. */
  rollName: ({ name, at }: { readonly name: string; readonly at: string }, number: string) =>
    key<RollPlace>(`ROLLNAME#${at}`, `${name}#${number}`),
  rollNames: (at: string) => `ROLLNAME#${at}`,
  /** Honours on their holder's page, by the day of the award. */
  heldBy: (holder: string, date: string, number: string) =>
    key<RollPlace>(`HOLDER#${holder}`, `${date}#${number}`),
  heldByPartition: (holder: string) => `HOLDER#${holder}`,
  /** Of which honours lists were published in a year. */
  rollHonour: (year: number, code: string) => key<RollHonour>(`ROLLYEAR#${year}`, code),
  rollHonours: (year: number) => `ROLLYEAR#${year}`,
  /** A place that lists are chosen by, by itself and among those below another; the first stand below `top`. */
  rollArea: (area: string) => key<RollArea>(`ROLLAREA#${area}`, 'AREA'),
  rollAreaBelow: (above: string | undefined, area: string) =>
    key<RollArea>(`ROLLAREAS#${above ?? 'top'}`, area),
  rollAreas: (above: string | undefined) => `ROLLAREAS#${above ?? 'top'}`,

  /** What keeps an organisation from recommending for a while. */
  bar: (org: string, id: string) => key<Bar>(`BARS#${org}`, `BAR#${id}`),
  bars: (org: string) => `BARS#${org}`,
  barPrefix: 'BAR#',

  /** Where a line of a ledger stands that says no identity of its holder, by her name. */
  ledgerName: (name: string, org: string, entry: string) =>
    key<LedgerHint>(`LEDNAME#${name}`, `${org}#${entry}`),
  ledgerNames: (name: string) => `LEDNAME#${name}`,

  /** A revocation that waits for a second person, by its title. */
  revoking: (org: string, title: string) => key<RevocationProposal>(`REVOKING#${org}`, `TITLE#${title}`),
  revokings: (org: string) => `REVOKING#${org}`,
  revokingPrefix: 'TITLE#',
  /** Proposals of the same title that were taken back. */
  pastProposal: (org: string, title: string, at: string) =>
    key<RevocationProposal>(`REVOKING#${org}`, `PAST#${title}#${at}`),
  pastProposalsOf: (title: string) => `PAST#${title}#`,
  package: (id: string) => key<Package>(`PKG#${id}`, 'META'),
  /** A sheet of results that came back for a package. */
  resultRun: (id: string, run: string) => key<ResultRun>(`PKG#${id}`, `RES#${run}`),
  resultRunPrefix: 'RES#',
  /** gsi1: packages of an organisation, by the instant they were made. */
  packagesOfOrg: (org: string) => `PKGS#${org}`,
  recheck: (id: string) => key<Recheck>(`RCK#${id}`, 'META'),
  recheckItem: (id: string, title: string) => key<RecheckItem>(`RCK#${id}`, `ITEM#${title}`),
  recheckItemPrefix: 'ITEM#',
  /** gsi1: re-checks of an organisation; titles of a re-check by state. gsi2: titles of a re-check by reviewer. */
  rechecksOfOrg: (org: string) => `RCKS#${org}`,
  recheckItems: (id: string, state: string) => `RCKIN#${id}#${state}`,
  recheckItemsOf: (id: string, member: string) => `RCKOF#${id}#${member}`,
  /** Stands while a re-check of these titles is under way: there is one at a time. */
  recheckOpen: (org: string, code: string, level: string) =>
    key<{ readonly recheck: string }>(`RCKOPEN#${org}#${code}#${level}`, 'OPEN'),

  /** A paper that grows with a round or a year, by what it is of. */
  keptPaper: (of: string, paper: string) => key<KeptPaper>(`PAPER#${of}`, paper),
  job: (id: string) => key<Job>(`JOB#${id}`, 'META'),
  jobsOf: (org: string) => `JOBS#${org}`,
  schedule: (year: number) => key<LoadedSchedule>('CAL', `YEAR#${year}`),
  schedulePartition: 'CAL',
  clock: () => key<ClockRecord>('CLOCK', 'CLOCK'),
  /** What this data folder or stage is, for ever: real or rehearsal. */
  home: () => key<HomeRecord>('HOME', 'HOME'),
  /** Marks of the keys of a home on one machine. */
  keyMarks: () => key<KeyMarksRow>('KEYS', 'MARKS'),
  /** The last backup that was seen restored, and when. */
  rehearsed: () =>
    key<{
      readonly at: string;
      readonly madeAt: string;
      readonly rows: number;
      readonly attachments: number;
    }>('HOME', 'REHEARSED'),
  /** By which address a home on one machine was last served, and through which proxies. */
  served: () =>
    key<{ readonly url: string; readonly proxies: string; readonly scanner?: string }>('SERVED', 'SERVED'),
  /** The root organisation, and who administers it. */
  installation: () => key<Installation>('HOME', 'ROOT'),
  stuck: (execution: string) => key<StuckExecution>('STUCK', execution),
  file: (id: string) => key<StoredFile>(`FILE#${id}`, 'META'),
  /** An upload from a browser to the bucket that was allowed, and what became of it. */
  uploadSlot: (id: string) => key<UploadSlot>(`SLOT#${id}`, 'META'),
  /** Files uploaded to a nomination while it is amended, so that a page finds those that came another way. */
  amendFile: (nomination: string, id: string) => key<StoredFile>(`NOM#${nomination}`, `UPL#${id}`),
  amendFilePrefix: 'UPL#',
} as const;
