import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostTries, queueLetter, queueSignIn, sendLetter } from '#actions/letter/letters.ts';
import { openLink, raiseGenerationOp } from '#actions/people/links.ts';
import { memberLeaves } from '#actions/people/people.ts';
import { redeem, requestSignIn } from '#actions/people/signin.ts';
import { sweep } from '#actions/running/sweep.ts';
import { systemActor } from '#domain/people/people.ts';
import { outboxMailer } from '#local/mail.ts';
import { smtpMailer } from '#mail/smtp.ts';
import type { Mailer, OutgoingMail } from '#ports';
import { keys } from '#store/keys.ts';
import { letterOps } from '#store/letters.ts';
import { type Smtp, startSmtp } from '../../mail/smtp.ts';
import { codeIn } from '../../sign-in-code.ts';
import { codeOf } from '../people/people-deps.ts';
import { type LetterTest, openLetterTest } from './letter-deps.ts';

let test: LetterTest;
let smtp: Smtp;
let mailer: ReturnType<typeof smtpMailer>;
let member: string;
beforeAll(async () => {
  test = await openLetterTest();
  smtp = await startSmtp();
  mailer = smtpMailer({ host: '127.0.0.1', port: smtp.port, from: '红榜 <hongbang@example.cn>' });
  member = (await test.invite('wang@example.cn', 'reviewer')).id;
  for (const name of ['李家', '张家', '赵家']) await test.todo(member, name);
  test.use({ mailer });
});
afterAll(async () => {
  mailer.close();
  await smtp.close();
  await test.embedded.close();
});

const linkIn = (text: string): string => /\/w\/([\w.-]+)/.exec(text)![1]!;
const dueRows = async (key: string) => {
  const found: string[] = [];
  for (let shard = 0; shard < 8; shard++) {
    const { items } = await test.deps.table.query({ pk: keys.duePartition(shard), consistent: true });
    found.push(...items.filter((row) => row.sk.endsWith(`#letter-${key}`)).map((row) => row.sk.slice(0, 24)));
  }
  return found;
};
/** A mailer that keeps what it was given, and runs something in the middle of sending. */
const recorder = (sending: () => Promise<void> = async () => {}) => {
  const mails: OutgoingMail[] = [];
  const recording: Mailer = {
    kind: 'smtp',
    async send(mail) {
      mails.push(mail);
      await sending();
    },
  };
  return { mails, mailer: recording };
};

