/** `/honours/:list/manage/:number`: one honour with its history, and the acts on it: revoke, review, put right, correct. */
import { Hono } from 'hono';
import { entryOf } from '#actions/honour/honour-roll.ts';
import { honourByNumber } from '#actions/honour/honour-writes.ts';
import { correctHonour, revokeHonour, setHonourStatus } from '#actions/honour/revocations.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { honourTransitions } from '#domain/honour/honour.ts';
import type { HonourRecord } from '#domain/honour/honour-records.ts';
import { shanghaiDate } from '#domain/instant.ts';
import { type Fault, missing, Problem, text } from '#domain/problem.ts';
import { shownAt } from '#domain/shown-dates.ts';
import { Timeline } from '#web/frame/boards.tsx';
import {
  certificatePath,
  dayIn,
  faultsOr,
  listPath,
  PublicStyle,
  sayIn,
  textsOf,
} from '#web/frame/common.tsx';
import type { Ctx, Env, Web } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { type Frame, Page } from '#web/frame/layout.tsx';
import { Actions, Button, HiddenCsrf, Panel, SummaryList, Tag } from '#web/frame/parts.tsx';
import { honourTones } from '#web/frame/tones.ts';
import { t, w } from '#web/frame/words.ts';
import { demandSure, managed, RulingFields, Sure } from './ruling.tsx';

type Typed = Readonly<Record<string, string>>;
interface Shown {
  readonly frame: Frame;
  readonly honour: HonourRecord;
  readonly typed: Typed;
  readonly faults: readonly Fault[];
}

const pathOf = (honour: HonourRecord): string =>
  `${listPath(honour.list)}/manage/${encodeURIComponent(honour.number)}`;

const Hidden = ({ frame, honour }: Pick<Shown, 'frame' | 'honour'>) => (
  <>
    <HiddenCsrf csrf={frame.csrf} />
    <input type="hidden" name="version" value={String(honour.version)} />
  </>
);

const Revocation = ({ frame, honour, typed, faults }: Shown) => {
  const { lang } = frame;
  const mine = typed.act === 'revoke' ? { typed, faults } : { typed: {}, faults: [] };
  return (
    <Panel title={sayIn(lang)('撤销荣誉', 'Revoke')} id="revoke">
      <p>
        {sayIn(lang)(
          '撤销后仍列在名单中并注明“已撤销”和决定文号，证书查验同步显示，编号不再使用。此操作不能撤回。',
          'It stays on the list as revoked with the decision, the certificate check says so, and its number is never used again. It cannot be undone.',
        )}
      </p>
      <form method="post" action={`${pathOf(honour)}/revoke`}>
        <Hidden frame={frame} honour={honour} />
        <RulingFields lang={lang} {...mine} />
        <Sure
          lang={lang}
          zh={`我确认撤销“${honour.name}”的荣誉`}
          en={`I confirm that the honour of ${honour.name} is revoked`}
        />
        <Actions>
          <Button tone="danger">{sayIn(lang)('撤销', 'Revoke')}</Button>
        </Actions>
      </form>
    </Panel>
  );
};

const Correction = ({ frame, honour, typed, faults }: Shown) => {
  const { lang } = frame;
  const say = sayIn(lang);
  const mine = typed.act === 'correct' ? typed : {};
  const one = { lang, faults: typed.act === 'correct' ? faults : [] };
  const fields = [
    { value: 'name', label: text(`名称：${honour.name}`, `Name: ${honour.name}`) },
    ...Object.entries(honour.shown).map(([label, value]) => ({
      value: label,
      label: text(`${label}：${value}`, `${label}: ${value}`),
    })),
  ];
  return (
    <Panel title={say('更正文字', 'Correct a slip of the pen')} id="correct">
      <p>{say('只更正笔误；原文保留在记录中。', 'For clerical slips only; the old text stays on record.')}</p>
      <form method="post" action={`${pathOf(honour)}/correct`}>
        <Hidden frame={frame} honour={honour} />
        <FormField
          {...one}
          value={mine.field}
          field={{
            id: 'field',
            type: 'choice',
            required: true,
            label: text('更正哪一项', 'Which text'),
            options: fields,
          }}
        />
        <FormField
          {...one}
          value={mine.text}
          field={{
            id: 'text',
            type: 'text',
            required: true,
            max: 100,
            label: text('更正为', 'Correct text'),
          }}
        />
        <FormField
          {...one}
          value={mine.reason}
          field={{ id: 'reason', type: 'text', required: true, label: text('更正原因', 'Reason') }}
        />
        <Actions>
          <Button>{say('更正', 'Correct')}</Button>
        </Actions>
      </form>
    </Panel>
  );
};

const StatusChange = ({ frame, honour, typed, faults }: Shown) => {
  const { lang } = frame;
  const say = sayIn(lang);
  const own = typed.act === 'status';
  const choices = (['underReview', 'rectifying', 'valid'] as const).filter((to) =>
    honourTransitions[honour.status].includes(to),
  );
  return (
    <Panel title={say('复核与整改', 'Review and putting right')} id="status">
      <form method="post" action={`${pathOf(honour)}/status`}>
        <Hidden frame={frame} honour={honour} />
        <FormField
          lang={lang}
          faults={own ? faults : []}
          value={own ? typed.to : undefined}
          field={{
            id: 'to',
            type: 'choice',
            required: true,
            label: text('改为', 'New status'),
            options: choices.map((to) => ({
              value: to,
              label: text(w('zh').honours[to], w('en').honours[to]),
            })),
          }}
        />
        <FormField
          lang={lang}
          faults={own ? faults : []}
          value={own ? typed.why : undefined}
          name="why"
          field={{
            id: 'why',
            type: 'text',
            required: true,
            label: text('原因（整改的写明期限）', 'Reason (and the date by which to put it right)'),
          }}
        />
        <Actions>
          <Button>{w(lang).buttons.confirm}</Button>
        </Actions>
      </form>
    </Panel>
  );
};

