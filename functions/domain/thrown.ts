/** What is known of something that was thrown: anything may be, and systems tell their errors apart by name or code. */
import { memberOf } from './members.ts';

/** Name, message and code (`ENOENT`, `ECONNREFUSED`) of whatever was thrown; what is no error has its text as message. */
export function errorOf(thrown: unknown): {
  readonly name: string;
  readonly message: string;
  readonly code: unknown;
} {
  const code = memberOf(thrown, 'code');
  if (thrown instanceof Error) return { name: thrown.name, message: thrown.message, code };
  return { name: String(memberOf(thrown, 'name') ?? 'Error'), message: String(thrown), code };
}
