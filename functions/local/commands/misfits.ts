/** Rows that do not fit the schema of their kind: key and field are named, never what stands there. */
import { text } from '#domain/problem.ts';
import type { Database } from '#local/database/database.ts';
import { rowFaults } from '#store/row-kinds.ts';
import type { Finding } from './counters.ts';

/** Rows that are read without `--full`, the oldest first: about two seconds. */
const mostRead = 50_000;
/** Findings that are kept; further ones are counted. */
const mostNamed = 100;

/** Reads the rows of both tables one by one; `full` reads all. */
export async function checkRows(
  { rows }: Pick<Database, 'rows'>,
  full: boolean,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  let misfits = 0;
  let read = 0;
  for (const table of ['main', 'keys'] as const)
    for await (const row of rows(table)) {
      if (!full && read === mostRead) {
        const [zh, en] = [`只核对了最早的 ${read} 行`, `only the oldest ${read} rows were checked`];
        found.push({
          area: 'rows',
          level: 'note',
          ids: [],
          text: text(`${zh}；全部核对请加 --full`, `${en}; --full checks all`),
        });
        return found;
      }
      read++;
      const faults = rowFaults(row);
      if (faults.length === 0 || ++misfits > mostNamed) continue;
      const key = `${row.pk} ${row.sk}`;
      const what = faults.join('; ');
      found.push({
        area: 'rows',
        level: 'fault',
        ids: [key],
        text: text(
          `数据行 ${key} 的内容不合规定：${what}`,
          `the row ${key} does not fit its schema: ${what}`,
        ),
      });
    }
  if (misfits > mostNamed)
    found.push({
      area: 'rows',
      level: 'fault',
      ids: [],
      text: text(`另有 ${misfits - mostNamed} 行不合规定`, `${misfits - mostNamed} more rows do not fit`),
    });
  return found;
}
