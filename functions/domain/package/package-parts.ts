/** What may stand in one package (docs/rules/packages.md#one-receiver). */
import { type Level, levelWords } from '#domain/level.ts';
import { type Fault, fault } from '#domain/problem.ts';

/** Nominees of one package, and parts of it. */
export const mostNominees = 2_000;
export const mostParts = 50;

/** A tranche that somebody asks to put into a package. */
export interface AskedPart {
  readonly round: string;
  readonly tranche: number;
  readonly title: string;
  /** It is a round of the organisation that makes the package. */
  readonly own: boolean;
  /** Those who went up are settled. */
  readonly sent: boolean;
  /** How many are still up. */
  readonly count: number;
  /** Where it went; undefined where no level is above. */
  readonly above: { readonly level: Level; readonly outside: boolean } | undefined;
}

const said = ({ title, tranche }: AskedPart): string => `“${title}”第 ${tranche} 批`;
const saidEn = ({ title, tranche }: AskedPart): string => `tranche ${tranche} of "${title}"`;

function lackOf(
  part: AskedPart,
  first: AskedPart | undefined,
): readonly [string, string, string] | undefined {
  if (!part.own)
    return ['package-other', `${said(part)}不是本单位的评选`, `${saidEn(part)} is not of this organisation`];
  if (part.above === undefined)
    return ['package-top', `${said(part)}没有上一级`, `${saidEn(part)} has no level above`];
  if (!part.sent)
    return [
      'package-not-sent',
      `${said(part)}还没有确定上报，先在批次页推荐上报`,
      `${saidEn(part)} has not been sent up; recommend it first`,
    ];
  if (part.count === 0)
    return ['package-nobody', `${said(part)}没有上报对象`, `nobody of ${saidEn(part)} went up`];
  const { level, outside } = part.above;
  const one = first?.above;
  if (one !== undefined && (one.level !== level || one.outside !== outside))
    return [
      'package-levels',
      `${said(part)}报送${levelWords[level].zh}，与${said(first!)}（${levelWords[one.level].zh}）不是同一上级，请分成两个报送包`,
      `${saidEn(part)} goes to the level ${levelWords[level].en}, ${saidEn(first!)} to ${levelWords[one.level].en}; make two packages`,
    ];
  return undefined;
}

/** Why these cannot be one package; nothing when they can. */
export function packageFaults(parts: readonly AskedPart[]): readonly Fault[] {
  const first = parts.find(({ own, above }) => own && above !== undefined);
  const faults = parts.flatMap((part, n) => {
    const twice = parts.findIndex((one) => one.round === part.round && one.tranche === part.tranche) < n;
    const lack = twice
      ? (['package-twice', `${said(part)}写了两次`, `${saidEn(part)} is named twice`] as const)
      : lackOf(part, first);
    return lack === undefined ? [] : [fault(`parts.${n}`, lack[0], lack[1], lack[2])];
  });
  const all = parts.reduce((sum, { count }) => sum + count, 0);
  return all <= mostNominees
    ? faults
    : [
        ...faults,
        fault(
          'parts',
          'package-large',
          `一个报送包最多 ${mostNominees} 个对象，所选共 ${all} 个，请分成几个`,
          `a package holds ${mostNominees} nominees at most and ${all} are chosen; make several`,
        ),
      ];
}
