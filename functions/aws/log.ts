/** The log of a function and its measures: one JSON line an event, codes and ids only; measures as CloudWatch's embedded format. */
import {
  ageDimension,
  deploymentDimension,
  metricNames,
  metricNamespace,
  type waitingAges,
} from './metrics.ts';

type MetricName = (typeof metricNames)[keyof typeof metricNames];

export interface Log {
  /** Writes one event. */
  readonly log: (code: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Adds to a count that `flush` writes. */
  count(name: MetricName, by?: number): void;
  /** Takes down a value that `flush` writes, unless it is 0; several of one name in one invocation keep the largest. */
  gauge(name: MetricName, value: number): void;
  /** Writes how many wait, by age. */
  waiting(counts: Readonly<Record<(typeof waitingAges)[number], number>>): void;
  /** Writes what was measured since the last time as one line; nothing when there is nothing. */
  flush(): void;
}

// As it is: console would put time and level in front, and CloudWatch reads no measures from such a line.
const toStdout = (line: string): void => void process.stdout.write(`${line}\n`);

function embedded(dimensions: readonly string[], values: Readonly<Record<string, unknown>>): string {
  const inSeconds: readonly string[] = [metricNames.sweepLagSeconds, metricNames.letterLagSeconds];
  const names = Object.keys(values).filter((name) => !dimensions.includes(name));
  return JSON.stringify({
    _aws: {
      // The real time, in a rehearsal too: CloudWatch refuses what is more than two weeks away.
      Timestamp: Date.now(),
      CloudWatchMetrics: [
        {
          Namespace: metricNamespace,
          Dimensions: [dimensions],
          Metrics: names.map((name) => ({
            Name: name,
            Unit: inSeconds.includes(name) ? 'Seconds' : 'Count',
          })),
        },
      ],
    },
    ...values,
  });
}

/** Opens the log of a deployment. `write` takes whole lines; stdout, where Lambda's text format passes them on as they are. */
export function openLog(stage: string, write: (line: string) => void = toStdout): Log {
  let measured = new Map<MetricName, number>();
  const log: Log = {
    log(code, fields = {}) {
      write(JSON.stringify({ at: new Date().toISOString(), code, ...fields }));
      if (code === 'letter-failed') log.count(metricNames.lettersFailed);
      if (code === 'letter-held') log.count(metricNames.lettersHeld);
    },
    count(name, by = 1) {
      measured.set(name, (measured.get(name) ?? 0) + by);
    },
    gauge(name, value) {
      // A measure costs for each hour in which it comes: nothing to tell, nothing told.
      if (value === 0) return;
      measured.set(name, Math.max(measured.get(name) ?? value, value));
    },
    waiting(counts) {
      for (const [age, count] of Object.entries(counts).filter(([, found]) => found > 0))
        write(
          embedded([deploymentDimension, ageDimension], {
            [deploymentDimension]: stage,
            [ageDimension]: age,
            [metricNames.tasksWaiting]: count,
          }),
        );
    },
    flush() {
      if (measured.size === 0) return;
      const values = Object.fromEntries(measured);
      measured = new Map();
      write(embedded([deploymentDimension], { [deploymentDimension]: stage, ...values }));
    },
  };
  return log;
}
