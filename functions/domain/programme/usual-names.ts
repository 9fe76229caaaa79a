/** English names of the departments that are asked, of co-hosts and of what is handed over, as presets call them; others stay as typed. */
import { type Text, text } from '#domain/problem.ts';

const names: Readonly<Record<string, string>> = {
  公安: 'Public Security',
  文明办: 'Civility Office',
  政法委: 'Political and Legal Affairs',
  组织人事: 'Organisation and Personnel',
  纪检监察: 'Discipline Inspection and Supervision',
  市场监管: 'Market Regulation',
  税务: 'Taxation',
  人社: 'Human Resources and Social Security',
  应急: 'Emergency Management',
  生态环境: 'Ecology and Environment',
  审计: 'Audit',
  民政: 'Civil Affairs',
  发改: 'Development and Reform',
  农业农村: 'Agriculture and Rural Affairs',
  金融: 'Finance',
  统战: 'United Front Work',
  港澳办: 'Hong Kong and Macao Affairs',
  台办: 'Taiwan Affairs',
  主管部门: 'Department in charge',
  宣传部: 'Publicity Department',
  民政局: 'Civil Affairs Bureau',
  农业农村局: 'Agriculture and Rural Affairs Bureau',
  生态环境局: 'Ecology and Environment Bureau',
  发展和改革局: 'Development and Reform Bureau',
  金融服务中心: 'Financial Services Centre',
  人力资源和社会保障厅: 'Department of Human Resources and Social Security',
  妇女儿童工作委员会: 'Working Committee on Women and Children',
  巾帼建功活动领导小组: 'Leading Group of the Women’s Achievement Campaign',
  证书: 'certificate',
  奖状: 'citation',
  奖章: 'medal',
  奖牌: 'award plate',
  牌匾: 'plaque',
  家庭牌: 'family plate',
};

/** A name of a programme in both languages. */
export const usualName = (zh: string): Text => {
  const plain = zh.replace(/^\+\s*/u, '');
  return text(zh, Object.hasOwn(names, plain) ? zh.replace(plain, names[plain]!) : zh);
};

/** Several of them in one line. */
export const usualNames = (all: readonly string[]): Text => {
  const named = all.map(usualName);
  return text(named.map(({ zh }) => zh).join('、'), named.map(({ en }) => en).join(', '));
};
