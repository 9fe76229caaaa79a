/** What becomes of data and logs when a stage is taken down: a real one keeps them, a rehearsal is destroyed whole (docs/operations.md#take-a-stage-down). */
import { CfnDeletionPolicy, CfnResource, RemovalPolicy } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { Home } from './names.ts';

type Of = Pick<Home, 'settings'>;

/** For what a deploy that comes back takes over or is told of; what the very first deploy made before it failed goes again. */
export const removalOf = ({ settings }: Of): RemovalPolicy =>
  settings.rehearsal ? RemovalPolicy.DESTROY : RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/**
 * For what goes with its stage, but not by a change of its name in an update: a machine without functions would only run
 * its executions into their end, and the table is what says where they stand.
 */
export function goesWithStage(construct: IConstruct): void {
  const made = construct.node.defaultChild;
  if (!CfnResource.isCfnResource(made)) throw new TypeError(`${construct.node.path} is not one resource`);
  made.cfnOptions.deletionPolicy = CfnDeletionPolicy.DELETE;
  made.cfnOptions.updateReplacePolicy = CfnDeletionPolicy.RETAIN;
}
