/** Names that are known before anything is made: they break the cycle between the machines and the function they call. */
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { MachineName } from '../functions/ports.ts';
import type { Settings } from './settings.ts';

export const functionNames = ['web', 'tasks', 'mail', 'papers', 'admin'] as const;
export type FunctionName = (typeof functionNames)[number];
export const machineNames = ['nomination', 'round'] as const satisfies readonly MachineName[];

/** What every part of the stack is made with. */
export interface Home {
  readonly stack: Stack;
  readonly settings: Settings;
  /** `hongbang-<stage>`: begins every name, so that two deployments live in one account. */
  readonly prefix: string;
  /** Mails the operator: alarms, and executions that ended badly. */
  readonly operator: ITopic;
}
/** What names and ARNs are made from. */
type Named = Pick<Home, 'stack' | 'prefix'>;

export const prefixOf = (settings: Pick<Settings, 'stage'>): string => `hongbang-${settings.stage}`;

export const functionArn = ({ stack, prefix }: Named, name: FunctionName): string =>
  stack.formatArn({
    service: 'lambda',
    resource: 'function',
    resourceName: `${prefix}-${name}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

export const machineArn = ({ stack, prefix }: Named, name: MachineName): string =>
  stack.formatArn({
    service: 'states',
    resource: 'stateMachine',
    resourceName: `${prefix}-${name}`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/** All executions of a machine, for redriving: their names are not known beforehand. */
export const executionArns = ({ stack, prefix }: Named, name: MachineName): string =>
  stack.formatArn({
    service: 'states',
    resource: 'execution',
    resourceName: `${prefix}-${name}:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