const History = ({ frame, honour }: Pick<Shown, 'frame' | 'honour'>) => {
  const { lang } = frame;
  const say = sayIn(lang);
  const { history } = honour;
  if (history.length === 0) return null;
  const words = (status: string) => w(lang).honours[status as HonourRecord['status']] ?? status;
  return (
    <Panel title={say('变更记录', 'History')}>
      <Timeline
        events={history.map((line) => ({
          at: shownAt(line.at),
          dateTime: line.at,
          title:
            line.field === undefined
              ? `${words(line.from)} → ${words(line.to)}`
              : say(`更正（原文：${line.oldText ?? ''}）`, `Corrected (was: ${line.oldText ?? ''})`),
          body: [line.reason, line.decision, line.body, line.decidedOn]
            .filter((part) => part !== undefined)
            .join('；'),
        }))}
      />
    </Panel>
  );
};

async function onePage(c: Ctx, deps: Deps, typed: Typed = {}, faults: readonly Fault[] = []) {
  const frame = c.get('frame');
  const { lang } = frame;
  const say = sayIn(lang);
  const id = c.req.param('list') ?? '';
  const { list, shown } = await managed(c, deps, id);
  const { honour } = await honourByNumber(deps, c.req.param('number') ?? '');
  if (honour.list !== list.id)
    throw missing('honour-unknown', '这份名单中没有这个编号。', 'This list has no such number.');
  const entry = entryOf(honour, list, shanghaiDate(instantOf(deps)));
  const isOver = entry.status === 'revoked' || entry.status === 'annulled';
  const done = c.req.query('done') !== undefined;
  const all = { frame, honour, typed, faults };
  return c.html(
    <Page
      {...frame}
      title={honour.name}
      caption={shown.title}
      current="honours"
      crumbs={[
        { href: listPath(id), title: shown.title },
        { href: `${listPath(id)}/manage`, title: say('撤销与更正', 'Revoke and correct') },
      ]}
      faults={faults}
      {...(done && { flash: { kind: 'success' as const, title: say('已办理', 'Done') } })}
    >
      <PublicStyle />
      <Panel>
        <SummaryList
          rows={[
            {
              label: say('证书编号', 'Number'),
              value: <a href={certificatePath(honour.number)}>{honour.number}</a>,
            },
            {
              label: w(lang).parts.status,
              value: <Tag tone={honourTones[entry.status]}>{t(lang, entry.words)}</Tag>,
            },
            ...Object.entries(honour.shown).map(([label, value]) => ({ label, value })),
            { label: say('授予日期', 'Date'), value: dayIn(lang, honour.date) },
          ]}
        />
      </Panel>
      <History frame={frame} honour={honour} />
      {!isOver && <StatusChange {...all} />}
      {!isOver && <Correction {...all} />}
      {!isOver && <Revocation {...all} />}
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

type Work = (typed: Typed, number: string, version: number) => Promise<HonourRecord>;

async function act(c: Ctx, deps: Deps, name: string, work: Work) {
  const typed = { ...(await textsOf(c)), act: name };
  await managed(c, deps, c.req.param('list') ?? '');
  try {
    const honour = await work(typed, c.req.param('number') ?? '', Number((typed as Typed).version));
    return c.redirect(`${pathOf(honour)}?done=${name}`, 303);
  } catch (error) {
    return onePage(c, deps, typed, faultsOr(error));
  }
}

/** Mounted at '/'. */
export function honourPages({ deps }: Web): Hono<Env> {
  const app = new Hono<Env>();
  const base = '/honours/:list/manage/:number';
  app.get(base, (c) => onePage(c, deps));
  app.post(`${base}/revoke`, (c) =>
    act(c, deps, 'revoke', (typed, number, version) => {
      demandSure(typed);
      const { grounds = '', decisionNumber = '', date = '', body = '' } = typed;
      return revokeHonour(deps, c.get('actor')!, { number, version, grounds, decisionNumber, date, body });
    }),
  );
  app.post(`${base}/correct`, (c) =>
    act(c, deps, 'correct', (typed, number, version) => {
      const { field = '', text: corrected = '', reason = '' } = typed;
      return correctHonour(deps, c.get('actor')!, { number, version, field, text: corrected, reason });
    }),
  );
  app.post(`${base}/status`, (c) =>
    act(c, deps, 'status', async (typed, number, version) => {
      const to = (['underReview', 'rectifying', 'valid'] as const).find((each) => each === typed.to);
      if (to === undefined) {
        const words = text('请选择新的状态', 'Choose the new status');
        throw new Problem('invalid', 'required', words, [{ field: 'to', code: 'required', text: words }]);
      }
      return setHonourStatus(deps, c.get('actor')!, { number, version, to, reason: typed.why ?? '' });
    }),
  );
  return app;
}
