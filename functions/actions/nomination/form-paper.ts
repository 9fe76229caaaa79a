/** 推荐审批表 of a nomination: who may have it, with which values open, and what stands in its boxes (docs/rules/forms.md#approval-form). */
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { pictureSize } from '#domain/files/picture-size.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Level, levelWords } from '#domain/level.ts';
import type { Nomination, Revision } from '#domain/nomination/nomination-record.ts';
import { maskPersonal } from '#domain/nomination/personal.ts';
import type { Actor } from '#domain/people/people.ts';
import { may } from '#domain/people/policy.ts';
import type { Answers, Form } from '#domain/programme/form.ts';
import type { Programme, Stage } from '#domain/programme/programme.ts';
import { type NamedStep, nameSteps } from '#domain/programme/step.ts';
import type { ActRecord } from '#domain/review/act-record.ts';
import { actWords } from '#domain/review/act-words.ts';
import { departmentsFor } from '#domain/review/opinion.ts';
import { shownDate } from '#domain/shown-dates.ts';
import { stepRows } from '#domain/step-rows.ts';
import type { ApprovalForm, OpinionBox } from '#papers/approval-form.ts';
import type { FormFormat, Paper } from '#ports';
import { everyOne } from '#store/every.ts';
import { keys } from '#store/keys.ts';
import { findMember, getOrganisation } from '#store/people.ts';
import { getNomination, getRevision, getTranche, listPage, programmeRevision } from '#store/reads.ts';
import { demandReader, isNominatingSide, seatsOf } from './nomination-access.ts';
import { personalFields, recordReveal } from './reveal.ts';
import { openAnswers } from './revision.ts';

/** A photograph larger than this stays an attachment. */
const mostPhotoBytes = 6_000_000;

const photoTypes = ['image/jpeg', 'image/png'] as const;

/** What of a form may be printed for whom. */
export interface FormAccess {
  readonly nomination: string;
  /** Personal values in full. */
  readonly full: boolean;
  /** Stages whose opinions are printed; every other box is left to be written by hand. */
  readonly opinions: readonly number[];
  /** Names of who signed; a package names organisations and departments only (docs/rules/packages.md#archive). */
  readonly names: boolean;
}

/**
 * The form as the actor may have it: personal values in full for the nominating side, for others masked, or in full when
 * `pressed`, which leaves an event first; opinions of the levels whose judgement she may read.
 * @throws Problem missing; forbidden.
 */
export async function nominationForm(
  deps: Deps,
  actor: Actor,
  id: string,
  { format, pressed = false }: { readonly format: FormFormat; readonly pressed?: boolean },
): Promise<Paper> {
  const nomination = await getNomination(deps.table, id);
  await demandReader(deps, actor, nomination);
  const nominates = await isNominatingSide(deps, actor, nomination);
  const seats = await seatsOf(deps, nomination);
  const opinions: number[] = [];
  for (const { org, stage } of seats) {
    const { path } = await getOrganisation(deps.table, org);
    if (may({ ...actor, via: 'session' }, 'candidacy.judged', { orgPath: path })) opinions.push(stage);
  }
  if (pressed && !nominates) {
    const { form, answers, erased } = await openedForm(deps, nomination);
    if (!erased) await recordReveal(deps, actor, id, personalFields(form, answers));
  }
  const access = { nomination: id, full: nominates || pressed, opinions, names: true };
  return deps.papers.make({ paper: 'form', params: { ...access, format } });
}

async function openedForm(deps: Deps, { id, programme, programmeRevision: n, revision: latest }: Nomination) {
  const [revision, document] = await Promise.all([
    getRevision(deps.table, id, latest),
    programmeRevision(deps.table, programme, n),
  ]);
  return { form: document.form, document, revision, ...(await openAnswers(deps, revision)) };
}

/** The first photograph, for a form that asks for any; a large one stays an attachment. */
async function photoOf(deps: Deps, form: Form, { attachments }: Revision): Promise<ApprovalForm['photo']> {
  const rules = form.attachments.filter(({ types }) => types.includes('jpg') || types.includes('png'));
  if (rules.length === 0) return undefined;
  const photo = attachments.find(
    ({ rule, type, bytes }) =>
      rules.some(({ id }) => id === rule) &&
      photoTypes.some((each) => each === type) &&
      bytes <= mostPhotoBytes,
  );
  const bytes = photo && (await deps.files.get(photo.id));
  const size = bytes && pictureSize(bytes);
  const type = photoTypes.find((each) => each === photo?.type);
  if (bytes === undefined || size === undefined || type === undefined) return {};
  return { picture: { bytes, type, ...size } };
}

const levelSaid = (level: Level): string =>
  level === 'nation' ? levelWords.nation.zh : `${levelWords[level].zh}级`;

/** A stage of the programme with whoever holds it, as far as the nomination has come. */
interface StageSeat {
  readonly stage: Stage;
  readonly n: number;
  readonly seat: Candidacy | undefined;
  readonly orgName: string;
}

/** What the boxes of one step say. */
type BoxesOf = (step: NamedStep, at: StageSeat) => Promise<readonly OpinionBox[]>;

