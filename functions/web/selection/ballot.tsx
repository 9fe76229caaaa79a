/** One ballot: the nomination to read, marks by criterion or a vote, a confirmation, and standing aside. */

import type { TaskRef } from '#actions/review/task-transfer.ts';
import { scoreNomination } from '#actions/selection/panel-ballots.ts';
import { standingAside } from '#actions/selection/panel-input.ts';
import { keepMarks, nextToJudge } from '#actions/selection/panel-marks.ts';
import { type PanelNominee, panelNominee } from '#actions/selection/panel-reading.ts';
import type { Deps } from '#deps';
import { oneOf } from '#domain/members.ts';
import { Problem, refuseIf, text } from '#domain/problem.ts';
import { type Ballot, ballotFaults, panelVotes } from '#domain/selection/panel.ts';
import { keys } from '#store/keys.ts';
import { find } from '#store/reads.ts';
import { readTally } from '#store/tally.ts';
import { VisitsBox } from '#web/frame/act-details.tsx';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { framed, whole } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import { Box } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { one, postedOf } from '#web/frame/posted.ts';
import { type Markup, press, type Typed } from '#web/frame/take.ts';
import { t } from '#web/frame/words.ts';
import { Deeds } from '#web/nomination/record-form.tsx';
import { Course } from '#web/nomination/record-page.tsx';
import { ConfirmPage, Reading } from '#web/review/task-parts.tsx';
import { frameAt, type Reader, stepHref, taskHref } from '#web/review/worklist-reader.ts';
import { BallotForm, type Cast, castIn, castRows, form, keepPress } from './ballot-form.tsx';
import { judgedRecord } from './judged-record.ts';

type OpenBallot = PanelNominee;

const words = {
  blind: text('申报表（盲评，已隐去部分内容）', 'The form; the panel is blind to some of it'),
  at: (n: number, all: number) => text(`第 ${n} / ${all} 位`, `${n} of ${all}`),
  aside: text('申明回避', 'Stand aside'),
  asideAsk: text(
    '您与该对象有利害关系的，应当回避。申明后不能撤销，您对该对象的评分作废。',
    'If you have an interest in this nominee you must stand aside. It cannot be taken back, and your ballot on this nominee is void.',
  ),
  stood: text('您已申明回避，不评审这一对象。', 'You stood aside and do not judge this nominee.'),
  barred: text(
    '这份申报由您提交或您已在下级办理过，按规定回避。',
    'You submitted this nomination or acted on it before, so you may not judge it.',
  ),
  closed: text('评审已经结束或尚未开始，不能评分。', 'The panel is over, or has not begun.'),
} as const;
/** The nominee for a panellist; undefined while she has not made her commitment: it is shown first. */
async function openBallot(deps: Deps, who: Reader, ref: TaskRef): Promise<OpenBallot | undefined> {
  try {
    return await panelNominee(deps, who.actor, ref.round, ref.nomination);
  } catch (error) {
    if (error instanceof Problem && error.code === 'commitment-first') return undefined;
    throw error;
  }
}

const asideForm = (here: string): FormSpec => ({
  form: 'conflict',
  action: `${here}/conflict`,
  folded: words.aside,
  note: words.asideAsk,
  tone: 'danger',
  groups: [[ask(standingAside, 'reason')]],
});

/** Her place among the nominees as the board counts them; 0 where she was opened without it. */
const placeIn = (c: Ctx): number => Math.max(0, whole(c.req.query('n') ?? '') || 0);

/** How many are before the panel: a counter, whatever their number. */
async function nomineesOf({ table }: Deps, { round }: TaskRef): Promise<number> {
  return (await readTally(table, round)).states.waiting ?? 0;
}

