/** Amazon's DynamoDB Local in a child process, for the contract of the tables: where Java and its jar are found. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openForeign } from '#local/database/foreign.ts';
import type { Tables } from './table-contract.ts';

const root = join(import.meta.dirname, '..', '..');
const emulator = [
  join(root, '.build', 'dynamodb-local'),
  join(root, 'node_modules', 'amplify-dynamodb-simulator', 'emulator'),
].find((folder) => existsSync(join(folder, 'DynamoDBLocal.jar')));

const freePort = () =>
  new Promise<number>((done, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

/** Gives what opens two empty tables of a DynamoDB Local of one's own; undefined where it cannot run. */
export function dynamoLocal(): (() => Promise<Tables>) | undefined {
  if (emulator === undefined || spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0)
    return undefined;
  return async () => {
    const port = await freePort();
    const flags = [
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      '-sharedDb',
      '-inMemory',
    ];
    const child = spawn('java', [...flags, '-port', String(port)], { cwd: emulator, stdio: 'ignore' });
    const foreign = openForeign(`http://127.0.0.1:${port}`);
    for (let tries = 0; !(await foreign.answers()); tries++) {
      // Java takes a second to start, on a busy machine many
      if (tries > 900 || child.exitCode !== null) {
        child.kill('SIGKILL');
        throw new Error(`DynamoDB Local does not answer (exit ${child.exitCode})`);
      }
      await new Promise((done) => setTimeout(done, 100));
    }
    await foreign.createTables();
    return {
      main: foreign.main,
      keys: foreign.keys,
      async close() {
        const gone = new Promise((done) => child.once('exit', done));
        foreign.close();
        child.kill('SIGKILL');
        await gone;
      },
    };
  };
}
