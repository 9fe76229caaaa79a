/** The bucket by the SDK: loaded when a request first touches a file, since most never do. */

import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { errorOf } from '#domain/thrown.ts';
import { answerTime } from '#store/answer-time.ts';

/** S3 takes no part below 5 MB but the last. */
const partBytes = 8 * 1_048_576;

/** Opens a bucket; keys are whole, and an object that is not there is undefined. */
export function openBucket(Bucket: string, config: S3ClientConfig) {
  const client = new S3Client({ ...config, ...answerTime('long') });
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
    /** One object of several: read one after the other, sent in parts. @throws RangeError when one is not there. */
    async join(Key: string, pieces: readonly string[], ContentType: string): Promise<void> {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }));
      const Parts: { readonly ETag: string | undefined; readonly PartNumber: number }[] = [];
      const send = async (Body: Uint8Array) => {
        const PartNumber = Parts.length + 1;
        const { ETag } = await client.send(
          new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }),
        );
        Parts.push({ ETag, PartNumber });
      };
      try {
        let held: Uint8Array[] = [];
        let size = 0;
        for (const piece of pieces) {
          const bytes = await this.get(piece);
          if (bytes === undefined) throw new RangeError(`no object to join: ${piece}`);
          held.push(bytes);
          size += bytes.length;
          if (size < partBytes) continue;
          await send(Buffer.concat(held));
          held = [];
          size = 0;
        }
        if (size > 0) await send(Buffer.concat(held));
        const MultipartUpload = { Parts };
        await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload }));
      } catch (error) {
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
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
