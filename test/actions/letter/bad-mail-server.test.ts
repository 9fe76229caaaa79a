/** Each letter once by a mail server that fails three times in ten: busy, cut off after the message, refusing for good (docs/architecture.md#letters). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { queueLetter } from '#actions/letter/letters.ts';
import { sweep } from '#actions/running/sweep.ts';
import { smtpMailer } from '#mail/smtp.ts';
import { randomFrom } from '#tools/prove/random.ts';
import { type Smtp, startSmtp } from '../../mail/smtp.ts';
import { type LetterTest, openLetterTest } from './letter-deps.ts';

const people = 40;
let letters: LetterTest;
let smtp: Smtp;
let mailer: ReturnType<typeof smtpMailer>;
const random = randomFrom(20211128);
const did = { busy: 0, cut: 0 };
/** How often the answer to a message was lost, by its address. */
const cuts = new Map<string, number>();

beforeAll(async () => {
  letters = await openLetterTest();
  smtp = await startSmtp(0, '127.0.0.1', (address) => {
    const at = random();
    if (at >= 0.3) return 'taken';
    const fate = at < 0.15 ? 'busy' : 'cut';
    did[fate]++;
    if (fate === 'cut') cuts.set(address, (cuts.get(address) ?? 0) + 1);
    return fate;
  });
  mailer = smtpMailer({ host: '127.0.0.1', port: smtp.port, from: 'hongbang@example.cn' });
});
afterAll(async () => {
  mailer.close();
  await smtp.close();
  await letters.embedded.close();
});

test('each letter comes once under one Message-ID, twice only where the answer was lost after it was taken; who is unknown gets none', async () => {
  letters.use({ mailer });
  const addresses = Array.from({ length: people }, (_, n) => `post${n}@example.org`);
  const unknown = addresses.filter((_, n) => n % 10 === 0);
  for (const address of unknown) smtp.refused.add(address);
  for (const [n, email] of addresses.entries()) {
    const { id: to } = await letters.invite(email, 'reviewer');
    await letters.todo(to, `张家${n}`);
    await queueLetter(letters.deps, letters.letter({ key: `bad-${n}`, to }), { later: true });
  }
  for (let hour = 0; hour < 60; hour++) {
    await sweep(letters.deps);
    letters.pass(3_600);
  }
  const stored = await Promise.all(addresses.map((_, n) => letters.stored(`bad-${n}`)));
  const open = stored.filter((each) => each?.sentAt === undefined && each?.failed === undefined);
  expect(open).toEqual([]);
  expect(stored.flatMap((each) => each?.failed ?? [])).toEqual(unknown.map(() => 'mail-refused'));
  const ids = new Map<string, Set<string>>();
  const came = new Map<string, number>();
  for (const { to, headers } of smtp.received)
    for (const address of to) {
      ids.set(address, (ids.get(address) ?? new Set()).add(headers.get('message-id') ?? ''));
      came.set(address, (came.get(address) ?? 0) + 1);
    }
  const known = addresses.filter((address) => !unknown.includes(address));
  // SMTP cannot take back what it took: who was cut off sends again, and the reader's program sees the same message.
  expect(known.map((address) => [came.get(address), ids.get(address)?.size])).toEqual(
    known.map((address) => [1 + (cuts.get(address) ?? 0), 1]),
  );
  expect(new Set([...ids.values()].flatMap((each) => [...each])).size).toBe(known.length);
  expect(unknown.filter((address) => came.has(address))).toEqual([]);
  expect([did.busy > 3, did.cut > 3]).toEqual([true, true]);
});
