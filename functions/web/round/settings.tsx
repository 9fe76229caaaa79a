/** `/rounds/:id/settings`: the settings of a round to read and to change with a reason, and its cancelling. */

import { changesOf } from '#actions/kept-change.ts';
import { allowLateEntry, lateEntriesOf } from '#actions/round/late-entries.ts';
import { lateEntry, roundCancelling, roundChange } from '#actions/round/round-input.ts';
import { cancelRound, changeRound } from '#actions/round/rounds.ts';
import { instantOf } from '#actions/write.ts';
import { isBefore, shanghaiDate } from '#domain/instant.ts';
import { type Fault, text } from '#domain/problem.ts';
import { roundWarnings } from '#domain/programme/programme-warnings.ts';
import { shownAt } from '#domain/shown-dates.ts';
import type { Ctx, Web } from '#web/frame/context.ts';
import { doneAt, framed, Reason } from '#web/frame/form.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { memberNames, organisationNames } from '#web/frame/names.ts';
import { Box, SummaryList } from '#web/frame/parts.tsx';
import { ask, type FormSpec, PostForm } from '#web/frame/post-form.tsx';
import { type OnPage, type Typed, take } from '#web/frame/take.ts';
import { t, w } from '#web/frame/words.ts';
import { ChangedBox, changedSince } from '#web/trust/history.tsx';
import { RoundPage, type SeenRound, seenRound } from './seen-round.tsx';
import { Changes, LateEntries } from './settings-changes.tsx';
import { patchOf, SettingsFields } from './settings-form.tsx';
import { instantOfText } from './typed-instant.ts';

const Read = ({ seen }: { readonly seen: SeenRound }) => {
  const { say, round, stage, lang } = seen;
  const { settings } = round;
  const { notice } = stage;
  return (
    <SummaryList
      rows={[
        { label: say('性质', 'Kind'), value: w(lang).kinds[stage.kind ?? seen.programme.kind] },
        {
          label: say('申报', 'Nominations'),
          value: `${shownAt(settings.opensAt)} – ${shownAt(settings.closesAt)}`,
        },
        { label: say('名额', 'Places'), value: settings.places ?? say('不限', 'Any number') },
        {
          label: say('公示', 'Notice'),
          value: say(
            `${notice.days} 个${notice.mode === 'working' ? '工作日' : '自然日'}，${notice.countPostingDay ? '含' : '不含'}发布当日，末日 ${notice.closesAt} 截止`,
            `${notice.days} ${notice.mode === 'working' ? 'working' : 'calendar'} days, posting day ${notice.countPostingDay ? 'counted' : 'not counted'}, closing at ${notice.closesAt}`,
          ),
        },
        { label: say('表彰日期', 'Ceremony'), value: settings.ceremony ?? '—' },
        {
          label: say('依据', 'Legal basis'),
          value: (settings.legalBasis ?? seen.programme.legalBasis)?.document ?? '—',
        },
        { label: say('联系', 'Contact'), value: Object.values(settings.contact).join(' · ') || '—' },
        { label: say('评选活动版本', 'Revision of the programme'), value: round.programmeRevision },
      ]}
    />
  );
};

const Warnings = ({ seen, warnings }: { readonly seen: SeenRound; readonly warnings: readonly Fault[] }) => (
  <div class="flash flash-warning">
    <p class="flash-title">{seen.say('请注意', 'Please note')}</p>
    <ul>
      {warnings.map((each) => (
        <li>{t(seen.lang, each.text)}</li>
      ))}
    </ul>
  </div>
);

/** Before the window every setting may change; afterwards some, with a reason. */
const SettingsForm = (props: OnPage & { readonly seen: SeenRound; readonly isWhole: boolean }) => {
  const { c, seen, typed, isWhole } = props;
  const { lang, say, round, stage, programme, path } = seen;
  const form = {
    form: 'settings',
    action: `${path}/settings`,
    hidden: { version: String(round.version) },
    button: text('保存设置', 'Save the settings'),
    cancel: path,
  };
  return (
    <PostForm c={c} of={form} typed={typed}>
      {!isWhole && (
        <p>
          {say(
            '申报已开始：只能更改日期、名额、联系方式和证书文字，须写明理由；不能改到已经过去的时间之前。',
            'The window has opened: only dates, places, contact and certificate may change, with a reason, and never below what has passed.',
          )}
        </p>
      )}
      <SettingsFields
        lang={lang}
        form="settings"
        typed={typed}
        programme={programme}
        stage={stage}
        settings={round.settings}
        whole={isWhole}
      />
      {!isWhole && (
        <Box>
          <Reason
            lang={lang}
            form="settings"
            typed={typed}
            label={{ zh: '更改理由', en: 'Reason for the change' }}
            help={{ zh: '会告知相关人员', en: 'Those concerned will read it' }}
          />
        </Box>
      )}
    </PostForm>
  );
};

