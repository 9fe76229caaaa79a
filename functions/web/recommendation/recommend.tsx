/** Recommending upward 推荐上报: who of a tranche goes up, with the window and the places left above. */
import { systemPlaces } from '#actions/candidacy/system-places.ts';
import { demandRoom, intakeAbove, placesLeft } from '#actions/recommendation/intake.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { Problem, text } from '#domain/problem.ts';
import { systemSaid } from '#domain/round/system-places.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { FieldErrors, faultsAt } from '#web/frame/errors.tsx';
import type { FieldSpec } from '#web/frame/fields.tsx';
import { Asked, keptTick, Tick } from '#web/frame/form.tsx';
import { Box, SummaryList } from '#web/frame/parts.tsx';
import { type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import type { OnPage } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { pageQuery, type SeenTranche } from '#web/round/tranche-parts.tsx';

/** Why not even one could go up now: the window above, a bar, no place left. */
async function blockedBy(web: Web, { round, programme }: SeenTranche): Promise<Problem | undefined> {
  try {
    await demandRoom(web.deps, round, programme, 1);
  } catch (error) {
    if (error instanceof Problem && error.kind !== 'unavailable') return error;
    throw error;
  }
  return undefined;
}

async function above(web: Web, seen: SeenTranche) {
  try {
    const intake = await intakeAbove(web.deps, seen.round, seen.programme);
    if (intake === undefined) return undefined;
    const { seat, programme } = intake;
    return {
      seat,
      left: await placesLeft(web.deps, seen.round, seat),
      blocked: await blockedBy(web, seen),
      system: await systemPlaces(web.deps, programme, seat, seen.round.org),
    };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** Where the recommendations go: organisation above, its window and the places left there. */
const Goal = (props: { readonly seen: SeenTranche; readonly goal: Awaited<ReturnType<typeof above>> }) => {
  const { goal } = props;
  const { lang, say } = props.seen;
  if (goal instanceof Problem)
    return (
      <div class="flash flash-warning" role="alert">
        <p class="flash-title">{t(lang, goal.text)}</p>
      </div>
    );
  if (goal === undefined)
    return (
      <p>
        {say(
          '上级不使用本系统。确定名单后导出材料报送，结果由本单位登记。',
          'The level above does not use this system: export the papers, and record its result here.',
        )}
      </p>
    );
  const { opensAt, closesAt } = goal.seat.governing.settings;
  return (
    <>
      {goal.blocked !== undefined && (
        <div class="flash flash-warning" role="alert">
          <p class="flash-title">{t(lang, goal.blocked.text)}</p>
        </div>
      )}
      <SummaryList
        rows={[
          { label: say('报送至', 'Goes to'), value: goal.seat.org.name },
          { label: say('接收时间', 'Its window'), value: `${shownAt(opensAt)} – ${shownAt(closesAt)}` },
          {
            label: say('剩余名额', 'Places left'),
            value: goal.left ?? say('上级没有限定', 'Not limited above'),
          },
          ...(goal.system === undefined
            ? []
            : [{ label: say('系统名额', 'Places of the system'), value: t(lang, systemSaid(goal.system)) }]),
        ]}
      />
    </>
  );
};

/** Those of a tranche who stand on other pages of it. */
const numbers: FieldSpec = {
  id: 'numbers',
  type: 'text',
  label: text('其他页上报的对象', 'Who goes up, on other pages'),
  help: text('填写名单中的序号，如 1-50、53', 'Their numbers on the list, such as 1-50, 53'),
};

const formOf = (c: Ctx, { here, tranche }: SeenTranche): FormSpec => ({
  form: 'recommend',
  action: `${here}/recommend${pageQuery(c)}`,
  hidden: { version: String(tranche.version) },
  button: text('确定并上报', 'Send up'),
});

/** That nobody goes up: said by itself, and the one thing that is possible where nobody can. */
const nobodyForm = (c: Ctx, seen: SeenTranche): FormSpec => ({
  ...formOf(c, seen),
  form: 'nobody',
  hidden: { version: String(seen.tranche.version), nobody: 'true' },
  folded: text('本批不上报，办结', 'Nobody goes up: complete it'),
  note: text(
    '本批一个也不上报，不能撤回。确认吗？',
    'Nobody of this tranche goes up, and it cannot be taken back. Confirm?',
  ),
  button: text('确认不上报', 'Confirm'),
  tone: 'danger',
});

/** Why the choice before was taken back. */
const TakenBack = ({ seen: { lang, say, tranche } }: { readonly seen: SeenTranche }) =>
  tranche.takenBack === undefined ? null : (
    <div class="flash flash-warning" role="alert">
      <p class="flash-title">
        {say(
          '没有上报：以下对象不能上报，请更正后重新确定。',
          'Nothing was sent: these may not go up. Choose again.',
        )}
      </p>
      <ul>
        {tranche.takenBack.refusals.map(({ reason }) => (
          <li>{t(lang, reason)}</li>
        ))}
      </ul>
    </div>
  );

/** Where nobody can go up: why, and no list to tick. */
const Blocked = (
  props: OnPage & { readonly seen: SeenTranche; readonly goal: Awaited<ReturnType<typeof above>> },
) => {
  const { c, seen, typed, goal } = props;
  const { say } = seen;
  return (
    <Box title={say('推荐上报', 'Recommend upward')} id="recommend">
      <Goal seen={seen} goal={goal} />
      <p>
        {say(
          '现在不能上报，待上述情况解决后再来。本批确定不上报的，可以直接办结。',
          'Nobody can go up now; come back when that is settled. If nobody of this tranche is to go up, complete it.',
        )}
      </p>
      <PostForm c={c} of={nobodyForm(c, seen)} typed={typed} />
    </Box>
  );
};

/** The form until it is said who goes up, then how many went. */
export async function RecommendBox(
  props: OnPage & { readonly web: Web; readonly seen: SeenTranche; readonly items: readonly Candidacy[] },
) {
  const { web, seen, c, typed, items } = props;
  const { lang, say, tranche, stage } = seen;
  if (tranche.recommended !== undefined)
    return (
      <Box title={w(lang).steps.recommend} id="recommend">
        <p>
          {say(
            `已确定上报 ${tranche.recommended.length} 名。各自的结果见下面的名单。`,
            `${tranche.recommended.length} were chosen to go up. Their results stand in the list below.`,
          )}
        </p>
      </Box>
    );
  if (!seen.can('upward.send')) return null;
  const goal = await above(web, seen);
  if (goal instanceof Problem || goal?.blocked !== undefined)
    return <Blocked c={c} seen={seen} typed={typed} goal={goal} />;
  const faults = faultsAt(typed?.problem?.faults ?? [], 'nominations');
  const shown = new Set(items.map((each) => each.nomination));
  const kept = (tranche.takenBack?.nominations ?? [])
    .filter((each) => !shown.has(each))
    .map((each) => tranche.entries.indexOf(each) + 1)
    .filter((n) => n > 0)
    .join('、');
  return (
    <Box title={say('推荐上报', 'Recommend upward')} id="recommend">
      <Goal seen={seen} goal={goal} />
      <TakenBack seen={seen} />
      <PostForm c={c} of={formOf(c, seen)} typed={typed}>
        <fieldset class={`field${faults.length > 0 ? ' field-bad' : ''}`} id="f-nominations">
          <legend class="label">{say('上报对象', 'Who goes up')}</legend>
          <p class="hint">
            {stage.lowerHonourRequired
              ? say('只有获得本级荣誉的对象可以上报。', 'Only those with this level’s honour may go up.')
              : say(
                  '本批一个也不上报的，用下面的“本批不上报，办结”。',
                  'If nobody of this tranche goes up, say so below.',
                )}
          </p>
          {faults.length > 0 && <FieldErrors lang={lang} id="f-nominations" faults={faults} />}
          <div class="options">
            {items.map((each) => (
              <Tick
                name="nomination"
                value={each.nomination}
                checked={
                  typed === undefined
                    ? tranche.takenBack?.nominations.includes(each.nomination) === true
                    : keptTick(typed, 'recommend', 'nomination', each.nomination)
                }
              >
                {each.name}
                {each.honour !== undefined && <span class="muted"> {each.honour.number}</span>}
              </Tick>
            ))}
          </div>
        </fieldset>
        {tranche.entries.length > items.length && (
          <Asked lang={lang} form="recommend" typed={typed} field={numbers} now={kept} />
        )}
      </PostForm>
      <PostForm c={c} of={nobodyForm(c, seen)} typed={typed} />
    </Box>
  );
}
