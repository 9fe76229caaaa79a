/** The web function: an event of API Gateway's HTTP API (payload 2.0) through the same application as on one machine. */

import { type APIGatewayProxyResult, handle, type LambdaContext, type LambdaEvent } from 'hono/aws-lambda';
import { openFiles } from '#aws/files.ts';
import { openHandOver } from '#aws/handover.ts';
import { codeOf, openHome } from '#aws/home.ts';
import { openLog } from '#aws/log.ts';
import { once } from '#aws/once.ts';
import { openWorkflows } from '#aws/workflows.ts';
import { Problem } from '#domain/problem.ts';
import { makeApp } from '#web/app.tsx';
import { trustedProxies } from '#web/frame/client-address.ts';
import { usualCalls } from '#web/frame/many-calls.ts';

/** The root organisation that the first sign-in link makes; one that was moved here has its own id. */
const usualRoot = 'root';
/** Asking for a sign-in mail takes at least so long, so that its time does not tell whether the address is known. */
const signInMilliseconds = 800;
/** A request ends after 30 seconds; what a moved clock leaves, the next sweep does. */
const sweepMilliseconds = 15_000;

const open = once(async () => {
  // What reads by schemas is loaded by the first request, together with the schemas of its pages.
  const [{ openPapers }, { readSettings }] = await Promise.all([
    import('#aws/papers.ts'),
    import('#aws/settings.ts'),
  ]);
  const settings = readSettings('web', process.env);
  const files = openFiles(settings.FILES_BUCKET);
  const home = await openHome(settings, {
    workflows: openWorkflows(
      { nomination: settings.NOMINATION_MACHINE_ARN, round: settings.ROUND_MACHINE_ARN },
      'request',
    ),
    files,
    // What is uploaded is held; the sweep of the tasks function reads what GuardDuty said of it.
    ...(settings.SCANNER === 'guardduty' && { scanner: { verdict: async () => undefined } }),
    papers: openPapers(files, settings.PAPERS_FUNCTION, openLog(settings.HONGBANG_STAGE).log),
    handOver: (deps) => openHandOver(deps, { mail: settings.MAIL_FUNCTION, tasks: settings.TASKS_FUNCTION }),
  });
  const { advanceTo } = home.clock;
  const advanceClock =
    advanceTo === undefined
      ? undefined
      : async (instant: string) => {
          await advanceTo(instant);
          const { sweep } = await import('#actions/running/sweep.ts');
          await sweep(home.deps, { part: 'rest', milliseconds: sweepMilliseconds });
        };
  const isTrusted = trustedProxies(settings.TRUSTED_PROXIES);
  const answerFor = (root: string) =>
    handle(
      makeApp({
        ...{ deps: home.deps, root, isTrusted, calls: usualCalls },
        ...(advanceClock !== undefined && { advanceClock }),
      }),
    );
  // Before the first sign-in link there is no root; it is looked for until it is there.
  let answer: ReturnType<typeof answerFor> | undefined;
  return {
    home,
    async answer() {
      if (answer !== undefined) return answer;
      const root = await home.root();
      const made = answerFor(root ?? usualRoot);
      if (root !== undefined) answer = made;
      return made;
    },
  };
});

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** What is answered when not even the application can be opened: both languages, since nothing is known of the reader. */
function unavailable(error: unknown): APIGatewayProxyResult {
  openLog(process.env.HONGBANG_STAGE ?? '').log('deployment-unavailable', { error: codeOf(error) });
  const words =
    error instanceof Problem
      ? error.text
      : {
          zh: '系统暂时无法使用，请稍后再试。',
          en: 'The system cannot be used at the moment; try again later.',
        };
  return {
    statusCode: 503,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
      'retry-after': '60',
      'x-content-type-options': 'nosniff',
    },
    body: `${words.zh}\n${words.en}\n`,
    isBase64Encoded: false,
  };
}

type HttpEvent = Extract<LambdaEvent, { readonly rawPath: string }>;

export async function handler(event: HttpEvent, context: LambdaContext): Promise<APIGatewayProxyResult> {
  let opened: Awaited<ReturnType<typeof open>>;
  try {
    opened = await open();
  } catch (error) {
    return unavailable(error);
  }
  const { home, answer } = opened;
  const { method, path } = event.requestContext.http;
  const atLeast = method === 'POST' && path === '/sign-in' ? pause(signInMilliseconds) : undefined;
  const [result] = await Promise.all([
    home.invocation(async () => (await answer())(event, context)),
    atLeast,
  ]);
  return result;
}
