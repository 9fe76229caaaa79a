/** What a posted form holds, and what to do with a refusal: the same page again, with what was typed. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { FormBody } from '#domain/nomination/form-body.ts';
import { type Fault, type Problem, refuseIf } from '#domain/problem.ts';
import type { Ctx } from './context.ts';
import { postedOf } from './posted.ts';
import { kindStatus } from './problems.tsx';
import { shownProblem } from './take.ts';

/**
 * The posted form: what stands under each name, a list where it was sent several times.
 * @throws Problem `invalid` for texts that cannot be taken.
 */
export async function bodyOf(c: Ctx): Promise<FormBody> {
  const { body, files, faults } = await postedOf(c);
  refuseIf(faults);
  const names = new Set([...Object.keys(body), ...Object.keys(files)]);
  const all = (name: string) => [...(body[name] ?? []), ...(files[name] ?? [])];
  return Object.fromEntries(
    [...names].map((name) => [name, all(name).length === 1 ? all(name)[0] : all(name)]),
  );
}

/** The text under a name, the last where several were sent; '' when there is none. */
export function textIn(body: FormBody, name: string): string {
  const sent = body[name];
  const last: unknown = Array.isArray(sent) ? sent.at(-1) : sent;
  return typeof last === 'string' ? last : '';
}

/** All texts under a name. */
export const textsIn = (body: FormBody, name: string): readonly string[] =>
  [body[name]].flat().filter((one): one is string => typeof one === 'string');

/** The files under a name; an empty file input sends one without a name, which is none. */
export const filesIn = (body: FormBody, name: string): readonly File[] =>
  [body[name]].flat().filter((one): one is File => one instanceof File && (one.name !== '' || one.size > 0));

/** A refusal that a page answers by itself, with the form as it was typed. */
export interface Refused {
  readonly problem: Problem;
  /** What to list and mark; a refusal without faults is listed as one that belongs to no field. */
  readonly faults: readonly Fault[];
  readonly status: ContentfulStatusCode;
}

/** A refusal as its page shows it; anything else (not allowed, not there, a defect) is thrown on. */
export function refusedIn(error: unknown, field = ''): Refused {
  const problem = shownProblem(error);
  const { code, text, kind } = problem;
  const faults = problem.faults.length > 0 ? problem.faults : [{ field, code, text }];
  return { problem, faults, status: kindStatus[kind] };
}

/** Runs an action; gives the refusal that the page shows instead of throwing it. */
export async function attempt<T>(
  work: () => Promise<T>,
  field = '',
): Promise<{ readonly done: T } | { readonly refused: Refused }> {
  try {
    return { done: await work() };
  } catch (error) {
    return { refused: refusedIn(error, field) };
  }
}
