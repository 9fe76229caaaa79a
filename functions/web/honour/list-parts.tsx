/** Parts of a published list, on its own page and where it is embedded: its head, and its entries under their headings. */
import { entriesPerPage, type RollEntry } from '#actions/honour/honour-roll.ts';
import type { HonourList } from '#domain/honour/honour-records.ts';
import { titlesSaid } from '#domain/programme/grade.ts';
import { underTitles } from '#domain/programme/list-group.ts';
import { certificatePath, dayIn } from '#web/frame/common.tsx';
import { Tag } from '#web/frame/parts.tsx';
import { honourTones } from '#web/frame/tones.ts';
import { type InLang, type Lang, sayIn, t, w } from '#web/frame/words.ts';
import { regradedSaid } from './grade-words.ts';

const Entry = (props: InLang & { readonly entry: RollEntry; readonly framed?: true | undefined }) => {
  const { lang, entry } = props;
  const say = sayIn(lang);
  const gone = entry.status === 'revoked' || entry.status === 'annulled';
  return (
    <li class={`honour${gone ? ' honour-void' : ''}`} id={`p${entry.position + 1}`}>
      <span class="honour-name">{entry.name}</span>
      {entry.grades !== undefined && (
        <span class="honour-grade">
          <Tag tone="gold">{t(lang, titlesSaid(entry.grades))}</Tag>
        </span>
      )}
      <span class="honour-facts">{Object.values(entry.shown).join(' · ')}</span>
      <a
        class="honour-number"
        href={certificatePath(entry.number)}
        // Nothing else may be shown in a frame, so the way leads out of it.
        {...(props.framed === true && { target: '_blank', rel: 'noopener' })}
      >
        {entry.number}
      </a>
      {entry.status !== 'valid' && (
        <span class="honour-status">
          <Tag tone={honourTones[entry.status]}>{w(lang).honours[entry.status]}</Tag>{' '}
          {entry.decision !== undefined && (
            <span class="muted">
              {entry.decision}
              {entry.decidedOn !== undefined && `（${entry.decidedOn}）`}
            </span>
          )}
        </span>
      )}
      {entry.regraded !== undefined && (
        <span class="honour-status muted">{regradedSaid(lang, entry.regraded)}</span>
      )}
      {entry.rectifyBy !== undefined && (
        <span class="honour-status muted">{say(`至 ${entry.rectifyBy}`, `until ${entry.rectifyBy}`)}</span>
      )}
      {entry.rechecked !== undefined && (
        <span class="honour-status muted">
          {say(
            `复查 ${entry.rechecked.on} ${entry.rechecked.band}`,
            `Re-checked ${entry.rechecked.on}: ${entry.rechecked.band}`,
          )}
        </span>
      )}
      {entry.correctedOn !== undefined && (
        <span class="honour-status muted">
          {say(`${entry.correctedOn} 更正`, `Corrected ${entry.correctedOn}`)}
        </span>
      )}
    </li>
  );
};

/** The heading of an entry: its group and the best grade that it was published with; none where it has neither. */
function headingOf(lang: Lang, { group, grades = [], listedGrades = grades }: RollEntry): string | undefined {
  const said = [group, ...listedGrades.slice(0, 1).map((grade) => t(lang, grade))];
  return said.filter((each) => each !== undefined).join(' · ') || undefined;
}

/** The entries of a page, from 1, under their headings. */
export const Entries = (props: {
  readonly lang: Lang;
  readonly entries: readonly RollEntry[];
  readonly page: number;
  /** They stand in a frame of another site. */
  readonly framed?: true;
}) => (
  <>
    {underTitles(props.entries, (entry) => headingOf(props.lang, entry)).map((group) => (
      <>
        {group.title !== undefined && <h2 class="roll-grade">{group.title}</h2>}
        <ol class="honours" start={(props.page - 1) * entriesPerPage + 1 + group.from}>
          {group.items.map((entry) => (
            <Entry lang={props.lang} entry={entry} framed={props.framed} />
          ))}
        </ol>
      </>
    ))}
  </>
);

/** Title, bodies and document number of a list. */
export const RollTitle = (props: {
  readonly lang: Lang;
  readonly list: Pick<HonourList, 'level' | 'edition' | 'bodies' | 'documentNumber' | 'date'>;
  readonly title: string;
}) => {
  const { lang, list, title } = props;
  return (
    <header class="roll-head">
      <p class="roll-caption">
        {w(lang).levels[list.level]} · {list.edition}
      </p>
      <h1>{title}</h1>
      <p class="roll-bodies">{list.bodies.join('　')}</p>
      <p class="roll-document">
        {list.documentNumber} · <time datetime={list.date}>{dayIn(lang, list.date)}</time>
      </p>
    </header>
  );
};
