/** The HTTP API: everything goes to the web function; throttled, logged without paths, on an own domain when there is one. */
import { CfnOutput, Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  DomainName,
  EndpointType,
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { watch } from './alarm.ts';
import { removalOf } from './keeping.ts';
import { accept } from './nag.ts';
import type { Home } from './names.ts';

export interface Api {
  readonly api: HttpApi;
  /** Where people find it: the own domain, else the API's own address. */
  readonly site: string;
  /** Sends all requests to the web function, once that exists. */
  serve(web: Lambda): void;
}

// No path: it may hold the secret of a letter's link. The web function logs which route it was.
const logged = JSON.stringify({
  at: '$context.requestTime',
  request: '$context.requestId',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  status: '$context.status',
  bytes: '$context.responseLength',
  ms: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  error: '$context.error.message',
});

/** Makes the API with its stage, and the own domain when the settings have one. */
export function makeApi(home: Home): Api {
  const { stack, settings, prefix } = home;
  const { domain, certificate, requestsPerSecond } = settings;
  const own =
    domain === undefined
      ? undefined
      : new DomainName(stack, 'Domain', {
          domainName: domain,
          certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificate!),
          securityPolicy: SecurityPolicy.TLS_1_2,
          endpointType: EndpointType.REGIONAL,
        });
  const api = new HttpApi(stack, 'Api', {
    apiName: prefix,
    description: `Hongbang ${settings.stage}`,
    createDefaultStage: false,
    // One address only: cookies and links belong to the domain.
    disableExecuteApiEndpoint: own !== undefined,
  });
  const log = new LogGroup(stack, 'ApiLog', {
    logGroupName: `/aws/vendedlogs/apis/${prefix}`,
    retention: settings.retention,
    removalPolicy: removalOf(home),
  });
  new HttpStage(stack, 'Stage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    // HTTP APIs carry no WAF: this caps the whole deployment; limits per link and address are in the table.
    throttle: { rateLimit: requestsPerSecond, burstLimit: requestsPerSecond * 2 },
    accessLogSettings: {
      destination: new LogGroupLogDestination(log),
      format: AccessLogFormat.custom(logged),
    },
    ...(own !== undefined && { domainMapping: { domainName: own } }),
  });
  if (own !== undefined)
    new CfnOutput(stack, 'DomainTarget', {
      description: 'Point the domain here (CNAME)',
      value: own.regionalDomainName,
    });
  watchApi(home, api);
  return {
    api,
    site: domain === undefined ? api.apiEndpoint : `https://${domain}`,
    serve(web) {
      const route = new HttpRoute(stack, 'AllRequests', {
        httpApi: api,
        routeKey: HttpRouteKey.DEFAULT,
        integration: new HttpLambdaIntegration('Web', web),
      });
      accept(
        route,
        'AwsSolutions-APIG4',
        'public pages, and sign-in of our own: the aws-cn partition has no user pools',
      );
    },
  };
}

function watchApi(home: Home, api: HttpApi): void {
  const period = Duration.minutes(5);
  const requests = api.metricCount({ period });
  // One failure in a quiet night is not 2 %: a share counts from 50 requests on.
  const share = new MathExpression({
    expression: 'IF(requests >= 50, 100 * errors / requests, 0)',
    usingMetrics: { requests, errors: api.metricServerError({ period }) },
    period,
    label: '5xx %',
  });
  watch(home, 'api-errors', { metric: share, atLeast: 2, periods: 2 });
  watch(home, 'api-slow', {
    metric: api.metricLatency({ period, statistic: 'p95' }),
    atLeast: 3_000,
    periods: 3,
  });
}