const lateForm = ({ path, round }: SeenRound): FormSpec => ({
  form: 'late',
  action: `${path}/late`,
  hidden: { version: String(round.version) },
  folded: text('准予一个单位补报', 'Let one unit hand in late'),
  note: text(
    '申报截止后、名单确认前，可以准予个别单位补报；该单位的管理员和填报员会收到通知。同一单位再次准予的，以新的为准。',
    'After the window and before the list is confirmed. Its administrators and clerks are told; given again, the new one stands.',
  ),
  groups: [
    [
      ask(lateEntry, 'organisation'),
      ask(lateEntry, 'until', {
        help: text('北京时间，写成 2027-01-10 09:00 的样子', 'In Shanghai, written like 2027-01-10 09:00'),
      }),
      ask(lateEntry, 'places'),
      ask(lateEntry, 'reason', { type: 'paragraph' }),
    ],
  ],
});

const cancelForm = ({ path }: SeenRound): FormSpec => ({
  form: 'cancel',
  action: `${path}/cancel`,
  tone: 'danger',
  folded: text('取消本轮评选', 'Cancel this round'),
  note: text('取消后不能恢复。确定吗？', 'It cannot be undone. Cancel it?'),
  groups: [[ask(roundCancelling, 'reason', { type: 'paragraph', max: 200 })]],
});

async function view(web: Web, c: Ctx, typed?: Typed) {
  const seen = await seenRound(web, c);
  const { lang, say, round, stage, programme } = seen;
  const now = instantOf(web.deps);
  const warnings = roundWarnings(programme, round.stage, stage, round.settings, { today: shanghaiDate(now) });
  const { table } = web.deps;
  const [late, changes] = await Promise.all([
    lateEntriesOf(web.deps, round.id),
    changesOf(web.deps, round.id),
  ]);
  const orgName = await organisationNames(
    table,
    (round.late ?? []).map(({ org }) => org),
  );
  const memberName = await memberNames(
    table,
    changes.map(({ by }) => by),
    lang,
  );
  const editable = seen.can('round.configure') && round.status !== 'cancelled';
  return (
    <RoundPage
      {...framed(c, typed, { late: text('已准予补报，并已通知该单位。', 'Allowed, and the unit is told.') })}
      seen={seen}
      tab="settings"
      title={say('本级设置', 'Settings of this round')}
    >
      <ChangedBox lang={lang} history={await changedSince(web.deps.table, `round:${round.id}`, typed)} />
      <Box title={say('现行设置', 'In force')}>
        <Read seen={seen} />
        {warnings.length > 0 && <Warnings seen={seen} warnings={warnings} />}
      </Box>
      {editable && (
        <SettingsForm c={c} seen={seen} typed={typed} isWhole={isBefore(now, round.settings.opensAt)} />
      )}
      {((editable && round.status === 'selecting') || (round.late ?? []).length > 0) && (
        <Box title={say('补报', 'Late entries')}>
          <LateEntries seen={seen} used={late} nameOf={orgName} />
          {editable && round.status === 'selecting' && <PostForm c={c} of={lateForm(seen)} typed={typed} />}
        </Box>
      )}
      <Changes seen={seen} changes={changes} nameOf={memberName} />
      {editable && round.tranches === 0 && round.status !== 'settled' && (
        <Box title={say('取消本轮', 'Cancel the round')} tone="tinted">
          <p>
            {say(
              '名单产生前可以取消。取消后不再办理，各申报保持原状。',
              'Possible until the list is formed. Nothing more is done; nominations keep their state.',
            )}
          </p>
          <PostForm c={c} of={cancelForm(seen)} typed={typed} />
        </Box>
      )}
    </RoundPage>
  );
}

/** Settings of a round. */
export const settingsPages = mounting((pages, web) => {
  pages.get('/rounds/:id/settings', async (c) => c.html(await view(web, c)));
  pages.post('/rounds/:id/settings', (c) =>
    take(c, {
      form: 'settings',
      input: roundChange.omit({ patch: true }),
      work: async (sent, { body }) => {
        const { actor, round, path } = await seenRound(web, c);
        const patch = patchOf(body, round.settings);
        await changeRound(web.deps, actor, round.id, { ...sent, patch });
        return doneAt(path, 'settings');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.post('/rounds/:id/late', (c) =>
    take(c, {
      form: 'late',
      input: lateEntry,
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await allowLateEntry(web.deps, actor, round.id, { ...sent, until: instantOfText(sent.until) });
        return doneAt(`${path}/settings`, 'late');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
  pages.post('/rounds/:id/cancel', (c) =>
    take(c, {
      form: 'cancel',
      input: roundCancelling,
      work: async (sent) => {
        const { actor, round, path } = await seenRound(web, c);
        await cancelRound(web.deps, actor, round.id, sent);
        return doneAt(path, 'cancelled');
      },
      show: (typed) => view(web, c, typed),
    }),
  );
});
