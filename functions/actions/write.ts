/** How every action writes: begin, commit all or nothing, then send at once what the commit left to be sent. */
import type { Deps } from '#deps';
import type { Actor } from '#domain/people/people.ts';
import { isConflict } from '#store/table.ts';
import { type Writing, writing } from '#store/writing.ts';

/** The instant of the injected clock, as stored everywhere. */
export const instantOf = (deps: Pick<Deps, 'clock'>): string => new Date(deps.clock()).toISOString();

/** Begins a write by an actor. */
export const begin = (deps: Deps, actor: Pick<Actor, 'id' | 'via'>): Writing =>
  writing(deps.table, actor, instantOf(deps), deps.id);

/** Commits, then hands signals and letters over; what is not sent (a crash) the sweeper finds. */
export async function finish(deps: Deps, write: Writing): Promise<void> {
  await write.commit();
  if (write.sent.length > 0) await deps.handOver(write.sent);
}

/**
 * Does an action again when it lost a race that it can win by looking anew (a counter moved, a task ran beside it).
 * A person's own stale form is checked by version inside the action and not repeated.
 */
export async function again<T>(work: () => Promise<T>, times = 16): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work();
    } catch (error) {
      if (!isConflict(error) || n >= times) throw error;
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 15 * n));
    }
  }
}
