/** `/rounds/:id/stragglers`: the end of a phase, each of those not through named with what becomes of it. */
import { Hono } from 'hono';
import {
  closePhase,
  listStragglers,
  mayCarry,
  openPhase,
  type Straggler,
} from '#actions/review/stragglers.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { candidacyPath, waitsFor } from '#web/candidacy/inbox.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { doneAt, framed, keptText, one, posted, Reason, type Typed, whole } from '#web/frame/form.tsx';
import { memberNames, organisationNames, phaseName, stepName } from '#web/frame/names.ts';
import { Actions, Button, Empty, HiddenCsrf, Panel, Tag } from '#web/frame/parts.tsx';
import { candidacyTones } from '#web/frame/tones.ts';
import { w } from '#web/frame/words.ts';
import { RoundPage, seenRound } from '#web/round/seen-round.tsx';
import { ChangedPanel, changedSince } from '#web/trust/history.tsx';

const fates = (body: Typed['body']): readonly Straggler[] =>
  Object.entries(body).flatMap(([name, values]): Straggler[] => {
    const nomination = name.startsWith('fate.') ? name.slice(5) : '';
    const fate = values.at(-1);
    return nomination !== '' && (fate === 'out' || fate === 'carry') ? [{ nomination, fate }] : [];
  });

async function stragglersView(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c, 'nomination.read');
  const { actor, lang, say, round, path, stage } = seen;
  const phase = await openPhase(web.deps, round.id);
  const page = await listStragglers(web.deps, actor, round.id);
  const orgName = await organisationNames(
    web.deps.table,
    page.items.map((each) => each.from),
  );
  const memberName = await memberNames(
    web.deps.table,
    page.items.flatMap((each) => each.asked.map((asked) => asked.member)),
    lang,
  );
  const named = stepPhases(stage).find((each) => each.id === phase?.id);
  const isReady = phase?.closable === true && seen.can('round.configure');
  const Choice = ({ each }: { readonly each: Candidacy }) => (
    <fieldset>
      <legend class="visually-hidden">{each.name}</legend>
      <div class="options options-inline" id={`f-fate-${each.nomination}`}>
        {(['', 'out', 'carry'] as const).map((fate) => (
          <label class="option">
            <input
              type="radio"
              name={`fate.${each.nomination}`}
              value={fate}
              checked={keptText(typed, 'close', `fate.${each.nomination}`, '') === fate}
              disabled={fate === 'carry' && !mayCarry(each)}
            />
            <span>
              {fate === ''
                ? say('继续等待', 'Wait on')
                : fate === 'out'
                  ? say('逾期不再参评', 'Out')
                  : say('转入后续批次', 'Later tranche')}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
  return (
    <RoundPage
      {...framed(c, typed)}
      seen={seen}
      title={say('处理未办结对象', 'Settle those not through')}
      lead={
        named === undefined
          ? undefined
          : say(
              `${phaseName('zh', named)}：还有 ${phase?.open ?? 0} 名未办结。`,
              `${phaseName('en', named)}: ${phase?.open ?? 0} not through.`,
            )
      }
    >
      <ChangedPanel
        lang={lang}
        history={await changedSince(web.deps.table, `round:${round.id}`, lang, typed)}
      />
      {phase !== undefined && !phase.closable && (
        <p>
          {phase.end === undefined
            ? say(
                '还有申报正在进入本阶段，请稍后再来。',
                'Some are still entering the phase; come back in a moment.',
              )
            : say(
                `本阶段截止日是 ${phase.end}，次日起可以结束。`,
                `The phase runs until ${phase.end} and may be closed from the next day.`,
              )}
        </p>
      )}
      {page.items.length === 0 ? (
        <Empty lang={lang} title={say('没有未办结的对象', 'Nobody is left')} />
      ) : (
        <form method="post" action={`${path}/stragglers`}>
          <HiddenCsrf csrf={c.get('frame').csrf} />
          <input type="hidden" name="version" value={String(round.version)} />
          <Panel>
            <DataTable
              lang={lang}
              caption={say('未办结的对象', 'Not through')}
              rows={page.items}
              columns={[
                {
                  title: say('对象', 'Nominee'),
                  header: true,
                  cell: (each) => <a href={candidacyPath(seen, each.nomination)}>{each.name}</a>,
                },
                { title: say('来自', 'From'), cell: (each) => orgName(each.from) },
                {
                  title: say('状态', 'State'),
                  cell: (each) => (
                    <Tag tone={candidacyTones[each.state]}>
                      {each.step === undefined || each.step.kind !== each.state
                        ? w(lang).states[each.state]
                        : stepName(lang, each.step)}
                    </Tag>
                  ),
                },
                { title: say('等待', 'Waits for'), cell: (each) => waitsFor(seen, each, memberName) || '—' },
                ...(isReady
                  ? [
                      {
                        title: say('如何处理', 'What becomes of it'),
                        cell: (each: Candidacy) => <Choice each={each} />,
                      },
                    ]
                  : []),
              ]}
            />
            {page.cursor !== undefined && (
              <p class="muted">
                {say('这里先列 50 名，处理后继续。', 'The first 50; go on with the rest afterwards.')}
              </p>
            )}
          </Panel>
          {isReady && (
            <Panel>
              <Reason
                lang={lang}
                form="close"
                typed={typed}
                help={{
                  zh: '会告知申报人；转入后续批次的，在首批名单产生后继续办理。',
                  en: 'The nominators read it; those carried go on after the first tranche was formed.',
                }}
              />
              <Actions>
                <Button>{say('确认处理', 'Settle them')}</Button>
                <a href={path}>{w(lang).buttons.cancel}</a>
              </Actions>
            </Panel>
          )}
        </form>
      )}
    </RoundPage>
  );
}

/** The end of a phase. */
export function stragglerPages(web: Web): Hono<Env> {
  const pages = new Hono<Env>();
  pages.get('/rounds/:id/stragglers', async (c) => c.html(await stragglersView(web, c)));
  pages.post('/rounds/:id/stragglers', (c) =>
    posted(
      c,
      'close',
      async (body) => {
        const { actor, round, path } = await seenRound(web, c);
        await closePhase(web.deps, actor, round.id, {
          stragglers: fates(body),
          reason: one(body, 'reason'),
          version: whole(one(body, 'version')),
        });
        return doneAt(path, 'closed');
      },
      (typed) => stragglersView(web, c, typed),
    ),
  );
  return pages;
}
