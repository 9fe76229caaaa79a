/** The settings of a deployment, given as CDK context (`-c stage=main -c region=cn-north-1 …`), checked before anything is made. */

import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { keysOf } from '#domain/members.ts';
import { nearest } from '#domain/nearest.ts';
import { type Fault, fault, Problem, refuseIf } from '#domain/problem.ts';
import { has, type Partition, partitionOf, regionNames } from './partition.ts';

/** Days that CloudWatch Logs can keep, of which the law asks for 180 at least (网络安全法 第二十一条: six months). */
const retentions = Object.values(RetentionDays).filter(
  (days): days is number => typeof days === 'number' && days >= 180 && days < 9999,
);
const address = /^[^<>\s@]+@[^<>\s@.]+(\.[^<>\s@.]+)+$/;
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')]);
const list = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .pipe(z.array(z.string().regex(address)).min(1).max(50));

const arnOf = (service: string) =>
  z.string().regex(new RegExp(`^arn:aws(-cn)?:${service}:[a-z0-9-]+:\\d{12}:(key/|secret:)[\\w/+=.@-]+$`));

const shape = {
  stage: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  region: z.string().refine((region) => partitionOf(region) !== undefined),
  account: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  domain: z
    .string()
    .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/)
    .optional(),
  certificate: z
    .string()
    .regex(/^arn:aws(-cn)?:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/)
    .optional(),
  mail: z.enum(['ses', 'smtp']),
  from: z.string().regex(/^[^<>\r\n"]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/),
  identity: z.enum(['create', 'existing']).default('create'),
  administrator: z.string().regex(address),
  alarms: z.string().regex(address).optional(),
  retention: z.coerce.number().pipe(z.literal(retentions)).default(365),
  rehearsal: flag.default(false),
  allowMail: list.optional(),
  trustedProxies: z
    .string()
    .regex(/^[0-9a-f.:/]+( *, *[0-9a-f.:/]+)*$/i)
    .optional(),
  secondFactor: z.enum(['off', 'administrators', 'members']).default('off'),
  scanner: z.enum(['none', 'guardduty']).default('none'),
  requestsPerSecond: z.coerce.number().int().min(10).max(10_000).default(200),
  runbook: z.string().min(1).default('docs/operations.md'),
  architecture: z.enum(['arm64', 'x86_64']).default('arm64'),
  dashboard: flag.default(false),
  abroad: flag.default(false),
  bucket: z.enum(['named', 'generated']).default('named'),
  masterKey: arnOf('kms').optional(),
  keysSecret: arnOf('secretsmanager').optional(),
  smtpSecret: arnOf('secretsmanager').optional(),
  smsSignature: z
    .string()
    .regex(/^[^【】\s]{2,20}$/)
    .optional(),
  smsSecret: arnOf('secretsmanager').optional(),
};
const schema = z.strictObject(shape);
type Name = keyof typeof shape;

/** What each setting wants, said to the person who types it. */
const wants: Readonly<Record<Name, readonly [zh: string, en: string]>> = {
  stage: [
    '环境名称：小写字母开头，可含数字与连字符，最多 20 个字符，如 main、rehearsal',
    'the name of the deployment: lower-case letters, digits and hyphens, at most 20, such as main or rehearsal',
  ],
  region: ['AWS 区域，如 cn-north-1、ap-southeast-1', 'the AWS region, such as cn-north-1 or ap-southeast-1'],
  account: ['12 位 AWS 账户编号', 'the AWS account, 12 digits'],
  domain: ['网站域名，如 hongbang.example.cn', 'the domain of the site, such as hongbang.example.cn'],
  certificate: [
    '域名证书在 ACM 中的 ARN（须与部署区域一致）',
    "the ARN of the domain's certificate in ACM, of the same region",
  ],
  mail: ['发信方式：ses 或 smtp', 'how mail is sent: ses or smtp'],
  from: [
    '发件人，如 红榜 <hongbang@example.cn>',
    'the sender of letters, such as Hongbang <hongbang@example.cn>',
  ],
  identity: [
    'SES 发信身份：create（新建）或 existing（账户中已有）',
    'the SES identity: create, or existing when the account has it already',
  ],
  administrator: ['管理员的邮箱地址', "the administrator's e-mail address"],
  alarms: ['接收告警的邮箱地址', 'the e-mail address that alarms go to'],
  retention: [
    `日志保存天数，可选：${retentions.join('、')}`,
    `for how many days logs are kept, one of ${retentions.join(', ')}`,
  ],
  rehearsal: ['是否演练环境：true 或 false', 'whether this is a rehearsal: true or false'],
  allowMail: [
    '演练时允许发信的邮箱，用英文逗号分隔',
    'addresses that a rehearsal may write to, separated by commas',
  ],
  trustedProxies: [
    '网站前面的代理（如 CloudFront）的地址或网段，用英文逗号分隔',
    'addresses or ranges of proxies in front of the site, such as CloudFront, separated by commas',
  ],
  secondFactor: [
    '谁须启用二次验证：off（不要求）、administrators（管理员和监督员）或 members（所有人员）',
    'who must have a second factor: off, administrators (with auditors) or members',
  ],
  scanner: [
    '上传文件的病毒扫描：none 或 guardduty（须先在 GuardDuty 中为附件桶启用恶意软件防护）',
    'the virus scanner of uploads: none, or guardduty with its Malware Protection set up for the bucket',
  ],
  requestsPerSecond: ['每秒请求上限，10 至 10000', 'the most requests in a second, 10 to 10000'],
  runbook: ['运维手册 docs/operations.md 的网址', 'the address of the page docs/operations.md'],
  architecture: ['函数的处理器架构：arm64 或 x86_64', "the functions' processors: arm64 or x86_64"],
  dashboard: [
    '是否建立监控面板（超出每账户三个后每月收费）：true 或 false',
    'whether to make the dashboard, which costs when the account has more than three: true or false',
  ],
  abroad: [
    '确认正式环境可以设在境外：true 或 false',
    'that a real deployment may stand outside China: true or false',
  ],
  bucket: [
    '存储桶名称：named（固定名称）或 generated（0.1.0 部署的环境沿用自动名称）',
    "the bucket's name: named, or generated as in a stage that 0.1.0 deployed",
  ],
  masterKey: [
    '上次保留的 KMS 主密钥的 ARN',
    'the ARN of the master key in KMS that a stage of this name kept',
  ],
  keysSecret: [
    '上次保留的密钥（Secrets Manager 中的 keys）的 ARN',
    'the ARN of the secret keys that a stage of this name kept',
  ],
  smtpSecret: ['上次保留的 SMTP 密钥的 ARN', 'the ARN of the secret smtp that a stage of this name kept'],
  smsSignature: [
    '短信签名（2 至 20 字，不含【】）；填写即开通短信',
    'the signature of short messages, 2 to 20 characters without 【】; with it they are sent',
  ],
  smsSecret: ['上次保留的短信密钥的 ARN', 'the ARN of the secret sms that a stage of this name kept'],
};

export type Settings = Readonly<z.output<typeof schema>> & { readonly partition: Partition };

const names: readonly Name[] = keysOf(shape);
/** The CDK keeps feature flags and answers of its own in the context: they have a colon or a slash in their names. */
const isOurs = (key: string): boolean => !/[:/]/.test(key);

function missingOrWrong(name: Name, given: unknown): Fault {
  const [zh, en] = wants[name];
  if (given === undefined)
    return fault(
      name,
      'setting-missing',
      `缺少设置 ${name}：${zh}。`,
      `The setting ${name} is missing: ${en}.`,
    );
  const near = name === 'region' ? nearest(String(given), regionNames()) : undefined;
  return fault(
    name,
    'setting-wrong',
    `设置 ${name}=${given} 无效，应为${zh}。${near === undefined ? '' : `是否指 ${near}？`}`,
    `The setting ${name}=${given} is wrong; it is ${en}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
  );
}

function unknownSetting(key: string): Fault {
  const near = nearest(key, names);
  return fault(
    key,
    'setting-unknown',
    `没有名为 ${key} 的设置${near === undefined ? `，可用的有：${names.join('、')}` : `，是否指 ${near}？`}`,
    `There is no setting ${key}${near === undefined ? `; there are ${names.join(', ')}` : `; did you mean ${near}?`}`,
  );
}

/** What two settings must not say together. */
function* disagreements(settings: Omit<Settings, 'partition'>, partition: Partition): Iterable<Fault> {
  const { domain, certificate, region, mail, allowMail, rehearsal } = settings;
  if (domain !== undefined && certificate === undefined)
    yield fault(
      'certificate',
      'certificate-missing',
      `设置了域名 ${domain} 但没有证书。请在 ACM（${region}）申请或导入证书，再用 -c certificate=<ARN> 指定。`,
      `There is a domain, ${domain}, but no certificate. Request or import one in ACM (${region}) and give -c certificate=<ARN>.`,
    );
  if (domain === undefined && certificate !== undefined)
    yield fault(
      'domain',
      'domain-missing',
      '设置了证书但没有域名，请用 -c domain= 指定。',
      'There is a certificate but no domain; give -c domain=.',
    );
  if (certificate !== undefined && certificate.split(':')[3] !== region)
    yield fault(
      'certificate',
      'certificate-elsewhere',
      `证书在 ${certificate.split(':')[3]}，须与部署区域 ${region} 一致。`,
      `The certificate is in ${certificate.split(':')[3]}; it must be in ${region} like the stack.`,
    );
  if (mail === 'ses' && !has(partition, 'ses'))
    yield fault(
      'mail',
      'ses-missing',
      `中国区（${region}）没有 SES。请改用 -c mail=smtp，部署后将邮件服务器填入 SMTP 密钥。`,
      `There is no SES in ${region}. Use -c mail=smtp and put your mail server into the SMTP secret after the deploy.`,
    );
  if (partition === 'aws' && !rehearsal && !settings.abroad)
    yield fault(
      'region',
      'region-abroad',
      `区域 ${region} 在中国境外，而正式环境保存群众的个人信息。妇联等机关处理的个人信息应当在境内存储（个人信息保护法第三十六条、第四十条），向境外提供须符合第三十八条、第三十九条并取得个人单独同意。请改用 -c region=cn-north-1 或 cn-northwest-1；经评估确可设在境外的，加上 -c abroad=true。演练环境不受此限。`,
      `The region ${region} lies outside China, and a real deployment keeps personal data of people in China. What organs like a federation process is stored in China (个人信息保护法, articles 36 and 40); giving it abroad needs what articles 38 and 39 say, and each person's own consent. Use -c region=cn-north-1 or cn-northwest-1; where it was assessed and is allowed, add -c abroad=true. A rehearsal may stand anywhere.`,
    );
  // A secret without the key that belongs to it, or the other way round, opens nothing.
  if ((settings.masterKey === undefined) !== (settings.keysSecret === undefined))
    yield fault(
      settings.masterKey === undefined ? 'masterKey' : 'keysSecret',
      'kept-keys-apart',
      '恢复保留的环境时，masterKey 和 keysSecret 须一起给出。',
      'A stage that comes back needs both: masterKey and keysSecret.',
    );
  for (const name of ['masterKey', 'keysSecret', 'smtpSecret', 'smsSecret'] as const)
    if (settings[name] !== undefined && settings[name].split(':')[3] !== region)
      yield fault(
        name,
        'kept-elsewhere',
        `设置 ${name} 在 ${settings[name].split(':')[3]}，须与部署区域 ${region} 一致。`,
        `The setting ${name} is in ${settings[name].split(':')[3]}; it must be in ${region} like the stack.`,
      );
  if (allowMail !== undefined && !rehearsal)
    yield fault(
      'allowMail',
      'allow-mail-real',
      'allowMail 只用于演练环境；正式环境向所有收件人发信。请去掉它，或加上 -c rehearsal=true。',
      'allowMail is for rehearsals; a real deployment writes to everybody. Leave it out, or add -c rehearsal=true.',
    );
}

/**
 * Reads the settings from the context. `account` falls back to the one that the CLI is signed in to, if any.
 * @throws Problem invalid with a fault for each setting that is missing, wrong or unknown, saying how to mend it.
 */
export function readSettings(
  context: Readonly<Record<string, unknown>>,
  signedInAccount?: string | undefined,
): Settings {
  const own = Object.fromEntries(Object.entries(context).filter(([key]) => isOurs(key)));
  const parsed = schema.safeParse({
    ...own,
    ...(own['account'] === undefined && signedInAccount !== undefined && { account: signedInAccount }),
  });
  if (!parsed.success) {
    const faults = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map(unknownSetting)
        : names.filter((name) => name === issue.path[0]).map((name) => missingOrWrong(name, own[name])),
    );
    throw new Problem('invalid', faults[0]!.code, faults[0]!.text, faults);
  }
  const partition = partitionOf(parsed.data.region)!;
  refuseIf([...disagreements(parsed.data, partition)]);
  return { ...parsed.data, partition };
}
