/** The scanner of a bucket: GuardDuty's Malware Protection judges what is stored and says so in a tag of the object. */
import { GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { errorOf } from '#domain/thrown.ts';
import type { StoreScanner } from '#ports';
import { answerTime } from '#store/answer-time.ts';
import { keyOf } from './files.ts';

/** GuardDuty's own name for it. */
const tag = 'GuardDutyMalwareScanStatus';

/** What an object's tag says; it names no virus. Throws where GuardDuty could not judge, so that somebody looks. */
export function openGuardDuty(Bucket: string): StoreScanner {
  const client = new S3Client(answerTime('short'));
  return {
    async verdict(name) {
      try {
        const { TagSet = [] } = await client.send(new GetObjectTaggingCommand({ Bucket, Key: keyOf(name) }));
        const status = TagSet.find(({ Key }) => Key === tag)?.Value;
        switch (status) {
          case undefined:
            return undefined;
          case 'NO_THREATS_FOUND':
            return {};
          case 'THREATS_FOUND':
            return { found: 'GuardDuty' };
          default:
            throw new Error(`GuardDuty says ${status}`);
        }
      } catch (error) {
        if (errorOf(error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
  };
}