describe('a queued letter', () => {
  it('goes by SMTP with both parts, a Chinese subject, the link and the tasks', async () => {
    await queueLetter(test.deps, test.letter({ key: 'work-1', to: member }));
    const mail = smtp.received.at(-1)!;
    expect(mail.to).toEqual(['wang@example.cn']);
    expect(mail.headers.get('from')).toBe('红榜 <hongbang@example.cn>');
    expect(mail.headers.get('subject')).toBe(
      '【待办】最美家庭：资格审查 3 项，请于2021年3月5日（星期五）17:30前办理',
    );
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.headers.get('message-id')).toMatch(/^<[0-9a-f]{40}@hongbang\.example\.cn>$/);
    expect(mail.parts.map((part) => part.type)).toEqual(['text/plain', 'text/html']);
    for (const part of mail.parts) expect(part.text).toContain('赵家');
    const opened = await openLink(test.deps, linkIn(mail.parts[0]!.text));
    expect(opened).toMatchObject({ actor: { id: member, via: 'link' }, scope: 'r1#s1#', kind: 'worklist' });
    expect(await test.stored('work-1')).toMatchObject({ sentAt: test.now(), via: 'mail', attempts: 1 });
    expect(await dueRows('work-1')).toEqual([]);
  });

  it('goes once, however often it is queued and sent', async () => {
    const before = smtp.received.length;
    const letter = test.letter({ key: 'work-2', to: member });
    await queueLetter(test.deps, letter);
    await queueLetter(test.deps, letter);
    await test.deps.table.together([...letterOps(letter)]);
    await Promise.all([1, 2, 3].map(() => sendLetter(test.deps, 'work-2')));
    await sweep(test.deps);
    expect(smtp.received.length).toBe(before + 1);
    expect(await dueRows('work-2')).toEqual([]);
  });

  it('goes once when two senders have it at the same time; the second leaves its due row', async () => {
    let second: string | undefined = 'not tried';
    const { mails, mailer: slow } = recorder(async () => {
      second = await codeOf(sendLetter(test.deps, 'work-3'));
    });
    test.use({ mailer: slow });
    await queueLetter(test.deps, test.letter({ key: 'work-3', to: member }));
    test.use({ mailer });
    expect(second).toBe('letter-being-sent');
    expect(mails.length).toBe(1);
    expect((await test.stored('work-3'))?.via).toBe('mail');
  });

  it('goes again with the same Message-ID when the sender died before marking it', async () => {
    const letter = test.letter({ key: 'work-4', to: member });
    await queueLetter(test.deps, letter, { later: true });
    // What a crash between sending and marking leaves: the claim and the due row.
    const until = new Date(test.deps.clock() + 300_000).toISOString();
    await test.deps.table.update(keys.letter('work-4'), { set: { sending: until }, add: { attempts: 1 } });
    const before = smtp.received.length;
    expect(await sweep(test.deps)).toMatchObject({ failed: 1 });
    expect(smtp.received.length).toBe(before);
    test.pass(301);
    await sweep(test.deps);
    expect(smtp.received.length).toBe(before + 1);
    const { mails, mailer: once } = recorder();
    await test.deps.table.update(keys.letter('work-4'), { remove: ['sentAt'] });
    test.use({ mailer: once });
    await sendLetter(test.deps, 'work-4');
    test.use({ mailer });
    expect(mails[0]?.messageId).toBe(smtp.received.at(-1)!.headers.get('message-id'));
  });

  it('carries the newest generation of the link', async () => {
    await queueLetter(test.deps, test.letter({ key: 'work-5', to: member }));
    const old = linkIn(smtp.received.at(-1)!.parts[0]!.text);
    await test.deps.table.together([raiseGenerationOp(member, 'r1#s1#')]);
    await queueLetter(test.deps, test.letter({ key: 'rem-5', to: member, template: 'reminder' }));
    const fresh = linkIn(smtp.received.at(-1)!.parts[0]!.text);
    expect(await codeOf(openLink(test.deps, old))).toBe('link-replaced');
    expect((await openLink(test.deps, fresh)).actor.id).toBe(member);
  });

  it('does not go when its tasks are done meanwhile', async () => {
    const before = smtp.received.length;
    const opens = { kind: 'worklist', scope: 'r9#s1#' } as const;
    await queueLetter(test.deps, test.letter({ key: 'work-6', to: member, opens }));
    expect(smtp.received.length).toBe(before);
    expect(await test.stored('work-6')).toMatchObject({ sentAt: test.now(), via: 'nothing' });
  });

  it('lists twenty tasks and counts the rest', async () => {
    const busy = (await test.invite('busy@example.cn', 'reviewer', 'east', 'en')).id;
    for (let i = 0; i < 25; i++) await test.todo(busy, `家庭${i}`);
    await test.todo(busy, '别的环节', { step: 's2' });
    await queueLetter(test.deps, test.letter({ key: 'work-7', to: busy }));
    const mail = smtp.received.at(-1)!;
    expect(mail.headers.get('subject')).toContain('25 tasks');
    expect(mail.parts[0]!.text).toContain('There are 5 more in the worklist.');
    expect(mail.parts[0]!.text).not.toContain('别的环节');
  });

  it('fails at once when nobody is there to get it, or its template is unknown', async () => {
    const left = (await test.invite('left@example.cn', 'reviewer')).id;
    await memberLeaves(test.deps, systemActor, left);
    await queueLetter(test.deps, test.letter({ key: 'work-8', to: left }));
    await queueLetter(test.deps, test.letter({ key: 'work-9', to: member, template: 'nonsense' }));
    expect((await test.stored('work-8'))?.failed).toBe('recipient-unknown');
    expect((await test.stored('work-9'))?.failed).toBe('template-unknown');
    expect(await dueRows('work-8')).toEqual([]);
  });

  it('opens a page at its plain address', async () => {
    const opens = { kind: 'page', scope: '/rounds/r1' } as const;
    await queueLetter(test.deps, test.letter({ key: 'over-1', to: member, template: 'overdue', opens }));
    expect(smtp.received.at(-1)!.parts[0]!.text).toContain('https://hongbang.example.cn/rounds/r1\n');
  });
});

