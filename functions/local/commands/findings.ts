/** What the doctor found, printed by area, with how counters are mended. */
import { type Text, text } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import type { Finding } from './counters.ts';
import { mendable, sayHowToMend } from './mending.ts';

const areas: Readonly<Record<Finding['area'], Text>> = {
  executions: text('流程', 'Executions'),
  signals: text('信号', 'Signals'),
  letters: text('信函', 'Letters'),
  chains: text('操作记录', 'Audit chains'),
  counters: text('计数', 'Counters'),
  rows: text('数据行', 'Rows'),
  sweeper: text('清扫任务', 'Sweeper'),
  proxies: text('反向代理', 'Reverse proxy'),
  scanner: text('病毒扫描', 'Virus scanner'),
  fonts: text('字体', 'Fonts'),
  disk: text('磁盘', 'Disk'),
  standby: text('备用副本', 'Standby copy'),
  backup: text('备份演练', 'Backup rehearsals'),
  clock: text('时钟', 'Clock'),
  calendar: text('放假安排', 'Holiday schedules'),
};
/** Findings of one area that are printed; `--json` gives all. */
const mostPrinted = 20;

/** Prints the findings, at most twenty of an area. */
export function report(found: readonly Finding[], running: boolean): void {
  say(running ? '服务正在运行。 / The server is running.' : '服务未运行。 / The server is not running.');
  for (const [area, name] of Object.entries(areas)) {
    const here = found.filter((each) => each.area === area);
    const faults = here.filter((each) => each.level === 'fault').length;
    say(`${faults > 0 ? '✗' : here.length > 0 ? '!' : '✓'} ${name.zh} ${name.en}`);
    for (const { text: words } of here.slice(0, mostPrinted)) say(`    ${words.zh}\n    ${words.en}`);
    if (here.length > mostPrinted) say(`    … ${here.length - mostPrinted}`);
  }
  if (found.some(mendable)) sayHowToMend();
}
