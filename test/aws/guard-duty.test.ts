/** What GuardDuty's tag says of an object in the bucket. */
import { GetObjectTaggingCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterAll, expect, test } from 'vitest';
import { openGuardDuty } from '#aws/guard-duty.ts';

const s3 = mockClient(S3Client);
afterAll(() => s3.restore());

async function said(...tags: readonly (readonly [string, string])[]) {
  s3.on(GetObjectTaggingCommand).resolves({ TagSet: tags.map(([Key, Value]) => ({ Key, Value })) });
  return openGuardDuty('bucket').verdict('held-abc');
}
const status = 'GuardDutyMalwareScanStatus';

test('no tag yet is no verdict; clean and infected are told apart; what it did not judge is nobody’s to use', async () => {
  expect(await said(['other', 'x'])).toBeUndefined();
  expect(await said([status, 'NO_THREATS_FOUND'])).toEqual({});
  expect(await said([status, 'THREATS_FOUND'])).toEqual({ found: 'GuardDuty' });
  for (const other of ['UNSUPPORTED', 'ACCESS_DENIED', 'FAILED'])
    await expect(said([status, other])).rejects.toThrow(other);
  const asked = s3.commandCalls(GetObjectTaggingCommand)[0]!.args[0].input;
  expect(asked).toEqual({ Bucket: 'bucket', Key: 'files/held-abc' });
});
