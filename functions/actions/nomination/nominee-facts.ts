/** What is read off a form about its nominee: the checks of its numbers, facts for quotas, identities. */

import type { Deps } from '#deps';
import { checkCreditCode } from '#domain/nomination/credit-code.ts';
import { checkDocument } from '#domain/nomination/id-document.ts';
import { identityParts } from '#domain/nomination/identity.ts';
import type { Answers } from '#domain/programme/form.ts';
import type { Programme } from '#domain/programme/programme.ts';

/** How numbers of documents and credit codes are judged wherever a form is read. */
export const formChecks = { idDocument: checkDocument, creditCode: checkCreditCode };

/** Values that quota groups and lists look at; only plain choices, never personal fields. */
export function factsOf(programme: Programme, answers: Answers, channel: string): Record<string, string> {
  const wanted = new Set(programme.stages.flatMap((stage) => stage.quota.groups.map((group) => group.field)));
  const open = new Set(programme.form.fields.filter((f) => !f.personal && !f.sensitive).map((f) => f.id));
  const facts: Record<string, string> = {};
  for (const field of wanted) {
    const value = field === 'channel' ? channel : open.has(field) ? answers[field] : undefined;
    if (value !== undefined && value !== null) facts[field] = String(value);
  }
  const cls = programme.form.classField;
  if (cls !== undefined && answers[cls] !== undefined) facts[cls] = String(answers[cls]);
  return facts;
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
