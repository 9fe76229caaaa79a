/** `/honours/names`: honours found by name over all lists; `/honours/of/<holder>`: the page of one holder. */

import { findOnRoll, type OnRollOf, readHolder } from '#actions/honour/roll-names.ts';
import type { Deps } from '#deps';
import { type Fault, Problem, text } from '#domain/problem.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { asked, certificatePath, dayIn, keepShortly, listPath, PublicStyle } from '#web/frame/common.tsx';
import { addressOf, type Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Button, Empty, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { honourTones } from '#web/frame/tones.ts';
import { type InLang, type Lang, t, w } from '#web/frame/words.ts';

const words = {
  name: text('姓名或名称', 'Name'),
  help: text(
    '输入前两个字或更多，在所有名单中查找。个人和家庭同意公开的才能查到；其他人请打开名单查看。',
    'The first two characters or more, over all lists. Persons and families are found where they agreed; look others up on their list.',
  ),
  find: text('按名称查找', 'Find by name'),
  title: text('按名称查找荣誉', 'Honours by name'),
  nobody: text('没有查到', 'Nothing was found'),
  nobodyHelp: text(
    '请核对名称的开头。没有同意公开的个人和家庭不能按名称查到，可以打开名单查看。',
    'Check how the name begins. Persons and families who did not agree are not found by name; open their list.',
  ),
  holder: text('荣誉主页', 'All honours'),
  holderLead: text('本人（单位）同意公开的荣誉。', 'The honours that she agreed to show.'),
  holderTitle: (name: string) => text(`${name}的荣誉`, `Honours of ${name}`),
  roll: text('荣誉榜', 'Roll of honour'),
} as const;

export const NameSearch = (
  props: InLang & { readonly name?: string | undefined; readonly faults?: readonly Fault[] },
) => (
  <form method="get" action="/honours/names" class="name-search">
    <FormField
      lang={props.lang}
      faults={props.faults ?? []}
      value={props.name}
      field={{ id: 'name', type: 'text', label: words.name, help: words.help }}
    />
    <Button tone="secondary">{t(props.lang, words.find)}</Button>
  </form>
);

/** Path of a holder's page. */
export const holderPath = (holder: string): string => `/honours/of/${encodeURIComponent(holder)}`;

const Card = (props: { readonly lang: Lang; readonly found: OnRollOf; readonly leads: boolean }) => {
  const { lang, leads } = props;
  const { entry, list, holder } = props.found;
  return (
    <li class="roll-card">
      <h2>
        <a href={certificatePath(entry.number)}>{leads ? entry.name : list.title}</a>
      </h2>
      {leads && (
        <p>
          <a href={listPath(list.id)}>{list.title}</a>
        </p>
      )}
      <p class="roll-bodies">{list.bodies.join('、')}</p>
      <p class="muted">
        {dayIn(lang, list.date)} · {entry.number}
      </p>
      <p class="card-tags">
        <Tag tone="gold">{w(lang).levels[list.level]}</Tag>
        {entry.grades !== undefined && <Tag tone="gold">{t(lang, titlesSaid(entry.grades))}</Tag>}
        {entry.status !== 'valid' && (
          <Tag tone={honourTones[entry.status]}>{w(lang).honours[entry.status]}</Tag>
        )}
        {leads && holder !== undefined && <a href={holderPath(holder)}>{t(lang, words.holder)}</a>}
      </p>
    </li>
  );
};

const Cards = (props: InLang & { readonly items: readonly OnRollOf[]; readonly leads: boolean }) => (
  <ul class="roll-cards">
    {props.items.map((found) => (
      <Card lang={props.lang} found={found} leads={props.leads} />
    ))}
  </ul>
);

async function namesPage(c: Ctx, deps: Deps) {
  const frame = c.get('frame');
  const { lang } = frame;
  const name = asked(c, 'name');
  let faults: readonly Fault[] = [];
  let found: Awaited<ReturnType<typeof findOnRoll>> | undefined;
  try {
    if (name !== undefined)
      found = await findOnRoll(deps, { name, address: addressOf(c), cursor: asked(c, 'cursor') });
  } catch (error) {
    if (!(error instanceof Problem) || error.faults.length === 0) throw error;
    faults = error.faults;
  }
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.title)}
      current="honours"
      width="wide"
      faults={faults}
      crumbs={[{ href: '/honours', title: t(lang, words.roll) }]}
    >
      <PublicStyle />
      <NameSearch lang={lang} name={name} faults={faults} />
      {found !== undefined &&
        (found.items.length === 0 && found.cursor === undefined ? (
          <Empty lang={lang} title={t(lang, words.nobody)}>
            {t(lang, words.nobodyHelp)}
          </Empty>
        ) : (
          <Cards lang={lang} items={found.items} leads />
        ))}
      <Pager
        lang={lang}
        next={nextPage(`/honours/names?${new URLSearchParams({ name: name ?? '' })}`, found?.cursor)}
      />
    </Page>,
    faults.length > 0 ? 422 : 200,
  );
}

async function holderPage(c: Ctx, deps: Deps) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const holder = c.req.param('holder') ?? '';
  const { items, cursor } = await readHolder(deps, holder, asked(c, 'cursor'));
  const name = items[0]?.entry.name ?? say('未公开', 'Not shown');
  keepShortly(c);
  return c.html(
    <Page
      {...frame}
      title={t(lang, words.holderTitle(name))}
      lead={t(lang, words.holderLead)}
      current="honours"
      width="wide"
      crumbs={[{ href: '/honours', title: t(lang, words.roll) }]}
    >
      <PublicStyle />
      <Cards lang={lang} items={items} leads={false} />
      <Pager lang={lang} next={nextPage(holderPath(holder), cursor)} />
    </Page>,
  );
}

/** Mounted at '/', before the page of a list. */
export const rollNamePages = mounting((app, { deps }) => {
  app.get('/honours/names', (c) => namesPage(c, deps));
  app.get('/honours/of/:holder', (c) => holderPage(c, deps));
});