describe('a mail server that refuses or is down', () => {
  it('is tried again with growing pauses, and given up after eight tries', async () => {
    const refused = (await test.invite('refused@example.cn', 'reviewer')).id;
    await test.todo(refused, '李家');
    const later = {
      ...{ code: 'EENVELOPE', responseCode: 451, command: 'RCPT TO' },
      response: '451 4.7.1 <refused@example.cn>: try later',
    };
    const refuses = async () => {
      throw Object.assign(new Error(later.response), later);
    };
    test.use({ mailer: { kind: 'smtp', send: refuses } });
    const start = test.deps.clock();
    await queueLetter(test.deps, test.letter({ key: 'ref-1', to: refused }));
    const tries: number[] = [0];
    for (let n = 2; n <= mostTries; n++) {
      expect(await test.stored('ref-1')).toMatchObject({ attempts: n - 1, lastError: 'EENVELOPE 451' });
      const [at, ...others] = await dueRows('ref-1');
      expect(others).toEqual([]);
      test.pass((Date.parse(at!) - test.deps.clock()) / 1000 - 1);
      await sweep(test.deps);
      expect((await test.stored('ref-1'))?.attempts).toBe(n - 1);
      test.pass(1);
      tries.push((test.deps.clock() - start) / 60_000);
      await sweep(test.deps);
    }
    expect(tries).toEqual([0, 1, 6, 21, 81, 261, 621, 1341]);
    const letter = await test.stored('ref-1');
    expect(letter).toMatchObject({ attempts: mostTries, failed: 'EENVELOPE 451' });
    expect(letter?.answer).toBe('451 4.7.1 <***>: try later');
    test.use({ mailer });
    expect(letter).not.toHaveProperty('sentAt');
    expect(await dueRows('ref-1')).toEqual([]);
    // The server quotes the address; the log does not.
    expect(test.logged.filter(({ fields }) => fields.includes('@'))).toEqual([]);
    expect(test.logged.map(({ code }) => code)).toContain('letter-failed');
  });

  it('delays a letter and loses none', async () => {
    const { port } = smtp;
    mailer.close();
    await smtp.close();
    mailer = smtpMailer({ host: '127.0.0.1', port, from: 'hongbang@example.cn' });
    test.use({ mailer });
    await queueLetter(test.deps, test.letter({ key: 'down-1', to: member }));
    expect(await test.stored('down-1')).toMatchObject({ attempts: 1, lastError: 'ESOCKET' });
    smtp = await startSmtp(port);
    test.pass(60);
    await sweep(test.deps);
    expect(smtp.received.length).toBe(1);
    expect(await test.stored('down-1')).toMatchObject({ attempts: 2, via: 'mail' });
    expect(await test.stored('down-1')).not.toHaveProperty('lastError');
  });
});

describe('a rehearsal', () => {
  it('sends real mail to the allow-list only', async () => {
    test.use({ site: { rehearsal: true, allowMail: ['Wang@example.cn'] } });
    const other = (await test.invite('other@example.cn', 'reviewer')).id;
    await test.todo(other, '李家');
    const before = smtp.received.length;
    await queueLetter(test.deps, test.letter({ key: 'reh-1', to: other }));
    expect((await test.stored('reh-1'))?.via).toBe('outbox');
    expect(smtp.received.length).toBe(before);
    await queueLetter(test.deps, test.letter({ key: 'reh-2', to: member }));
    expect(smtp.received.at(-1)!.headers.get('subject')).toMatch(/^【演练】/);
    test.use({ site: { rehearsal: false, allowMail: [] } });
  });
});

describe('a sign-in letter', () => {
  const request = () => {
    test.pass(1); // letters are ordered by their instants
    return requestSignIn(
      test.deps,
      { email: 'wang@example.cn', address: '10.0.0.1', browser: 'hers', purpose: 'work', language: 'zh' },
      queueSignIn(test.deps),
    );
  };
  const signIn = async () => {
    const { items } = await test.deps.table.query({
      pk: keys.lettersTo('wang@example.cn'),
      index: 'gsi2',
      descending: true,
      limit: 1,
    });
    return test.stored(String(items[0]!.key));
  };

  it('carries link and code, and the row forgets both once they are sent', async () => {
    await request();
    const { parts } = smtp.received.at(-1)!;
    const secret = /\/sign-in\/([\w-]+)/.exec(parts[0]!.text)![1]!;
    const code = codeIn(parts[0]!.text);
    const letter = await signIn();
    expect(letter).toMatchObject({ via: 'mail', template: 'signin' });
    expect(letter).not.toHaveProperty('secret');
    expect(JSON.stringify(letter)).not.toMatch(new RegExp(`${code}|${secret}`));
    expect((await redeem(test.deps, { email: 'wang@example.cn', code }, 'hers')).session.member.id).toBe(
      member,
    );
  });

  it('keeps them sealed in the outbox until they expire', async () => {
    test.use({ mailer: outboxMailer });
    await request();
    const letter = await signIn();
    expect(letter?.via).toBe('outbox');
    expect(letter?.secret).toMatch(/\|/);
    expect(letter?.secret).not.toMatch(/sign-in/);
    test.pass(599);
    await sweep(test.deps);
    expect(await test.stored(letter!.key)).toHaveProperty('secret');
    test.pass(1);
    await sweep(test.deps);
    expect(await test.stored(letter!.key)).not.toHaveProperty('secret');
    test.use({ mailer });
  });

  it('does not go any more once it has expired', async () => {
    const { mails, mailer: down } = recorder(() => Promise.reject(new Error('down')));
    test.use({ mailer: down });
    await request();
    const letter = await signIn();
    test.pass(900);
    await sweep(test.deps);
    expect(mails.length).toBe(1);
    expect(await test.stored(letter!.key)).toMatchObject({ failed: 'expired' });
    expect(await test.stored(letter!.key)).not.toHaveProperty('secret');
    test.use({ mailer });
  });
});