/** Boxes of reviews, visits, appraisals and departments, from what people concluded. */
function fromActs(
  deps: Deps,
  acts: readonly ActRecord[],
  { names, opinions }: FormAccess,
  departments: readonly string[],
): BoxesOf {
  const boxOf = async (title: string, act: ActRecord | undefined, stage: number): Promise<OpinionBox> => {
    if (act === undefined || !opinions.includes(stage)) return { title, said: '' };
    const word = actWords(act.kind, act.outcome).zh;
    return {
      title,
      said: act.reason === '' ? word : `${word}。${act.reason}`,
      name: names ? (await findMember(deps.table, act.member))?.name : undefined,
      date: shanghaiDate(act.at),
    };
  };
  return async (step, { n, seat, stage, orgName }) => {
    const own = acts.filter((act) => act.stage === n && act.step === step.id);
    const named = step.title ?? stepRows[step.kind].words.zh;
    if (step.kind !== 'opinions') {
      // A step whose title names its level needs no other name: 社区核实盖章.
      const who = seat === undefined && named.includes(levelWords[stage.level].zh) ? '' : `${orgName}\n`;
      const title = named.endsWith('意见') ? named : `${named}意见`;
      return [await boxOf(`${who}${title}`, own.at(-1), n)];
    }
    if (seat === undefined) return [];
    const asked = [
      ...new Set([
        ...departments,
        ...own.flatMap(({ department = '' }) => (department === '' ? [] : [department])),
      ]),
    ];
    return Promise.all(
      asked.map((department) =>
        boxOf(
          `${levelWords[stage.level].zh}${department}\n意见`,
          own.findLast((act) => act.department === department),
          n,
        ),
      ),
    );
  };
}

/** The box of a level's decision: from its tranche, once it is taken and may be read. */
function fromDecision(
  deps: Deps,
  { nomination, opinions }: FormAccess,
): (at: StageSeat) => Promise<OpinionBox> {
  return async ({ n, seat, orgName }) => {
    const title = `${orgName}\n审定意见`;
    if (seat?.tranche === undefined || !opinions.includes(n)) return { title, said: '' };
    const { decision } = await getTranche(deps.table, seat.round, seat.tranche);
    if (decision === undefined) return { title, said: '' };
    const refused = decision.refused.find((each) => each.nomination === nomination);
    const minutes =
      decision.minutes === undefined || decision.minutes === '' ? '' : `（会议纪要：${decision.minutes}）`;
    return {
      title,
      said:
        refused === undefined
          ? `经${decision.body}审定，同意${minutes}。`
          : `经${decision.body}审定，不同意：${refused.reason}`,
      date: decision.date,
    };
  };
}

/** The boxes of all levels of the programme in their order: those to come are empty. */
async function boxesOf(
  deps: Deps,
  access: FormAccess,
  nomination: Nomination,
  { stages, departments, form }: Programme,
  answers: Answers,
): Promise<readonly OpinionBox[]> {
  const { pk } = keys.nomination(nomination.id);
  const acts = await Array.fromAsync(
    everyOne((cursor) =>
      listPage<ActRecord>(deps.table, { pk, prefix: keys.reviewPrefix, limit: 100, cursor }),
    ),
  );
  const seats = await seatsOf(deps, nomination);
  const cls = form.classField === undefined ? undefined : answers[form.classField];
  const ofActs = fromActs(
    deps,
    acts.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    access,
    departmentsFor(departments, typeof cls === 'string' ? cls : undefined),
  );
  const ofDecision = fromDecision(deps, access);
  const latest = Math.max(...seats.map(({ stage }) => stage));
  const boxes: OpinionBox[] = [];
  for (const [n, stage] of stages.entries()) {
    const seat = seats.find((each) => each.stage === n);
    const steps = nameSteps(stage.steps);
    // A level that is still to come has one box, as on the printed forms of a selection; those below the first seal theirs by hand.
    if (n > latest) {
      boxes.push({ title: `${levelSaid(stage.level)}\n意见`, said: '' });
      continue;
    }
    const orgName =
      seat === undefined ? levelSaid(stage.level) : (await getOrganisation(deps.table, seat.org)).name;
    const at = { stage, n, seat, orgName };
    for (const step of steps)
      if (['review', 'opinions', 'visit', 'appraisal'].includes(step.kind))
        boxes.push(...(await ofActs(step, at)));
    // A level without steps of its own here seals the form as well.
    if (steps.length === 0 || steps.some(({ kind }) => kind === 'decision')) boxes.push(await ofDecision(at));
  }
  return boxes;
}

/** What the form is made from. Asks no rights: for the papers, after `nominationForm` did. @throws Problem missing. */
export async function formOf(deps: Deps, access: FormAccess): Promise<ApprovalForm> {
  const nomination = await getNomination(deps.table, access.nomination);
  const { document, form, revision, answers, erased } = await openedForm(deps, nomination);
  const shown = access.full ? answers : maskPersonal(form, answers);
  const photo = await photoOf(deps, form, revision);
  return {
    title: `${nomination.edition.slice(0, 4)}年${document.title.zh}`,
    number: nomination.receipt ?? nomination.id,
    from: (await getOrganisation(deps.table, nomination.org)).name,
    submitted: shanghaiDate(nomination.submittedAt),
    form,
    answers: shown,
    ...(photo !== undefined && { photo }),
    boxes: await boxesOf(deps, access, nomination, document, answers),
    notes: [
      ...(erased ? ['个人信息已按规定删除。'] : []),
      ...(access.full || erased ? [] : ['个人信息已隐去部分内容。']),
      `第${revision.n}稿，${shownDate(shanghaiDate(instantOf(deps))).zh}由系统按记录生成。请双面打印。`,
    ],
    rehearsal: deps.site.rehearsal,
  };
}
