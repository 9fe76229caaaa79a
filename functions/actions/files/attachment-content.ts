/** What an uploaded file is by its content, whether a rule of the form takes it, and the name it is shown by. */

import { cut } from '#domain/characters.ts';
import { disguiseOf } from '#domain/files/disguise.ts';
import { isOneOf } from '#domain/members.ts';
import { type Fault, fault, type Text, text, tooLarge } from '#domain/problem.ts';
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
/** What people send instead, and how it becomes what a form takes. */
const otherTypes: Readonly<Record<string, readonly [what: Text, how: Text]>> = {
  heic: [
    text('HEIC 照片（苹果手机的默认格式）', 'a HEIC photograph, as iPhones take them'),
    text(
      '在手机“设置 › 相机 › 格式”中选“兼容性最佳”后重拍，或在电脑上另存为 JPG',
      'choose "Most Compatible" under Settings › Camera › Formats, or save it as JPG',
    ),
  ],
  docm: [
    text('带宏的 Word 文件', 'a Word file with macros'),
    text('请在 Word 中另存为不带宏的 docx 或 PDF', 'save it in Word as docx without macros, or as PDF'),
  ],
  xlsm: [
    text('带宏的 Excel 文件', 'an Excel file with macros'),
    text('请另存为不带宏的 xlsx', 'save it as xlsx without macros'),
  ],
  cfb: [
    text('旧版 Office 文件', 'a file of an old Office'),
    text('请另存为 docx 或 PDF', 'save it as docx or PDF'),
  ],
  exe: [
    text('程序，不是文档', 'a program, no document'),
    text('请选择照片或文档本身', 'choose the photograph or document itself'),
  ],
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

/** What a file of a type that is taken hides: a second file, macros, more than it says. */
async function hiddenFaults(
  rule: AttachmentRule,
  type: string,
  bytes: Uint8Array,
): Promise<readonly Fault[]> {
  const path = `attachments.${rule.id}`;
  const { zh, en = zh } = rule.label;
  const also = disguiseOf(type, bytes);
  if (also !== undefined)
    return [
      fault(
        path,
        'file-disguised',
        `「${zh}」：这个文件同时是${also.zh}，请用看图或阅读软件打开后另存一份再选`,
        `"${en}": this file is ${also.en} as well; open it in a viewer, save a copy and choose that`,
      ),
    ];
  if (type !== 'docx' && type !== 'xlsx') return [];
  const { officeFault } = await import('#papers/office-file.ts');
  const wrong = officeFault(bytes);
  return wrong === undefined
    ? []
    : [fault(path, 'file-office', `「${zh}」：${wrong.zh}`, `"${en}": ${wrong.en}`)];
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
      [
        fault(
          path,
          'file-too-large',
          `文件为 ${shownSize(bytes.length)} MB，最大 ${rule.maxMegabytes} MB，请压缩后再选`,
          `it has ${shownSize(bytes.length)} MB, the most is ${rule.maxMegabytes} MB; make it smaller and choose it again`,
        ),
      ],
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
  if (isOneOf<string>(rule.types, type)) return { type, faults: await hiddenFaults(rule, type, bytes) };
  const allowed = rule.types.map((each) => typeNames[each] ?? each);
  const [is, how] = otherTypes[type] ?? [
    type === ''
      ? text('无法识别的内容', 'something that is not recognised')
      : text(typeNames[type] ?? type, typeNames[type] ?? type),
    text('请另选或转换格式', 'choose another or convert it'),
  ];
  return {
    type,
    faults: [
      fault(
        path,
        'file-type',
        `「${zh}」只接受 ${allowed.join('、')} 文件；所选文件的内容是 ${is.zh}，${how.zh}`,
        `"${en}" takes ${allowed.join(', ')}; this file is ${is.en}: ${how.en}`,
      ),
    ],
  };
}
