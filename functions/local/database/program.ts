/** Which database program this machine can run: the embedded one, or Amazon's DynamoDB Local on Java. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { unavailable } from '#domain/problem.ts';

const require = createRequire(import.meta.url);

export interface Program {
  readonly name: 'dynoxide' | 'dynamodb-local';
  readonly command: string;
  readonly cwd: string | undefined;
  args(port: number, folder: string): string[];
}

function resolve(path: string): string | undefined {
  try {
    return require.resolve(path);
  } catch {
    return undefined;
  }
}

/** Gives the embedded engine of this platform, or undefined where there is none. */
export function findEmbedded(): Program | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const manifest = resolve('@dynoxide/linux-x64/package.json');
  const command = manifest && join(dirname(manifest), 'dynoxide');
  if (command === undefined || !existsSync(command)) return undefined;
  return {
    name: 'dynoxide',
    command,
    cwd: undefined,
    args: (port, folder) => [
      'serve',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      '--db-path',
      join(folder, 'hongbang.db'),
    ],
  };
}

/** Gives DynamoDB Local when its package is installed and Java answers, else undefined. */
export function findJava(): Program | undefined {
  const manifest = resolve('amplify-dynamodb-simulator/package.json');
  const cwd = manifest && join(dirname(manifest), 'emulator');
  if (cwd === undefined || !existsSync(join(cwd, 'DynamoDBLocal.jar'))) return undefined;
  if (spawnSync('java', ['-version'], { stdio: 'ignore' }).status !== 0) return undefined;
  const flags = ['-Djava.library.path=./DynamoDBLocal_lib', '-jar', 'DynamoDBLocal.jar', '-sharedDb'];
  return {
    name: 'dynamodb-local',
    command: 'java',
    cwd,
    args: (port, folder) => [...flags, '-port', String(port), '-dbPath', folder],
  };
}

/** Gives the program to run. Throws Problem `unavailable` that names every option when there is none. */
export function findProgram(): Program {
  const program = findEmbedded() ?? findJava();
  if (program !== undefined) return program;
  const platform = `${process.platform}-${process.arch}`;
  throw unavailable(
    'no-database-program',
    `本机（${platform}）没有可用的数据库程序。可选：一、在 Linux x64 上重新运行 npm ci；二、安装 Java 并运行 npm install --no-save amplify-dynamodb-simulator；三、用环境变量 DYNAMODB_ENDPOINT 指定一个 DynamoDB 地址。`,
    `No database program runs on this machine (${platform}). Either run npm ci again on Linux x64; or install Java and run npm install --no-save amplify-dynamodb-simulator; or name a DynamoDB endpoint in DYNAMODB_ENDPOINT.`,
  );
}
