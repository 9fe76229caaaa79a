/** What else must change in a programme when a level comes, goes, or does something else: its steps, and who is on top. */

import { levelRank } from '#domain/level.ts';
import type { Members } from '#domain/members.ts';
import type { StepKind } from '#domain/step-kinds.ts';
import type { Programme, Stage } from './programme.ts';
import type { ProgrammeEdit } from './programme-edit.ts';
import { stepsFor } from './starting-programme.ts';

type Flags = Pick<Stage, 'honour' | 'recommend' | 'external'>;

/** The edits that give a stage at a place the steps that its flags need; every other step stays with its comments. */
export function stepEdits(
  place: string,
  stage: Pick<Stage, 'level' | 'steps'>,
  flags: Flags,
): readonly ProgrammeEdit[] {
  const { level, steps } = stage;
  const wanted: readonly { readonly kind: StepKind }[] = stepsFor<{ readonly kind: StepKind }>(
    level,
    steps,
    flags,
  );
  const kept = steps.filter((step) => wanted.includes(step));
  return [
    ...steps
      .flatMap((step, i): readonly ProgrammeEdit[] =>
        wanted.includes(step) ? [] : [{ do: 'remove', at: `${place}.steps.${i}` }],
      )
      .toReversed(),
    ...wanted
      .flatMap((step, i) => (steps.some((each) => each === step) ? [] : [{ step, i }]))
      .flatMap(({ step, i }, count): readonly ProgrammeEdit[] => [
        { do: 'add', at: `${place}.steps`, value: step },
        { do: 'move', at: `${place}.steps.${kept.length + count}`, to: i },
      ]),
  ];
}

/** The edits that make a stage recommend, or not. */
const recommending = (programme: Programme, i: number, recommend: boolean): readonly ProgrammeEdit[] => {
  const stage = programme.stages[i];
  return stage === undefined || stage.recommend === recommend
    ? []
    : [
        { do: 'set', at: `stages.${i}.recommend`, value: recommend },
        ...stepEdits(`stages.${i}`, stage, { ...stage, recommend }),
      ];
};

/** A new level is put where it belongs; above all others, the one below sends up to it from now on. */
export function levelAdded(
  programme: Programme,
  added: Pick<Stage, 'level'> & Members,
): readonly ProgrammeEdit[] {
  const { stages } = programme;
  const place = stages.filter(({ level }) => levelRank(level) < levelRank(added.level)).length;
  const isTop = place === stages.length;
  return [
    { do: 'add', at: 'stages', value: added },
    ...(isTop ? recommending(programme, stages.length - 1, true) : []),
    ...(isTop ? [] : [{ do: 'move', at: `stages.${stages.length}`, to: place } as const]),
  ];
}

/** A level goes; where it was the highest, the one below no longer sends up. */
export const levelRemoved = (programme: Programme, i: number): readonly ProgrammeEdit[] => [
  ...(i === programme.stages.length - 1 ? recommending(programme, i - 1, false) : []),
  { do: 'remove', at: `stages.${i}` },
];
