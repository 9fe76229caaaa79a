/** The Papers port on AWS: asks the papers function, which puts the paper into the bucket, and gives its address. */
import * as z from 'zod';
import type { Deps } from '#deps';
import { type Problem, unavailable } from '#domain/problem.ts';
import type { Files, PaperRequest, Papers } from '#ports';

const answerSchema = z.object({
  key: z.string().regex(/^papers\/[A-Za-z0-9_-]+$/),
  name: z.string().min(1),
  type: z.string().min(1),
});
/** What the papers function answers: where the paper lies in the bucket, and what it is called. */
export type StoredPaper = Readonly<z.infer<typeof answerSchema>>;

/** API Gateway gives an answer up after 30 seconds; before that we say ourselves what to do. */
const patience = 25_000;

const refused = (): Problem =>
  unavailable(
    'paper-failed',
    '材料没有生成，请过一分钟再试；仍然不行的，请联系管理员。',
    'The paper could not be made. Try again in a minute; if it fails again, tell the administrator.',
  );

/**
 * Binds the port to the papers function and to the bucket that it stores into. Both throw Problem unavailable
 * `paper-failed` when it fails or takes too long; why is logged.
 */
export function openPapers(files: Files, papersFunction: string, log: Deps['log']): Papers {
  const ask = async (request: PaperRequest): Promise<StoredPaper> => {
    try {
      const { call } = await import('./invoke.ts');
      return answerSchema.parse(await call(papersFunction, request, patience));
    } catch (error) {
      log('paper-failed', { paper: request.paper, error: error instanceof Error ? error.name : 'unknown' });
      throw refused().because(error);
    }
  };
  return {
    async make(request) {
      const { direct } = files;
      if (direct === undefined) throw new RangeError('papers are given out by a bucket');
      const made = await ask(request);
      return { url: await direct.downloadUrl(made.key, made.name, made.type) };
    },
    async bytes(request) {
      const { key } = await ask(request);
      const bytes = await files.get(key);
      if (bytes === undefined) throw refused();
      return bytes;
    },
  };
}
