/** Certificates as papers: who may print one, and what stands on those of a list. */
import type { Deps } from '#deps';
import {
  type CertificateFace,
  type CertificateOf,
  certificateFace,
} from '#domain/honour/certificate-face.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { listSubject } from '#domain/honour/list-subject.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { conflict } from '#domain/problem.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { CertificateLook, PrintedCertificate } from '#papers/certificate-look.ts';
import type { Paper } from '#ports';
import { getOrganisation } from '#store/people.ts';
import { findNomination, findRound, getList, roundWithStage } from '#store/reads.ts';
import { lookOf } from './certificate-look.ts';
import { checkCertificate, listHonours } from './honour-roll.ts';
import { honourByNumber } from './honour-writes.ts';

/** What of a round its certificates need. */
interface Printing extends Pick<CertificateOf, 'orgName' | 'settings' | 'kind'> {
  readonly round: Round | undefined;
}

async function printingOf(
  deps: Deps,
  { org, round: id }: Pick<HonourRecord, 'org' | 'round'>,
): Promise<Printing> {
  const { name } = await getOrganisation(deps.table, org);
  const round = await findRound(deps.table, id);
  if (round === undefined) return { orgName: name, settings: undefined, kind: 'commendation', round };
  const { stage, programme } = await roundWithStage(deps.table, id);
  return { orgName: name, settings: round.settings.certificate, kind: stage.kind ?? programme.kind, round };
}

const isVoid = ({ status }: Pick<HonourRecord, 'status'>): boolean =>
  status === 'revoked' || status === 'annulled';

/** Where a certificate is checked. */
export const certificateAddress = (deps: Pick<Deps, 'site'>, number: string): string =>
  new URL(`/certificates/${encodeURIComponent(number)}`, deps.site.url).toString();

export interface Printable {
  readonly face: CertificateFace;
  readonly honour: HonourRecord;
}

/**
 * A certificate for whoever may print it: the organisation that grants, or who nominated.
 * @throws Problem conflict `certificate-void` for one that is void; forbidden; missing.
 */
export async function printableCertificate(
  deps: Deps,
  actor: Actor,
  typed: string,
  address: string,
): Promise<Printable> {
  const { honour, list, entry } = await checkCertificate(deps, typed, address);
  const nomination = await findNomination(deps.table, honour.nomination);
  if (nomination?.owner !== actor.id) {
    const { path: orgPath } = await getOrganisation(deps.table, honour.org);
    demand(actor, 'export.read', { orgPath }, 'list');
  }
  if (isVoid(entry))
    throw conflict(
      'certificate-void',
      `此荣誉${entry.words.zh}，不能再打印证书。`,
      `This honour is ${entry.words.en.toLowerCase()}; its certificate is not printed any more.`,
    );
  const printing = await printingOf(deps, honour);
  return { honour, face: certificateFace({ ...printing, honour, list }) };
}

/** One certificate as a PDF. @throws as `printableCertificate`. */
export async function certificatePaper(
  deps: Deps,
  actor: Actor,
  typed: string,
  address: string,
): Promise<Paper> {
  const { honour } = await printableCertificate(deps, actor, typed, address);
  return deps.papers.make({ paper: 'certificate', params: { number: honour.number } });
}

/** What a PDF of certificates is made from. */
export interface CertificateSheets {
  readonly title: string;
  readonly certificates: readonly PrintedCertificate[];
  readonly look: CertificateLook;
  readonly rehearsal: boolean;
}

/** Honours of a list with what their certificates say; what is void has none. */
export async function facesOf(
  deps: Deps,
  list: HonourList,
  honours: readonly HonourRecord[],
): Promise<readonly { readonly honour: HonourRecord; readonly face: CertificateFace }[]> {
  const printing = await printingOf(deps, list);
  return honours
    .filter((honour) => !isVoid(honour))
    .map((honour) => ({ honour, face: certificateFace({ ...printing, honour, list }) }));
}

async function sheetsOf(
  deps: Deps,
  list: HonourList,
  honours: readonly HonourRecord[],
): Promise<CertificateSheets> {
  const found = await facesOf(deps, list, honours);
  return {
    title: `${listSubject(list.title)}证书`,
    certificates: found.map(({ face }) => ({ ...face, address: certificateAddress(deps, face.number) })),
    look: await lookOf(deps, await findRound(deps.table, list.round)),
    rehearsal: deps.site.rehearsal,
  };
}

/** One certificate. Asks no rights: for the papers, after `certificatePaper` did. @throws Problem missing. */
export async function oneSheet(deps: Deps, number: string): Promise<CertificateSheets> {
  const { honour, list } = await honourByNumber(deps, number);
  return sheetsOf(deps, list, [honour]);
}

/** Those of one page of a list that are not void. Asks no rights. @throws Problem missing. */
export async function listSheets(deps: Deps, id: string, page: number): Promise<CertificateSheets> {
  const list = await getList(deps.table, id);
  return sheetsOf(deps, list, await listHonours(deps, list, page));
}
