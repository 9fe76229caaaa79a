/** Whether the disk of a data folder has room left. */
import { statfs } from 'node:fs/promises';
import { text } from '#domain/problem.ts';
import type { Finding } from './counters.ts';

const leastFreeBytes = 200 * 1024 * 1024;
const leastFreeShare = 0.02;

/** A disk that is nearly full: soon nothing can be written. */
export async function checkDisk(data: string): Promise<readonly Finding[]> {
  const { bavail, blocks, bsize } = await statfs(data);
  const free = bavail * bsize;
  if (free >= leastFreeBytes && bavail / blocks >= leastFreeShare) return [];
  const mb = Math.floor(free / 1024 / 1024);
  const words = text(`磁盘空间不足：剩余 ${mb} MB`, `the disk is nearly full: ${mb} MB free`);
  return [{ area: 'disk', level: 'fault', ids: [data], text: words }];
}
