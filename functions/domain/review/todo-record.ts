/** A task of a person as it stands in her worklist. */

import type { Text } from '#domain/problem.ts';
import type { StepKind } from '#domain/programme/step.ts';

/** Something a person is asked to do; stored in the person's worklist. */
export interface Todo {
  readonly member: string;
  readonly kind: StepKind | 'consent' | 'amend' | 'objection';
  readonly round: string;
  readonly org: string;
  readonly nomination: string;
  readonly name: string;
  readonly step: string;
  readonly attempt: number;
  readonly department?: string;
  readonly due: string;
  readonly createdAt: string;
  readonly title: Text;
}
