/** Ids that sort by time and can be read aloud: ULID in Crockford's base 32, lower case. */
import { randomBytes } from 'node:crypto';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new ULID of 26 characters for an instant in milliseconds. */
export function ulid(now: number): string {
  let time = '';
  for (let rest = now, i = 0; i < 10; i++) {
    time = letters[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  return time + Array.from(randomBytes(16), (byte) => letters[byte % 32]).join('');
}
