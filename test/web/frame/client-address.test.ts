import { expect, test } from 'vitest';
import { clientAddress, trustedProxies } from '#web/frame/client-address.ts';
import { codeOf } from '../../world.ts';

const ours = trustedProxies('127.0.0.1, 10.0.0.0/8, 2001:db8::/32');

test.each([
  ['without a trusted proxy the peer itself counts', '127.0.0.1', '203.0.113.7', undefined, '127.0.0.1'],
  ['behind our proxy the visitor counts', '127.0.0.1', '203.0.113.7', ours, '203.0.113.7'],
  ['what a visitor wrote herself does not', '127.0.0.1', '198.51.100.1, 203.0.113.7', ours, '203.0.113.7'],
  ['a chain of ours is gone through', '127.0.0.1', '203.0.113.7, 10.1.2.3', ours, '203.0.113.7'],
  ['a peer that is no proxy of ours is not believed', '203.0.113.9', '198.51.100.1', ours, '203.0.113.9'],
  ['an IPv4 address in an IPv6 one is the same', '::ffff:127.0.0.1', '203.0.113.7:4711', ours, '203.0.113.7'],
  ['an IPv6 visitor counts', '2001:db8::1', '[2a00::7]:443', ours, '2a00::7'],
  ['nothing said is the proxy', '127.0.0.1', undefined, ours, '127.0.0.1'],
  ['nonsense ends the way', '127.0.0.1', '203.0.113.7, unknown', ours, '127.0.0.1'],
])('%s', (_, peer, forwarded, isTrusted, client) => {
  expect(clientAddress(peer, forwarded, isTrusted)).toBe(client);
});

test('a range that is none is refused', async () => {
  for (const wrong of ['proxy.example.cn', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/'])
    expect(await codeOf(Promise.resolve().then(() => trustedProxies(wrong)))).toBe('proxies-wrong');
  expect(trustedProxies(' ')).toBeUndefined();
});
