/** The files of a nomination's newest form, on its record. */
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { text } from '#domain/problem.ts';
import { Box } from '#web/frame/parts.tsx';
import { type Lang, t } from '#web/frame/words.ts';

const words = {
  files: text('附件', 'Attachments'),
  noFiles: text('没有附件。', 'No attachments.'),
} as const;

export const Files = (props: {
  readonly lang: Lang;
  readonly files: readonly Attachment[];
  readonly hrefOf: ((id: string) => string) | undefined;
}) => {
  const { lang, files, hrefOf } = props;
  return (
    <Box title={t(lang, words.files)}>
      {files.length === 0 ? (
        <p class="muted">{t(lang, words.noFiles)}</p>
      ) : (
        <ul>
          {files.map(({ id, name }) => (
            <li>{hrefOf === undefined ? name : <a href={hrefOf(id)}>{name}</a>}</li>
          ))}
        </ul>
      )}
    </Box>
  );
};
