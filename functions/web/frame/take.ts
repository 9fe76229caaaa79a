/** How every form is taken: read, given to its action, sent on; on a refusal the same page comes again with all that was typed. */
import type * as z from 'zod';
import { type Input, inputFromTexts } from '#domain/input.ts';
import { Problem, refuseIf } from '#domain/problem.ts';
import type { Ctx } from './context.ts';
import { type Body, type Posted, postedOf } from './posted.ts';
import { kindStatus, sayWhen } from './problems.tsx';

/** What `c.html` takes. */
export type Markup = Parameters<Ctx['html']>[0];

/** A form that is shown again: which one of the page, what was typed, and why it was refused; nothing on the way back. */
export interface Typed {
  readonly form: string;
  readonly body: Body;
  readonly problem?: Problem | undefined;
}

/** What a part with a form is given: the page that it stands on, and what was typed there when it is shown again. */
export interface OnPage {
  readonly c: Ctx;
  readonly typed: Typed | undefined;
}

/** Refusals that a page answers with its form, as it does any that names a field; the application answers all others. */
const shownAgain: readonly Problem['kind'][] = ['invalid', 'conflict', 'limited', 'toolarge', 'unavailable'];

/** The refusal that a page shows; anything else is thrown on. */
export function shownProblem(error: unknown): Problem {
  if (!(error instanceof Problem)) throw error;
  if (shownAgain.includes(error.kind) || error.faults.length > 0) return error;
  throw error;
}

/** Answers a page with the status of its refusal. */
export async function answerPage(c: Ctx, page: Markup | Response, problem?: Problem): Promise<Response> {
  const shown = await page;
  if (shown instanceof Response) return shown;
  sayWhen(c, problem);
  c.set('refused', problem);
  return c.html(shown, problem === undefined ? 200 : kindStatus[problem.kind]);
}

/** The names of a form's inputs, where they are not those of the action's fields. */
export type Names = Readonly<Record<string, string>>;

/** The page with the form as it was typed. */
type Show = (typed: Typed) => Promise<Markup | Response> | Markup | Response;

/** Does what a press asks: goes on to the path that `work` gives (303), or answers what it answers; else the page again. */
export async function press(
  c: Ctx,
  form: string,
  body: Body,
  about: {
    readonly work: () => Promise<string | Response>;
    readonly show: Show;
    /** Where a fault stands on this page, if not at its own field. */
    readonly faultAt?: ((field: string) => string) | undefined;
  },
): Promise<Response> {
  const { work, show, faultAt = (field) => field } = about;
  try {
    const next = await work();
    return typeof next === 'string' ? c.redirect(next, 303) : next;
  } catch (error) {
    const { kind, code, text, faults, retryAfter } = shownProblem(error);
    const problem = new Problem(
      kind,
      code,
      text,
      faults.map((each) => ({ ...each, field: faultAt(each.field) })),
    );
    problem.retryAfter = retryAfter;
    return answerPage(c, await show({ form, body, problem }), problem);
  }
}

export interface Taking<S extends z.ZodType> {
  /** Which form of the page it is. */
  readonly form: string;
  /** What the form sends, by the schema that stands beside its action. */
  readonly input: S;
  readonly names?: Names | undefined;
  /** Where a fault stands on this page, if not at its own field. */
  readonly faultAt?: ((field: string) => string) | undefined;
  /**
   * Calls the action with what was sent, in the types of the schema and not yet checked: the action parses it. Gives the
   * path to go on to (303), or an answer of its own.
   */
  readonly work: (sent: Input<S>, posted: Posted) => Promise<string | Response>;
  readonly show: Show;
}

/** Takes a posted form. */
export async function take<S extends z.ZodType>(c: Ctx, taking: Taking<S>): Promise<Response> {
  const { form, input, names = {}, work, show } = taking;
  const { faultAt = (field) => names[field] ?? field } = taking;
  const nameOf = (field: string) => names[field] ?? field;
  const posted = await postedOf(c);
  return press(c, form, posted.body, {
    show,
    faultAt,
    work: async () => {
      refuseIf(posted.faults);
      return work(
        inputFromTexts(input, (field) => posted.body[nameOf(field)] ?? []),
        posted,
      );
    },
  });
}
