/** Our own sources as text: what each file imports, where each function begins and ends. TypeScript 7 has no compiler API. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import packageFile from '../package.json' with { type: 'json' };

export const root = join(import.meta.dirname, '..');
const filesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));

export const sources = filesIn('functions');
export const stackSources = filesIn('infra');
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const aliases = Object.entries(packageFile.imports);

/** The file of this repository that a specifier means, in a file; undefined for a package. */
function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return normalize(join(dirname(from), specifier));
  for (const [alias, target] of aliases) {
    const prefix = alias.endsWith('*') ? alias.slice(0, -1) : undefined;
    if (prefix === undefined ? specifier === alias : specifier.startsWith(prefix))
      return normalize(target.replace('*', specifier.slice(prefix?.length ?? alias.length)));
  }
  return undefined;
}

export interface Import {
  readonly from: string;
  readonly to: string;
  /** As it is written. */
  readonly specifier: string;
  /** Loaded when it is asked for. */
  readonly isLate: boolean;
}

/** Every import of a file from this repository: of values and of types, exported on, or loaded late. */
export const importsOf = (from: string): readonly Import[] =>
  [...read(from).matchAll(/^(?:import|export)\b[^;]*? from '([^']+)'|\bimport\('([^']+)'\)/gms)].flatMap(
    ([, early, late]) => {
      const specifier = (early ?? late)!.replace(/\?raw$/, '');
      const to = resolve(from, specifier);
      return to === undefined ? [] : [{ from, to, specifier, isLate: early === undefined }];
    },
  );

/** The groups of nodes that reach each other, each group in alphabetical order (Tarjan). */
export function cycles(nodes: readonly string[], next: (node: string) => readonly string[]): string[][] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node)!);
    stack.push(node);
    for (const other of next(node)) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(node, Math.min(low.get(node)!, low.get(other)!));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) found.push(group.toSorted());
  };
  for (const node of nodes) if (!index.has(node)) visit(node);
  return found;
}

export interface FunctionText {
  readonly file: string;
  readonly name: string;
  readonly lines: number;
}

const opening =
  /^ *(?:export )?(?:async )?(?:function\*? (?<declared>\w+)|const (?<assigned>\w+)\b.*= (?:async )?(?:<.*>)?\(|(?:async |get |set |\*)*(?<method>\w+)\([^;]*\{$|(?<property>\w+): (?:async )?\()/;
const notFunctions = new Set(['if', 'for', 'while', 'switch', 'catch']);
const arrow = /=>(?: [({[]| \S.*)?$/;
const indentOf = (line: string): number => line.length - line.trimStart().length;

/**
 * The functions of a file that have a name, nested ones too, measured by their indentation, which the formatter keeps:
 * a function goes on while lines are deeper than its first, or close a bracket of it and open the next.
 */
export function functionsOf(file: string, text = read(file)): readonly FunctionText[] {
  const lines = text.split('\n');
  return lines.flatMap((line, start): FunctionText[] => {
    const { declared, assigned, method, property } = opening.exec(line)?.groups ?? {};
    const name = declared ?? assigned ?? method ?? property;
    if (name === undefined || notFunctions.has(name)) return [];
    const depth = indentOf(line);
    let end = start;
    let hasArrow = declared !== undefined || method !== undefined || arrow.test(line);
    for (let at = start + 1; at < lines.length; at++) {
      const here = lines[at]!;
      if (here.trim() === '') continue;
      const closes = indentOf(here) === depth && /^[)\]}]/.test(here.trimStart());
      if (indentOf(here) <= depth && !closes) break;
      end = at;
      if (closes) hasArrow ||= arrow.test(here);
      if (closes && !/([({[]|=>|:)$/.test(here)) break;
    }
    // `const x = (a + b)` and `key: (value)` look alike at their first line
    return hasArrow ? [{ file, name, lines: end - start + 1 }] : [];
  });
}

const imports = /^(?:import|export)\b[^;{]*(?:\{[^}]*\})?[^;]* from [^;]*;/gm;

/** A text without its comments, strings and the words of templates; what stands in `${…}` is code. */
function codeIn(text: string): string {
  let code = '';
  const braces: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const two = text.slice(at, at + 2);
    const here = text[at]!;
    const skipTo = (end: string): void => {
      const found = text.indexOf(end, at + 2);
      at = (found < 0 ? text.length : found + end.length) - 1;
    };
    const skipTemplate = (): void => {
      for (at++; at < text.length && text[at] !== '`'; at++) {
        if (text[at] === '\\') at++;
        else if (text.slice(at, at + 2) === '${') {
          at++;
          braces.push(0);
          return;
        }
      }
    };
    if (two === '/*') skipTo('*/');
    else if (two === '//' && !/[:\\/]/.test(text[at - 1] ?? '')) skipTo('\n');
    else if ((here === "'" || here === '"') && !/\w/.test(text[at - 1] ?? '')) {
      for (at++; at < text.length && text[at] !== here && text[at] !== '\n'; at++)
        if (text[at] === '\\') at++;
      code += "''";
    } else if (here === '`') skipTemplate();
    else if (here === '}' && braces.at(-1) === 0) {
      braces.pop();
      skipTemplate();
    } else {
      if (braces.length > 0) braces[braces.length - 1]! += Number(here === '{') - Number(here === '}');
      code += here;
    }
  }
  return code;
}

/** The type assertions of a text (`x as T`), each of a chain; `as const` and the keys of mapped types assert nothing. */
export const assertionsIn = (text: string): number =>
  [
    ...codeIn(text.replaceAll(imports, '')).matchAll(
      /(?<!\bkeyof )(?<!\bin )\b[\w)\]}'!]+ as (?!const\b)(?=[A-Za-z{([])|[)\]}'!] as (?!const\b)(?=[A-Za-z{([])/g,
    ),
  ].length;
