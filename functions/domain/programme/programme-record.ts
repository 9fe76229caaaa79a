/** A programme as it is stored. */

import type { Chained } from '#domain/record.ts';
import type { Programme } from './programme.ts';

/** A programme as set up by an organisation; `document` is the version in force. */
export interface ProgrammeRecord extends Chained {
  readonly id: string;
  readonly owner: string;
  readonly revision: number;
  readonly status: 'draft' | 'published' | 'archived';
  readonly document: Programme;
}
