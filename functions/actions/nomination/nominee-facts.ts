/** What is read off a form about its nominee: the checks of its numbers, facts for quotas, identities. */

import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { checkCreditCode } from '#domain/nomination/credit-code.ts';
import { checkDocument } from '#domain/nomination/id-document.ts';
import { identityParts } from '#domain/nomination/identity.ts';
import type { ValueChecks } from '#domain/programme/field-types.ts';
import type { Answers, Field } from '#domain/programme/form.ts';
import { type Facts, isGroupField } from '#domain/programme/group-limits.ts';
import type { Programme } from '#domain/programme/programme.ts';

/** How numbers of documents and credit codes are judged wherever a form is read. */
export const formChecks = (deps: Pick<Deps, 'clock'>): ValueChecks => ({
  idDocument: checkDocument,
  creditCode: checkCreditCode,
  today: shanghaiDate(instantOf(deps)),
});

/**
 * What groups of a quota may look at: every open choice of the form, whichever the programme and its rounds have groups
 * over, and the channel; never personal fields. The class, which picks the departments, stands here too.
 */
export function factsOf({ form, stages }: Programme, answers: Answers, channel: string): Facts {
  const fact = ({ id, type }: Field): string | readonly string[] => {
    const answer = answers[id];
    return type === 'choices' ? (Array.isArray(answer) ? answer.map(String) : []) : String(answer ?? '');
  };
  const measures = stages.flatMap(({ grades }) => grades.flatMap(({ by }) => by ?? []));
  const asked = form.fields.filter(
    (field) => isGroupField(field) || field.id === form.classField || measures.includes(field.id),
  );
  return { ...Object.fromEntries(asked.map((field) => [field.id, fact(field)])), channel };
}

/** HMACs of what makes the nominee unique (docs/rules/identity.md#identity-rule). */
export const identityMacs = (
  deps: Pick<Deps, 'keys'>,
  programme: Programme,
  answers: Answers,
  asOf: string,
): string[] =>
  identityParts(programme, answers, asOf).map((part) =>
    deps.keys.mac('identity', `${part.kind}:${part.value}`),
  );
