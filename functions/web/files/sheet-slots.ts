/** `/sheets/uploads`: what upload.js asks for where a sheet goes straight to the bucket; and the sheet of a form, whichever way it came. */
import { confirmSheetSlot, openSheetSlot, readSheetSlot } from '#actions/files/sheet-uploads.ts';
import { type Ctx, signedIn, type Web } from '#web/frame/context.ts';
import { sheetSlots } from '#web/frame/file-fields.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { one, type Posted } from '#web/frame/posted.ts';
import { slotMade, slotTaken } from './slot-answers.ts';

/** The sheet that came with a form, or was sent to a slot before; undefined where there is none. */
export async function sheetOf(
  { deps }: Pick<Web, 'deps'>,
  c: Ctx,
  { body, files }: Pick<Posted, 'body' | 'files'>,
  name = 'file',
): Promise<Uint8Array | undefined> {
  const file = files[name]?.at(-1);
  if (file !== undefined && file.size > 0) return new Uint8Array(await file.arrayBuffer());
  const slot = one(body, sheetSlots.keep);
  return slot === '' ? undefined : readSheetSlot(deps, signedIn(c), slot);
}

/** Slots of sheets. */
export const sheetSlotPages = mounting((pages, { deps }) => {
  pages.post(sheetSlots.slots, (c) => slotMade(c, (sent) => openSheetSlot(deps, signedIn(c), sent)));
  pages.post(`${sheetSlots.slots}/:slot/confirm`, (c) =>
    slotTaken(c, (slot, sent) => confirmSheetSlot(deps, signedIn(c), slot, sent)),
  );
});
