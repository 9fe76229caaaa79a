/** Accepting a finding of cdk-nag (AwsSolutions): always one finding on one construct, with its reason beside it in code. */
import { Stack, Validations } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** Accepts a finding of a rule on a construct and what is under it. `rule` is such as `AwsSolutions-IAM5[Resource::*]`. */
export function accept(construct: IConstruct, rule: string, reason: string): void {
  Validations.of(construct).acknowledge({ id: rule, reason });
}

type Part = string | { readonly Ref: string } | { readonly 'Fn::GetAtt': readonly string[] };
/** A resource as cdk-nag writes it: what only the deploy knows stands in angle brackets. */
function written(resource: string | { readonly 'Fn::Join': readonly [string, readonly Part[]] }): string {
  if (typeof resource === 'string') return resource;
  return resource['Fn::Join'][1]
    .map((part) => {
      if (typeof part === 'string') return part;
      return `<${'Ref' in part ? part.Ref : part['Fn::GetAtt'].join('.')}>`;
    })
    .join('');
}

/** Accepts the wildcards in the resources of one statement of a role, and no others. */
export function acceptWildcards(role: IConstruct, statement: PolicyStatement, reason: string): void {
  for (const resource of statement.resources)
    accept(role, `AwsSolutions-IAM5[Resource::${written(Stack.of(role).resolve(resource))}]`, reason);
}
