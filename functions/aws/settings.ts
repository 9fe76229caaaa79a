/** What the functions are told by their environment; each is given, and asks for, only what it needs. */
import * as z from 'zod';
import { factorRules } from '#domain/people/factor.ts';
import { invalid, text } from '#domain/problem.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const arn = (service: string) => z.string().regex(new RegExp(`^arn:aws(-[a-z]+)*:${service}:`));
const given = z.string().trim().min(1).max(400);
const address = z.string().regex(/^[^<>\r\n]*<[^<>@\s]+@[^<>@\s]+>$|^[^<>@\s]+@[^<>@\s]+$/);
const list = z.string().transform((words) =>
  words
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== ''),
);

const all = z.object({
  HONGBANG_STAGE: z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
  MAIN_TABLE: given,
  KEYS_TABLE: given,
  FILES_BUCKET: given,
  SITE_URL: z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')),
  REHEARSAL: z.enum(['true', 'false']).transform((word) => word === 'true'),
  NOMINATION_MACHINE_ARN: arn('states'),
  ROUND_MACHINE_ARN: arn('states'),
  MASTER_KEY_ARN: arn('kms'),
  KEYS_SECRET_ARN: arn('secretsmanager'),
  MAIL: z.enum(['ses', 'smtp']),
  MAIL_FROM: address,
  SES_CONFIGURATION_SET: given.optional(),
  SMTP_SECRET_ARN: arn('secretsmanager').optional(),
  SMS_SECRET_ARN: arn('secretsmanager').optional(),
  SMS_SIGNATURE: given.optional(),
  OPERATOR_EMAIL: z.email(),
  ALLOW_MAIL: list.optional(),
  SECOND_FACTOR: z.enum(factorRules).optional(),
  TRUSTED_PROXIES: given.optional(),
  SCANNER: z.enum(['none', 'guardduty']).optional(),
  MAIL_FUNCTION: given,
  PAPERS_FUNCTION: given,
  TASKS_FUNCTION: given,
  MAIL_DEAD_LETTERS_URL: z.url({ protocol: /^https?$/ }),
  EVENT_DEAD_LETTERS_URL: z.url({ protocol: /^https?$/ }),
});

/** What every function needs: its deployment, its tables, its keys. */
const base = {
  HONGBANG_STAGE: true,
  MAIN_TABLE: true,
  KEYS_TABLE: true,
  SITE_URL: true,
  REHEARSAL: true,
  MASTER_KEY_ARN: true,
  KEYS_SECRET_ARN: true,
} as const;
const machines = { NOMINATION_MACHINE_ARN: true, ROUND_MACHINE_ARN: true } as const;

/** Made when they are read: a function needs its own only. */
const shapes = {
  web: () =>
    all.pick({
      ...base,
      ...machines,
      FILES_BUCKET: true,
      MAIL_FUNCTION: true,
      PAPERS_FUNCTION: true,
      TASKS_FUNCTION: true,
      TRUSTED_PROXIES: true,
      SCANNER: true,
      SMS_SIGNATURE: true,
      SECOND_FACTOR: true,
    }),
  tasks: () =>
    all.pick({
      ...base,
      ...machines,
      FILES_BUCKET: true,
      MAIL_FUNCTION: true,
      PAPERS_FUNCTION: true,
      SCANNER: true,
    }),
  mail: () =>
    all
      .pick({
        ...base,
        MAIL: true,
        MAIL_FROM: true,
        SES_CONFIGURATION_SET: true,
        SMTP_SECRET_ARN: true,
        ALLOW_MAIL: true,
        SMS_SECRET_ARN: true,
        SMS_SIGNATURE: true,
      })
      .refine((mail) => mail.MAIL !== 'ses' || mail.SES_CONFIGURATION_SET !== undefined, {
        path: ['SES_CONFIGURATION_SET'],
      })
      .refine((mail) => mail.MAIL !== 'smtp' || mail.SMTP_SECRET_ARN !== undefined, {
        path: ['SMTP_SECRET_ARN'],
      }),
  papers: () => all.pick({ ...base, FILES_BUCKET: true }),
  admin: () =>
    all.pick({
      ...base,
      ...machines,
      OPERATOR_EMAIL: true,
      MAIL_FUNCTION: true,
      TASKS_FUNCTION: true,
      MAIL_DEAD_LETTERS_URL: true,
      EVENT_DEAD_LETTERS_URL: true,
    }),
} as const;

export type FunctionName = keyof typeof shapes;
export type Settings<F extends FunctionName> = z.output<ReturnType<(typeof shapes)[F]>>;
/** What the parts that all functions share are built from. */
export type BaseSettings = Pick<Settings<'admin'>, keyof typeof base>;

/**
 * Reads the settings of a function from its environment; an empty variable counts as absent.
 * @throws Problem invalid `settings`, naming each variable that is missing or wrong.
 */
export function readSettings<F extends FunctionName>(name: F, environment: Environment): Settings<F> {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const result = shapes[name]().safeParse(present);
  if (result.success) return result.data as Settings<F>;
  const faults = result.error.issues.map(({ path }) => {
    const field = String(path[0] ?? '');
    const absent = present[field] === undefined;
    return {
      field,
      code: absent ? 'setting-missing' : 'setting-wrong',
      text: absent
        ? text(`${field}：缺少`, `${field} is missing`)
        : text(`${field}：格式不对`, `${field} is malformed`),
    };
  });
  const zh = faults.map((each) => each.text.zh).join('；');
  const en = faults.map((each) => each.text.en).join('; ');
  throw invalid(
    'settings',
    `函数 ${name} 的环境变量有误。${zh}。请重新部署，不要手工修改函数设置。`,
    `The environment of the function ${name} is wrong. ${en}. Deploy again; do not edit functions by hand.`,
    faults,
  );
}
