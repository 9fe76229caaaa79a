/**
 * Photographs as small pictures that open large on the same page, without script: the large one is what the address
 * points at. Pictures load as they come into view; one above `smallest` bytes loads only when it is opened, so that a
 * worklist on a phone never fetches originals unasked.
 */
import type { StoredFile } from '#domain/files/file-record.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { text } from '#domain/problem.ts';
import { type Lang, t } from '#web/frame/words.ts';

/** What is fetched for a small picture at most; larger ones say their size instead. */
const smallest = 800_000;

const words = {
  photographs: text('照片', 'Photographs'),
  close: text('关闭', 'Close'),
  previous: text('上一张', 'Previous'),
  next: text('下一张', 'Next'),
  save: text('下载原图', 'Save the file'),
  enlarge: (name: string) => text(`放大：${name}`, `Enlarge ${name}`),
  size: (bytes: number) => {
    const megabytes = (bytes / 1_048_576).toFixed(1);
    return text(`${megabytes} MB，点开查看`, `${megabytes} MB, open to see`);
  },
} as const;

type File = Pick<Attachment, 'id' | 'name' | 'type' | 'bytes'> & Pick<StoredFile, 'scan'>;
type Href = (file: string) => string;

/** What browsers show as a picture; one that nobody may use is a file among the others. */
export const isPhotograph = ({ type, scan }: Pick<Attachment, 'type'> & Pick<StoredFile, 'scan'>): boolean =>
  scan === undefined && (type === 'image/jpeg' || type === 'image/png');

const Small = ({ lang, file, src }: { readonly lang: Lang; readonly file: File; readonly src: string }) =>
  file.bytes > smallest ? (
    <span class="photo-unloaded">
      {file.name}
      <br />
      {t(lang, words.size(file.bytes))}
    </span>
  ) : (
    <img src={src} alt={file.name} loading="lazy" decoding="async" width="160" height="120" />
  );

/** Nothing where there is no photograph, or none may be opened; `id` tells several sets of a page apart. */
export const Photographs = (props: {
  readonly lang: Lang;
  readonly files: readonly File[];
  readonly hrefOf: Href | undefined;
  readonly id?: string;
}) => {
  const { lang, hrefOf, id = 'photo' } = props;
  const files = props.files.filter(isPhotograph);
  if (files.length === 0 || hrefOf === undefined) return null;
  const at = (n: number) => `${id}-${n + 1}`;
  return (
    <section class="photos" id={id} aria-label={t(lang, words.photographs)}>
      <ul class="photo-list">
        {files.map((file, n) => (
          <li>
            <a href={`#${at(n)}`} aria-label={t(lang, words.enlarge(file.name))}>
              <Small lang={lang} file={file} src={hrefOf(file.id)} />
            </a>
          </li>
        ))}
      </ul>
      {files.map((file, n) => (
        <figure class="photo-large" id={at(n)} tabindex={-1}>
          <img src={hrefOf(file.id)} alt={file.name} loading="lazy" decoding="async" />
          <figcaption>
            <span>
              {n + 1} / {files.length} · {file.name}
            </span>
            <span class="actions">
              {n > 0 && <a href={`#${at(n - 1)}`}>{t(lang, words.previous)}</a>}
              {n + 1 < files.length && <a href={`#${at(n + 1)}`}>{t(lang, words.next)}</a>}
              <a href={hrefOf(file.id)}>{t(lang, words.save)}</a>
              <a href={`#${id}`} class="photo-close">
                {t(lang, words.close)}
              </a>
            </span>
          </figcaption>
        </figure>
      ))}
    </section>
  );
};
