/** The master key (KMS) and the root of the HMAC keys (docs/architecture.md#personal-data). */
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

export interface Secrets {
  readonly master: Key;
  /** `{"1": "<random>"}`: versions of the root; the operator's command adds `"2"` and so on. */
  readonly roots: Secret;
}

/** Makes both; they outlive the stack, since nothing that is sealed can be read without them. */
export function makeKeys({ stack, prefix, settings }: Home): Secrets {
  const master = new Key(stack, 'MasterKey', {
    alias: prefix,
    description: `Hongbang ${settings.stage}: wraps the keys of records`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(30),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const roots = new Secret(stack, 'KeysSecret', {
    secretName: `${prefix}/keys`,
    description: `Hongbang ${settings.stage}: roots of the keys of links, cookies, identities and checkpoints`,
    generateSecretString: {
      secretStringTemplate: '{}',
      generateStringKey: '1',
      passwordLength: 64,
      excludePunctuation: true,
    },
    removalPolicy: RemovalPolicy.RETAIN,
  });
  accept(
    roots,
    'AwsSolutions-SMG4',
    'rotated by the command of the operator: old versions must stay accepted, and the identity root never changes',
  );
  return { master, roots };
}
