/** The files of a nomination's newest form, on its record. */
import type { StoredFile } from '#domain/files/file-record.ts';
import { scanWords } from '#domain/files/scan-words.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { text } from '#domain/problem.ts';
import { Box, Tag } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  files: text('附件', 'Attachments'),
  noFiles: text('没有附件。', 'No attachments.'),
} as const;

/** A file by its name, which leads to it; beside one that nobody may use stands why. */
export const FileName = (props: {
  readonly lang: Lang;
  readonly file: Pick<StoredFile, 'name' | 'scan'>;
  readonly href: string | undefined;
}) => {
  const { name, scan } = props.file;
  if (scan !== undefined)
    return (
      <>
        {name} <Tag tone="warn">{t(props.lang, scanWords[scan])}</Tag>
      </>
    );
  return props.href === undefined ? <span>{name}</span> : <a href={props.href}>{name}</a>;
};

export const Files = (props: {
  readonly lang: Lang;
  readonly files: readonly (Attachment & Pick<StoredFile, 'scan'>)[];
  readonly hrefOf: ((id: string) => string) | undefined;
}) => {
  const { lang, files, hrefOf } = props;
  return (
    <Box title={t(lang, words.files)}>
      {files.length === 0 ? (
        <p class="muted">{t(lang, words.noFiles)}</p>
      ) : (
        <ul>
          {files.map((file) => (
            <li>
              <FileName lang={lang} file={file} href={hrefOf?.(file.id)} />
            </li>
          ))}
        </ul>
      )}
    </Box>
  );
};
