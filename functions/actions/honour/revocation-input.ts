/** What the acts on revocations take: titles with a ruling, titles to confirm, titles to take back with a reason. */
import * as z from 'zod';
import { labelled } from '#domain/field-label.ts';
import { id, reasonWhy } from '#domain/input.ts';
import { text } from '#domain/problem.ts';
import { honourRuling } from './honour-input.ts';

const titles = labelled(z.array(id).min(1).max(100), text('称号', 'Titles'));

export const revocationsProposed = honourRuling.omit({ version: true }).extend({
  titles,
  /** The re-check that found them wanting. */
  recheck: labelled(id.optional(), text('复查', 'Re-check')),
});
export const revocationsConfirmed = z.strictObject({ titles });
export const revocationsWithdrawn = z.strictObject({ titles, reason: reasonWhy() });
