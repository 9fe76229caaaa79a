/** Who a line of the ledger is of, by what it says: a document, those of a family, a credit code (docs/rules/honours.md#earlier-titles). */
import { ageOn } from '#domain/age.ts';
import { normaliseText } from '#domain/name.ts';
import { creditFormFaults, normaliseCreditCode } from '#domain/nomination/credit-code.ts';
import {
  detailsOfIdNumber,
  documentFaults,
  normaliseDocument,
  readDocument,
} from '#domain/nomination/id-document.ts';
import type { IdentityPart } from '#domain/nomination/identity.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { LedgerInput } from './ledger-input.ts';

export interface LedgerIdentity {
  /** The same parts as those of a nomination of this nominee; empty where the line says none. */
  readonly parts: readonly IdentityPart[];
  readonly faults: readonly Fault[];
}

/** Posts, sites and studios of one unit are told apart by their names. */
const named = new Set<LedgerInput['category']>(['post', 'site', 'studio']);

function unitPart(input: LedgerInput, creditCode: string): LedgerIdentity {
  const faults = creditFormFaults(creditCode, 'creditCode');
  if (faults.length > 0) return { parts: [], faults };
  const code = normaliseCreditCode(creditCode);
  const post = normaliseText(input.post ?? input.names[0] ?? '');
  return {
    parts: [
      named.has(input.category) ? { kind: 'post', value: `${code}:${post}` } : { kind: 'unit', value: code },
    ],
    faults: [],
  };
}

function documentParts(input: LedgerInput, documents: readonly string[]): LedgerIdentity {
  const isFamily = input.category === 'family';
  if (documents.length > 1 && !isFamily)
    return {
      parts: [],
      faults: [
        fault(
          'documents',
          'documents-of-many',
          '一个人只填一个证件号码；家庭可以填各成年成员的',
          'A person has one ID number; a family may have one for each adult',
        ),
      ],
    };
  const asOf = input.date ?? `${input.year}-12-31`;
  const read = documents.flatMap((number) => readDocument(number) ?? []);
  const faults = read.flatMap((document) => documentFaults(document, 'documents'));
  // Children count for another family later; an unknown age counts as adult.
  const adults = read.filter(
    (document) => !isFamily || (ageOn(detailsOfIdNumber(document.number)?.birthDate, asOf) ?? 18) >= 18,
  );
  const parts = adults.map(
    (document): IdentityPart => ({
      kind: 'document',
      value: `${document.type}:${normaliseDocument(document)}`,
    }),
  );
  return { parts, faults };
}

/** The parts that make the holder of a line unique, with a fault beside what cannot be one. */
export function ledgerIdentity(input: LedgerInput): LedgerIdentity {
  const { documents = [], creditCode } = input;
  const byDocument: LedgerIdentity =
    documents.length === 0 ? { parts: [], faults: [] } : documentParts(input, documents);
  const byUnit: LedgerIdentity =
    creditCode === undefined ? { parts: [], faults: [] } : unitPart(input, creditCode);
  return {
    parts: [...byDocument.parts, ...byUnit.parts],
    faults: [...byDocument.faults, ...byUnit.faults],
  };
}
