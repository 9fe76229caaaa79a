/** Whether a home that is served under a public address trusts the proxy in front of it. */
import { text } from '#domain/problem.ts';
import { keys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import type { Finding } from './counters.ts';

/** A public address stands for a proxy: unless that is trusted, every visitor has the proxy's address. */
export async function checkProxies(table: Table): Promise<readonly Finding[]> {
  const served = await table.get(keys.served(), { consistent: true });
  if (served === undefined || served.proxies.trim() !== '') return [];
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:|$)/.test(served.url)) return [];
  return [
    {
      area: 'proxies',
      level: 'fault',
      ids: [served.url],
      text: text(
        `网站以 ${served.url} 对外服务，但没有设置 TRUSTED_PROXIES：所有访问者都按同一个地址计数，少数人就会使全体被限制`,
        `the site is served as ${served.url} without TRUSTED_PROXIES: all visitors count as one address, so that a few shut out everybody`,
      ),
    },
  ];
}
