/** One ballot: the nomination to read, marks by criterion or a vote, a confirmation, and standing aside. */

import type { TaskRef } from '#actions/review/task-transfer.ts';
import { type PanelPlace, panelPlace } from '#actions/selection/panel.ts';
import { isBarredFrom, scoreNomination } from '#actions/selection/panel-ballots.ts';
import type { Deps } from '#deps';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Nomination } from '#domain/nomination/nomination-record.ts';
import { forbidden, missing, text } from '#domain/problem.ts';
import { type Ballot, ballotFaults, panelVotes } from '#domain/selection/panel.ts';
import type { BallotRecord } from '#domain/selection/selection-records.ts';
import { keys } from '#store/keys.ts';
import { find, getCandidacy, getNomination } from '#store/reads.ts';
import { VisitsPanel } from '#web/frame/act-details.tsx';
import { attempt, bodyOf, type Refused, textIn } from '#web/frame/body.ts';
import { sealed, unsealed } from '#web/frame/confirmation.ts';
import type { Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { stepName } from '#web/frame/names.ts';
import { Actions, Button, ConfirmButton, HiddenCsrf, Panel } from '#web/frame/parts.tsx';
import { refusalOf } from '#web/frame/uploads.ts';
import { t } from '#web/frame/words.ts';
import { RecordParts } from '#web/nomination/record-page.tsx';
import { viewOf } from '#web/nomination/record-view.ts';
import { Choice, ConfirmPage, Jump, staleConfirmation } from '#web/review/task-parts.tsx';
import { type Desk, frameAt, stepHref, taskHref } from '#web/review/worklist-desk.ts';
import { seatOf } from './panel-seat.tsx';

interface Cast {
  readonly scores?: Readonly<Record<string, string>>;
  readonly vote?: string;
  readonly version: number;
}
interface BallotDesk {
  readonly place: PanelPlace;
  readonly nomination: Nomination;
  readonly candidacy: Candidacy;
  readonly own: BallotRecord | undefined;
  readonly barred: boolean;
}

const words = {
  ballot: text('我的评审', 'My ballot'),
  vote: text('表决', 'Vote'),
  range: (max: number) => text(`0 至 ${max} 分`, `0 to ${max}`),
  next: text('下一步：核对', 'Next: check'),
  aside: text('申明回避', 'Stand aside'),
  asideAsk: text(
    '您与该对象有利害关系的，应当回避。申明后不能撤销，您对该对象的评分作废。',
    'If you have an interest in this nominee you must stand aside. It cannot be taken back, and your ballot on this nominee is void.',
  ),
  reason: text('原因', 'Reason'),
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

/** Refuses who does not sit on this panel, or has not made her commitment yet (undefined then: show it first). */
async function ballotDesk(deps: Deps, desk: Desk, ref: TaskRef): Promise<BallotDesk | undefined> {
  const seat = await seatOf(deps, desk, ref.round);
  if (seat === undefined || seat.absent !== undefined)
    throw forbidden('not-on-panel', '您不在本次评审的评委名单中。', 'You are not on this panel.');
  if (seat.commitment === undefined) return undefined;
  const [place, candidacy, nomination, own] = await Promise.all([
    panelPlace(deps, ref.round),
    getCandidacy(deps.table, ref.round, ref.nomination),
    getNomination(deps.table, ref.nomination),
    find<BallotRecord>(deps.table, keys.scores(ref.round, ref.nomination, desk.actor.id)),
  ]);
  if (candidacy.state !== 'waiting' && candidacy.score === undefined)
    throw missing('not-before-panel', '该对象不在评审名单中。', 'This nominee is not before the panel.');
  return {
    place,
    nomination,
    candidacy,
    own,
    barred: isBarredFrom(desk.actor.id, nomination.owner, candidacy),
  };
}

async function page(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  at: BallotDesk,
  cast?: Cast,
  refused?: Refused,
): Promise<Response> {
  const frame = frameAt(c, desk);
  const { lang, csrf } = frame;
  const { place, nomination, own } = at;
  const here = taskHref(desk, ref);
  // Judged blind to earlier words and to personal data.
  const view = await viewOf(deps, nomination, { reader: 'nominator', reveal: false });
  const closedWith =
    own?.conflict !== undefined
      ? words.stood
      : at.barred
        ? words.barred
        : place.isOpen
          ? undefined
          : words.closed;
  return c.html(
    <Page
      {...frame}
      title={nomination.name}
      caption={t(lang, place.programme)}
      current="tasks"
      crumbs={[{ href: stepHref(desk, ref), title: stepName(lang, place.step) }]}
      faults={refused?.faults}
    >
      {closedWith === undefined && <Jump lang={lang} />}
      <RecordParts lang={lang} view={view} />
      <VisitsPanel lang={lang} acts={view.acts} hrefOf={(file) => `${here}/acts/${file}`} />
      {closedWith !== undefined ? (
        <Panel tone="tinted">
          <p>{t(lang, closedWith)}</p>
        </Panel>
      ) : (
        <>
          <form method="post" action={here} data-guard>
            <HiddenCsrf csrf={csrf} />
            <input type="hidden" name="_version" value={String(own?.version ?? 0)} />
            <fieldset class="group" id="decision">
              <legend class="group-title">{t(lang, words.ballot)}</legend>
              {place.step.method === 'vote' ? (
                <Choice
                  lang={lang}
                  name="vote"
                  label={words.vote}
                  options={panelVotes.map((value) => ({ value, label: voteWords[value] }))}
                  picked={cast?.vote ?? own?.vote}
                  faults={refused?.faults}
                />
              ) : (
                place.step.criteria.map((one) => (
                  <FormField
                    lang={lang}
                    field={{
                      id: one.id,
                      type: 'number',
                      label: { zh: one.title },
                      help: words.range(one.max),
                      required: true,
                    }}
                    name={`scores.${one.id}`}
                    value={cast?.scores?.[one.id] ?? own?.scores?.[one.id]}
                    faults={refused?.faults}
                  />
                ))
              )}
            </fieldset>
            <Actions>
              <Button>{t(lang, words.next)}</Button>
            </Actions>
          </form>
          <ConfirmButton
            lang={lang}
            csrf={csrf}
            action={`${here}/conflict`}
            label={t(lang, words.aside)}
            question={t(lang, words.asideAsk)}
            tone="danger"
          >
            <FormField
              lang={lang}
              field={{ id: 'reason', type: 'text', max: 200, label: words.reason, required: true }}
            />
          </ConfirmButton>
        </>
      )}
    </Page>,
    refused?.status ?? 200,
  );
}

/** The ballot's page; goes to the commitment while it is not made. */
export async function ballotPage(
  deps: Deps,
  c: Ctx,
  desk: Desk,
  ref: TaskRef,
  refused?: Refused,
): Promise<Response> {
  const at = await ballotDesk(deps, desk, ref);
  return at === undefined
    ? c.redirect(stepHref(desk, ref))
    : page(deps, c, desk, ref, at, undefined, refused);
}

const sealName = (ref: TaskRef): string => `ballot#${ref.round}#${ref.nomination}`;

/** The first press: checks the marks and repeats them. */
export async function confirmBallot(deps: Deps, c: Ctx, desk: Desk, ref: TaskRef): Promise<Response> {
  const at = await ballotDesk(deps, desk, ref);
  if (at === undefined) return c.redirect(stepHref(desk, ref), 303);
  const { step } = at.place;
  const body = await bodyOf(c);
  const version = Number(textIn(body, '_version')) || 0;
  const scores = Object.fromEntries(
    step.criteria.map(({ id }) => [id, textIn(body, `scores.${id}`).normalize('NFKC').trim()]),
  );
  const cast: Cast = step.method === 'vote' ? { vote: textIn(body, 'vote'), version } : { scores, version };
  const sent = {
    panellist: desk.actor.id,
    nominee: ref.nomination,
    ...(step.method === 'vote' ? { vote: cast.vote } : { scores }),
  } as Ballot;
  const faults = ballotFaults(
    step,
    { panellists: [desk.actor.id], nominees: [ref.nomination], ballots: [], conflicts: [] },
    sent,
  );
  if (faults.length > 0) return page(deps, c, desk, ref, at, cast, refusalOf(faults));
  const { lang } = c.get('frame');
  const here = taskHref(desk, ref);
  return c.html(
    <ConfirmPage
      c={c}
      desk={desk}
      caption={at.nomination.name}
      action={`${here}/confirm`}
      back={`${here}#decision`}
      fields={sealed(deps, desk.actor.id, sealName(ref), cast)}
      changeable
      rows={
        step.method === 'vote'
          ? [
              {
                label: t(lang, words.vote),
                value: <b>{t(lang, voteWords[cast.vote as keyof typeof voteWords])}</b>,
              },
            ]
          : step.criteria.map((one) => ({
              label: `${one.title}（${t(lang, words.range(one.max))}）`,
              value: <b>{scores[one.id]}</b>,
            }))
      }
    />,
  );
}

/** The second press: records the ballot. */
export async function recordBallot(deps: Deps, c: Ctx, desk: Desk, ref: TaskRef): Promise<Response> {
  const cast = unsealed<Cast>(deps, desk.actor.id, sealName(ref), await bodyOf(c));
  const at = await ballotDesk(deps, desk, ref);
  if (at === undefined) return c.redirect(stepHref(desk, ref), 303);
  if (cast === undefined) return page(deps, c, desk, ref, at, undefined, refusalOf([staleConfirmation]));
  const done = await attempt(() =>
    scoreNomination(deps, desk.actor, { round: ref.round, nomination: ref.nomination, ...cast }),
  );
  return 'done' in done
    ? c.redirect(`${stepHref(desk, ref)}?done=ballot`, 303)
    : page(deps, c, desk, ref, at, cast, done.refused);
}