async function page(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: TaskRef,
  at: OpenBallot,
  typed?: Typed,
): Promise<Markup> {
  const frame = { ...framed(c, typed), ...frameAt(c, who) };
  const { lang, csrf, faults } = frame;
  const { sitting, nomination, own } = at;
  const here = taskHref(who, ref);
  const n = placeIn(c);
  const view = sitting.step.blind === undefined ? await judgedRecord(deps, nomination, here) : undefined;
  const closedWith =
    own?.conflict !== undefined
      ? words.stood
      : at.barred
        ? words.barred
        : sitting.isOpen
          ? undefined
          : words.closed;
  return (
    <Page
      {...frame}
      title={at.name}
      caption={t(lang, sitting.programme)}
      lead={n === 0 ? undefined : t(lang, words.at(n, await nomineesOf(deps, ref)))}
      current="tasks"
      crumbs={[{ href: stepHref(who, ref), title: stepName(lang, sitting.step) }]}
    >
      <Reading lang={lang} form={closedWith === undefined}>
        {view === undefined ? (
          <Box title={t(lang, words.blind)}>
            <AnswersView form={at.form} answers={at.answers} lang={lang} />
          </Box>
        ) : (
          <>
            <Deeds lang={lang} view={view} />
            <VisitsBox lang={lang} acts={view.acts} hrefOf={(file) => `${here}/acts/${file}`} />
          </>
        )}
      </Reading>
      {closedWith !== undefined ? (
        <Box tone="tinted">
          <p>{t(lang, closedWith)}</p>
        </Box>
      ) : (
        <>
          <BallotForm
            {...{ lang, csrf, own, typed, faults, step: sitting.step }}
            kept={await find(deps.table, keys.keptMarks(ref.round, who.actor.id, ref.nomination))}
            action={n === 0 ? here : `${here}?n=${n}`}
          />
          <PostForm c={c} of={asideForm(here)} typed={typed} />
        </>
      )}
      {view !== undefined && <Course lang={lang} view={view} />}
    </Page>
  );
}

/** The ballot's page; goes to the commitment while it is not made. */
export async function ballotPage(
  deps: Deps,
  c: Ctx,
  who: Reader,
  ref: TaskRef,
  typed?: Typed,
): Promise<Markup | Response> {
  const at = await openBallot(deps, who, ref);
  return at === undefined ? c.redirect(stepHref(who, ref)) : page(deps, c, who, ref, at, typed);
}

const signerOf = (deps: Deps, who: Reader, ref: TaskRef): Signer => ({
  deps,
  actor: who.actor.id,
  what: `ballot#${ref.round}#${ref.nomination}`,
});

/** Keeps the marks and goes on: to the next nominee, or to all that is kept once nobody is left. */
async function keepAndGoOn(deps: Deps, c: Ctx, who: Reader, ref: TaskRef, cast: Cast): Promise<string> {
  const { round, nomination } = ref;
  const { version: _, ...marks } = cast;
  await keepMarks(deps, who.actor, { round, nomination, ...marks });
  const next =
    (await nextToJudge(deps, who.actor, round, nomination)) ??
    (await nextToJudge(deps, who.actor, round, ''));
  if (next === undefined) return `${stepHref(who, ref)}/marks`;
  const n = placeIn(c);
  // Wherever the way begins anew from the first nominee the place is not known.
  const place = n === 0 || next < nomination ? '' : `?n=${n + 1}`;
  return `${taskHref(who, { ...ref, nomination: next })}${place}`;
}

/** The first press: checks the marks and repeats them, or keeps them and goes on. */
export async function confirmBallot(deps: Deps, c: Ctx, who: Reader, ref: TaskRef): Promise<Response> {
  const at = await openBallot(deps, who, ref);
  if (at === undefined) return c.redirect(stepHref(who, ref), 303);
  const { step } = at.sitting;
  const { body, faults } = await postedOf(c);
  const work = async () => {
    const cast = castIn(step, body);
    if (one(body, 'press') === keepPress) {
      refuseIf(faults);
      return keepAndGoOn(deps, c, who, ref, cast);
    }
    const { scores } = cast;
    const vote = oneOf(panelVotes, cast.vote);
    const sent: Ballot = {
      panellist: who.actor.id,
      nominee: ref.nomination,
      ...(scores !== undefined && { scores }),
      ...(vote !== undefined && { vote }),
    };
    const panel = { panellists: [who.actor.id], nominees: [ref.nomination], ballots: [], conflicts: [] };
    refuseIf([...faults, ...ballotFaults(step, panel, sent)]);
    const { lang } = c.get('frame');
    return c.html(
      <ConfirmPage
        c={c}
        who={who}
        caption={at.name}
        action={`${taskHref(who, ref)}/confirm`}
        fields={signedFields(signerOf(deps, who, ref), cast, body)}
        changeable
        rows={castRows(lang, step, cast)}
      />,
    );
  };
  return press(c, form, body, { work, show: (typed) => page(deps, c, who, ref, at, typed) });
}

/** The second press: records the ballot. */
export const recordBallot = (deps: Deps, c: Ctx, who: Reader, ref: TaskRef): Promise<Response> =>
  takeConfirmed<Cast>(c, signerOf(deps, who, ref), {
    form,
    work: async (cast) => {
      const { round, nomination } = ref;
      await scoreNomination(deps, who.actor, { round, nomination, ...cast });
      return `${stepHref(who, ref)}?done=ballot`;
    },
    show: (typed) => ballotPage(deps, c, who, ref, typed),
  });
