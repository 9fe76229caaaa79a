import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openFiles } from '#aws/files.ts';
import { type Cloud, mockCloud, refusal, setEnvironment } from './cloud.ts';

let cloud: Cloud;
beforeEach(() => {
  setEnvironment();
  cloud = mockCloud();
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('files in the bucket', () => {
  it('are put, got and removed; one that is not there is undefined', async () => {
    const files = openFiles('hongbang-files');
    const bytes = Uint8Array.of(1, 2, 3);
    await files.put('abc123', bytes, 'image/jpeg');
    expect([...cloud.files]).toEqual([['files/abc123', { bytes, type: 'image/jpeg' }]]);
    expect(await files.get('abc123')).toEqual(bytes);
    await files.remove('abc123');
    await files.remove('abc123');
    expect(await files.get('abc123')).toBeUndefined();
  });

  it('that are not confirmed, and papers, lie where lifecycle rules empty them', async () => {
    const files = openFiles('hongbang-files');
    await files.put('incoming/abc123', Uint8Array.of(1), 'a/b');
    await files.put('papers/abc123', Uint8Array.of(1), 'a/b');
    expect([...cloud.files.keys()]).toEqual(['incoming/abc123', 'papers/abc123']);
  });

  it.each(['', '../x', 'files/abc', 'incoming/../abc', 'incoming/', 'a/b', '.x'])(
    'have no name such as %j',
    async (name) => {
      await expect(openFiles('hongbang-files').get(name)).rejects.toThrow(RangeError);
    },
  );

  it('that cannot be read are an error, not absent', async () => {
    cloud.s3.rejects(refusal('AccessDenied', 'no', 403));
    await expect(openFiles('hongbang-files').get('abc123')).rejects.toMatchObject({ name: 'AccessDenied' });
  });
});

describe('objects joined to one', () => {
  const megabytes = (n: number, fill: number) => new Uint8Array(n * 1_048_576).fill(fill);
  it('go in parts of at least 8 MB but the last, in their order', async () => {
    const files = openFiles('hongbang-files');
    for (const [n, size] of [5, 5, 1].entries()) await files.put(`piece${n}`, megabytes(size, n), 'a/b');
    cloud.s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
    cloud.s3.on(UploadPartCommand).resolves({ ETag: 'e' });
    cloud.s3.on(CompleteMultipartUploadCommand).resolves({});
    await files.direct!.join('whole', ['piece0', 'piece1', 'piece2'], 'application/zip');
    const parts = cloud.s3.commandCalls(UploadPartCommand).map(({ args: [{ input }] }) => input);
    expect(parts.map(({ Key, PartNumber }) => [Key, PartNumber])).toEqual([
      ['files/whole', 1],
      ['files/whole', 2],
    ]);
    expect(parts.map(({ Body }) => Buffer.from(Body as Uint8Array).length / 1_048_576)).toEqual([10, 1]);
    expect(cloud.s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(1);
  });

  it('are given up whole when one is not there', async () => {
    const files = openFiles('hongbang-files');
    cloud.s3.on(CreateMultipartUploadCommand).resolves({ UploadId: 'u' });
    cloud.s3.on(AbortMultipartUploadCommand).resolves({});
    await expect(files.direct!.join('whole', ['gone'], 'a/b')).rejects.toThrow(RangeError);
    expect(cloud.s3.commandCalls(AbortMultipartUploadCommand)).toHaveLength(1);
    expect(cloud.s3.commandCalls(CompleteMultipartUploadCommand)).toHaveLength(0);
  });
});

describe('a form for an upload', () => {
  const policyOf = (fields: Readonly<Record<string, string>>) =>
    (JSON.parse(Buffer.from(fields.Policy!, 'base64').toString()) as { conditions: unknown[] }).conditions;

  it('binds name, media type and size, and goes to the origin that pages may post to', async () => {
    const { direct } = openFiles('hongbang-files');
    const form = await direct!.uploadForm('incoming/abc123', 'image/png', 5_000_000);
    expect(new URL(form.url).origin).toBe(direct!.origin);
    expect(form.fields).toMatchObject({
      key: 'incoming/abc123',
      'Content-Type': 'image/png',
      success_action_status: '201',
    });
    expect(policyOf(form.fields)).toEqual(
      expect.arrayContaining([
        { bucket: 'hongbang-files' },
        { key: 'incoming/abc123' },
        { 'Content-Type': 'image/png' },
        ['content-length-range', 1, 5_000_000],
      ]),
    );
  });

  it('leads back to the page where one is given', async () => {
    const back = 'https://honours.example.cn/uploads/1';
    const { fields } = await openFiles('hongbang-files').direct!.uploadForm(
      'incoming/abc123',
      'image/png',
      10,
      back,
    );
    expect(fields.success_action_redirect).toBe(back);
    expect(fields.success_action_status).toBeUndefined();
  });

  it('goes to the address of the China partition there, and to an emulator by path', async () => {
    setEnvironment(undefined, { AWS_REGION: 'cn-north-1' });
    const china = openFiles('hongbang-files');
    expect(china.direct!.origin).toBe('https://hongbang-files.s3.cn-north-1.amazonaws.com.cn');
    expect(new URL((await china.direct!.uploadForm('abc123', 'a/b', 1)).url).origin).toBe(
      china.direct!.origin,
    );
    setEnvironment(undefined, { AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' });
    const emulated = openFiles('hongbang-files').direct!;
    expect(emulated.origin).toBe('http://127.0.0.1:4566');
    expect((await emulated.uploadForm('abc123', 'a/b', 1)).url).toBe('http://127.0.0.1:4566/hongbang-files');
    expect(await emulated.downloadUrl('abc123', 'x.png', 'a/b')).toMatch(
      /^http:\/\/127\.0\.0\.1:4566\/hongbang-files\/files\/abc123\?/,
    );
  });
});

describe('an address for a download', () => {
  it('is good for five minutes and saves under the Chinese name', async () => {
    const url = new URL(
      await openFiles('hongbang-files').direct!.downloadUrl('abc123', "王芳(1)'s.pdf", 'application/pdf'),
    );
    expect(url.pathname).toBe('/files/abc123');
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300');
    expect(url.searchParams.get('response-content-type')).toBe('application/pdf');
    expect(url.searchParams.get('response-content-disposition')).toMatch(
      /^attachment; filename\*=UTF-8''%E7%8E%8B/,
    );
  });
});
