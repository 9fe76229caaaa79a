/** The shape of a file as nominations answer it. */
import { fileRecord } from '#domain/files/file-record.ts';
import { attachmentRecord } from '#domain/nomination/nomination-record.ts';
import { named } from '#web/api/schemas.ts';

export const attachment = named('Attachment', attachmentRecord().extend({ scan: fileRecord().shape.scan }));
