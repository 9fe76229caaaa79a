/** `npm run personal-data`: every place where personal data stand, read off the schemas of what is stored, with what becomes of them. */
import type { PersonalPlace } from '#domain/personal-place.ts';
import { type Text, text } from '#domain/problem.ts';
import { say } from '#local/say.ts';
import { storedPlaces } from '#store/personal-places.ts';
import { command, readCommand } from './attach.ts';

/** What may stand in a field. */
const personalHolds: Readonly<Record<PersonalPlace['holds'], Text>> = {
  nominee: text('被推荐对象的姓名或名称', 'name of a nominee'),
  other: text('工作人员、评委或其他人的姓名', 'name of a member, panellist or somebody else'),
  contact: text('电子邮箱、手机或电话', 'e-mail address or telephone'),
  words: text('文字说明，其中可能提到某人', 'words in which somebody may be named'),
  answers: text('申报内容中可公开的部分', 'answers of the form that may lie open'),
  sealed: text('加密的个人信息', 'personal data, encrypted'),
  digest: text('身份信息的带密钥摘要', 'keyed digest of an identity'),
  file: text('文件名', 'name of a file'),
};

/** What becomes of it. */
const personalEnds: Readonly<Record<PersonalPlace['ends'], Text>> = {
  masked: text('删除时改为掩码，已授荣誉的保留', 'masked when erased; kept where there is an honour'),
  removed: text('删除时移除', 'removed when erased'),
  key: text('删除时销毁密钥，不可再读', 'unreadable when erased: its key is destroyed'),
  counted: text('统计所需，保留', 'kept for the counts'),
  done: text('办结时移除', 'removed when the matter is done'),
  timed: text('到期自动移除', 'removed by itself when its time is over'),
  account: text('人员账户存续期间', 'as long as the account of the member'),
  honour: text('荣誉档案，长期保存', 'record of an honour, kept'),
  office: text('公务信息，长期保存', 'official business, kept'),
};

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
  [
    'sms',
    text(
      '开通短信的，手机号随每条短信交给网关；短信不含姓名、活动和链接密钥',
      'where a gateway is set it is given the mobile with each message, which holds no name, selection or secret',
    ),
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
