/** A text whose dates stay on one line: browsers would break 2027-03-08 after a hyphen. */
import type { Child } from 'hono/jsx';

/** `said` as it is, each date or instant of a plain text held together. */
export const dated = (said: Child): Child =>
  typeof said === 'string' && /\d{4}-\d{2}-\d{2}/.test(said)
    ? said
        .split(/(\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2})?)/)
        .map((part, n) => (n % 2 === 1 ? <time>{part}</time> : part))
    : said;
