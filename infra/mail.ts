/** How letters leave: SES with identity, configuration set and bounces, or an SMTP server whose password lies in a secret. */
import { ArnFormat, CfnOutput, Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { type ISecret, Secret } from 'aws-cdk-lib/aws-secretsmanager';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
} from 'aws-cdk-lib/aws-ses';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { watch } from './alarm.ts';
import { removalOf } from './keeping.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';
import { type Permission, readSecret, sendLetters } from './permissions.ts';
import type { DeadLetters } from './queues.ts';

export interface Mail {
  readonly environment: Readonly<Record<string, string>>;
  readonly may: readonly Permission[];
  /** Sends the notices of bounces and complaints to the mail function, once that exists. */
  listen(mail: Lambda, deadLetters: DeadLetters): void;
}

/** The bare address of a sender that may carry a name: `红榜 <hongbang@example.cn>`. */
export const bareAddress = (from: string): string => /<([^>]+)>/.exec(from)?.[1] ?? from;

/** Makes what the deployment's way of mail needs. */
export function makeMail(home: Home): Mail {
  const made = home.settings.mail === 'ses' ? makeSes(home) : makeSmtp(home);
  const sms = makeSms(home);
  return {
    ...made,
    environment: { ...made.environment, ...sms.environment },
    may: [...made.may, ...sms.may],
  };
}

/** A secret that the operator fills in after the first deploy, or the one that a stage of this name kept. */
function toFillIn(
  home: Home,
  id: 'SmtpSecret' | 'SmsSecret',
  of: {
    readonly kept: string | undefined;
    readonly description: string;
    readonly fields: object;
    /** The field that AWS makes up, so that nothing guessable ever stands there. */
    readonly key: string;
  },
): Pick<ISecret, 'secretArn' | 'secretName'> {
  const { stack, prefix } = home;
  if (of.kept !== undefined) return Secret.fromSecretCompleteArn(stack, id, of.kept);
  const secret = new Secret(stack, id, {
    secretName: `${prefix}/${id === 'SmtpSecret' ? 'smtp' : 'sms'}`,
    description: of.description,
    generateSecretString: {
      secretStringTemplate: JSON.stringify(of.fields),
      generateStringKey: of.key,
      excludePunctuation: true,
    },
    removalPolicy: removalOf(home),
  });
  accept(secret, 'AwsSolutions-SMG4', 'what it opens lies outside AWS and is changed there');
  return secret;
}

function makeSmtp(home: Home): Mail {
  const secret = toFillIn(home, 'SmtpSecret', {
    kept: home.settings.smtpSecret,
    description: 'The mail server: {host, port, user, password, secure}; fill it in after the first deploy',
    // `.invalid` never resolves (RFC 2606): letters wait until the operator has filled in a real server.
    fields: { host: 'smtp.invalid', port: 465, user: 'nobody', secure: true },
    key: 'password',
  });
  new CfnOutput(home.stack, 'SmtpSecretName', { value: secret.secretName });
  return {
    environment: { SMTP_SECRET_ARN: secret.secretArn },
    may: [readSecret('ReadSmtp', secret)],
    listen: () => {},
  };
}

/** Short messages beside the letters, where a signature is set: what the mail function is told, and may read. */
function makeSms(home: Home): Pick<Mail, 'environment' | 'may'> {
  const { smsSignature, smsSecret } = home.settings;
  if (smsSignature === undefined) return { environment: {}, may: [] };
  const secret = toFillIn(home, 'SmsSecret', {
    kept: smsSecret,
    description: 'The gateway of short messages: {url, body, auth, secret, ok, keyHeader}; fill it in',
    fields: { url: 'https://sms.invalid/send' },
    key: 'secret',
  });
  new CfnOutput(home.stack, 'SmsSecretName', { value: secret.secretName });
  return {
    environment: { SMS_SECRET_ARN: secret.secretArn, SMS_SIGNATURE: smsSignature },
    may: [readSecret('ReadSms', secret)],
  };
}

function makeSes(home: Home): Mail {
  const { stack, prefix, settings } = home;
  const from = bareAddress(settings.from);
  const domain = from.slice(from.indexOf('@') + 1);
  const set = new ConfigurationSet(stack, 'MailSet', {
    configurationSetName: prefix,
    // Servers without TLS get their letters, too: a link in one is pressed twice and opens one worklist.
    tlsPolicy: ConfigurationSetTlsPolicy.OPTIONAL,
    reputationMetrics: true,
  });
  if (settings.identity === 'create') {
    const identity = new EmailIdentity(stack, 'MailIdentity', { identity: Identity.domain(domain) });
    identity.applyRemovalPolicy(removalOf(home));
    // What the operator enters at the domain's name server, so that receivers trust the letters.
    identity.dkimRecords.forEach(({ name, value }, index) => {
      new CfnOutput(stack, `DkimRecord${index + 1}`, { value: `${name} CNAME ${value}` });
    });
  }
  const notices = makeNotices(home, set);
  const arn = (resource: string, resourceName: string) =>
    stack.formatArn({ service: 'ses', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
  watchReputation(home);
  return {
    environment: { SES_CONFIGURATION_SET: prefix },
    may: [sendLetters([arn('identity', '*'), arn('configuration-set', prefix)], from)],
    listen: (mail, { mail: deadLetterQueue }) =>
      notices.addSubscription(new LambdaSubscription(mail, { deadLetterQueue })),
  };
}

/** The topic of bounces. It carries people's addresses, so it has a key, which SES may use for it. */
function makeNotices({ stack, prefix, settings }: Home, set: ConfigurationSet): Topic {
  const key = new Key(stack, 'NoticesKey', {
    description: `Hongbang ${settings.stage}: notices of bounced letters`,
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'SesWritesNotices',
      principals: [new ServicePrincipal('ses.amazonaws.com')],
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
  );
  const topic = new Topic(stack, 'MailNotices', {
    topicName: `${prefix}-mail-notices`,
    masterKey: key,
    enforceSSL: true,
  });
  set.addEventDestination('Notices', {
    configurationSetEventDestinationName: `${prefix}-notices`,
    destination: EventDestination.snsTopic(topic),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.REJECT],
  });
  return topic;
}

/** SES warns at 5 % bounces or 0.1 % complaints, and may stop an account at 10 % or 0.5 %. */
function watchReputation(home: Home): void {
  const metric = (metricName: string) =>
    new Metric({ namespace: 'AWS/SES', metricName, period: Duration.hours(1), statistic: 'Maximum' });
  watch(home, 'mail-reputation', { metric: metric('Reputation.BounceRate'), atLeast: 0.05, of: 'bounces' });
  watch(home, 'mail-reputation', {
    metric: metric('Reputation.ComplaintRate'),
    atLeast: 0.001,
    of: 'complaints',
  });
}
