/** A certificate on paper: its wording filled in, the bodies that sign, and the code by which it is checked. */
import type { Deps } from '#deps';
import { batchSaid } from '#domain/honour/batch.ts';
import { groupIn } from '#domain/honour/honour.ts';
import type { HonourList, HonourRecord } from '#domain/honour/honour-records.ts';
import { certificateSaid } from '#domain/honour/kind-sentences.ts';
import { levelWords } from '#domain/level.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { qrCode } from '#papers/qr-code.ts';
import { certificatePath } from '#web/frame/common.tsx';
import { type Lang, sayIn } from '#web/frame/words.ts';

/** The code that leads to the check of a certificate. */
export const Qr = ({ lang, address }: { readonly lang: Lang; readonly address: string }) => {
  const { size, path } = qrCode(address);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={sayIn(lang)('证书查验二维码', 'QR code to check this certificate')}
    >
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" shape-rendering="crispEdges" />
    </svg>
  );
};

/** Where a certificate is checked. */
export const addressFor = (deps: Deps, number: string): string =>
  new URL(certificatePath(number), deps.site.url).toString();

type Kind = Parameters<typeof certificateSaid>[0];

/** A wording with its words filled in. */
function wordingOf(wording: string, honour: HonourRecord, organisation: string): string {
  const values: Readonly<Record<string, string>> = {
    name: honour.name,
    title: honour.title,
    edition: honour.edition,
    level: levelWords[honour.level].zh,
    organisation,
    number: honour.number,
    date: shownDate(honour.date).zh,
    grade: titlesSaid(honour.grades?.map(({ title }) => title)).zh,
    group: groupIn(honour) ?? '',
    batch: honour.batch === undefined ? '' : batchSaid(honour.batch).zh,
  };
  return wording.replace(/\{(\w+)\}/g, (all, key: string) => values[key] ?? all);
}

/** The certificate as it is printed. */
export const Sheet = (props: {
  readonly deps: Deps;
  readonly honour: HonourRecord;
  readonly list: HonourList;
  readonly orgName: string;
  readonly settings:
    | { readonly wording?: string | undefined; readonly bodies: readonly string[] }
    | undefined;
  readonly kind: Kind;
}) => {
  const { deps, honour, list, settings } = props;
  const bodies = (settings?.bodies.length ?? 0) > 0 ? settings!.bodies : honour.bodies;
  const wording = settings?.wording ?? certificateSaid(props.kind, honour);
  return (
    <article class="certificate" lang="zh-CN">
      {deps.site.rehearsal && <p class="certificate-mark">演练</p>}
      <div class="certificate-inner">
        <h1 class="certificate-title">荣誉证书</h1>
        <div class="certificate-text">
          <p class="certificate-name">{honour.name}：</p>
          <p>{wordingOf(wording, honour, props.orgName)}</p>
          {/* A wording that names neither is not left without them. */}
          {honour.grades !== undefined && !wording.includes('{grade}') && (
            <p>{wordingOf('等次：{grade}', honour, props.orgName)}</p>
          )}
          {honour.batch !== undefined && !wording.includes('{batch}') && (
            <p>{wordingOf('批次：{batch}', honour, props.orgName)}</p>
          )}
        </div>
        <div class="certificate-foot">
          <div class="certificate-check">
            <Qr lang="zh" address={addressFor(deps, honour.number)} />
            <p>
              编号 {honour.number}
              <br />
              {list.documentNumber}
              <br />
              扫码查验
            </p>
          </div>
          <div class="certificate-sign">
            {bodies.map((body) => (
              <p>{body}</p>
            ))}
            <p>{shownDate(honour.date).zh}</p>
          </div>
        </div>
      </div>
    </article>
  );
};
