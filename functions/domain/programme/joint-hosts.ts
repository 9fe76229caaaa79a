/** The co-hosts whose people take part in judging, and their place among the bodies that grant (docs/rules/steps.md#joint-review). */
import { type Fault, fault } from '#domain/problem.ts';
import { jointOf } from '#domain/step-kinds.ts';
import type { Stage } from './programme.ts';

/** True when a co-host goes by a name: a level calls 政法委 its own 区委政法委. */
export const goesBy = (coHost: string, name: string): boolean => coHost.includes(name);

/** The names under which co-hosts of a stage take part, in the order of its co-hosts; `coHosts` are those that bind it (`resolveStage`). */
export function jointHosts({ steps, coHosts }: Pick<Stage, 'steps' | 'coHosts'>): readonly string[] {
  const taking = [...new Set(steps.flatMap(jointOf))];
  return coHosts.flatMap((host) => taking.filter((name) => goesBy(host, name)));
}

/** What is wrong with the bodies of a list or certificate: who judged with us is named among them, in the order of the co-hosts. */
export function bodiesFaults(
  stage: Pick<Stage, 'steps' | 'coHosts'>,
  bodies: readonly string[],
  field: string,
): readonly Fault[] {
  const hosts = jointHosts(stage);
  // 芙蓉区政法委 for 政法委: a body is written in full on a list.
  const places = hosts.map((host) => bodies.findIndex((body) => goesBy(body, host)));
  const left = hosts.filter((_, i) => places[i] === -1);
  if (left.length > 0)
    return [
      fault(
        field,
        'co-host-left-out',
        `联合评审的单位须列入授予单位：${left.join('、')}`,
        `Name the bodies that judged with you: ${left.join(', ')}`,
      ),
    ];
  return places.some((place, i) => i > 0 && place < places[i - 1]!)
    ? [
        fault(
          field,
          'co-host-order',
          `联合主办单位按此顺序列名：${hosts.join('、')}`,
          `Name the co-hosts in this order: ${hosts.join(', ')}`,
        ),
      ]
    : [];
}
