/** Events as API Gateway's HTTP API (payload format 2.0), Step Functions, EventBridge and SNS send them. */
import type { Context, SNSEvent } from 'aws-lambda';
import type { LambdaEvent } from 'hono/aws-lambda';

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly address?: string;
}

/** A request as the web function gets it: bodies of forms come as base64. */
export function httpEvent(asked: Asked): Extract<LambdaEvent, { readonly rawPath: string }> {
  const { method = 'GET', path, query = '', headers = {}, cookies, form, json } = asked;
  const body = form === undefined ? json && JSON.stringify(json) : new URLSearchParams(form).toString();
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded';
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    ...(cookies !== undefined && { cookies: [...cookies] }),
    headers: {
      host: 'honours.example.cn',
      'x-forwarded-for': '203.0.113.9',
      'x-forwarded-proto': 'https',
      ...(body !== undefined && { 'content-type': type }),
      ...headers,
    },
    requestContext: {
      accountId: '111122223333',
      apiId: 'api1',
      authentication: null,
      authorizer: {},
      domainName: 'honours.example.cn',
      domainPrefix: 'honours',
      http: {
        method,
        path,
        protocol: 'HTTP/1.1',
        sourceIp: asked.address ?? '203.0.113.9',
        userAgent: 'test',
      },
      requestId: 'r1',
      routeKey: '$default',
      stage: '$default',
      time: '01/Mar/2026:00:00:00 +0000',
      timeEpoch: 1_772_323_200_000,
    },
    body: body === undefined ? null : Buffer.from(body as string).toString('base64'),
    isBase64Encoded: body !== undefined,
  };
}

export const context = { awsRequestId: 'r1', functionName: 'f' } as unknown as Context;

/** A notice of the configuration set's event destination, as SNS brings it. */
export const snsEvent = (message: string): SNSEvent => ({
  Records: [
    {
      EventVersion: '1.0',
      EventSubscriptionArn: 'arn:aws:sns:eu-west-1:111122223333:returns:1',
      EventSource: 'aws:sns',
      Sns: {
        SignatureVersion: '1',
        Timestamp: '2026-03-01T00:00:00.000Z',
        Signature: '',
        SigningCertUrl: '',
        MessageId: '1',
        Message: message,
        MessageAttributes: {},
        Type: 'Notification',
        UnsubscribeUrl: '',
        TopicArn: 'arn:aws:sns:eu-west-1:111122223333:returns',
        Subject: 'Amazon SES Email Event Notification',
      },
    },
  ],
});
