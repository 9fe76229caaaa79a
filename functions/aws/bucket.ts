/** The bucket by the SDK: loaded when a request first touches a file, since most never do. */

import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { errorOf } from '#domain/thrown.ts';

/** Opens a bucket; keys are whole, and an object that is not there is undefined. */
export function openBucket(Bucket: string, config: S3ClientConfig) {
  const client = new S3Client(config);
  return {
    async put(Key: string, Body: Uint8Array, ContentType: string): Promise<void> {
      await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType }));
    },
    async get(Key: string): Promise<Uint8Array | undefined> {
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
        return await answer.Body!.transformToByteArray();
      } catch (error) {
        if (errorOf(error).name === 'NoSuchKey') return undefined;
        throw error;
      }
    },
    async remove(Key: string): Promise<void> {
      await client.send(new DeleteObjectCommand({ Bucket, Key }));
    },
    form: (options: Omit<PresignedPostOptions, 'Bucket'>) =>
      createPresignedPost(client, { Bucket, ...options }),
    /** An address that saves an object under a name of its own, good for so many seconds. */
    address: (Key: string, filename: string, ResponseContentType: string, expiresIn: number) =>
      getSignedUrl(
        client,
        new GetObjectCommand({
          Bucket,
          Key,
          ResponseContentType,
          ResponseContentDisposition: `attachment; filename*=UTF-8''${encodeURIComponent(filename)}`,
        }),
        { expiresIn },
      ),
  };
}
