/** The page frame: head, skip link, header with navigation by role, rehearsal banner, confirmation, footer. */
import { raw } from 'hono/html';
import type { Child, PropsWithChildren } from 'hono/jsx';
import type { Actor } from '#domain/people/people.ts';
import type { Fault } from '#domain/problem.ts';
import { hasReadIndex } from '#store/memory.ts';
import { assetPaths } from './assets.ts';
import { Brand, brandIcon } from './brand.tsx';
import { dated } from './dated.tsx';
import { ErrorSummary } from './errors.tsx';
import { type NavId, navigationFor } from './navigation.ts';
import { type Crumb, Crumbs, HiddenCsrf } from './parts.tsx';
import { htmlLang, type Lang, t, type Words, w } from './words.ts';

/** What every page needs to know about its request; built once per request and spread: `<Page {...frame} title=…>`. */
export interface Frame {
  readonly lang: Lang;
  /** Who is signed in or came by a link; nobody on a public page. */
  readonly actor?: Actor | undefined;
  readonly site: {
    readonly name: Words;
    readonly rehearsal: boolean;
    readonly late?: boolean | undefined;
    /** Files go straight to the bucket. */
    readonly direct?: boolean;
  };
  readonly csrf: string;
  /** Path and query of this page, for the way back after changing the language. */
  readonly path: string;
  /** It answers a press: going back to it, or loading it again, asks for the page that the form stood on (site.js). */
  readonly answersPress?: boolean | undefined;
  /** Date `YYYY-MM-DD` of the site's clock, shown in a rehearsal. */
  readonly today?: string | undefined;
  /** Of a page for everybody: the federation whose page it is, named in head and foot. */
  readonly publisher?: Publisher | undefined;
}

/** Whose page a public page is. */
export interface Publisher {
  readonly name: string;
  /** Where its seal or logo is. */
  readonly logo?: string;
}

/** A confirmation or notice at the top of the page, e.g. after a redirect. */
export interface Flash {
  readonly kind: 'success' | 'info' | 'warning';
  readonly title: string;
  readonly body?: Child;
}

export interface PageProps extends Frame {
  /** Plain words, used in `<title>` and, unless `heading` is false, as `<h1>`. */
  readonly title: string;
  /** Small line above the heading: which programme, which round. */
  readonly caption?: string | undefined;
  /** A lead sentence below the heading. */
  readonly lead?: Child;
  readonly heading?: boolean | undefined;
  readonly current?: NavId | undefined;
  readonly crumbs?: readonly Crumb[] | undefined;
  /** Faults of the form on this page: prefixes the title and lists them first, each linked to its field. */
  readonly faults?: readonly Fault[] | undefined;
  readonly flash?: Flash | undefined;
  /** What a shared link shows of it (Open Graph); without names of people, since it stays where it was shared. */
  readonly card?: { readonly description: string; readonly url: string } | undefined;
  /** `narrow` for reading and forms (the default), `wide` for tables and boards. */
  readonly width?: 'narrow' | 'wide' | undefined;
}

const Navigation = ({ lang, actor, current }: Pick<PageProps, 'lang' | 'actor' | 'current'>) => (
  <nav class="nav" aria-label={w(lang).frame.menu}>
    <ul class="nav-list">
      {navigationFor(actor).map((entry) => (
        <li>
          <a href={entry.href} aria-current={entry.id === current ? 'page' : undefined}>
            {w(lang).nav[entry.id]}
          </a>
        </li>
      ))}
    </ul>
  </nav>
);

/** Without a token, so that a page can be the same for every visitor: another site gains nothing by it (security.ts). */
const LanguageSwitch = ({ lang, path }: Pick<Frame, 'lang' | 'path'>) => {
  const other = lang === 'zh' ? 'en' : 'zh';
  return (
    <form method="post" action="/language" class="header-form">
      <input type="hidden" name="back" value={path} />
      <button type="submit" name="lang" value={other} class="header-link" lang={htmlLang(other)}>
        {w(lang).frame.otherLanguage}
      </button>
    </form>
  );
};

const Account = ({ lang, actor, csrf }: Pick<Frame, 'lang' | 'actor' | 'csrf'>) => {
  if (actor?.via !== 'session')
    return (
      <a class="header-link" href="/sign-in">
        {w(lang).frame.signIn}
      </a>
    );
  return (
    <>
      <a class="header-link header-name" href="/account">
        <span class="visually-hidden">{w(lang).frame.account} </span>
        {actor.name || w(lang).frame.account}
      </a>
      <form method="post" action="/sign-out" class="header-form">
        <HiddenCsrf csrf={csrf} />
        <button type="submit" class="header-link">
          {w(lang).frame.signOut}
        </button>
      </form>
    </>
  );
};

const Rehearsal = ({ lang, today }: Pick<Frame, 'lang' | 'today'>) => (
  <aside class="rehearsal" aria-label={w(lang).frame.rehearsal}>
    <div class="container">
      <strong class="rehearsal-tag">{w(lang).frame.rehearsal}</strong>
      <span>{w(lang).frame.rehearsalNote}</span>
      {today !== undefined && (
        <span class="rehearsal-date" data-today={today}>
          {w(lang).frame.rehearsalDate(today)}
        </span>
      )}
    </div>
  </aside>
);

