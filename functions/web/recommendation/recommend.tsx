/** Recommending upward 推荐上报: who of a tranche goes up, with the window and the places left above. */
import { placesLeft, seatAbove } from '#actions/recommendation/intake.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { Problem } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Web } from '#web/frame/context.ts';
import { keptTick, Tick, type Typed } from '#web/frame/form.tsx';
import { Actions, Button, HiddenCsrf, Panel, SummaryList } from '#web/frame/parts.tsx';
import { t, w } from '#web/frame/words.ts';
import type { SeenTranche } from '#web/round/tranche-parts.tsx';

async function above(web: Web, seen: SeenTranche) {
  try {
    const seat = await seatAbove(web.deps, seen.round, seen.programme);
    if (seat === undefined) return undefined;
    return { seat, left: await placesLeft(web.deps, seen.round, seat) };
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** The form until it is said who goes up, then how many went. */
export async function RecommendPanel(props: {
  readonly web: Web;
  readonly seen: SeenTranche;
  readonly csrf: string;
  readonly typed: Typed | undefined;
  readonly items: readonly Candidacy[];
}) {
  const { web, seen, csrf, typed, items } = props;
  const { lang, say, tranche, here, stage } = seen;
  if (tranche.recommended !== undefined)
    return (
      <Panel title={w(lang).steps.recommend} id="recommend">
        <p>
          {say(
            `已确定上报 ${tranche.recommended.length} 名。各自的结果见下面的名单。`,
            `${tranche.recommended.length} were chosen to go up. Their results stand in the list below.`,
          )}
        </p>
      </Panel>
    );
  if (!seen.can('upward.send')) return null;
  const goal = await above(web, seen);
  return (
    <Panel title={say('推荐上报', 'Recommend upward')} id="recommend">
      {goal instanceof Problem ? (
        <div class="flash flash-warning" role="alert">
          <p class="flash-title">{t(lang, goal.text)}</p>
        </div>
      ) : goal === undefined ? (
        <p>
          {say(
            '上级不使用本系统。确定名单后导出材料报送，结果由本单位登记。',
            'The level above does not use this system: export the papers, and record its result here.',
          )}
        </p>
      ) : (
        <SummaryList
          rows={[
            { label: say('报送至', 'Goes to'), value: goal.seat.org.name },
            {
              label: say('接收时间', 'Its window'),
              value: `${shownAt(goal.seat.governing.settings.opensAt)} – ${shownAt(goal.seat.governing.settings.closesAt)}`,
            },
            {
              label: say('剩余名额', 'Places left'),
              value: goal.left ?? say('上级没有限定', 'Not limited above'),
            },
          ]}
        />
      )}
      <form method="post" action={`${here}/recommend`}>
        <HiddenCsrf csrf={csrf} />
        <input type="hidden" name="version" value={String(tranche.version)} />
        <fieldset class="field">
          <legend class="label">{say('上报对象', 'Who goes up')}</legend>
          <p class="hint">
            {stage.lowerHonourRequired
              ? say('只有获得本级荣誉的对象可以上报。', 'Only those with this level’s honour may go up.')
              : say(
                  '可以一个也不选，表示本批不上报。',
                  'None ticked means that nobody of this tranche goes up.',
                )}
          </p>
          <div class="options">
            {items.map((each) => (
              <Tick
                name="nomination"
                value={each.nomination}
                checked={keptTick(typed, 'recommend', 'nomination', each.nomination)}
              >
                {each.name}
                {each.honour !== undefined && <span class="muted"> {each.honour.number}</span>}
              </Tick>
            ))}
          </div>
        </fieldset>
        <Actions>
          <Button>{say('确定并上报', 'Send up')}</Button>
        </Actions>
      </form>
    </Panel>
  );
}
