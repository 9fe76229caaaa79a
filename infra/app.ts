/** The CDK app: settings from the context, one stack for the deployment. Run by `cdk` (see cdk.json). */
import { App } from 'aws-cdk-lib';
import { Problem } from '#domain/problem.ts';
import { bundleFolder } from './bundles.ts';
import { readSettings } from './settings.ts';
import { makeDeployment } from './stack.ts';

const app = new App();
try {
  const settings = readSettings(app.node.getAllContext(), process.env['CDK_DEFAULT_ACCOUNT']);
  makeDeployment(app, settings, bundleFolder);
  app.synth();
} catch (error) {
  if (!(error instanceof Problem)) throw error;
  for (const { text } of error.faults) console.error(`• ${text.zh}\n  ${text.en}`);
  console.error('（设置见 docs/operations.md · The settings are in docs/operations.md）');
  process.exitCode = 1;
}
