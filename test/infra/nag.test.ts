/** cdk-nag's AwsSolutions rules find nothing that was not accepted in code with its reason. */
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, test } from 'vitest';
import { china, deployment, global } from './deployment.ts';

const findings = (context: Readonly<Record<string, unknown>>) => {
  const { stack } = deployment(context);
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
  );
};

describe('cdk-nag AwsSolutions', () => {
  test('finds nothing in a deployment with SES', () => {
    expect(findings(global)).toEqual([]);
  });
  test('finds nothing where the account is known at the deploy only', () => {
    const { account: _, ...context } = global;
    expect(findings(context)).toEqual([]);
  });
  test('finds nothing in a deployment with SMTP in China', () => {
    expect(findings(china)).toEqual([]);
  });
});
