/** 征求意见函 of a step to one department, made from who was asked and has not answered. */
import { publicNominee } from '#actions/notice/notice-pages.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Actor } from '#domain/people/people.ts';
import { demand } from '#domain/people/policy.ts';
import { missing } from '#domain/problem.ts';
import { editionTitle } from '#domain/programme/programme.ts';
import { type NamedStep, nameSteps } from '#domain/programme/step.ts';
import { type LetterPart, letterParts } from '#domain/review/opinion-letter.ts';
import type { FormFormat, Paper } from '#ports';
import { getOrganisation } from '#store/people.ts';
import { inboxOf, roundWithStage } from '#store/reads.ts';
import { questionsAsked } from './opinions.ts';
import { peopleOf } from './people-asked.ts';

/** Nominees of one letter; those after them go into the next. */
export const mostInLetter = 200;
type OpinionsStep = Extract<NamedStep, { readonly kind: 'opinions' }>;

async function around(deps: Deps, actor: Actor, id: string) {
  const { round, stage, programme } = await roundWithStage(deps.table, id);
  demand(actor, 'export.read', { orgPath: round.orgPath });
  const steps = nameSteps(stage.steps).filter((step): step is OpinionsStep => step.kind === 'opinions');
  const departments = [
    ...new Set(
      programme.departments.flatMap((row) => row.departments.map((name) => name.replace(/^\+\s*/u, ''))),
    ),
  ];
  return { round, stage, programme, steps, departments };
}

/** Which letters a round may have: its steps of this kind, and the departments of its programme. @throws Problem forbidden; missing. */
export const opinionLetters = around;

const owes = ({ asked }: Candidacy, department: string): string | undefined =>
  asked.find((each) => each.department === department && each.answer === undefined)?.due;

export interface OpinionLetter {
  readonly title: string;
  readonly step: string;
  readonly orgName: string;
  readonly department: string;
  /** When the first answer is due, an instant; undefined where nothing is asked. */
  readonly due: string | undefined;
  readonly stamped: boolean;
  readonly parts: readonly LetterPart[];
  /** Gives the letter about those after these. */
  readonly cursor: string | undefined;
}

export interface LetterAsked {
  readonly step: string;
  readonly department: string;
  readonly cursor?: string | undefined;
}

/** The step that is asked about: of some department, as an address that was cut off has none. @throws Problem missing `no-opinions-step`. */
function stepIn<S extends { readonly id: string }>(steps: readonly S[], asked: LetterAsked): S {
  const step = steps.find((each) => each.id === asked.step);
  if (step === undefined || asked.department === '')
    throw missing('no-opinions-step', '没有这个征求意见环节。', 'There is no such step.');
  return step;
}

/** The letter as it stands now. @throws Problem forbidden; missing `no-opinions-step`. */
export async function opinionLetter(
  deps: Deps,
  actor: Actor,
  id: string,
  asked: LetterAsked,
): Promise<OpinionLetter> {
  const { round, programme, steps } = await around(deps, actor, id);
  const step = stepIn(steps, asked);
  const page = await inboxOf(deps.table, id, 'opinions', asked.cursor, mostInLetter);
  const here = page.items.filter(
    (each) => each.step?.id === step.id && owes(each, asked.department) !== undefined,
  );
  const nominees = await Promise.all(
    here.map(async (candidacy) => {
      const { name, shown } = await publicNominee(deps, programme, candidacy);
      const people = await peopleOf(deps, candidacy, asked.department);
      const nomineeClass = String(candidacy.facts[programme.form.classField ?? ''] ?? '') || undefined;
      return {
        ...{ nomination: candidacy.nomination, name, nomineeClass },
        shown: [
          ...shown.map(({ label, value }) => ({ label, value })),
          ...(people === undefined || people.people.length === 0
            ? []
            : [{ label: '核查人员', value: people.people.map((cells) => cells.join(' ')).join('；') }]),
        ],
        questions: questionsAsked(programme, candidacy, step, asked.department),
      };
    }),
  );
  return {
    title: editionTitle(programme),
    step: step.title ?? '征求意见',
    orgName: (await getOrganisation(deps.table, round.org)).name,
    department: asked.department,
    due: here.flatMap((each) => owes(each, asked.department) ?? []).toSorted()[0],
    stamped: step.requireStampedReply,
    parts: letterParts(nominees),
    cursor: page.cursor,
  };
}

/** The letter as a Word file or PDF, with its reply form. @throws Problem forbidden; missing `no-opinions-step`. */
export async function opinionLetterPaper(
  deps: Deps,
  actor: Actor,
  id: string,
  asked: LetterAsked,
  as: FormFormat,
): Promise<Paper> {
  stepIn((await around(deps, actor, id)).steps, asked);
  return deps.papers.make({ paper: 'letter', params: { round: id, ...asked, as, by: actor.id } });
}
