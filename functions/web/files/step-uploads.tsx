/** Files on the forms of a step, without script: stored with the first press, kept by id while the form is shown again. */
import {
  addStepFile,
  minutesRule,
  photoRule,
  replyRule,
  type StepRef,
  stepFiles,
} from '#actions/files/step-files.ts';
import type { Deps } from '#deps';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { type Fault, fault } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { assetPaths } from '#web/frame/assets.ts';
import { FileField, moreName } from '#web/frame/file-fields.tsx';
import { type Body, many, one, type Posted } from '#web/frame/posted.ts';
import { storeFile, waysOf } from '#web/frame/uploads.ts';
import type { Lang } from '#web/frame/words.ts';
import type { Reader } from '#web/review/worklist-reader.ts';

/** Hidden field that carries the ids of files stored before. */
const keptName = (rule: AttachmentRule): string => `_${rule.id}`;

/** What was typed, with the files stored by now instead of those that were sent. */
export const withKept = (body: Body, rule: AttachmentRule, files: readonly Attachment[]): Body => ({
  ...body,
  [keptName(rule)]: files.map(({ id }) => id),
});
/** The files that a form shown again has kept. */
export const keptIn = (deps: Deps, who: Reader, ref: StepRef, rule: AttachmentRule, body: Body) =>
  stepFiles(deps, who.actor.id, ref, many(body, keptName(rule)));

export interface Uploaded {
  readonly files: readonly Attachment[];
  readonly faults: readonly Fault[];
  /** She pressed "remove" beside a file, or what keeps one and asks for the next: the form again and nothing else. */
  readonly asksAgain: boolean;
}

/** Stores what came with a form and gives everything kept so far. A file that is refused does not lose the others. */
export async function uploadedIn(
  deps: Deps,
  who: Reader,
  ref: StepRef,
  rule: AttachmentRule,
  { body, files: sent }: Posted,
): Promise<Uploaded> {
  const removed = one(body, '_removeFile');
  const before = await stepFiles(
    deps,
    who.actor.id,
    ref,
    many(body, keptName(rule)).filter((id) => id !== removed),
  );
  const files = [...before];
  const faults: Fault[] = [];
  for (const file of sent[`attachments.${rule.id}`] ?? []) {
    if (files.length >= rule.max) {
      faults.push(
        fault(
          `attachments.${rule.id}`,
          'too-many-files',
          `「${rule.label.zh}」最多 ${rule.max} 个文件，请先删去一个`,
          `"${rule.label.en ?? rule.label.zh}" takes at most ${rule.max} files; remove one first`,
        ),
      );
      break;
    }
    const store = async (bytes: Uint8Array) =>
      files.push(await addStepFile(deps, who.actor, ref, rule, bytes, file.name));
    faults.push(...(await storeFile(file, `attachments.${rule.id}`, store)));
  }
  return { files, faults, asksAgain: removed !== '' || one(body, moreName) !== '' };
}

/** The file input with what is kept; its form needs `enctype="multipart/form-data"`, and `here` when its files are many. */
export const StepUpload = (props: {
  readonly deps: Pick<Deps, 'files'>;
  readonly lang: Lang;
  readonly rule: AttachmentRule;
  readonly files: readonly Attachment[];
  readonly faults?: readonly Fault[] | undefined;
  /** Address of the form, below which a slot is opened for each file. */
  readonly here?: string;
}) => {
  const { deps, rule, files, here } = props;
  const direct = waysOf(deps, rule, here && { slots: `${here}/uploads`, keep: keptName(rule) });
  return (
    <>
      {direct && <script type="module" src={assetPaths.upload}></script>}
      {files.map((file) => (
        <input type="hidden" name={keptName(rule)} value={file.id} />
      ))}
      <FileField lang={props.lang} rule={rule} uploaded={files} faults={props.faults} direct={direct} />
    </>
  );
};

/** The rules as a step asks for them: how many at least. */
export const replyFor = (step: { readonly requireStampedReply?: boolean | undefined }): AttachmentRule => ({
  ...replyRule,
  min: step.requireStampedReply === true ? 1 : 0,
});
export const minutesFor = ({ minutes }: { readonly minutes: boolean }): AttachmentRule => ({
  ...minutesRule,
  min: minutes ? 1 : 0,
});
export const photosFor = (fewest: number): AttachmentRule => ({ ...photoRule, min: fewest });
