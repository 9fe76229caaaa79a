/** What an uploaded file is by its content, whether a rule of the form takes it, and the name it is shown by. */

import { cut } from '#domain/characters.ts';
import { isOneOf } from '#domain/members.ts';
import { type Fault, fault, tooLarge } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';

export const megabyte = 1024 * 1024;
const shownSize = (bytes: number): string =>
  (Math.ceil((bytes / megabyte) * 10) / 10).toFixed(1).replace(/\.0$/, '');

/** What people call the types. */
export const typeNames: Readonly<Record<string, string>> = {
  jpg: 'JPG',
  png: 'PNG',
  pdf: 'PDF',
  docx: 'Word (docx)',
  xlsx: 'Excel (xlsx)',
  mp4: 'MP4',
};
/** Media types by the type found. */
export const mimes: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  mp4: 'video/mp4',
};

/** What the bytes are, whatever the name says; undefined when unknown or broken. */
async function sniff(bytes: Uint8Array): Promise<string | undefined> {
  const { fileTypeFromBuffer } = await import('file-type');
  try {
    return (await fileTypeFromBuffer(bytes))?.ext;
  } catch {
    return undefined; // a truncated zip, for one
  }
}

/** The name as shown and downloaded: without folders, control characters and endless length, ending in its true type. */
export function shownName(name: string, type: string): string {
  const last = name
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '')
    .split(/[\\/]/)
    .at(-1)!
    .trim();
  const stem = cut(last.replace(/\.[A-Za-z0-9]{1,5}$/, ''), 80).replace(/^\.+/, '');
  return `${stem === '' ? 'file' : stem}.${type}`;
}

/** The type of a file by its content, and what is wrong with it under a rule. Throws Problem `toolarge` with both sizes. */
export async function contentFaults(
  rule: AttachmentRule,
  bytes: Uint8Array,
): Promise<{ readonly type: string; readonly faults: readonly Fault[] }> {
  const path = `attachments.${rule.id}`;
  const { zh, en = zh } = rule.label;
  const limit = rule.maxMegabytes * megabyte;
  if (bytes.length > limit)
    throw tooLarge(
      'file-too-large',
      `「${zh}」的文件为 ${shownSize(bytes.length)} MB，超过上限 ${rule.maxMegabytes} MB，请压缩后再上传。`,
      `The file for "${en}" has ${shownSize(bytes.length)} MB; the limit is ${rule.maxMegabytes} MB. Make it smaller and upload it again.`,
      [fault(path, 'file-too-large', `最大 ${rule.maxMegabytes} MB`, `at most ${rule.maxMegabytes} MB`)],
    );
  if (bytes.length === 0)
    return {
      type: '',
      faults: [
        fault(
          path,
          'file-empty',
          `「${zh}」：文件是空的，请重新选择`,
          `"${en}": the file is empty; choose another`,
        ),
      ],
    };
  const type = (await sniff(bytes)) ?? '';
  if (isOneOf<string>(rule.types, type)) return { type, faults: [] };
  const allowed = rule.types.map((each) => typeNames[each] ?? each);
  return {
    type,
    faults: [
      fault(
        path,
        'file-type',
        `「${zh}」只接受 ${allowed.join('、')} 文件；所选文件的内容${type === '' ? '无法识别' : `是 ${typeNames[type] ?? type}`}，请另选或转换格式`,
        `"${en}" takes ${allowed.join(', ')}; the content of this file is ${type === '' ? 'not recognised' : (typeNames[type] ?? type)}. Choose another or convert it`,
      ),
    ],
  };
}