const FlashBox = ({ kind, title, body }: Flash) => (
  <div class={`flash flash-${kind}`} role={kind === 'warning' ? 'alert' : 'status'}>
    <p class="flash-title">{title}</p>
    {body !== undefined && <div class="flash-body">{body}</div>}
  </div>
);

/** What is the same on every page is rendered once, for the first of them. */
const rendered = (part: Child) => raw(String(part));
function once(part: () => Child): () => ReturnType<typeof rendered> {
  let made: ReturnType<typeof rendered> | undefined;
  return () => {
    made ??= rendered(part());
    return made;
  };
}

const headEnd = once(() => (
  <>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    {/* Telephone numbers and dates stay as they are written. */}
    <meta name="format-detection" content="telephone=no, date=no" />
    <link rel="stylesheet" href={assetPaths.css} />
    <link rel="icon" href={brandIcon} type="image/svg+xml" />
    <script type="module" src={assetPaths.js}></script>
  </>
));
const brand = once(() => <Brand />);

const footerLinks = [
  { href: '/help', word: 'accessibility' },
  { href: '/privacy', word: 'privacy' },
  { href: '/api', word: 'api' },
] as const;

const CardTags = ({ card, title, name }: Pick<PageProps, 'card' | 'title'> & { readonly name: string }) =>
  card === undefined
    ? null
    : Object.entries({
        title,
        description: card.description,
        url: card.url,
        type: 'article',
        site_name: name,
      }).map(([property, content]) => <meta property={`og:${property}`} content={content} />);

const Footer = ({ lang, name }: { readonly lang: Lang; readonly name: string }) => (
  <footer class="footer">
    <div class="container footer-row">
      <p>
        {name} · {w(lang).frame.footer}
      </p>
      <ul class="footer-list">
        {footerLinks.map(({ href, word }) => (
          <li>
            <a href={href}>{w(lang).frame[word]}</a>
          </li>
        ))}
      </ul>
    </div>
  </footer>
);
const footers = new Map<string, ReturnType<typeof rendered>>();
function footerOf(lang: Lang, name: string): ReturnType<typeof rendered> {
  const key = `${lang} ${name}`;
  const known = footers.get(key) ?? rendered(<Footer lang={lang} name={name} />);
  footers.set(key, known);
  return known;
}

/** A whole page as HTML, doctype included. All words of the frame follow `lang`. */
export const Page = (props: PropsWithChildren<PageProps>) => {
  const { lang, actor, site, csrf, path, title, current, faults = [], flash, children } = props;
  const words = w(lang);
  const name = t(lang, site.name);
  return (
    <>
      {raw('<!DOCTYPE html>')}
      <html lang={htmlLang(lang)}>
        <head>
          <meta charset="utf-8" />
          <title>{`${faults.length > 0 ? words.frame.errorPrefix : ''}${title} - ${name}`}</title>
          <CardTags card={props.card} title={title} name={name} />
          {headEnd()}
        </head>
        <body data-posted={props.answersPress === true ? '' : undefined}>
          <a class="skip-link" href="#main">
            {words.frame.skip}
          </a>
          <header class="header">
            <div class="container header-row">
              <a class="header-brand" href="/">
                {brand()}
                <span>{name}</span>
                {props.publisher !== undefined && (
                  <span class="header-publisher">
                    {props.publisher.logo !== undefined && (
                      <img class="header-logo" src={props.publisher.logo} alt="" />
                    )}
                    {props.publisher.name}
                  </span>
                )}
              </a>
              <div class="header-tools">
                <LanguageSwitch lang={lang} path={path} />
                <Account lang={lang} actor={actor} csrf={csrf} />
              </div>
            </div>
          </header>
          <div class="nav-band">
            <div class="container">
              <Navigation lang={lang} actor={actor} current={current} />
            </div>
          </div>
          {site.rehearsal && <Rehearsal lang={lang} today={props.today} />}
          <main id="main" class={`container main main-${props.width ?? 'narrow'}`} tabindex={-1}>
            {props.crumbs !== undefined && <Crumbs lang={lang} crumbs={props.crumbs} />}
            {flash !== undefined && <FlashBox {...flash} />}
            {flash !== undefined && site.late === true && hasReadIndex() && (
              <p class="muted">{words.frame.late}</p>
            )}
            {faults.length > 0 && <ErrorSummary lang={lang} faults={faults} />}
            {props.heading !== false && (
              <div class="page-head">
                {props.caption !== undefined && <p class="caption">{props.caption}</p>}
                <h1>{title}</h1>
                {props.lead !== undefined && <p class="lead">{dated(props.lead)}</p>}
              </div>
            )}
            {children}
          </main>
          {props.publisher !== undefined && (
            <aside class="container publisher" aria-label={words.frame.publishedBy}>
              {words.frame.publishedBy}
              {props.publisher.name}
            </aside>
          )}
          {footerOf(lang, name)}
        </body>
      </html>
    </>
  );
};

/** A page without head, ways and foot, to be shown in a frame of another site. */
export const BarePage = (
  props: PropsWithChildren<Pick<Frame, 'lang' | 'site'> & { readonly title: string }>,
) => (
  <>
    {raw('<!DOCTYPE html>')}
    <html lang={htmlLang(props.lang)}>
      <head>
        <meta charset="utf-8" />
        <title>{`${props.title} - ${t(props.lang, props.site.name)}`}</title>
        {headEnd()}
      </head>
      <body>
        <main class="container main main-wide">{props.children}</main>
      </body>
    </html>
  </>
);
