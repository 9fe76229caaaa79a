/** The commands of the README as an operator runs them: `node run.js …` in a process of its own. */
import { execFile, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { newPerson, type Person, type Place, pressed } from '../journey/client.ts';
import { environmentFor } from './deploy.ts';

const root = join(import.meta.dirname, '..', '..');
const program = join(root, 'run.js');
const passphrase = 'correct horse battery staple';
const commandMilliseconds = 90_000;
const stopMilliseconds = 20_000;

const environment = (endpoint: string) => ({ ...environmentFor(endpoint), HONGBANG_PASSPHRASE: passphrase });

export interface Ran {
  readonly code: number;
  /** What it said, errors too. */
  readonly said: string;
}

/** Runs a command to its end with the cloud at an endpoint. */
export const run = (endpoint: string, ...args: readonly string[]): Promise<Ran> =>
  new Promise((done) => {
    const options = { cwd: root, env: environment(endpoint), timeout: commandMilliseconds };
    execFile(process.execPath, [program, ...args], options, (error, out, err) =>
      done({ code: error === null ? 0 : Number(error.code ?? 1), said: `${out}${err}` }),
    );
  });

function freePort(): Promise<number> {
  return new Promise((done, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number };
      probe.close(() => done(port));
    });
  });
}

export interface Served {
  readonly place: Place;
  readonly root: Person;
  /** Asks it to stop. Throws Error with what it said when it does not end well. */
  stop(): Promise<void>;
}

/** `npm start` on a folder with a rehearsal, entered by the link that it prints. */
export async function serve(endpoint: string, data: string): Promise<Served> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    [program, 'main', '--rehearsal', '--data', data, '--port', String(port)],
    {
      cwd: root,
      env: environment(endpoint),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  const url = `http://127.0.0.1:${port}`;
  const closed = new Promise<number | null>((ended) => child.on('close', ended));
  const end = () => {
    child.kill('SIGTERM');
    const late = setTimeout(() => child.kill('SIGKILL'), stopMilliseconds);
    return closed.finally(() => clearTimeout(late));
  };
  const isOpen = async () => {
    for (let left = 240; left > 0 && child.exitCode === null; left--) {
      const link = new RegExp(`${url}(/\\S+)`).exec(said)?.[1];
      if (link !== undefined) return link;
      await new Promise((soon) => setTimeout(soon, 250));
    }
    throw new Error(`npm start gives no link:\n${said}`);
  };
  try {
    const link = await isOpen();
    const place: Place = { url, settle: async () => {} };
    const person = await pressed(newPerson(place, { name: '系统管理员', email: '', id: '' }), link);
    return {
      place,
      root: person,
      async stop() {
        const code = await end();
        if (code !== 0) throw new Error(`npm start ended with ${code}:\n${said}`);
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
