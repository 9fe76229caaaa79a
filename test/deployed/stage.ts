/** A deployed rehearsal stage as a journey sees it: over HTTP, and by the operator's own commands. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type ExecutionStatus, ListExecutionsCommand, SFNClient } from '@aws-sdk/client-sfn';
import { instantAt } from '#domain/instant.ts';
import { actsOf, type Journey, newPerson, type Place, pressed } from '../journey/client.ts';

/** What a journey has in both homes. Machines run beside it in the cloud, so what they do is waited for with `until`. */
export interface Anywhere
  extends Pick<Journey, 'root' | 'visitor' | 'letters' | 'byCode' | 'clock' | 'close'> {
  /** What went wrong behind the answers: empty at the end of a good journey. */
  failures(): Promise<readonly string[]>;
}

/** Where a stage was deployed, as the tests are told. */
export interface Deployed {
  readonly endpoint: string;
  readonly region: string;
  readonly site: string;
  readonly admin: string;
  readonly machines: readonly string[];
}

/**
 * How a request reaches the site. Its own name is tried first; an emulator's (`<api>.execute-api.localhost`) is known to
 * browsers only, so there the API is asked for by its path.
 */
async function wayTo({ site, endpoint }: Deployed): Promise<Pick<Place, 'via'>> {
  const health = async (address: string) => {
    const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
    return answer.status;
  };
  try {
    if ((await health(`${site}/healthz`)) === 200) return {};
  } catch {
    // The name leads nowhere from here.
  }
  const [api] = new URL(site).hostname.split('.');
  const base = `${endpoint}/_aws/execute-api/${api}`;
  const status = await health(`${base}/healthz`);
  if (status !== 200) throw new Error(`neither ${site} nor ${base} answers: ${status}`);
  return { via: (path) => base + path };
}

/** Opens the stage by its first sign-in link; `now` is where its clock begins, in local time: `2021-04-01 09:00`. */
export async function openDeployed(deployed: Deployed, now: string): Promise<Anywhere> {
  const { endpoint, region } = deployed;
  // Whoever is asked for a name and password at an emulator may say anything; real ones come from the environment.
  const { AWS_ACCESS_KEY_ID: accessKeyId = 'test', AWS_SECRET_ACCESS_KEY: secretAccessKey = 'test' } =
    process.env;
  const { AWS_SESSION_TOKEN: sessionToken } = process.env;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  const lambda = new LambdaClient({ endpoint, region, credentials });
  const sfn = new SFNClient({ endpoint, region, credentials });

  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  async function command(asked: object): Promise<any> {
    const Payload = JSON.stringify(asked);
    const answer = await lambda.send(new InvokeCommand({ FunctionName: deployed.admin, Payload }));
    const said = Buffer.from(answer.Payload ?? []).toString();
    const value = JSON.parse(said === '' ? 'null' : said);
    if (answer.FunctionError !== undefined || value?.error !== undefined)
      throw new Error(`the admin function refuses ${Payload}: ${said}`);
    return value;
  }

  const [date = '', time = '09:00'] = now.split(' ');
  const { url } = await command({ signIn: true, now: instantAt(date, time) });
  const place: Place = { url: deployed.site, ...(await wayTo(deployed)), settle: async () => {} };
  const root = newPerson(place, { name: '系统管理员', email: '', id: '' });
  await pressed(root, new URL(url).pathname);

  async function executions(stateMachineArn: string, statusFilter: ExecutionStatus): Promise<string[]> {
    const found = await sfn.send(new ListExecutionsCommand({ stateMachineArn, statusFilter }));
    return (found.executions ?? []).map((each) => `${statusFilter} ${each.name}`);
  }
  return {
    ...actsOf(place, root),
    root,
    async failures() {
      const { stuck } = await command({ doctor: true });
      const bad: readonly ExecutionStatus[] = ['FAILED', 'TIMED_OUT', 'ABORTED'];
      const ended = deployed.machines.flatMap((arn) => bad.map((status) => executions(arn, status)));
      // Whatever failed in the background lies in a dead-letter queue.
      const { more: _more, ...letters } = await command({ redrive: 'dead-letters' });
      const dead = Object.entries(letters).filter(([, found]) => found !== 0 && String(found) !== '');
      return [
        ...(await Promise.all(ended)).flat(),
        ...[...stuck, ...dead].map((each) => JSON.stringify(each)),
      ];
    },
    close: async () => {
      lambda.destroy();
      sfn.destroy();
    },
  };
}
