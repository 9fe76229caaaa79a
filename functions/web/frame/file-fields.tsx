/** The attachments of a form: what is uploaded, and an input for more. */

import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Fault } from '#domain/problem.ts';
import type { AttachmentRule, Form } from '#domain/programme/form.ts';
import { assetPaths } from './assets.ts';
import { Conditional } from './conditional.tsx';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from './errors.tsx';
import { type InLang, type Lang, t, w } from './words.ts';

const sizeOf = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** What is shown as a picture beside its name; a larger one would be fetched for a stamp, and is opened instead. */
const isSmallPicture = ({ type, bytes }: Pick<Attachment, 'type' | 'bytes'>): boolean =>
  (type === 'image/jpeg' || type === 'image/png') && bytes <= 2_000_000;

/** How files go straight to the bucket, where they cannot go through the server. */
export interface Direct {
  /** Address where upload.js opens a slot for each file; without script `<slots>/new?rule=…` leads through it. */
  readonly slots: string;
  /**
   * What a browser without script does: a press saves the page and leads on, the way opens beside it, or one file goes
   * with the form, which is shown again for the next.
   */
  readonly without: 'saved' | 'beside' | 'one';
  /** Name of a hidden field to which upload.js adds the id of what was uploaded. */
  readonly keep?: string;
}

/** Where a sheet goes that may be more than one request holds, and the field by which its form names it then. */
export const sheetSlots = { slots: '/sheets/uploads', keep: '_sheet', maxMegabytes: 20 } as const;

/** Name of the button that keeps the file chosen and shows the form again. */
export const moreName = '_more';

/** How one file is uploaded by a browser without script; upload.js takes it away. */
const UploadWay = (props: InLang & { readonly rule: AttachmentRule; readonly direct: Direct }) => {
  const { lang, rule, direct } = props;
  const words = w(lang).form;
  const more = <span class="visually-hidden"> {t(lang, rule.label)}</span>;
  const press =
    direct.without === 'saved'
      ? { name: '_go', value: `upload:${rule.id}`, said: words.uploadOne }
      : { name: moreName, value: '1', said: words.uploadMore };
  return direct.without !== 'beside' ? (
    <button
      type="submit"
      class="button button-secondary button-small"
      formnovalidate
      name={press.name}
      value={press.value}
      data-no-script
    >
      {press.said}
      {more}
    </button>
  ) : (
    <a
      class="button button-secondary button-small"
      href={`${direct.slots}/new?rule=${encodeURIComponent(rule.id)}`}
      target="_blank"
      rel="noopener"
      data-no-script
    >
      {words.uploadBeside}
      {more}
    </a>
  );
};

/** What is uploaded already, each with a button that takes it away. */
const Uploaded = (props: {
  readonly lang: Lang;
  readonly files: readonly Attachment[];
  readonly hrefOf: ((file: Pick<Attachment, 'id'>) => string) | undefined;
}) => {
  const { lang, files, hrefOf } = props;
  return (
    <ul class="files" data-files>
      {files.map((file) => (
        <li>
          {hrefOf === undefined ? <span>{file.name}</span> : <a href={hrefOf(file)}>{file.name}</a>}
          {hrefOf !== undefined && isSmallPicture(file) && (
            <img class="files-picture" src={hrefOf(file)} alt="" loading="lazy" decoding="async" />
          )}
          <span class="files-size">{sizeOf(file.bytes)}</span>
          <button
            type="submit"
            class="button button-quiet button-small"
            formnovalidate
            name="_removeFile"
            value={file.id}
          >
            {w(lang).buttons.remove}
            <span class="visually-hidden"> {file.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

/** One attachment rule: what is uploaded already, and an input for more with a progress bar where script runs. */
export const FileField = (props: {
  readonly lang: Lang;
  readonly rule: AttachmentRule;
  readonly uploaded: readonly Attachment[];
  readonly faults?: readonly Fault[] | undefined;
  /** Where upload.js sends a chosen file at once; without it the file goes with the form. */
  readonly uploadUrl?: string | undefined;
  readonly direct?: Direct | undefined;
  readonly hrefOf?: ((file: Pick<Attachment, 'id'>) => string) | undefined;
}) => {
  const { lang, rule, uploaded, faults = [], hrefOf, direct } = props;
  // Through the server a request holds so much: with its form goes one file, or all where they fit.
  const withForm = direct === undefined || direct.without === 'one';
  const words = w(lang).form;
  const path = `attachments.${rule.id}`;
  const id = fieldId(path);
  const own = faultsAt(faults, path);
  const hint = [
    rule.help === undefined ? '' : t(lang, rule.help),
    words.files(rule.types, rule.maxMegabytes, rule.max),
  ].filter((part) => part !== '');
  return (
    <div class={`field field-file${own.length > 0 ? ' field-bad' : ''}`}>
      <label class="label" for={id}>
        {t(lang, rule.label)}
        {rule.min > 0 && <RequiredMark />}
      </label>
      <p id={`${id}-hint`} class="hint">
        {hint.join(lang === 'zh' ? '；' : '; ')}
      </p>
      {own.length > 0 && <FieldErrors lang={lang} id={id} faults={own} />}
      <Uploaded lang={lang} files={uploaded} hrefOf={hrefOf} />
      {uploaded.length < rule.max && (
        <input
          type="file"
          id={id}
          // Without a name it does not go with the form, and without script it is not there.
          name={withForm ? path : undefined}
          hidden={!withForm}
          data-direct={direct?.slots}
          data-megabytes={direct && rule.maxMegabytes}
          data-large={direct && words.tooLarge(rule.maxMegabytes)}
          data-keep={direct?.keep}
          accept={rule.types.map((type) => (type === 'jpg' ? '.jpg,.jpeg' : `.${type}`)).join(',')}
          multiple={rule.max > 1 && direct?.without !== 'one'}
          data-many={rule.max > 1 && direct?.without === 'one'}
          aria-describedby={own.length > 0 ? `${id}-hint ${id}-error` : `${id}-hint`}
          data-upload={direct === undefined ? props.uploadUrl : undefined}
          data-rule={rule.id}
          data-uploading={words.uploading}
          data-uploaded={words.uploaded}
          data-failed={words.failedUpload}
          data-at={hrefOf?.({ id: '' })}
        />
      )}
      {uploaded.length < rule.max && direct !== undefined && (
        <UploadWay lang={lang} rule={rule} direct={direct} />
      )}
    </div>
  );
};

/** All attachment rules of a form; where files go through the server its form element needs `enctype="multipart/form-data"`. */
export const AttachmentFields = (props: {
  readonly lang: Lang;
  readonly form: Form;
  readonly attachments: readonly Attachment[];
  readonly faults?: readonly Fault[] | undefined;
  readonly uploadUrl?: string | undefined;
  readonly direct?: Direct | undefined;
  readonly hrefOf?: ((file: Pick<Attachment, 'id'>) => string) | undefined;
}) => {
  const { form, attachments, ...rest } = props;
  if (form.attachments.length === 0) return null;
  return (
    <fieldset class="group">
      <legend class="group-title">{w(props.lang).form.attachments}</legend>
      <script type="module" src={assetPaths.upload}></script>
      {form.attachments.map((rule) => (
        <Conditional form={form} part={rule} lang={rest.lang}>
          <FileField {...rest} rule={rule} uploaded={attachments.filter((file) => file.rule === rule.id)} />
        </Conditional>
      ))}
    </fieldset>
  );
};
