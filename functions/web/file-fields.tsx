/** The attachments of a form: what is uploaded, and an input for more. */
import type { AttachmentRule, Form } from '#domain/form.ts';
import type { Fault } from '#domain/problem.ts';
import type { Attachment } from '#domain/records.ts';
import { FieldErrors, faultsAt, fieldId, RequiredMark } from './errors.tsx';
import { type Lang, t, w } from './words.ts';

const sizeOf = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`;

/** One attachment rule: what is uploaded already, and an input for more with a progress bar where script runs. */
export const FileField = (props: {
  readonly lang: Lang;
  readonly rule: AttachmentRule;
  readonly uploaded: readonly Attachment[];
  readonly faults?: readonly Fault[] | undefined;
  /** Where site.js sends a chosen file at once; without it the file goes with the form. */
  readonly uploadUrl?: string | undefined;
  readonly hrefOf?: ((file: Attachment) => string) | undefined;
}) => {
  const { lang, rule, uploaded, faults = [], hrefOf } = props;
  const words = w(lang).form;
  const path = `attachments.${rule.id}`;
  const id = fieldId(path);
  const own = faultsAt(faults, path);
  const hint = [
    rule.help === undefined ? '' : t(lang, rule.help),
    words.files(rule.types.join(' '), rule.maxMegabytes, rule.max),
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
      <ul class="files" data-files>
        {uploaded.map((file) => (
          <li>
            {hrefOf === undefined ? <span>{file.name}</span> : <a href={hrefOf(file)}>{file.name}</a>}
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
      {uploaded.length < rule.max && (
        <input
          type="file"
          id={id}
          name={path}
          accept={rule.types.map((type) => (type === 'jpg' ? '.jpg,.jpeg' : `.${type}`)).join(',')}
          multiple={rule.max > 1}
          aria-describedby={own.length > 0 ? `${id}-hint ${id}-error` : `${id}-hint`}
          data-upload={props.uploadUrl}
          data-rule={rule.id}
          data-uploading={words.uploading}
          data-uploaded={words.uploaded}
          data-failed={words.failedUpload}
        />
      )}
    </div>
  );
};

/** All attachment rules of a form; its form element needs `enctype="multipart/form-data"`. */
export const AttachmentFields = (props: {
  readonly lang: Lang;
  readonly form: Form;
  readonly attachments: readonly Attachment[];
  readonly faults?: readonly Fault[] | undefined;
  readonly uploadUrl?: string | undefined;
  readonly hrefOf?: ((file: Attachment) => string) | undefined;
}) => {
  const { form, attachments, ...rest } = props;
  if (form.attachments.length === 0) return null;
  return (
    <fieldset class="group">
      <legend class="group-title">{w(props.lang).form.attachments}</legend>
      {form.attachments.map((rule) => (
        <FileField {...rest} rule={rule} uploaded={attachments.filter((file) => file.rule === rule.id)} />
      ))}
    </fieldset>
  );
};
