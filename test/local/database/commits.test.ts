import { expect, test } from 'vitest';
import { openCommits } from '#local/database/commits.ts';
import { openConnection } from '#local/database/sqlite.ts';

/** A database in memory with a disk that answers when it is told to. */
function opened() {
  const connection = openConnection(':memory:');
  connection.exec('CREATE TABLE t (n INTEGER)');
  const waits: { done(): void; failed(error: unknown): void }[] = [];
  const commits = openCommits(
    connection,
    () => new Promise<void>((done, failed) => waits.push({ done, failed })),
  );
  const insert = connection.prepare('INSERT INTO t VALUES (?)');
  const told: string[] = [];
  const put = (n: number, refused = false) =>
    commits
      .write(() => {
        if (refused) throw new Error('refused');
        return () => insert.run(n);
      })
      .then(
        () => void told.push(`${n} done`),
        (error: unknown) => void told.push(`${n} ${error instanceof Error ? error.name : 'failed'}`),
      );
  const seen = () =>
    connection
      .prepare('SELECT n FROM t ORDER BY n')
      .all()
      .map(({ n }) => n);
  const turn = () => new Promise((done) => setTimeout(done, 5));
  return { commits, put, told, seen, turn, waits };
}

test('a write is answered when it is on the disk, not when it can be read', async () => {
  const { put, told, seen, turn, waits, commits } = opened();
  expect(commits.settled()).toBe(undefined);
  const first = put(1);
  await turn();
  expect([seen(), told]).toEqual([[1], []]);
  const settling = commits.settled()!;
  waits[0]!.done();
  await Promise.all([first, settling]);
  expect([told, waits.length, commits.settled()]).toEqual([['1 done'], 1, undefined]);
});

test('what comes while the disk is busy is neither read nor answered before the next commit', async () => {
  const { put, told, seen, turn, waits, commits } = opened();
  const first = put(1);
  await turn();
  const second = put(2);
  await turn();
  expect(seen()).toEqual([1]);
  const settling = commits.settled()!.then(() => told.push('read'));
  waits[0]!.done();
  await Promise.all([first, settling]);
  await turn();
  expect([seen(), told]).toEqual([
    [1, 2],
    ['1 done', 'read'],
  ]);
  const later = commits.settled()!.then(() => told.push('read again'));
  waits[1]!.done();
  await Promise.all([second, later]);
  expect(told).toEqual(['1 done', 'read', '2 done', 'read again']);
});

test('what is written out while the disk is busy waits for its next answer, and so does who read it', async () => {
  const { put, told, seen, turn, waits, commits } = opened();
  const first = put(1);
  await turn();
  const second = put(2);
  const flushed = commits.flush().then(() => told.push('flushed'));
  expect(seen()).toEqual([1, 2]);
  waits[0]!.done();
  await first;
  await turn();
  expect(told).toEqual(['1 done']);
  waits[1]!.done();
  await Promise.all([second, flushed]);
  expect(told).toEqual(['1 done', '2 done', 'flushed']);
});

test('what comes while the disk is busy shares the next commit and its wait, refusals too', async () => {
  const { put, told, turn, waits } = opened();
  const all = [put(1)];
  await turn();
  all.push(put(2), put(3, true));
  await turn();
  all.push(put(4));
  await turn();
  expect([waits.length, told]).toEqual([1, []]);
  waits[0]!.done();
  await turn();
  expect([waits.length, told]).toEqual([2, ['1 done']]);
  waits[1]!.done();
  await Promise.all(all);
  expect([waits.length, told]).toEqual([2, ['1 done', '2 done', '3 Error', '4 done']]);
});

test('after a disk that failed nothing is written until the next start', async () => {
  const { commits, put, told, seen, turn, waits } = opened();
  const first = put(1);
  await turn();
  const second = put(2);
  await turn();
  waits[0]!.failed(Object.assign(new Error('input/output error'), { code: 'EIO' }));
  await Promise.all([first, second]);
  await put(3);
  expect([waits.length, told, seen()]).toEqual([1, ['1 Problem', '2 Problem', '3 Problem'], [1]]);
  expect(commits.settled()).toBe(undefined);
});
