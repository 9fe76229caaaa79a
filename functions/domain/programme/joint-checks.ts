/** Checks that a step taken jointly names co-hosts of its level, each once (docs/rules/steps.md#joint-review). */
import { text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import { goesBy } from './joint-hosts.ts';

export function checkJoint(
  jointWith: readonly string[],
  coHosts: readonly string[],
  path: readonly PropertyKey[],
  refuse: Refuse,
): void {
  refuseRepeats(jointWith, path, refuse);
  jointWith.forEach((name, i) => {
    if (!coHosts.some((host) => goesBy(host, name)))
      refuse([...path, i], 'no-co-host', unknownReference(text('联合主办单位', 'co-host'), name, coHosts));
  });
}
