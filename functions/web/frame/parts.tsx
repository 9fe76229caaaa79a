/** Small parts of pages: buttons, hidden fields, tags, boxes, lists, tabs, paging. */
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Organisation } from '#domain/people/people-records.ts';
import { text } from '#domain/problem.ts';
import { dated } from './dated.tsx';
import { type Lang, t, w } from './words.ts';

/** The token that a POST form repeats from its cookie, see security.ts. */
export const HiddenCsrf = ({ csrf }: { readonly csrf: string }) => (
  <input type="hidden" name="_csrf" value={csrf} />
);

/** Makes a form idempotent: a repeated press carries the same key, and the action answers the same. */
export const Idem = ({ idem }: { readonly idem: string }) => (
  <input type="hidden" name="_idem" value={idem} />
);

export type ButtonTone = 'primary' | 'secondary' | 'danger' | 'quiet';
export interface ButtonProps {
  readonly tone?: ButtonTone | undefined;
  /** With an address it is a link that looks like a button: for going somewhere, never for changing anything. */
  readonly href?: string | undefined;
  readonly name?: string | undefined;
  readonly value?: string | undefined;
  /** Sends the form without the browser's own checks: for saving drafts. */
  readonly draft?: boolean | undefined;
  readonly small?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Sends the form to another place than its other buttons do. */
  readonly formaction?: string | undefined;
}

/** A submit button, or with `href` a link in its looks. */
export const Button = ({
  tone = 'primary',
  small,
  href,
  draft,
  children,
  ...rest
}: PropsWithChildren<ButtonProps>) => {
  const looks = `button button-${tone}${small === true ? ' button-small' : ''}`;
  return href === undefined ? (
    <button type="submit" class={looks} formnovalidate={draft} {...rest}>
      {children}
    </button>
  ) : (
    <a class={looks} href={href}>
      {children}
    </a>
  );
};

/** Buttons of a form side by side; on phones below each other. */
export const Actions = ({ children }: PropsWithChildren) => <div class="actions">{children}</div>;

/**
 * A button that asks once more before it posts, without script: the first press opens the question, the second posts.
 * `fields` go along as hidden fields; children may hold inputs such as a reason.
 */
