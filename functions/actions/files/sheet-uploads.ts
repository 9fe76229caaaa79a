/** Tables that go straight to the bucket 直传: a request to a Lambda holds 4.4 MB of a sheet, and a ledger of fifty thousand lines is more. */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { type Input, readInput } from '#domain/input.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { forbidden, limited } from '#domain/problem.ts';
import type { AttachmentRule } from '#domain/programme/form.ts';
import { countUp } from './attachments.ts';
import { slotConfirmation, type slotNaming } from './files-input.ts';
import { makeSlot, type OpenSlot, sentTo } from './slots.ts';

/** A sheet as its reader takes it (`sheet-file.ts`), which alone judges what it is. */
export const sheetRule: AttachmentRule = {
  id: 'sheet',
  label: { zh: '表格', en: 'Sheet' },
  min: 0,
  max: 1,
  types: ['xlsx'],
  maxMegabytes: 20,
};
/** A day and member. */
const mostSheets = 60;

const recordOf = ({ id }: Actor): string => `sheet#${id}`;

/** A slot for a sheet, for who works somewhere. Throws Problem `forbidden`, `limited`, and `conflict` where files go through the server. */
export const openSheetSlot = (
  deps: Deps,
  actor: Actor,
  { name }: Pick<Input<typeof slotNaming>, 'name'>,
): Promise<OpenSlot> =>
  // A text with commas goes as what the bucket's form was signed for; its content is read, not its type.
  makeSlot(deps, actor, { record: recordOf(actor), rule: sheetRule }, { name, type: 'xlsx' }, async () => {
    if (actor.grants.length === 0)
      throw forbidden(
        'sheets-of-members',
        '表格由在单位任职的人员导入。',
        'Sheets are imported by those who work in an organisation.',
      );
    const ends = Math.floor(deps.clock() / 1000) + 2 * 86_400;
    if (await countUp(deps, `sheet#${actor.id}#${shanghaiDate(instantOf(deps))}`, mostSheets, ends)) return;
    throw limited(
      'too-many-sheets',
      `今天已上传 ${mostSheets} 个表格，请明天再传。`,
      `${mostSheets} sheets were uploaded today; go on tomorrow.`,
    );
  });

/** Says that a sheet has arrived; it stays where it is until its form is sent, or the bucket removes it. Throws as `readSheetSlot`. */
export async function confirmSheetSlot(
  deps: Deps,
  actor: Actor,
  slot: string,
  sent: Input<typeof slotConfirmation>,
): Promise<Pick<Attachment, 'id' | 'name' | 'bytes'>> {
  const { name } = readInput(slotConfirmation, sent);
  const bytes = await readSheetSlot(deps, actor, slot);
  return { id: slot, name: name ?? '', bytes: bytes.length };
}

/** The sheet that was sent to a slot of hers. @throws Problem missing `upload-unknown`; conflict `upload-missing`. */
export const readSheetSlot = (deps: Deps, actor: Actor, slot: string): Promise<Uint8Array> =>
  sentTo(deps, actor, recordOf(actor), slot);
