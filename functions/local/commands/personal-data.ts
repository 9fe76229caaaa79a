/** `npm run personal-data`: every place where personal data stand, read off the schemas of what is stored, with what becomes of them. */
import { type PersonalPlace, personalEnds, personalHolds } from '#domain/personal-place.ts';
import { type Text, text } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import { storedPlaces } from '#store/personal-places.ts';
import { command, readCommand } from './attach.ts';

/** What lies beside the tables. */
const beside: readonly (readonly [where: string, what: Text])[] = [
  [
    'files/',
    text(
      '附件、盖章页（原样，随申报删除）；导入表和成稿材料的分块（加密，数日内删除）',
      'attachments and stamped pages as they were sent, which go with the nomination; pieces of imports and papers, sealed, which go within days',
    ),
  ],
  ['keys', text('没有个人信息；有它才能解密', 'no personal data; what is encrypted opens with it')],
  ['log/', text('没有个人信息：只有代码、编号和毫秒数', 'no personal data: codes, ids and milliseconds')],
  [
    'backups, standby',
    text(
      '上述全部的副本；删除之前的副本到期后删除',
      'copies of all that; those made before an erasure go when their time is over',
    ),
  ],
  [
    'mail',
    text('已发出的信函在收件人的邮箱里', 'letters that went out are in the mailboxes of who got them'),
  ],
];

const line = (row: string, path: string, { holds, ends }: PersonalPlace): string =>
  `| \`${row}\` | \`${path}\` | ${personalHolds[holds].zh} ${personalHolds[holds].en} | ${personalEnds[ends].zh} ${personalEnds[ends].en} |`;

/** The command. */
export const run = (args: readonly string[]): Promise<void> =>
  command(async () => {
    const { flags } = readCommand(args, { json: 'boolean' } as const, 'npm run personal-data -- --json');
    const places = storedPlaces();
    if (flags.json) {
      say(JSON.stringify({ places, beside: beside.map(([where, what]) => ({ where, ...what })) }));
      return 0;
    }
    say('| 数据行 row | 字段 field | 内容 holds | 去向 what becomes of it |\n| --- | --- | --- | --- |');
    for (const { row, path, ...place } of places) say(line(row, path, place));
    for (const [where, { zh, en }] of beside) say(`| ${where} | | ${zh} ${en} | |`);
    return 0;
  });
