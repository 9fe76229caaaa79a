/** Makes one alarm: named after its id, described in both languages with its runbook, and sent to the operator. */
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type AlarmId, alarms } from './alarms.ts';
import type { Home } from './names.ts';

interface Watch {
  readonly metric: IMetric;
  /** The alarm rings at this value and above; with `below`, under it, and when nothing comes at all. */
  readonly atLeast: number;
  readonly below?: boolean;
  /** Periods that are looked at, and how many of them must be bad; all by default. */
  readonly periods?: number;
  readonly bad?: number;
  /** What tells several alarms of one id apart: the function, the table. */
  readonly of?: string;
}

/** Adds an alarm to the stack. It tells the operator when it rings and when all is well again. */
export function watch(home: Home, id: AlarmId, { metric, atLeast, periods = 1, ...more }: Watch): Alarm {
  const { bad = periods, of, below = false } = more;
  const name = of === undefined ? id : `${id}-${of}`;
  const alarm = new Alarm(home.stack, `Alarm-${name}`, {
    alarmName: `${home.prefix}-${name}`,
    alarmDescription: `${alarms[id].zh}\n${alarms[id].en}\n${home.settings.runbook}#${id}`,
    metric,
    threshold: atLeast,
    comparisonOperator: below
      ? ComparisonOperator.LESS_THAN_THRESHOLD
      : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: periods,
    datapointsToAlarm: bad,
    treatMissingData: below ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
  });
  const tell = new SnsAction(home.operator);
  alarm.addAlarmAction(tell);
  alarm.addOkAction(tell);
  return alarm;
}
