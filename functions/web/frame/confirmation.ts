/** Two presses: a page repeats a choice and signs it, so that the second press can only send what the first one showed. */
import { timingSafeEqual } from 'node:crypto';
import type { Deps } from '#deps';
import { invalid } from '#domain/problem.ts';
import type { Ctx } from './context.ts';
import { type Body, one, postedOf } from './posted.ts';
import { answerPage, press, type Typed } from './take.ts';

/** Whose choice on what: a confirmation signed for another person or task is none. */
export interface Signer {
  readonly deps: Pick<Deps, 'keys'>;
  readonly actor: string;
  readonly what: string;
}

interface Confirmation<T> {
  readonly choice: T;
  /** What was typed, for the way back. */
  readonly body: Body;
}

const macOf = ({ deps, actor, what }: Signer, plain: string, version?: number) =>
  deps.keys.mac('session', JSON.stringify(['confirm', actor, what, plain]), version);

/** The hidden fields of a confirmation. */
export function signedFields(
  signer: Signer,
  choice: unknown,
  { _csrf: _, ...body }: Body,
): Readonly<Record<string, string>> {
  const plain = JSON.stringify({ choice, body });
  return { _confirmed: plain, _signature: macOf(signer, plain) };
}

/** What a confirmation sends, as it was shown; undefined when anything was altered. */
function confirmed<T>(signer: Signer, body: Body): Confirmation<T> | undefined {
  const plain = body._confirmed?.at(-1) ?? '';
  const given = Buffer.from(one(body, '_signature'));
  const isGood = signer.deps.keys.versions('session').all.some((version) => {
    const wanted = Buffer.from(macOf(signer, plain, version));
    return wanted.length === given.length && timingSafeEqual(wanted, given);
  });
  return isGood ? (JSON.parse(plain) as Confirmation<T>) : undefined;
}

/** The name of the button that leads back to the form. */
export const backName = '_back';

/**
 * Takes the second press: does what was confirmed, or leads back. Either way the form comes again with all that was
 * typed; without it when the confirmation was altered or is not this person's.
 */
export async function takeConfirmed<T>(
  c: Ctx,
  signer: Signer,
  taking: {
    readonly form: string;
    readonly work: (choice: T) => Promise<string | Response>;
    readonly show: (typed: Typed) => ReturnType<Parameters<typeof press>[3]['show']>;
    readonly faultAt?: (field: string) => string;
  },
): Promise<Response> {
  const { form, work, show, faultAt } = taking;
  const sent = (await postedOf(c)).body;
  const found = confirmed<T>(signer, sent);
  const body = found?.body ?? {};
  if (found !== undefined && sent[backName] !== undefined) return answerPage(c, await show({ form, body }));
  return press(c, form, body, {
    show,
    faultAt,
    work: async () => {
      if (found !== undefined) return work(found.choice);
      const [zh, en] = [
        '确认内容已失效，请重新选择并确认',
        'The confirmation was stale; choose and confirm again',
      ];
      throw invalid('confirmation-stale', zh, en, [
        { field: '', code: 'confirmation-stale', text: { zh, en } },
      ]);
    },
  });
}
