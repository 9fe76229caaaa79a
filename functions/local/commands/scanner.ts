/** Whether the scanner of uploads answers, where one is set: while it does not, what is uploaded waits and nobody can use it. */
import { text } from '#domain/problem.ts';
import { clamdAnswers } from '#local/clamd.ts';
import { keys } from '#store/keys.ts';
import type { Table } from '#store/table.ts';
import type { Finding } from './counters.ts';

export async function checkScanner(table: Table): Promise<readonly Finding[]> {
  const address = (await table.get(keys.served(), { consistent: true }))?.scanner ?? '';
  if (address === '' || (await clamdAnswers(address))) return [];
  return [
    {
      area: 'scanner',
      level: 'fault',
      ids: [address],
      text: text(
        `病毒扫描程序（${address}）没有应答：新上传的附件在检查之前无法使用`,
        `the virus scanner at ${address} does not answer: what is uploaded cannot be used until it was checked`,
      ),
    },
  ];
}
