/** What upload.js is answered: a slot with the bucket's form, then the file that was taken from it. */
import { slotConfirmation, slotNaming } from '#actions/files/files-input.ts';
import type { OpenSlot } from '#actions/files/slots.ts';
import { type Input, inputFromTexts } from '#domain/input.ts';
import type { Attachment } from '#domain/nomination/nomination-record.ts';
import { refuseIf } from '#domain/problem.ts';
import type { Ctx } from '#web/frame/context.ts';
import { postedOf } from '#web/frame/posted.ts';

export const slotAnswer = (c: Ctx, { slot, form }: OpenSlot): Response =>
  c.json({ id: slot.id, ...form }, 201);
type Taken = Pick<Attachment, 'id' | 'name' | 'bytes'>;
export const takenAnswer = (c: Ctx, { id, name, bytes }: Taken): Response => c.json({ id, name, bytes }, 201);

/** Opens a slot for the file that a form of one kind of files names. */
export async function slotMade(
  c: Ctx,
  open: (sent: Input<typeof slotNaming>) => Promise<OpenSlot>,
): Promise<Response> {
  const { body, faults } = await postedOf(c);
  refuseIf(faults);
  return slotAnswer(c, await open(inputFromTexts(slotNaming, (field) => body[field])));
}

/** Takes the file that was sent to a slot. */
export async function slotTaken(
  c: Ctx,
  take: (slot: string, sent: Input<typeof slotConfirmation>) => Promise<Taken>,
): Promise<Response> {
  const { body, faults } = await postedOf(c);
  refuseIf(faults);
  const sent = inputFromTexts(slotConfirmation, (field) => body[field]);
  return takenAnswer(c, await take(c.req.param('slot') ?? '', sent));
}
