/** The master key (KMS) and the root of the HMAC keys (docs/architecture.md#personal-data). */
import { Duration } from 'aws-cdk-lib';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { removalOf } from './keeping.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

export interface Secrets {
  readonly master: IKey;
  /** `{"1": "<random>"}`: versions of the root; the operator's command adds `"2"` and so on. */
  readonly roots: Pick<ISecret, 'secretArn'>;
}

/**
 * Makes both, or takes those over that a stage of this name kept: CloudFormation imports neither by itself. They outlive a
 * real stage, since nothing that is sealed can be read without them.
 */
export function makeKeys(home: Home): Secrets {
  const { stack, settings } = home;
  if (settings.masterKey === undefined || settings.keysSecret === undefined) return makeNew(home);
  return {
    master: Key.fromKeyArn(stack, 'MasterKey', settings.masterKey),
    roots: Secret.fromSecretCompleteArn(stack, 'KeysSecret', settings.keysSecret),
  };
}

function makeNew(home: Home): Secrets {
  const { stack, prefix, settings } = home;
  const removalPolicy = removalOf(home);
  const master = new Key(stack, 'MasterKey', {
    description: `Hongbang ${settings.stage}: wraps the keys of records`,
    enableKeyRotation: true,
    pendingWindow: Duration.days(settings.rehearsal ? 7 : 30),
    removalPolicy,
  });
  // By its name the key is found again.
  master.addAlias(prefix).applyRemovalPolicy(removalPolicy);
  const roots = new Secret(stack, 'KeysSecret', {
    secretName: `${prefix}/keys`,
    description: `Hongbang ${settings.stage}: roots of the keys of links, cookies, identities and checkpoints`,
    generateSecretString: {
      secretStringTemplate: '{}',
      generateStringKey: '1',
      passwordLength: 64,
      excludePunctuation: true,
    },
    removalPolicy,
  });
  accept(
    roots,
    'AwsSolutions-SMG4',
    'rotated by the command of the operator: old versions must stay accepted, and the identity root never changes',
  );
  return { master, roots };
}
