/** A certificate of a round as a look would make it, before that is saved: the drawing, and what of it lies wrong (docs/rules/numbers.md#placing). */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { certificateFace } from '#domain/honour/certificate-face.ts';
import { placingFaults } from '#domain/honour/certificate-placing.ts';
import { type OfRecord, readOfRecord } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import type { Text } from '#domain/problem.ts';
import { gradeTitle } from '#domain/programme/grade.ts';
import type { Category } from '#domain/programme/programme-kinds.ts';
import type { Round } from '#domain/round/round-record.ts';
import type { CertificateLook, PrintedCertificate } from '#papers/certificate-look.ts';
import type { CertificateSvg } from '#papers/certificate-svg.ts';
import type { PreviewedLook } from '#ports';
import { getOrganisation } from '#store/people.ts';
import { getRound, roundWithStage } from '#store/reads.ts';
import { certificateLook, lookFrom, lookIn, type StoredLook } from './certificate-look.ts';
import { certificateAddress } from './certificate-paper.ts';

/** Whose name a sample bears, by what a programme honours. */
const names: Readonly<Record<Category, string>> = {
  individual: '李秀英',
  family: '李秀英家庭',
  collective: '芙蓉区妇幼保健院儿科护理组',
  post: '定王台街道政务服务大厅窗口岗',
  studio: '李秀英工作室',
  site: '文艺路街道妇女儿童之家',
  project: '暖心陪伴留守儿童项目',
};

/** Where the pages have a picture; its first characters change with it. */
export const backgroundAddress = (round: string, file: string): string =>
  `/rounds/${encodeURIComponent(round)}/certificate/background?${file.slice(0, 8)}`;
const emblemAddress = (org: string, file: string): string => `/logos/${org}?v=${file.slice(0, 12)}`;

export interface CertificatePreview extends Pick<CertificateSvg, 'svg' | 'width' | 'height'> {
  readonly faults: readonly Text[];
  /** What it was drawn by. */
  readonly look: StoredLook;
}

async function drawn(deps: Deps, round: Round, look: StoredLook): Promise<CertificatePreview> {
  const { org, id } = round;
  const { logo } = await getOrganisation(deps.table, org);
  const { background, emblem, ...rest } = look;
  const params = {
    ...{ round: id, look: rest },
    ...(background !== undefined && { background: backgroundAddress(id, background.file) }),
    ...(emblem === true &&
      logo !== undefined && {
        emblem: { address: emblemAddress(org, logo.file), width: logo.width, height: logo.height },
      }),
  };
  const bytes = await deps.papers.bytes({ paper: 'certificate-preview', params });
  // Written by our own papers function a moment ago.
  const made: CertificateSvg = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const { svg, width, height, parts } = made;
  return { svg, width, height, faults: placingFaults(parts, { width, height }), look };
}

/** As the round's certificates look now. @throws Problem forbidden; missing. */
export async function certificateNow(deps: Deps, actor: Actor, id: string): Promise<CertificatePreview> {
  const round = await getRound(deps.table, id);
  demand(actor, 'round.read', { orgPath: round.orgPath, state: round.status });
  return drawn(deps, round, lookIn(round));
}

/** As they would look. @throws Problem forbidden; missing; invalid. */
export async function previewCertificate(
  deps: Deps,
  actor: Actor,
  sent: OfRecord<typeof certificateLook>,
): Promise<CertificatePreview> {
  const round = await getRound(deps.table, sent.id);
  demand(actor, 'round.configure', { orgPath: round.orgPath, state: round.status });
  return drawn(deps, round, lookFrom(round, readOfRecord(certificateLook, sent)));
}

/** What a sample says: the round's own wording, bodies and honour, with a name and a number that nobody has. */
async function sampleOf(deps: Deps, id: string): Promise<PrintedCertificate> {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  const { name: orgName } = await getOrganisation(deps.table, round.org);
  const date = round.settings.ceremony ?? shanghaiDate(instantOf(deps));
  const year = programme.edition.slice(0, 4);
  const number = `000000-${programme.code}-${year}-0001`;
  const [grade] = stage.grades;
  const honour = {
    ...{ name: names[programme.category], title: programme.title.zh, edition: programme.edition },
    ...{ level: stage.level, number, date, shown: {}, bodies: [orgName, ...stage.coHosts] },
    ...(grade !== undefined && { grades: [{ id: grade.id, title: gradeTitle(grade) }] }),
  };
  const face = certificateFace({
    ...{ honour, orgName, settings: round.settings.certificate, kind: stage.kind ?? programme.kind },
    list: { documentNumber: `示例〔${year}〕1号` },
  });
  return { ...face, address: certificateAddress(deps, number) };
}

/** What the papers draw a preview from. Asks no rights: whoever calls did. @throws Problem missing. */
export async function previewedSheet(
  deps: Deps,
  { round, look, background, emblem }: PreviewedLook,
): Promise<{ readonly certificate: PrintedCertificate; readonly look: CertificateLook }> {
  const none = { bytes: new Uint8Array(), type: 'image/png', width: 1, height: 1 } as const;
  return {
    certificate: await sampleOf(deps, round),
    look: {
      ...look,
      ...(background !== undefined && { background: none }),
      ...(emblem !== undefined && { emblem: { ...none, width: emblem.width, height: emblem.height } }),
    },
  };
}
