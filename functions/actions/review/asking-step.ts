/** A step asks its people: those it still wants, each with a task, one letter a person and day, and who is wanting said to the administrators. */
import { stepOf } from '#actions/candidacy/moving.ts';
import { passStep } from '#actions/candidacy/phase.ts';
import { again, begin, finish, instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Asked, Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { shanghaiDate } from '#domain/instant.ts';
import type { Letter } from '#domain/letter/letter-record.ts';
import type { NewLetter } from '#domain/letter/new-letter.ts';
import { oneOf } from '#domain/members.ts';
import { type Actor, systemActor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { roles } from '#domain/people/roles.ts';
import { conflict } from '#domain/problem.ts';
import type { Programme } from '#domain/programme/programme.ts';
import { stepTitle } from '#domain/programme/said-parts.ts';
import type { NomineeStep } from '#domain/programme/step.ts';
import type { Todo } from '#domain/review/todo-record.ts';
import { daysOf } from '#domain/step-kinds.ts';
import { stepRows } from '#domain/step-rows.ts';
import { knownOrganisation, membersOf } from '#store/people.ts';
import { getCandidacy } from '#store/reads.ts';
import { rows } from '#store/rows.ts';
import type { Op } from '#store/table.ts';
import { dueOf, tellOfWork, whoIsAsked } from './asking.ts';

/** The task of one person, for all departments that she answers for. */
const todoOf = (
  candidacy: Candidacy,
  step: NomineeStep,
  [first, ...others]: readonly [Asked, ...Asked[]],
  now: string,
): Todo => ({
  member: first.member,
  kind: step.kind,
  round: candidacy.round,
  org: candidacy.org,
  nomination: candidacy.nomination,
  name: candidacy.name,
  step: step.id,
  attempt: candidacy.step?.attempt ?? 1,
  ...(first.department !== undefined && {
    departments: [first, ...others].flatMap(({ department }) => department ?? []),
  }),
  due: first.due,
  createdAt: now,
  title: stepTitle(step),
});

/** A letter about a step to one person, one a day; it says the step and the programme. */
export const stepLetter = (
  deps: Deps,
  { to, template, opens }: Pick<Letter, 'to' | 'template'> & { readonly opens: NonNullable<Letter['opens']> },
  { candidacy, step, programme }: { candidacy: Candidacy; step: NomineeStep; programme: Programme },
): NewLetter => {
  const [{ zh: stepZh, en: stepEn }, { zh, en = zh }] = [stepTitle(step), programme.title];
  return {
    key: `${template}-${to}-${candidacy.round}-${step.id}-${shanghaiDate(instantOf(deps))}`,
    template,
    to,
    params: { stepZh, stepEn, programmeZh: zh, programmeEn: en },
    opens,
  };
};

/** One letter a person, step and day; a crash between the tasks and the letter is made good when the step is asked again. */
export async function tellAsked(
  deps: Deps,
  programme: Programme,
  step: NomineeStep,
  candidacy: Candidacy,
  asked: readonly Asked[],
): Promise<void> {
  const { zh, en = zh } = programme.title;
  for (const member of new Set(asked.map((each) => each.member)))
    await tellOfWork(deps, member, candidacy.round, step.id, stepTitle(step), { zh, en });
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.join('\n') === b.join('\n');

/**
 * Asks whom the step of a candidacy still wants. Fewer than it needs never count as enough: who is wanting stands on the
 * candidacy, its administrators are told, and it is looked for again. `along` is written with it in any case.
 * @returns how many were asked.
 */
export async function askPeople(
  deps: Deps,
  actor: Actor,
  candidacy: Candidacy,
  along: readonly Op[],
): Promise<number> {
  const { nomination, programme, step } = await stepOf(deps, candidacy);
  if (step === undefined) return 0;
  const before = candidacy.asked;
  const due = dueOf(await deps.calendar(), daysOf(step), instantOf(deps));
  const { asked, missing } = await whoIsAsked(deps, { programme, step, candidacy, nomination, before }, due);
  if (before.length + asked.length + missing.length === 0 && stepRows[step.kind].role === 'department') {
    // No department to ask for this class of nominee: the step passes by itself, and wakes the machine.
    await deps.table.together(along);
    await passStep(deps, systemActor, candidacy, { action: 'opinions.none-needed' });
    return 0;
  }
  if (asked.length === 0 && isSame(missing, candidacy.missing ?? [])) {
    if (along.length > 0) await deps.table.together(along);
    return 0;
  }
  const write = begin(deps, actor);
  const patch = { asked: [...before, ...asked], missing: missing.length === 0 ? undefined : missing };
  write.save('candidacy', candidacy, patch, 'step.ask', {
    step: step.id,
    attempt: candidacy.step?.attempt ?? 1,
    asked: asked.map(({ member }) => member),
    // The trail holds no words: which department or co-host it is stands on the candidacy.
    ...(missing.length > 0 && { missing: missing.map((one) => oneOf(roles, one) ?? 'department') }),
  });
  // A person has one task in a step; one who had some of it already gets it anew, with what came to it.
  const open = [...before.filter(({ answer }) => answer === undefined), ...asked];
  for (const member of new Set(asked.map((one) => one.member))) {
    const [first, ...others] = open.filter((one) => one.member === member);
    write.op({ put: rows.todo(todoOf(candidacy, step, [first!, ...others], write.now)) });
  }
  if (missing.length > 0)
    for (const { id } of await membersOf(deps.table, candidacy.org, 'administrator')) {
      const opens = {
        kind: 'page',
        scope: `/rounds/${candidacy.round}/nominations/${candidacy.nomination}`,
      } as const;
      write.letter(
        stepLetter(deps, { to: id, template: 'shortHanded', opens }, { candidacy, step, programme }),
      );
    }
  write.op(...along);
  await finish(deps, write);
  await tellAsked(deps, programme, step, candidacy, asked);
  return asked.length;
}

/**
 * Asks those whom a step still wanted, now that there is somebody: an administrator's press after she invited people.
 * @throws Problem conflict `nobody-missing`, `nobody-to-ask`; forbidden.
 */
export function askMissing(deps: Deps, actor: Actor, round: string, nomination: string): Promise<Candidacy> {
  return again(async () => {
    const candidacy = await getCandidacy(deps.table, round, nomination);
    const { path: orgPath } = await knownOrganisation(deps.table, candidacy.org);
    demand(actor, 'task.reassign', { orgPath }, 'candidacy');
    if (candidacy.step?.kind !== candidacy.state || candidacy.missing === undefined)
      throw conflict(
        'nobody-missing',
        '本环节不缺承办人，请刷新页面。',
        'Nobody is wanting in this step; reload the page.',
      );
    if ((await askPeople(deps, actor, candidacy, [])) === 0)
      throw conflict(
        'nobody-to-ask',
        '本单位仍没有可以承办的人员：须有相应角色，且与申报对象无利害关系。请先在人员管理中邀请人员或授予角色。',
        'The organisation still has nobody for it: with the role, and without a tie to the nominee. Invite somebody or grant the role first.',
      );
    return getCandidacy(deps.table, round, nomination);
  });
}
