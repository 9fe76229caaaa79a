/** A group robot tells of letters, and mail goes with or without it. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openRobot, withChannel } from '#local/robot.ts';
import type { Mailer, OutgoingMail } from '#ports';

let server: Server;
const heard: unknown[] = [];
let answer: object = { errcode: 0 };
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      if (request.url?.startsWith('/moved')) {
        response.writeHead(307, { location: '/send?key=other' });
        response.end();
        return;
      }
      heard.push([request.url, JSON.parse(body)]);
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => new Promise((done) => server.close(done)));

const mail: OutgoingMail = {
  to: 'li@example.org',
  subject: '【待办】审查',
  text: 'https://hongbang.example.cn/w/secret',
  html: '<a href="https://hongbang.example.cn/w/secret">',
  messageId: '<1@x>',
  letter: 'l1',
};

it('says how many letters went out and where, together, and again after a failure; no name, no link', async () => {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/send?key=k`;
  const sent: string[] = [];
  const logged: string[] = [];
  const mailer: Mailer = { kind: 'smtp', send: async ({ letter }) => void sent.push(letter) };
  const robot = openRobot({ WECOM_ROBOT_URL: url }, 'https://hongbang.example.cn')!;
  const told = withChannel(mailer, robot, (code) => void logged.push(code));
  answer = { errcode: 93_000, errmsg: 'invalid webhook url' };
  await told.send(mail);
  await told.flush();
  expect([sent, logged]).toEqual([['l1'], ['channel-failed']]);
  answer = { errcode: 0 };
  await told.send({ ...mail, letter: 'l2' });
  await told.flush();
  await told.flush();
  expect([sent, logged, heard.length]).toEqual([['l1', 'l2'], ['channel-failed'], 2]);
  expect(heard[1]).toEqual([
    '/send?key=k',
    {
      msgtype: 'text',
      text: {
        content: '【红榜】系统发出 2 封信函，请有关同志查收邮件并及时办理。https://hongbang.example.cn',
      },
    },
  ]);
});

it('a mail that fails is not told of; without an address there is no robot, and a wrong one is refused at the start', async () => {
  const failing: Mailer = {
    kind: 'smtp',
    send: async () => {
      throw new Error('down');
    },
  };
  const said: number[] = [];
  const told = withChannel(failing, { tell: async (letters) => void said.push(letters) }, () => undefined);
  await expect(told.send(mail)).rejects.toThrow('down');
  await told.flush();
  expect(said).toEqual([]);
  expect(openRobot({}, 'x')).toBeUndefined();
  for (const wrong of ['qyapi', 'http://qyapi.weixin.qq.com/send?key=1', 'https://qyapi.weixin.qq.com/send'])
    expect(() => openRobot({ WECOM_ROBOT_URL: wrong }, 'x')).toThrow('robot-settings');
});

it('goes to the address that was set and to none that it names', async () => {
  const { port } = server.address() as AddressInfo;
  const before = heard.length;
  const robot = openRobot({ WECOM_ROBOT_URL: `http://127.0.0.1:${port}/moved?key=k` }, 'x')!;
  await expect(robot.tell(1)).rejects.toThrow();
  expect(heard.length).toBe(before);
});
