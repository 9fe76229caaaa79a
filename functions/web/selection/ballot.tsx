/** One ballot: the nomination to read, marks by criterion or a vote, a confirmation, and standing aside. */

import type { TaskRef } from '#actions/review/task-transfer.ts';
import type { PanelSitting } from '#actions/selection/panel.ts';
import { scoreNomination } from '#actions/selection/panel-ballots.ts';
import { type BallotInput, standingAside } from '#actions/selection/panel-input.ts';
import { type PanelNominee, panelNominee } from '#actions/selection/panel-reading.ts';
import type { Deps } from '#deps';
import { entryUnder, oneOf } from '#domain/members.ts';
import { readNumber } from '#domain/number-input.ts';
import { type Fault, Problem, refuseIf, text } from '#domain/problem.ts';
import { totalSaid, understood } from '#domain/selection/mark.ts';
import { type Ballot, ballotFaults, panelVotes } from '#domain/selection/panel.ts';
import { VisitsBox } from '#web/frame/act-details.tsx';
import { AnswersView } from '#web/frame/answers-view.tsx';
import { type Signer, signedFields, takeConfirmed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { framed, keptText } from '#web/frame/form.tsx';
import { Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import { Actions, Box, Button, HiddenCsrf } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type Body, one, postedOf } from '#web/frame/posted.ts';
import { type Markup, press, type Typed } from '#web/frame/take.ts';
import { type Lang, t } from '#web/frame/words.ts';
import { Deeds } from '#web/nomination/record-form.tsx';
import { Course } from '#web/nomination/record-page.tsx';
import { Choice, ConfirmPage, Reading } from '#web/review/task-parts.tsx';
import { frameAt, type Reader, stepHref, taskHref } from '#web/review/worklist-reader.ts';
import { judgedRecord } from './judged-record.ts';

type OpenBallot = PanelNominee;

const words = {
  ballot: text('我的评审', 'My ballot'),
  blind: text('申报表（盲评，已隐去部分内容）', 'The form; the panel is blind to some of it'),
  vote: text('表决', 'Vote'),
  range: ({ max, weight }: { readonly max: number; readonly weight?: string | undefined }) =>
    weight === undefined
      ? text(`0 至 ${max} 分`, `0 to ${max}`)
      : text(`0 至 ${max} 分，权重 ${weight}`, `0 to ${max}, weight ${weight}`),
  sum: text('合计', 'Sum'),
  next: text('下一步：核对', 'Next: check'),
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
const voteWords = {
  for: text('赞成', 'For'),
  against: text('反对', 'Against'),
  abstain: text('弃权', 'Abstain'),
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

const form = 'ballot';
const asideForm = (here: string): FormSpec => ({
  form: 'conflict',
  action: `${here}/conflict`,
  folded: words.aside,
  note: words.asideAsk,
  tone: 'danger',
  groups: [[ask(standingAside, 'reason')]],
});

const BallotForm = (props: {
  readonly lang: Lang;
  readonly csrf: string;
  readonly here: string;
  readonly at: OpenBallot;
  readonly typed: Typed | undefined;
  readonly faults: readonly Fault[];
}) => {
  const { lang, csrf, here, typed, faults } = props;
  const { sitting, own } = props.at;
  const kept = (name: string, now: string | undefined) => keptText(typed, form, name, now ?? '');
  return (
    <form method="post" action={here} data-guard>
      <HiddenCsrf csrf={csrf} />
      <input type="hidden" name="_version" value={String(own?.version ?? 0)} />
      <fieldset class="group" id="conclusion">
        <legend class="group-title">{t(lang, words.ballot)}</legend>
        {sitting.step.method === 'vote' ? (
          <Choice
            lang={lang}
            name="vote"
            label={words.vote}
            options={panelVotes.map((value) => ({ value, label: voteWords[value] }))}
            picked={kept('vote', own?.vote)}
            faults={faults}
          />
        ) : (
          sitting.step.criteria.map((one) => (
            <FormField
              lang={lang}
              field={{
                id: one.id,
                type: 'number',
                label: { zh: one.title },
                help: words.range(one),
                required: true,
              }}
              name={`scores.${one.id}`}
              value={kept(`scores.${one.id}`, own?.scores?.[one.id])}
              faults={faults}
            />
          ))
        )}
      </fieldset>
      <Actions>
        <Button>{t(lang, words.next)}</Button>
      </Actions>
    </form>
  );
};

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
          <BallotForm lang={lang} csrf={csrf} here={here} at={at} typed={typed} faults={faults} />
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

type Cast = Pick<BallotInput, 'scores' | 'vote' | 'version'>;

/** What was marked or voted, with marks as they were understood. */
function castIn({ method, criteria }: PanelSitting['step'], body: Body): Cast {
  const version = readNumber(one(body, '_version')) || 0;
  if (method === 'vote') return { vote: one(body, 'vote'), version };
  const marks = criteria.map(({ id }) => [id, one(body, `scores.${id}`)]);
  return { scores: understood(Object.fromEntries(marks)), version };
}

/** The first press: checks the marks and repeats them. */
export async function confirmBallot(deps: Deps, c: Ctx, who: Reader, ref: TaskRef): Promise<Response> {
  const at = await openBallot(deps, who, ref);
  if (at === undefined) return c.redirect(stepHref(who, ref), 303);
  const { step } = at.sitting;
  const { body, faults } = await postedOf(c);
  const work = async () => {
    const cast = castIn(step, body);
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
        rows={
          cast.scores === undefined
            ? [
                {
                  label: t(lang, words.vote),
                  value: <b>{t(lang, entryUnder(voteWords, String(cast.vote)) ?? { zh: '' })}</b>,
                },
              ]
            : [
                ...step.criteria.map((each) => ({
                  label: `${each.title}（${t(lang, words.range(each))}）`,
                  value: <b>{cast.scores?.[each.id]}</b>,
                })),
                { label: t(lang, words.sum), value: <b>{totalSaid(step.criteria, cast.scores)}</b> },
              ]
        }
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
