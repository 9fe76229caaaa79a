/** The bucket: attachments for good, uploads until they are confirmed, papers for a day. Private, over TLS only. */
import { Duration } from 'aws-cdk-lib';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { prefixes } from '../functions/aws/prefixes.ts';
import { removalOf } from './keeping.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

/**
 * A name of its own in the whole partition, known before the deploy when the account is: a stage that comes back finds
 * its bucket by it.
 */
const bucketNameOf = ({ stack, prefix }: Pick<Home, 'stack' | 'prefix'>): string =>
  `${prefix}-${stack.account}-${stack.region}`;

/** Makes the bucket; `site` is the one origin whose pages may upload to it. */
export function makeFiles({ stack, prefix, settings }: Home, site: string): Bucket {
  const forADay = (prefix: string) => ({ id: prefix, prefix, expiration: Duration.days(1) });
  const bucket = new Bucket(stack, 'Files', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    // Without versions: what a person has had erased must be gone, not hidden under a delete marker.
    versioned: false,
    ...(settings.bucket === 'named' && { bucketName: bucketNameOf({ stack, prefix }) }),
    removalPolicy: removalOf({ settings }),
    // CloudFormation deletes none that holds something; a function of its own empties it then.
    autoDeleteObjects: settings.rehearsal,
    cors: [
      {
        allowedOrigins: [site],
        allowedMethods: [HttpMethods.POST],
        allowedHeaders: ['content-type'],
        maxAge: 3_000,
      },
    ],
    lifecycleRules: [
      forADay(prefixes.papers),
      forADay(prefixes.incoming),
      { id: 'parts', abortIncompleteMultipartUploadAfter: Duration.days(1) },
    ],
  });
  accept(
    bucket,
    'AwsSolutions-S1',
    'objects are reached only by the functions and by addresses that they signed, and these log who asked; a second bucket of access logs would keep personal traces longer than the files',
  );
  return bucket;
}
