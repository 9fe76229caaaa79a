/** The second factor: who must have one (docs/decisions/031-a-second-factor.md). */
import { invalid } from '#domain/problem.ts';
import type { Grant } from './people-records.ts';

/** Of whom a deployment demands it: nobody, administrators and auditors, or whoever has a role. */
export const factorRules = ['off', 'administrators', 'members'] as const;
export type FactorRule = (typeof factorRules)[number];

/** Whether somebody with these roles must have a second factor; whoever need not may. */
export function mustHaveFactor(grants: readonly Grant[], rule: FactorRule = 'off'): boolean {
  switch (rule) {
    case 'off':
      return false;
    case 'administrators':
      return grants.some(({ role }) => role === 'administrator' || role === 'auditor');
    case 'members':
      return grants.length > 0;
  }
}

/** The rule of an environment (`HONGBANG_SECOND_FACTOR`). @throws Problem invalid `factor-rule`. */
export function factorRuleOf(written: string | undefined): FactorRule {
  const given = written?.trim() || 'off';
  const rule = factorRules.find((each) => each === given);
  if (rule !== undefined) return rule;
  throw invalid(
    'factor-rule',
    `HONGBANG_SECOND_FACTOR：请填写 ${factorRules.join('、')} 之一。`,
    `HONGBANG_SECOND_FACTOR: say one of ${factorRules.join(', ')}.`,
  );
}
