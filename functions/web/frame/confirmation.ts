/** What a confirmation page repeats, sealed: the second press can only send what the first one showed. */
import { timingSafeEqual } from 'node:crypto';
import type { Deps } from '#deps';
import type { FormBody } from '#domain/nomination/form-body.ts';
import { textIn } from './body.ts';

const macOf = (deps: Pick<Deps, 'keys'>, actor: string, what: string, decision: string, version?: number) =>
  deps.keys.mac('session', JSON.stringify(['confirm', actor, what, decision]), version);

/** The hidden fields of a confirmation: the decision as JSON, and its seal. `what` names the task. */
export function sealed(
  deps: Pick<Deps, 'keys'>,
  actor: string,
  what: string,
  decision: unknown,
): Readonly<Record<string, string>> {
  const plain = JSON.stringify(decision);
  return { _decision: plain, _seal: macOf(deps, actor, what, plain) };
}

/** The decision that a confirmation sends, as it was shown; undefined when anything was altered. */
export function unsealed<T>(
  deps: Pick<Deps, 'keys'>,
  actor: string,
  what: string,
  body: FormBody,
): T | undefined {
  const plain = textIn(body, '_decision');
  const given = Buffer.from(textIn(body, '_seal'));
  const good = deps.keys.versions('session').all.some((version) => {
    const wanted = Buffer.from(macOf(deps, actor, what, plain, version));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  return good ? (JSON.parse(plain) as T) : undefined;
}
