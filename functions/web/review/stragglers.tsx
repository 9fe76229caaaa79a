/** `/rounds/:id/stragglers`: the end of a phase, each of those not through named with what becomes of it. */

import { phaseClosing, stragglerFates } from '#actions/review/review-input.ts';
import {
  closePhase,
  listStragglers,
  mayCarry,
  type OpenPhase,
  openPhase,
} from '#actions/review/stragglers.ts';
import type { Candidacy } from '#domain/candidacy/candidacy-record.ts';
import type { Input } from '#domain/input.ts';
import { type Text, text } from '#domain/problem.ts';
import { stepPhases } from '#domain/programme/step.ts';
import { candidacyPath, waitsFor } from '#web/candidacy/inbox.tsx';
import { DataTable } from '#web/frame/boards.tsx';
import type { Ctx, Web } from '#web/frame/context.ts';
import { FieldErrors, faultsAt, fieldId } from '#web/frame/errors.tsx';
import { type Body, doneAt, framed, keptText } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, type NameOf, organisationNames, phaseName, stepName } from '#web/frame/names.ts';
import { Box, Empty, Tag } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { postedOf } from '#web/frame/posted.ts';
import { type Typed, take } from '#web/frame/take.ts';
import { candidacyTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import { RoundPage, type SeenRound, seenRound } from '#web/round/seen-round.tsx';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';

const fateName = (nomination: string): string => `fate.${nomination}`;

/** Those for whom something was chosen. */
const fatesIn = (body: Body): Input<typeof phaseClosing>['stragglers'] =>
  Object.entries(body).flatMap(([name, values]) => {
    const nomination = name.startsWith('fate.') ? name.slice(5) : '';
    const fate = values.at(-1);
    return nomination !== '' && (fate === 'out' || fate === 'carry') ? [{ nomination, fate }] : [];
  });

const choices: readonly (readonly ['' | keyof typeof stragglerFates, Text])[] = [
  ['', text('继续等待', 'Wait on')],
  ['out', stragglerFates.out],
  ['carry', stragglerFates.carry],
];

const Choice = (props: {
  readonly seen: SeenRound;
  readonly each: Candidacy;
  readonly typed: Typed | undefined;
}) => {
  const { seen, each, typed } = props;
  const name = fateName(each.nomination);
  const faults = faultsAt(typed?.problem?.faults ?? [], name);
  return (
    <fieldset>
      <legend class="visually-hidden">{each.name}</legend>
      {faults.length > 0 && <FieldErrors lang={seen.lang} id={fieldId(name)} faults={faults} />}
      <div class="options options-inline" id={fieldId(name)}>
        {choices.map(([fate, words]) => (
          <label class="option">
            <input
              type="radio"
              name={name}
              value={fate}
              checked={keptText(typed, 'close', name, '') === fate}
              disabled={fate === 'carry' && !mayCarry(each)}
            />
            <span>{t(seen.lang, words)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
};

const columnsOf = (seen: SeenRound, orgName: NameOf, memberName: NameOf) => {
  const { lang, say } = seen;
  return [
    {
      title: say('对象', 'Nominee'),
      cell: (each: Candidacy) => <a href={candidacyPath(seen, each.nomination)}>{each.name}</a>,
    },
    { title: say('来自', 'From'), cell: (each: Candidacy) => orgName(each.from) },
    {
      title: say('状态', 'State'),
      cell: (each: Candidacy) => (
        <Tag tone={candidacyTones[each.state]}>
          {each.step === undefined || each.step.kind !== each.state
            ? w(lang).states[each.state]
            : stepName(lang, each.step)}
        </Tag>
      ),
    },
    // Who has still to answer tells who answered.
    ...(seen.reader.judged
      ? [
          {
            title: say('等待', 'Waits for'),
            cell: (each: Candidacy) => waitsFor(seen, each, memberName) || '—',
          },
        ]
      : []),
  ];
};

const formOf = ({ path, round }: SeenRound): FormSpec => ({
  form: 'close',
  action: `${path}/stragglers`,
  hidden: { version: String(round.version) },
  groups: [
    [
      ask(phaseClosing, 'reason', {
        type: 'paragraph',
        help: text(
          '会告知申报人；转入后续批次的，在首批名单产生后继续办理。',
          'The nominators read it; those carried go on after the first tranche was formed.',
        ),
      }),
    ],
  ],
  button: text('确认处理', 'Settle them'),
  cancel: path,
});

const NotYet = ({
  seen: { say },
  phase: { end },
}: {
  readonly seen: SeenRound;
  readonly phase: OpenPhase;
}) => (
  <p>
    {end === undefined
      ? say(
          '还有申报正在进入本阶段，请稍后再来。',
          'Some are still entering the phase; come back in a moment.',
        )
      : say(
          `本阶段截止日是 ${end}，次日起可以结束。`,
          `The phase runs until ${end} and may be closed from the next day.`,
        )}
  </p>
);

async function stragglersView(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c, 'candidacy.list');
  const { table } = web.deps;
  const { actor, lang, say, round, stage } = seen;
  const phase = await openPhase(web.deps, round.id);
  const { items, cursor } = await listStragglers(web.deps, actor, round.id);
  const orgName = await organisationNames(
    table,
    items.map((each) => each.from),
  );
  const members = items.flatMap((each) => each.asked.map((asked) => asked.member));
  const memberName = await memberNames(table, members, lang);
  const named = stepPhases(stage).find((each) => each.id === phase?.id);
  const isReady = phase?.closable === true && seen.can('round.configure');
  const choice = {
    title: say('如何处理', 'What becomes of it'),
    cell: (each: Candidacy) => <Choice seen={seen} each={each} typed={typed} />,
  };
  const list = (
    <Box>
      <DataTable
        lang={lang}
        caption={say('未办结的对象', 'Not through')}
        captionShown
        rows={items}
        columns={[...columnsOf(seen, orgName, memberName), ...(isReady ? [choice] : [])]}
      />
      {cursor !== undefined && (
        <p class="muted">
          {say('这里先列 50 名，处理后继续。', 'The first 50; go on with the rest afterwards.')}
        </p>
      )}
    </Box>
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
      <ChangedBox lang={lang} history={await changedSince(table, `round:${round.id}`, typed)} />
      {phase !== undefined && !phase.closable && <NotYet seen={seen} phase={phase} />}
      {items.length === 0 ? (
        <Empty lang={lang} title={say('没有未办结的对象', 'Nobody is left')} />
      ) : isReady ? (
        <PostForm c={c} of={formOf(seen)} typed={typed}>
          {list}
        </PostForm>
      ) : (
        list
      )}
    </RoundPage>
  );
}

/** The end of a phase. */
export const stragglerPages = mounting((pages, web) => {
  pages.get('/rounds/:id/stragglers', async (c) => c.html(await stragglersView(web, c)));
  pages.post('/rounds/:id/stragglers', async (c) => {
    const stragglers = fatesIn((await postedOf(c)).body);
    return take(c, {
      form: 'close',
      input: phaseClosing.omit({ stragglers: true, tranche: true }),
      // A fault of the action names one by its position; on the page it stands beside the nominee.
      names: {
        stragglers: 'fate',
        ...Object.fromEntries(
          stragglers.map(({ nomination }, i) => [`stragglers.${i}`, fateName(nomination)]),
        ),
      },
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await closePhase(web.deps, actor, round.id, { ...sent, stragglers });
        return doneAt(path, 'closed');
      },
      show: (typed) => stragglersView(web, c, typed),
    });
  });
});
