/** `/honours`: the roll of honour: published lists by year, honour, edition, level and area. */

import { browseLists, type PublicList } from '#actions/honour/honour-roll.ts';
import { type RollChoices, readChoices } from '#actions/honour/roll-choices.ts';
import { instantOf } from '#actions/write.ts';
import type { Deps } from '#deps';
import { shanghaiDate } from '#domain/instant.ts';
import { levels, levelWords } from '#domain/level.ts';
import { oneOf } from '#domain/members.ts';
import { type Text, text } from '#domain/problem.ts';
import { asked, dayIn, keepShortly, listPath, PublicStyle } from '#web/frame/common.tsx';
import type { Ctx } from '#web/frame/context.ts';
import { FormField } from '#web/frame/fields.tsx';
import { Page } from '#web/frame/layout.tsx';
import { mounting } from '#web/frame/mounting.ts';
import { Button, Empty, nextPage, Pager, Tag } from '#web/frame/parts.tsx';
import { allowIndexing } from '#web/frame/security.ts';
import { type Lang, sayIn, w } from '#web/frame/words.ts';
import { NameSearch } from './roll-names.tsx';

/** Years offered for choice, the present one first. */
const yearsOffered = 12;

interface Choice {
  readonly value: string;
  readonly label: Text;
}

const plain = (words: string): Text => text(words, words);

/** Honours of the year, and those of a list that was published before they were noted. */
const honourChoices = ({ honours }: RollChoices, code: string | undefined): readonly Choice[] => {
  const known = honours.map((each) => ({ value: each.code, label: plain(`${each.title}（${each.code}）`) }));
  return code === undefined || known.some(({ value }) => value === code)
    ? known
    : [...known, { value: code, label: plain(code) }];
};

/** The places above the chosen one, itself, and those right below it. */
const areaChoices = ({ way, below }: RollChoices, area: string | undefined): readonly Choice[] => {
  const known = [...way, ...below].map((each) => ({ value: each.area, label: plain(each.name) }));
  return area === undefined || known.some(({ value }) => value === area)
    ? known
    : [...known, { value: area, label: plain(area) }];
};

const Filters = (props: {
  readonly lang: Lang;
  readonly filter: Readonly<Record<string, string | undefined>>;
  readonly thisYear: number;
  readonly choices: RollChoices;
}) => {
  const { lang, filter, thisYear, choices } = props;
  const chosen = Number(filter.year);
  const years = new Set([...Array.from({ length: yearsOffered }, (_, n) => thisYear - n), chosen]);
  const field = { lang, faults: [] };
  const Choose = (of: { id: string; label: Text; options: readonly Choice[] }) => (
    <FormField
      {...field}
      value={filter[of.id]}
      field={{ ...of, type: 'choice', anyOf: text('全部', 'All') }}
    />
  );
  return (
    <form method="get" action="/honours" class="filters">
      <Choose
        id="year"
        label={text('年度', 'Year')}
        options={[...years]
          .sort((a, b) => b - a)
          .map((year) => ({ value: `${year}`, label: plain(`${year}`) }))}
      />
      <Choose id="code" label={text('荣誉', 'Honour')} options={honourChoices(choices, filter.code)} />
      <Choose id="area" label={text('地区', 'Place')} options={areaChoices(choices, filter.area)} />
      <Choose
        id="level"
        label={text('级别', 'Level')}
        options={[...levels].reverse().map((level) => ({ value: level, label: levelWords[level] }))}
      />
      {filter.edition !== undefined && <input type="hidden" name="edition" value={filter.edition} />}
      {filter.org !== undefined && <input type="hidden" name="org" value={filter.org} />}
      <Button tone="secondary">{w(lang).buttons.filter}</Button>
    </form>
  );
};

const ListCard = ({ lang, list }: { readonly lang: Lang; readonly list: PublicList }) => {
  const say = sayIn(lang);
  return (
    <li class={`roll-card${list.annulled === undefined ? '' : ' roll-card-void'}`}>
      <h2>
        <a href={listPath(list.id)}>{list.title}</a>
      </h2>
      <p class="roll-bodies">{list.bodies.join('、')}</p>
      <p class="muted">
        {dayIn(lang, list.date)} · {list.documentNumber} ·{' '}
        {say(`共 ${list.count} 个`, `${list.count} honours`)}
      </p>
      {list.lists !== undefined && (
        <p class="muted">
          {list.lists.map(({ id, title, count = 0 }) => (
            <>
              <a href={`${listPath(list.id)}?list=${encodeURIComponent(id)}`}>
                {say(`${title}（${count} 个）`, `${title} (${count})`)}
              </a>{' '}
            </>
          ))}
        </p>
      )}
      <p class="card-tags">
        <Tag tone="gold">{w(lang).levels[list.level]}</Tag>
        <a href={`/honours?year=${list.year}&code=${list.code}`}>{list.code}</a>
        {list.annulled !== undefined && <Tag tone="bad">{w(lang).honours.annulled}</Tag>}
      </p>
    </li>
  );
};

async function rollPage(c: Ctx, deps: Deps) {
  const frame = c.get('frame');
  const { lang, say } = frame;
  const thisYear = Number(shanghaiDate(instantOf(deps)).slice(0, 4));
  const typedYear = asked(c, 'year');
  const year = typedYear !== undefined && /^\d{4}$/.test(typedYear) ? Number(typedYear) : thisYear;
  const level = oneOf(levels, asked(c, 'level'));
  const filter = {
    org: asked(c, 'org'),
    code: asked(c, 'code')?.toUpperCase(),
    edition: asked(c, 'edition'),
    level,
    area: asked(c, 'area'),
  };
  const [page, choices] = await Promise.all([
    browseLists(deps, { year, ...filter }, asked(c, 'cursor')),
    readChoices(deps, { year, area: filter.area }),
  ]);
  const query = new URLSearchParams(
    Object.entries({ year: String(year), ...filter }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    ),
  );
  if (!deps.site.rehearsal) allowIndexing(c);
  keepShortly(c);
  return c.html(
    <Page
      {...frame}
      title={say('荣誉榜', 'Roll of honour')}
      current="honours"
      width="wide"
      lead={say(
        '各级妇联已发布的表彰名单。撤销、作废的荣誉照实注明。',
        'Published lists of honours. What was revoked or annulled says so.',
      )}
    >
      <PublicStyle />
      <NameSearch lang={lang} />
      <Filters lang={lang} filter={{ ...filter, year: String(year) }} {...{ thisYear, choices }} />
      {page.items.length === 0 ? (
        <Empty lang={lang} title={say(`没有符合条件的 ${year} 年名单`, `No such lists in ${year}`)}>
          <a href={`/honours?year=${year - 1}`}>{say(`查看 ${year - 1} 年`, `See ${year - 1}`)}</a>
        </Empty>
      ) : (
        <ul class="roll-cards">
          {page.items.map((list) => (
            <ListCard lang={lang} list={list} />
          ))}
        </ul>
      )}
      <Pager lang={lang} next={nextPage(`/honours?${query}`, page.cursor)} />
      <p class="muted">
        <a href="/check">{w(lang).nav.check}</a> · <a href="/open-data">{say('开放数据', 'Open data')}</a> ·{' '}
        <a href="/feed.xml">{say('订阅更新', 'Feed')}</a>
      </p>
    </Page>,
  );
}

/** Mounted at '/'. */
export const rollPages = mounting((app, { deps }) => {
  app.get('/honours', (c) => rollPage(c, deps));
});
