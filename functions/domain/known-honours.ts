/** The dictionary of honours: how each is called in documents and by those who fill in forms (docs/rules/honours.md#names). */

/** An honour by its code, with its names: the official one first, then short, former and local ones, without place or level. */
export interface HonourNames {
  readonly code: string;
  readonly names: readonly string[];
}

export const knownHonours: readonly HonourNames[] = [
  { code: 'SBQS', names: ['三八红旗手'] },
  { code: 'SBBB', names: ['三八红旗手标兵', '三八红旗标兵'] },
  { code: 'SBJT', names: ['三八红旗集体', '三八红旗先进集体', '三八红旗单位'] },
  { code: 'SBGZS', names: ['三八红旗工作室', '三八红旗手工作室'] },
  { code: 'JGWMG', names: ['巾帼文明岗', '巾帼文明示范岗', '巾帼示范岗'] },
  { code: 'JGBB', names: ['巾帼建功标兵', '巾帼文明个人', '城乡妇女岗位建功先进个人', '岗位建功先进个人'] },
  {
    code: 'JGJT',
    names: ['巾帼建功先进集体', '城乡妇女岗位建功先进集体', '岗位建功先进集体', '巾帼建功先进单位'],
  },
  { code: 'JGCX', names: ['巾帼创新工作室', '优秀创业女性工作室', '执委工作室'] },
  { code: 'WQJT', names: ['维护妇女儿童权益先进集体', '维权先进集体'] },
  { code: 'WQGR', names: ['维护妇女儿童权益先进个人', '维权先进个人'] },
  {
    code: 'ZMJT',
    names: [
      '最美家庭',
      '书香最美家庭',
      '书香家庭',
      '友好家庭',
      '最美家庭标兵户',
      '情系国防家庭',
      '抗疫最美家庭',
    ],
  },
  { code: 'WMJT', names: ['文明家庭'] },
  { code: 'WHJT', names: ['五好家庭', '五好文明家庭'] },
  { code: 'LSJT', names: ['绿色家庭', '绿色生态家庭', '节能降碳家庭'] },
  { code: 'PAJT', names: ['平安家庭'] },
  { code: 'HJT', names: ['好家庭', '龙华好家庭'] },
  { code: 'HMQ', names: ['好母亲', '龙华好母亲'] },
  { code: 'SHBX', names: ['巾帼十行百星'] },
  { code: 'DAR', names: ['百位达人'] },
  { code: 'YXZX', names: ['优秀妇联主席'] },
  { code: 'ZMNX', names: ['最美女性', '最美家政人', '最美巾帼奋斗者'] },
  { code: 'FEZJ', names: ['示范妇女儿童之家', '妇女儿童之家'] },
  { code: 'ETZJ', names: ['示范型儿童之家', '儿童之家'] },
  { code: 'JFJD', names: ['家教家风实践基地'] },
  { code: 'ETJD', names: ['儿童友好基地', '儿童友好实践基地', '儿童友好示范社区', '母婴室示范点'] },
  { code: 'YMTY', names: ['优美庭院示范户', '优美庭院', '美丽阳台', '优美庭院示范点', '优美庭院示范小区'] },
  { code: 'JS', names: ['竞赛', '大赛'] },
  { code: 'TX', names: ['妇女创业小额贷款贴息'] },
  { code: 'ALXM', names: ['优秀案例', '特色项目', '维权创新项目'] },
];

/** The code's official name, from the given names first; the code itself where nobody knows a name. */
export const honourName = (code: string, more: readonly HonourNames[]): string =>
  [...more, ...knownHonours].find((one) => one.code === code)?.names[0] ?? code;
