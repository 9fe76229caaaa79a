/** Bounds of a number: 以上/以下 include it, 不满/超过 exclude it (docs/rules/thresholds.md#inclusive). */
import {
  compareExact,
  type Exact,
  exact,
  type Fraction,
  fraction,
  roundDown,
  showExact,
  timesExact,
} from './fraction.ts';
import { type Text, text } from './problem.ts';

export interface Bounds {
  readonly min?: Exact | undefined;
  readonly max?: Exact | undefined;
  readonly above?: Exact | undefined;
  readonly below?: Exact | undefined;
}

/** The bounds in words: 60% 以上（含 60%）. */
export function describeBounds(bounds: Bounds, unit: Text = text('', '')): Text {
  const parts: Text[] = [];
  const add = (value: Exact | undefined, zh: (v: string) => string, en: (v: string) => string) => {
    if (value !== undefined) parts.push(text(zh(`${value}${unit.zh}`), en(`${value}${unit.en}`)));
  };
  add(
    bounds.min,
    (v) => `${v}以上（含）`,
    (v) => `at least ${v}`,
  );
  add(
    bounds.above,
    (v) => `超过${v}（不含）`,
    (v) => `more than ${v}`,
  );
  add(
    bounds.max,
    (v) => `${v}以下（含）`,
    (v) => `at most ${v}`,
  );
  add(
    bounds.below,
    (v) => `不满${v}（不含）`,
    (v) => `less than ${v}`,
  );
  return text(parts.map((part) => part.zh).join('、'), parts.map((part) => part.en).join(' and '));
}

/** True when the value keeps every bound, compared exactly: 599/1000 misses "60%", 600/1000 meets it. */
export const withinBounds = (value: Fraction, { min, max, above, below }: Bounds): boolean =>
  (min === undefined || compareExact(value, exact(min)) >= 0) &&
  (max === undefined || compareExact(value, exact(max)) <= 0) &&
  (above === undefined || compareExact(value, exact(above)) > 0) &&
  (below === undefined || compareExact(value, exact(below)) < 0);

/** More digits than any two counts of a form need to stand apart from a bound. */
const mostDecimals = 12;
const hundred = fraction(100n);

/**
 * A ratio as percent beside its bounds, with as many decimals as it takes that the printed number keeps and misses the
 * bounds just as the ratio does: 59,999 of 100,000 against 60 % is 59.99%, never 60.00%. Digits are cut, not rounded.
 */
export function showRatio(ratio: Fraction, bounds: Bounds): string {
  const percent = timesExact(ratio, hundred);
  for (let decimals = 2; decimals <= mostDecimals; decimals++) {
    const scale = 10n ** BigInt(decimals);
    const cut = fraction(roundDown(timesExact(percent, fraction(scale))), scale);
    const written = timesExact(cut, fraction(1n, 100n));
    const sides = Object.values(bounds).filter((bound) => bound !== undefined);
    if (sides.every((bound) => compareExact(written, exact(bound)) === compareExact(ratio, exact(bound))))
      return `${showExact(cut, decimals)}%`;
  }
  return `${ratio.n}/${ratio.d}`;
}
