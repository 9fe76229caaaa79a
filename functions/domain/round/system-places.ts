/** Limits of a stage on what comes through a system 系统 (高校, 国资委, 军队) beside the territory (docs/rules/quotas.md#systems). */
import { conflict, type Text, text } from '#domain/problem.ts';

/** A limit of a stage; one without a name holds for each system that has none of its own. */
export interface SystemLimit {
  readonly system?: string | undefined;
  readonly most: number;
}

/** The system of an organisation: its own, or that of the nearest one above it; undefined in the territory. */
export const systemOf = (path: readonly { readonly branch?: string | undefined }[]): string | undefined =>
  path.findLast(({ branch }) => branch !== undefined && branch !== '')?.branch;

/** How many a stage takes through a system in all; undefined where it sets no limit. */
export const mostOf = (limits: readonly SystemLimit[], system: string | undefined): number | undefined =>
  system === undefined
    ? undefined
    : (limits.find((one) => one.system === system) ?? limits.find((one) => one.system === undefined))?.most;

/** What a system may still send to a stage, as it is shown before anybody fills in a form. */
export interface SystemPlaces {
  readonly system: string;
  readonly most: number;
  readonly used: number;
}

/** How a limit is said: 高校系统最多 2 个，已报 1 个. */
export const systemSaid = ({ system, most, used }: SystemPlaces): Text =>
  most === 0
    ? text(
        `本级不受理${system}系统直接推荐，请经所在地妇联推荐`,
        `Nothing comes from the ${system} system directly here; go through the federation of the place`,
      )
    : text(
        `${system}系统最多 ${most} 个，已报 ${used} 个`,
        `The ${system} system sends ${most} at most; ${used} have come`,
      );

/** @throws Problem conflict `system-closed`, `system-full` where `count` more would be beyond the limit. */
export function demandSystemPlace(places: SystemPlaces, count = 1): void {
  const { most, used } = places;
  if (count === 0 || used + count <= most) return;
  const { zh, en } = systemSaid(places);
  if (most === 0) throw conflict('system-closed', `${zh}。`, `${en}.`);
  throw conflict(
    'system-full',
    `${zh}，不能再报${count === 1 ? '' : ` ${count} 个`}。请先撤回，或联系组织评选的妇联。`,
    `${en}, so ${count === 1 ? 'no more' : `no ${count} more`} can be sent. Withdraw one first, or ask the federation that selects.`,
  );
}