export const ConfirmButton = (
  props: PropsWithChildren<{
    readonly lang: Lang;
    readonly action: string;
    readonly csrf: string;
    readonly idem?: string | undefined;
    readonly label: string;
    readonly question: string;
    readonly confirm?: string | undefined;
    readonly tone?: ButtonTone | undefined;
    readonly fields?: Readonly<Record<string, string>> | undefined;
  }>,
) => (
  <details class="confirm">
    <summary class={`button button-${props.tone === 'danger' ? 'danger-line' : 'secondary'}`}>
      {props.label}
    </summary>
    <form method="post" action={props.action} class="confirm-body">
      <HiddenCsrf csrf={props.csrf} />
      {props.idem !== undefined && <Idem idem={props.idem} />}
      {Object.entries(props.fields ?? {}).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <p>{props.question}</p>
      {props.children}
      <Button tone={props.tone ?? 'primary'}>{props.confirm ?? w(props.lang).buttons.confirm}</Button>
    </form>
  </details>
);

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'gold';

/** A state in a few words; the tone only supports the words. */
export const Tag = ({
  tone = 'neutral',
  children,
}: PropsWithChildren<{ readonly tone?: Tone | undefined }>) => (
  <strong class={`tag tag-${tone}`}>{children}</strong>
);

/** A bordered area with an optional heading; `aside` is its action at the right. */
export const Box = (
  props: PropsWithChildren<{
    readonly title?: string | undefined;
    readonly id?: string | undefined;
    readonly aside?: Child;
    readonly tone?: 'plain' | 'tinted' | undefined;
  }>,
) => (
  <section class={`box box-${props.tone ?? 'plain'}`} id={props.id}>
    {props.title !== undefined && (
      <div class="box-head">
        <h2>{props.title}</h2>
        {props.aside}
      </div>
    )}
    {props.children}
  </section>
);

/** More, for those who want it. */
export const Details = (
  props: PropsWithChildren<{ readonly title: string; readonly open?: boolean | undefined }>,
) => (
  <details class="details" open={props.open}>
    <summary>{props.title}</summary>
    <div class="details-body">{props.children}</div>
  </details>
);

export interface SummaryRow {
  readonly label: string;
  readonly value: Child;
  /** Its value, a table, stands below the label, as wide as the list. */
  readonly wide?: boolean | undefined;
  /** The heading above says the label already: it is only read aloud. */
  readonly told?: boolean | undefined;
  /** A link to change the value; `about` completes it for reading aloud. */
  readonly action?: { readonly href: string; readonly text: string; readonly about?: string } | undefined;
}

/** Questions and answers, one per row. */
export const SummaryList = ({ rows }: { readonly rows: readonly SummaryRow[] }) => (
  <dl class="summary">
    {rows.map((row) => (
      <div class={row.wide === true ? 'summary-row summary-wide' : 'summary-row'}>
        <dt class={row.told === true ? 'visually-hidden' : undefined}>{row.label}</dt>
        <dd>{dated(row.value)}</dd>
        {row.action !== undefined && (
          <dd class="summary-action">
            <a href={row.action.href}>
              {row.action.text}
              <span class="visually-hidden"> {row.action.about ?? row.label}</span>
            </a>
          </dd>
        )}
      </div>
    ))}
  </dl>
);

/** What stands where a list would be, and what to do next. */
export const Empty = (props: PropsWithChildren<{ readonly lang: Lang; readonly title?: Child }>) => (
  <div class="empty">
    <p class="empty-title">{props.title ?? w(props.lang).parts.nothing}</p>
    {props.children}
  </div>
);

export interface Tab {
  readonly href: string;
  readonly title: string;
  readonly count?: number | undefined;
  readonly current?: boolean | undefined;
}

/** Views of one thing, each with its own address. */
export const Tabs = ({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {tabs.map((tab) => (
        <li>
          <a href={tab.href} aria-current={tab.current === true ? 'page' : undefined}>
            {tab.title}
            {tab.count !== undefined && <span class="tab-count">{tab.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** The tabs of a list that stands for each of the reader's organisations; nothing where she has one only. */
export const OrganisationTabs = (props: {
  readonly lang: Lang;
  readonly path: string;
  readonly own: readonly Pick<Organisation, 'id' | 'name'>[];
  readonly org: Pick<Organisation, 'id'> | undefined;
}) => {
  const { lang, path, own, org } = props;
  if (own.length < 2) return null;
  const tabs = own.map(({ id, name }) => ({
    href: `${path}?org=${id}`,
    title: name,
    current: id === org?.id,
  }));
  return <Tabs label={t(lang, text('单位', 'Organisations'))} tabs={tabs} />;
};

/** The address of a list's next page; undefined at its end. */
export const nextPage = (path: string, cursor: string | undefined): string | undefined =>
  cursor && `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;

/** Links to the pages before and after, by cursor; nothing when there is only one page. */
export const Pager = (props: {
  readonly lang: Lang;
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
  /** What is shown, e.g. `w(lang).parts.total(120)`. */
  readonly note?: string | undefined;
}) => {
  const words = w(props.lang).parts;
  if (props.previous === undefined && props.next === undefined && props.note === undefined) return null;
  return (
    <nav class="pager" aria-label={words.pages}>
      {props.previous !== undefined && (
        <a class="button button-secondary button-small" rel="prev" href={props.previous}>
          ← {words.previous}
        </a>
      )}
      {props.note !== undefined && <span class="pager-note">{props.note}</span>}
      {props.next !== undefined && (
        <a class="button button-secondary button-small" rel="next" href={props.next}>
          {words.next} →
        </a>
      )}
    </nav>
  );
};

export interface Crumb {
  readonly href: string;
  readonly title: string;
}

/** The way from the home page down to the page above this one. */
export const Crumbs = ({ lang, crumbs }: { readonly lang: Lang; readonly crumbs: readonly Crumb[] }) => (
  <nav class="crumbs" aria-label={w(lang).frame.breadcrumbs}>
    <ol>
      {crumbs.map((crumb) => (
        <li>
          <a href={crumb.href}>{crumb.title}</a>
        </li>
      ))}
    </ol>
  </nav>
);

/** A button that copies a text where script runs, hidden where it does not. `text` is what is copied. */
export const CopyButton = ({ lang, text }: { readonly lang: Lang; readonly text: string }) => (
  <button
    type="button"
    class="button button-secondary button-small"
    data-copy={text}
    data-copied={w(lang).buttons.copied}
    hidden
  >
    {w(lang).buttons.copy}
  </button>
);
