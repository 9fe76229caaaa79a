/** Whom limits count: the address that a request came from, told by the proxies that the operator trusts and by nobody else. */
import { BlockList, isIP } from 'node:net';
import { invalid } from '#domain/problem.ts';

/** Says whether an address is a proxy of ours. */
export type IsTrusted = (address: string) => boolean;

/** An address without port, brackets, zone and the IPv6 form of an IPv4 address. */
function plainAddress(written: string): string {
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(written)?.[1] ?? written.replace(/^([\d.]+):\d+$/, '$1');
  return bare.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
}

/**
 * Reads the trusted proxies: addresses and ranges such as `10.0.0.0/8`, separated by commas; none when empty.
 * @throws Problem invalid `proxies-wrong` naming what is neither.
 */
export function trustedProxies(written: string | undefined): IsTrusted | undefined {
  const entries = (written ?? '').split(',').map((each) => each.trim());
  const ranges = entries.filter((each) => each !== '');
  if (ranges.length === 0) return undefined;
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits, more] = range.split('/');
    const family = isIP(address);
    const most = family === 6 ? 128 : 32;
    const isRight = family !== 0 && more === undefined && (bits === undefined || /^\d{1,3}$/.test(bits));
    if (!isRight || Number(bits ?? most) > most)
      throw invalid(
        'proxies-wrong',
        `可信代理“${range}”不是地址或网段，请写成 127.0.0.1 或 10.0.0.0/8 的样子，用英文逗号分隔。`,
        `The trusted proxy "${range}" is no address or range; write 127.0.0.1 or 10.0.0.0/8, separated by commas.`,
      );
    list.addSubnet(address, Number(bits ?? most), family === 6 ? 'ipv6' : 'ipv4');
  }
  return (address) => isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
}

/**
 * The rightmost address of `X-Forwarded-For` that is no proxy of ours, since whoever sends a request may write what she
 * likes to the left of it; the peer's own where the peer is no proxy of ours, or says nothing that can be read.
 */
export function clientAddress(
  peer: string,
  forwarded: string | undefined,
  isTrusted: IsTrusted | undefined,
): string {
  let last = plainAddress(peer);
  if (isTrusted === undefined) return last;
  const way = (forwarded ?? '').split(',').map((each) => plainAddress(each.trim()));
  while (isTrusted(last) && way.length > 0) {
    const next = way.pop()!;
    if (isIP(next) === 0) break;
    last = next;
  }
  return last;
}
