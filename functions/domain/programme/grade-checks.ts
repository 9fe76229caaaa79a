/** Checks of a stage's grades: nothing twice, an honour and a shortlist to give them with, and a number to go by (docs/rules/grades.md#table). */
import { text } from '#domain/problem.ts';
import { type Refuse, refuseRepeats, unknownReference } from './form-checks.ts';
import type { Grade } from './grade-schema.ts';
import { listedBy } from './list-group.ts';
import type { Programme, Stage } from './programme.ts';

type Path = readonly PropertyKey[];

/** What a grade beside the ranking may go by: open number fields, and the criteria of the panel. */
function measures(programme: Programme, stage: Stage): readonly string[] {
  const fields = programme.form.fields.filter(
    ({ type, personal, sensitive }) => (type === 'integer' || type === 'number') && !personal && !sensitive,
  );
  const criteria = stage.steps.flatMap((step) => (step.kind === 'panel' ? step.criteria : []));
  return [...fields, ...criteria].map(({ id }) => id);
}

function checkGrade(grade: Grade, known: readonly string[], path: Path, refuse: Refuse): void {
  if (grade.by !== undefined && !grade.beside)
    refuse(
      [...path, 'by'],
      'grade-ranked',
      text(
        '写了 by 的等次不按总分，须同时写 beside: true',
        'a grade with `by` goes by no total score; give `beside: true` too',
      ),
    );
  if (grade.by !== undefined && !known.includes(grade.by))
    refuse(
      [...path, 'by'],
      'unknown-field',
      unknownReference(text('数字字段或评分项', 'open number field or criterion'), grade.by, known),
    );
  if (grade.atLeast !== undefined && grade.beside && grade.by === undefined)
    refuse(
      [...path, 'atLeast'],
      'grade-by-hand',
      text('由人工评定的等次没有分数线', 'a grade that is given by hand has no least score'),
    );
}

/** Places by group want groups, which exist; what goes by the ranking goes by one of them. */
function checkGroupPlaces({ form }: Programme, stage: Stage, path: Path, refuse: Refuse): void {
  const ranked = stage.grades.filter(({ beside }) => !beside);
  const by = listedBy(form, stage);
  const known = by?.groups.map(({ value }) => value) ?? [];
  stage.grades.forEach((grade, i) => {
    const at = [...path, i];
    if (grade.perGroup && stage.listBy === undefined)
      refuse(
        [...at, 'perGroup'],
        'grade-without-groups',
        text(
          '等次按类别评，但本级名单没有分类，请先填写 listBy',
          'the grade has places in each group, but the list has none; name a choice in `listBy`',
        ),
      );
    if (!grade.beside && grade.perGroup !== ranked[0]?.perGroup)
      refuse(
        [...at, 'perGroup'],
        'grade-per-mixed',
        text(
          '按名次评定的等次须一致：都按类别评，或都在全名单中评；例外的另写 beside: true',
          'ranked grades go together: all in each group, or all over the whole list; an exception is one with `beside: true`',
        ),
      );
    refuseRepeats(
      grade.groupPlaces.map(({ group }) => group),
      [...at, 'groupPlaces'],
      refuse,
    );
    if (grade.groupPlaces.length > 0 && !grade.perGroup)
      refuse(
        [...at, 'groupPlaces'],
        'group-places-overall',
        text('分类别写了名额，须同时写 perGroup: true', 'names places of groups; give `perGroup: true` too'),
      );
    grade.groupPlaces.forEach(({ group }, n) => {
      if (by !== undefined && !known.includes(group))
        refuse(
          [...at, 'groupPlaces', n, 'group'],
          'unknown-option',
          unknownReference(text('类别', 'group'), group, known),
        );
    });
  });
}

/** Refuses what is wrong with the grades of a stage in its programme. */
export function checkGrades(programme: Programme, stage: Stage, path: Path, refuse: Refuse): void {
  const { grades } = stage;
  if (grades.length === 0) return;
  const at = [...path, 'grades'];
  for (const part of [grades.map(({ id }) => id), grades.map(({ title }) => title.zh)])
    refuseRepeats(part, at, refuse);
  if (!stage.honour)
    refuse(
      at,
      'grades-without-honour',
      text('列了等次，但本级不授予荣誉', 'names grades, but this level grants no honour'),
    );
  if (!stage.external && !stage.steps.some(({ kind }) => kind === 'shortlist'))
    refuse(
      at,
      'grades-without-shortlist',
      text(
        '等次在拟定名单环节评定，请在本级加入 shortlist 环节',
        'grades are settled at the shortlist; add a shortlist step to this stage',
      ),
    );
  checkGroupPlaces(programme, stage, at, refuse);
  const known = measures(programme, stage);
  grades.forEach((grade, i) => {
    checkGrade(grade, known, [...at, i], refuse);
    const above = grades.slice(0, i).findLast(({ beside }) => !beside);
    if (!grade.beside && (above?.atLeast ?? Infinity) < (grade.atLeast ?? 0))
      refuse(
        [...at, i, 'atLeast'],
        'grade-order',
        text(
          '分数线高于前一等次；等次须由高到低排列',
          'its least score is above that of the grade before it; grades stand best first',
        ),
      );
  });
}
