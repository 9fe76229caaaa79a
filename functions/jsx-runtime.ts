/**
 * What JSX is compiled to: elements that are written as HTML from the top down, into one text. Types are hono's; its own
 * runtime, made for browsers too, takes two to three times as long for a page (docs/decisions/032).
 */
import type { Child } from 'hono/jsx';
import type { JSX } from 'hono/jsx/jsx-runtime';

export type { JSX };

type Props = Readonly<Record<string, unknown>> & { readonly children?: Child };
type Component = ((props: Props) => unknown) & { readonly context?: object };

interface Element {
  readonly tag: string | Component;
  readonly props: Props;
  /** The HTML, a promise of it when a part is awaited. */
  toString(): string;
}
/** HTML that is ready: hono's `raw` and `html`. */
const isReady = (value: object): boolean => 'isEscaped' in value && value.isEscaped === true;
const isElement = (value: object): value is Element => value.toString === said;

/** What is said so far; parts before it stand in `before` once one of them is awaited. */
interface Said {
  html: string;
  before: (string | Promise<string>)[] | undefined;
}

/** Values that stand for what is being written, the innermost first. */
interface Given {
  readonly context: object;
  readonly value: unknown;
  readonly around: Given | undefined;
}
let given: Given | undefined;

/** A value for everything inside of its `Provider`, read with `useContext` while a component is written. */
export interface Context<T> {
  readonly usual: T;
  readonly Provider: (props: { readonly value: T; readonly children?: Child }) => JSX.Element;
}
export function createContext<T>(usual: T): Context<T> {
  const context = {};
  const Provider = Object.assign(({ children }: { readonly children?: Child }) => asElement(children), {
    context,
  });
  return Object.assign(context, { usual, Provider });
}
export function useContext<T>(context: Context<T>): T {
  for (let at = given; at !== undefined; at = at.around) if (at.context === context) return at.value as T;
  return context.usual;
}

const signs: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const special = /[&<>"']/;
const escaped = (words: string): string =>
  special.test(words) ? words.replace(/[&<>"']/g, (sign) => signs[sign]!) : words;

/** Elements that hold nothing and are not closed. */
const empty = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));
/** Attributes that are there or not; of any other, true and false are words. */
const switches = new Set(
  'allowfullscreen async autofocus autoplay checked controls default defer disabled download formnovalidate hidden inert ismap itemscope loop multiple muted nomodule novalidate open playsinline readonly required reversed selected'.split(
    ' ',
  ),
);

function writeAttribute(name: string, value: unknown, page: Said): void {
  if (typeof value === 'string') page.html += ` ${name}="${escaped(value)}"`;
  else if (value === undefined || value === null) return;
  else if (typeof value === 'boolean' && switches.has(name)) page.html += value ? ` ${name}=""` : '';
  else page.html += ` ${name}="${escaped(String(value))}"`;
}

function writeComponent(tag: Component, props: Props, page: Said): void {
  const { context } = tag;
  const around = given;
  if (context !== undefined) given = { context, value: props.value, around };
  write(tag(props), page);
  given = around;
}

function writeElement({ tag, props }: Element, page: Said): void {
  if (typeof tag === 'function') {
    writeComponent(tag, props, page);
    return;
  }
  page.html += `<${tag}`;
  for (const name in props) if (name !== 'children') writeAttribute(name, props[name], page);
  if (empty.has(tag)) {
    page.html += '/>';
    return;
  }
  page.html += '>';
  if (props.children !== undefined) write(props.children, page);
  page.html += `</${tag}>`;
}

/** A part that is not there yet is written, once it is, with the values that stand for its place. */
function writeLater(part: Promise<unknown>, page: Said): void {
  const here = given;
  const later = part.then((value) => {
    const now = given;
    given = here;
    try {
      return html(value);
    } finally {
      given = now;
    }
  });
  page.before ??= [];
  page.before.push(page.html, later);
  page.html = '';
}

function write(value: unknown, page: Said): void {
  if (typeof value === 'string') page.html += escaped(value);
  else if (typeof value === 'number') page.html += value;
  else if (typeof value !== 'object' || value === null) return;
  else if (Array.isArray(value)) for (const each of value) write(each, page);
  else if (isElement(value)) writeElement(value, page);
  else if (value instanceof Promise) writeLater(value, page);
  else page.html += isReady(value) ? String(value) : escaped(String(value));
}

function html(value: unknown): string | Promise<string> {
  const page: Said = { html: '', before: undefined };
  write(value, page);
  const { before } = page;
  return before === undefined ? page.html : Promise.all(before).then((parts) => parts.join('') + page.html);
}

function said(this: Element): string {
  const around = given;
  given = undefined;
  try {
    // as hono's: who says an element that awaits something awaits what it gives
    return html(this) as string;
  } finally {
    given = around;
  }
}

/** Makes an element; children stand in its props. */
export const jsx = (tag: string | Component, props: Props): Element => ({ tag, props, toString: said });
export const jsxs = jsx;

/** Several elements side by side. */
export const Fragment = ({ children }: { readonly children?: Child }) => asElement(children);

// an element is whatever can be written
const asElement = (children: Child): JSX.Element => children as JSX.Element;
